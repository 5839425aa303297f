"""Answers that came too late are put before a person, who decides with a reason whether they count. None is dropped."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.access import may_settle
from assessments.models import LateDecision, Response
from assessments.services.marking import ClosedError, ReasonMissingError, is_closed
from assessments.services.remarking import finish_if_marked, hold_attempt

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_REASON = 300


class LateUnknownError(LookupError):
    """There is no such late answer that this person decides on."""


class DecidedError(Exception):
    """Somebody else decided otherwise meanwhile; the decision stands."""


def decide_late(
    *,
    submission: uuid.UUID,
    response: uuid.UUID,
    accepted: bool,
    reason: str,
    by: "User",
    at: datetime.datetime,
    on: datetime.date,
) -> LateDecision:
    """Let a late answer count or not, with a reason; where it counts the attempt is marked anew.

    Decided once; the same again returns what was stored. After the protocol nothing counts any more (ClosedError),
    but an answer can still be put aside. Raises LateUnknownError, DecidedError, ReasonMissingError or ClosedError.
    """
    with transaction.atomic():
        row = Response.objects.filter(pk=response, late=True).first()
        attempt = hold_attempt(row.attempt_id) if row else None
        if row is None or attempt is None or attempt.enrolment.person_id == by.pk:
            raise LateUnknownError(response)
        if not may_settle(by, attempt.enrolment.cohort, on):
            raise LateUnknownError(response)
        known = LateDecision.objects.filter(response=row).first()
        if known is not None:
            if known.pk == submission or (known.accepted, known.by_id) == (accepted, by.pk):
                return known
            raise DecidedError
        if not reason.strip():
            raise ReasonMissingError
        if accepted and is_closed(attempt):
            raise ClosedError
        before = str(attempt.percent)
        decision = LateDecision.objects.create(
            id=submission, response=row, accepted=accepted, reason=reason.strip()[:LONGEST_REASON], by=by, at=at
        )
        if accepted:
            finish_if_marked(attempt, at)
        remember(
            act=Act.LATE_ANSWER_DECIDED,
            by=by,
            subject=decision,
            centre=attempt.enrolment.cohort.centre,
            old={"percent": before},
            new={"accepted": accepted, "attempt": str(attempt.pk), "percent": str(attempt.percent)},
            reason=decision.reason,
        )
    return decision
