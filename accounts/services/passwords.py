"""Passwords: the first one on a slip, the one a person chooses."""

import datetime

from django.db import transaction

from accounts.access import may_print_slip, needs_factor
from accounts.domain.first_password import make_first_password
from accounts.enums import Act
from accounts.models import AuditEntry, User
from accounts.services.audit import remember
from accounts.services.devices import drop_sessions
from accounts.services.tries import forgive

BOTH_HANDS = datetime.timedelta(days=7)  # so long who gave the one of password and code does not give the other


class SlipRefusedError(Exception):
    """`by` may not give this person a password."""


class OwnCodeError(Exception):
    """`by` gave this person codes of the second factor lately: with a password, one hand would hold the account."""


class SamePasswordError(ValueError):
    """The new password is the old one."""


def make_slip(*, person: User, by: User, at: datetime.datetime, address: str | None) -> str:
    """Give the person a random first password and return it: it is shown once and stored only as a hash.

    It must be changed at the first log-in; sessions of the person end. Each call makes another password, the last
    one holds. Raises SlipRefusedError or OwnCodeError.
    """
    if not may_print_slip(by, person):
        raise SlipRefusedError
    if person.last_login is not None and needs_factor(person) and _gave_codes(by, person, at):
        raise OwnCodeError
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


def _gave_codes(by: User, person: User, at: datetime.datetime) -> bool:
    acts = (Act.FACTOR_RESET, Act.CODE_CARD_PRINTED)
    return AuditEntry.objects.filter(act__in=acts, subject_id=str(person.pk), actor=by, at__gt=at - BOTH_HANDS).exists()


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
