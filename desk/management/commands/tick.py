"""`manage.py tick`: run each minute by the supervisor."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from desk.services.tick import tick


class Command(BaseCommand):
    help = "Do everything that is due"

    def handle(self, *args: Any, **options: Any) -> None:
        done = tick(at=timezone.now())
        if any(done.values()):
            self.stdout.write(str(done))
