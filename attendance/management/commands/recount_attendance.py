"""`manage.py recount_attendance`: count every summary again; ends with 1 when something differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from attendance.services.recount import recount


class Command(BaseCommand):
    help = "Count all rolls again from the tables and compare"

    def handle(self, *args: Any, **options: Any) -> None:
        found = recount()
        for difference in found.differences:
            self.stdout.write(str(difference))
        counted = f"{found.cohorts} cohorts, {found.people} people, {found.marks} marks"
        if found.differences:
            raise CommandError(f"{counted}: {len(found.differences)} differences")
        self.stdout.write(f"{counted}: no difference")
