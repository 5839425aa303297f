"""The first administrator of a new installation: everybody else is registered and appointed from there."""

import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts.domain.first_password import make_first_password
from accounts.domain.numbers import is_number, normal_number
from accounts.enums import Act, Role
from accounts.models import RoleAssignment, User
from accounts.services.audit import remember
from accounts.services.reference import load_reference
from accounts.services.roles import give_role


class AdministratorExistsError(Exception):
    """There is an administrator, who gives roles to others."""


class NumberFormError(ValueError):
    """This cannot be a service number."""


class AccountClosedError(Exception):
    """The account with this number is closed, or belongs to the demonstration."""


def make_first_administrator(*, number: str, at: datetime.datetime) -> tuple[User, str]:
    """Make the person with this service number administrator; return the person and a first password.

    The person is registered if nobody has the number. The password is kept only as a hash and must be changed at
    the first log-in. Missing centres, ranks and holidays are made too (load_reference). Nobody acts here but whoever
    runs the machine, so the audit entries name nobody. Raises AdministratorExistsError, NumberFormError and
    AccountClosedError; then nothing is changed.
    """
    number = normal_number(number)
    if not is_number(number):
        raise NumberFormError(number)
    password = make_first_password()
    sealed = make_password(password)  # slow: before the transaction
    today = timezone.localdate(at)
    with transaction.atomic():
        if _administrators(today):
            raise AdministratorExistsError
        load_reference(today=today)
        person = User.objects.select_for_update().filter(service_number__iexact=number).first()
        if person is None:
            person = User(service_number=number, created_at=at)
            remember(act=Act.PERSON_ADDED, by=None, subject=person)
        elif not person.is_active or (person.demonstration and not settings.DEMONSTRATION):
            raise AccountClosedError
        person.password = sealed
        person.must_change_password = True
        person.save()
        give_role(user=person, role=Role.ADMINISTRATOR, centre=None, by=None, on=today)
        remember(act=Act.PASSWORD_SLIP, by=None, subject=person)
    return person, password


def _administrators(today: datetime.date) -> bool:
    """Whether somebody who can log in is administrator today; people of the demonstration cannot in production."""
    held = RoleAssignment.objects.in_force(today).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    return (held if settings.DEMONSTRATION else held.filter(user__demonstration=False)).exists()
