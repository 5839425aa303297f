"""`manage.py load_demonstration`: people, cohorts and papers of the demonstration; safe to repeat."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desk.services.demonstration import load_demonstration


class Command(BaseCommand):
    help = "Fill the database with the demonstration (dates relative to today)"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError("These settings refuse the demonstration.")
        self.stdout.write(load_demonstration(at=timezone.now()))
