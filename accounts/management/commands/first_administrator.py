"""`manage.py first_administrator <service number>`: the first person of a new installation."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.services.beginning import (
    AccountClosedError,
    AdministratorExistsError,
    NumberFormError,
    make_first_administrator,
)


class Command(BaseCommand):
    help = "Make the first administrator and print a first password once. Refused when there is an administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="service-number", help="the log-in name, for example TJ-100234")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person, password = make_first_administrator(number=options["number"], at=timezone.now())
        except AdministratorExistsError as error:
            raise CommandError("There is an administrator already, who gives roles on the page of a person.") from error
        except NumberFormError as error:
            raise CommandError("A service number has letters, digits and dashes, and at least one digit.") from error
        except AccountClosedError as error:
            raise CommandError("This account is closed or belongs to the demonstration. Take another one.") from error
        self.stdout.write(f"Service number: {person.service_number}")
        self.stdout.write(f"First password: {password}")
        self.stdout.write("It is shown only now, and must be changed at the first log-in.")
