"""`manage.py seal_audit`: what `tick` does each minute for the audit trail; and strays, by hand (docs/audit.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.services.audit_chain import seal_acts, seal_strays


class Command(BaseCommand):
    help = "Chain the entries of the audit trail that are not sealed yet"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--strays", action="store_true", help="seal also entries dated long ago: the clock of the server was wrong"
        )
        parser.add_argument("--reason", default="", help="why, for --strays; no names")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["strays"] and not options["reason"].strip():
            raise CommandError("--strays needs a --reason")
        sealed = seal_acts(at=timezone.now())
        if options["strays"]:
            sealed += seal_strays(reason=options["reason"].strip(), by=None, at=timezone.now())
        self.stdout.write(f"{sealed} entries sealed")
