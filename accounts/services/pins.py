"""Set a PIN, and prove who somebody is with it on a colleague's device."""

import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from accounts.domain.numbers import normal_number
from accounts.enums import Act
from accounts.models import Pin, User
from accounts.services.audit import remember
from foundation.languages.text import ascii_digits

DIGITS = 6
MOST_FAILURES = 5
LOCKED_FOR = datetime.timedelta(minutes=10)
UP, DOWN = "01234567890", "09876543210"


class PinError(Exception):
    """The PIN cannot be set, or does not prove anything."""


class PinFormError(PinError):
    """A PIN has exactly six digits."""


class PinWeakError(PinError):
    """One digit six times, or digits in their order: everybody would guess that."""


class PinWrongError(PinError):
    """Number and PIN do not belong together. Which of the two is wrong is not told."""


class PinLockedError(PinError):
    """There were five wrong tries: this PIN is locked for ten minutes."""


def plain_pin(typed: str) -> str:
    """Return the six digits of a PIN, typed in the digits of any language. Raises PinFormError."""
    pin = "".join(ascii_digits(typed).split())
    if len(pin) != DIGITS or not (pin.isascii() and pin.isdecimal()):
        raise PinFormError
    return pin


def set_pin(*, person: User, pin: str, by: User, at: datetime.datetime) -> Pin:
    """Give the person a new PIN, which the person chose; an old one and its wrong tries are forgotten.

    Raises PinFormError or PinWeakError.
    """
    digits = plain_pin(pin)
    if len(set(digits)) == 1 or digits in UP or digits in DOWN:
        raise PinWeakError
    digest = make_password(digits)  # slow, so before the transaction
    with transaction.atomic():
        row, _ = Pin.objects.update_or_create(
            person=person, defaults={"digest": digest, "failures": 0, "locked_until": None, "set_at": at}
        )
        remember(act=Act.PIN_SET, by=by, subject=person, centre=person.centre)
    return row


def prove(*, number: str, pin: str, at: datetime.datetime) -> User:
    """Return the active person with this service number and PIN.

    A wrong PIN is counted; a caller whose transaction is undone afterwards would undo the count, so it is called
    before. Raises PinWrongError or PinLockedError.
    """
    with transaction.atomic():
        found = Pin.objects.select_for_update().select_related("person")
        row = found.filter(person__service_number=normal_number(number), person__is_active=True).first()
        if row is None:
            raise PinWrongError
        if row.locked_until is not None and at < row.locked_until:
            raise PinLockedError
        right = _is(row, pin)
        _count(row, right=right, at=at)
    if not right:
        raise PinLockedError if row.locked_until is not None else PinWrongError
    return row.person


def _is(row: Pin, pin: str) -> bool:
    try:
        return check_password(plain_pin(pin), row.digest)
    except PinFormError:
        return False


def _count(row: Pin, *, right: bool, at: datetime.datetime) -> None:
    if right and not row.failures and row.locked_until is None:
        return
    row.failures = 0 if right or row.locked_until is not None else row.failures
    row.locked_until = None
    if not right:
        row.failures += 1
        row.locked_until = at + LOCKED_FOR if row.failures >= MOST_FAILURES else None
    row.save(update_fields=["failures", "locked_until"])
