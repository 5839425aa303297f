"""The emergency switch at one keyboard: `manage.py destroy_names --all`. Two people type number and password."""

import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from accounts.services.erasure import SamePersonError, destroy_everybody
from accounts.services.people import ReasonMissingError

TRIES = 3
SURE = "DESTROY"


class Command(BaseCommand):
    help = "Destroy the names of all protected people, for ever, here and in every backup."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", required=True, help="there is no smaller switch here")

    def handle(self, *args: Any, **options: Any) -> None:
        protected = User.objects.filter(protected=True, names_destroyed_at__isnull=True).count()
        self.stdout.write(f"{protected} protected people. Their names become unreadable for ever, in backups too.")
        first, second = self._person("First person"), self._person("Second person")
        reason = input("Reason (no names): ")
        if input(f"Type {SURE} to go on: ") != SURE:
            raise CommandError("Nothing was destroyed.")
        try:
            done = destroy_everybody(by=first, second=second, reason=reason, at=timezone.now())
        except SamePersonError as error:
            raise CommandError("Two different people are needed. Nothing was destroyed.") from error
        except ReasonMissingError as error:
            raise CommandError("A reason is needed. Nothing was destroyed.") from error
        self.stdout.write(f"Done: {done.counts}. Restart the service now, so that nothing stays in its memory.")

    def _person(self, who: str) -> User:
        """Return an administrator, head or HR officer who knows the own password."""
        for _ in range(TRIES):
            number = input(f"{who}, service number: ")
            password = getpass.getpass("Password: ")
            person: User | None = User.objects.filter(service_number__iexact=number.strip(), is_active=True).first()
            known = person is not None and person.check_password(password)
            if person and known and person.has_role(Role.ADMINISTRATOR, Role.HEAD, Role.HR):
                return person
            self.stderr.write("Number or password is wrong, or this person may not do it.")
        raise CommandError("Nothing was destroyed.")
