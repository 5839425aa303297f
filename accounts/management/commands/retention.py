"""Throw away what is over: `manage.py retention`; `--dry-run` only counts."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.services.retention import DaysError, UnknownPeriodError, run, set_period


class Command(BaseCommand):
    help = "Throw away rows and files whose time is over; the worker does the same once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count, and change nothing")
        parser.add_argument("--set", metavar="CODE=DAYS", action="append", default=[], help="change a period first")

    def handle(self, *args: Any, **options: Any) -> None:
        for said in options["set"]:
            code, _, days = said.partition("=")
            try:
                set_period(code=code, days=int(days), by=None)
            except (UnknownPeriodError, DaysError, ValueError) as error:
                raise CommandError(f"{said}: {type(error).__name__}") from error
        for due in run(at=timezone.now(), rehearsal=options["dry_run"]):
            self.stdout.write(f"{due.rows:8}  {due.code} ({due.days} days): {', '.join(due.tables)}")
