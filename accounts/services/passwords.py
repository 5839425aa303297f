"""Passwords: the first one on a slip, the one a person chooses."""

import datetime

from django.db import transaction

from accounts.access import may_print_slip
from accounts.domain.first_password import make_first_password
from accounts.enums import Act
from accounts.models import User
from accounts.services.audit import remember
from accounts.services.devices import drop_sessions
from accounts.services.tries import forgive


class SlipRefusedError(Exception):
    """`by` may not give this person a password."""


class SamePasswordError(ValueError):
    """The new password is the old one."""


def make_slip(*, person: User, by: User, at: datetime.datetime, address: str | None) -> str:
    """Give the person a random first password and return it: it is shown once and stored only as a hash.

    It must be changed at the first log-in; sessions of the person end. Each call makes another password, the last
    one holds. Raises SlipRefusedError.
    """
    if not may_print_slip(by, person):
        raise SlipRefusedError
    password = make_first_password()
    fresh = User(pk=person.pk)
    fresh.set_password(password)  # the slow hash is made before the transaction
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        locked.password = fresh.password
        locked.must_change_password = True
        locked.save(update_fields=["password", "must_change_password"])
        drop_sessions(locked)
        forgive(locked.service_number)
        remember(act=Act.PASSWORD_SLIP, by=by, subject=person, centre=person.centre, address=address)
    return password


def change_password(*, person: User, new: str, by: User, address: str | None, session: str | None = None) -> None:
    """Set the password that the person chose; all sessions end but the one with the key `session`.

    Raises SamePasswordError when it is the one in use.
    """
    if person.check_password(new):
        raise SamePasswordError
    person.set_password(new)
    with transaction.atomic():
        person.must_change_password = False
        person.save(update_fields=["password", "must_change_password"])
        drop_sessions(person, keep=session)
        remember(act=Act.PASSWORD_CHANGED, by=by, subject=person, centre=person.centre, address=address)
