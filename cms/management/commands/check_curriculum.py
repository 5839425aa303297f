"""Check the files of the manuals: `manage.py check_curriculum [--whole]`. Needs no database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.services.checking_curriculum import check_curriculum


class Command(BaseCommand):
    help = "Look through the manuals for what a machine can hold: structure, length, letters, advice, answer keys."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", default=str(settings.BASE_DIR / "curriculum"), help="where the manuscripts lie")
        parser.add_argument("--whole", action="store_true", help="every lesson, question and exercise must be there")

    def handle(self, *args: Any, **options: Any) -> None:
        found = check_curriculum(folder=Path(options["folder"]), whole=options["whole"])
        for fault in found:
            self.stdout.write(str(fault))
        if found:
            raise CommandError(f"{len(found)} faults")
        self.stdout.write("The manuals hold what was checked.")
