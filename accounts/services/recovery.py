"""A lost device: the head of the centre resets the factor and hands over a temporary code, or prints a code card."""

import datetime

from django.db import transaction

from accounts.access import may_print_card, may_reset_factor
from accounts.enums import Act, FactorKind
from accounts.models import AuditEntry, Authenticator, FactorGuard, Passkey, PrintedCode, User
from accounts.services.audit import remember
from accounts.services.devices import drop_sessions
from accounts.services.factors import CARD_CODES, new_codes, shown
from accounts.services.passwords import BOTH_HANDS
from accounts.services.people import check_reason

VALID_FOR = datetime.timedelta(hours=24)


class RecoveryRefusedError(Exception):
    """`by` may not help this person with the second factor."""


class OwnSlipError(Exception):
    """`by` gave this person a password in the last days: with a code as well, one hand would hold the whole account."""


def reset_factor(*, person: User, reason: str, by: User, at: datetime.datetime) -> str:
    """Remove every factor of the person, end the sessions and return a temporary code: shown once, valid for a day.

    Raises RecoveryRefusedError, OwnSlipError, ReasonMissingError or NameInReasonError.
    """
    if not may_reset_factor(by, person):
        raise RecoveryRefusedError
    _refuse_own_slip(person, by, at)
    check_reason(reason, person)
    with transaction.atomic():
        for model in (Authenticator, Passkey, PrintedCode):
            model.objects.filter(person=person).delete()
        FactorGuard.objects.update_or_create(person=person, defaults={"failures": 0, "failed_at": None, "reset_at": at})
        made = new_codes(person, FactorKind.TEMPORARY, 1, at, at + VALID_FOR)
        ended = drop_sessions(person)
        remember(
            act=Act.FACTOR_RESET,
            by=by,
            subject=person,
            centre=person.centre,
            new={"sessions": ended},
            reason=reason.strip(),
        )
    return shown(made)[0]


def print_card(*, person: User, by: User, at: datetime.datetime) -> list[str]:
    """Return the codes of a new code card in their order: shown once; an older card counts no longer.

    Raises RecoveryRefusedError or OwnSlipError.
    """
    if not may_print_card(by, person):
        raise RecoveryRefusedError
    _refuse_own_slip(person, by, at)
    with transaction.atomic():
        made = new_codes(person, FactorKind.CARD, CARD_CODES, at)
        FactorGuard.objects.filter(person=person).update(reset_at=None)
        remember(act=Act.CODE_CARD_PRINTED, by=by, subject=person, centre=person.centre, new={"codes": CARD_CODES})
    return shown(made)


def _refuse_own_slip(person: User, by: User, at: datetime.datetime) -> None:
    """An account that nobody uses yet is no risk: whoever made the first slip may make the first card as well."""
    if person.last_login is None:
        return
    since = at - BOTH_HANDS
    slips = AuditEntry.objects.filter(act=Act.PASSWORD_SLIP, subject_id=str(person.pk), actor=by, at__gt=since)
    if slips.exists():
        raise OwnSlipError
