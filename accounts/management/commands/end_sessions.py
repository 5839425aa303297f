"""`manage.py end_sessions --everybody --reason "…"`: the day of a breach (docs/breach.md)."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.services.devices import end_all_sessions


class Command(BaseCommand):
    help = "Log everybody out on all devices; passwords and second factors stay as they are"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--everybody", action="store_true", help="say that you mean it")
        parser.add_argument("--reason", default="", help="why; no names")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not options["everybody"] or not options["reason"].strip():
            raise CommandError("end_sessions needs --everybody and a --reason")
        self.stdout.write(f"{end_all_sessions(reason=options['reason'].strip())} sessions ended")
