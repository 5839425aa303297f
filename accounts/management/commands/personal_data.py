"""Write the record of processing: `manage.py personal_data --write docs/records-of-processing.md`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.selectors.personal_data import record_of_processing


class Command(BaseCommand):
    help = "Print what each table holds about people, why, how long, and how it is erased."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", type=Path, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        text = record_of_processing()
        if options["write"]:
            options["write"].write_text(text + "\n", "utf-8")
        else:
            self.stdout.write(text)
