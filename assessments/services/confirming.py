"""Confirm a quiz result whose answers one person marked by hand: always somebody else (domain.md 4.4)."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.access import may_confirm_marks
from assessments.enums import SETTLED, ResultKind, ResultState
from assessments.models import Attempt, Result
from assessments.selectors.involvement import marked_alone, markers_of
from assessments.selectors.results import unconfirmed_marks
from courses.selectors.assessing import is_open
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort


class ConfirmingError(Exception):
    """A result cannot be confirmed so."""


class NotConfirmerOfMarksError(ConfirmingError):
    """Only the cohort's instructors, the registrar and the head of its centre confirm marks."""


class ConfirmerMarkedError(ConfirmingError):
    """Who marked does not confirm."""


class ResultsClosedError(ConfirmingError):
    """The cohort is closed by protocol: what was not confirmed does not count."""


def confirm_marks(*, result: Result, by: "User", at: datetime.datetime) -> Result:
    """Confirm the result of a quiz or exit test that waits for it; a confirmed one stays as it is.

    Raises a ConfirmingError.
    """
    with transaction.atomic():
        cohort = hold(result.enrolment.cohort_id)
        if result.kind == ResultKind.PRACTICAL or not may_confirm_marks(by, cohort):
            raise NotConfirmerOfMarksError
        held: Result = Result.objects.select_for_update().get(pk=result.pk)
        if held.state in SETTLED:
            return held
        if not is_open(cohort):
            raise ResultsClosedError
        if by.pk in markers_of(held) or held.enrolment.person_id == by.pk:
            raise ConfirmerMarkedError
        held.state, held.confirmed_by, held.confirmed_at, held.updated_at = ResultState.CONFIRMED, by, at, at
        held.save(update_fields=["state", "confirmed_by", "confirmed_at", "updated_at"])
        remember(
            act=Act.MARKS_CONFIRMED,
            by=by,
            subject=held,
            centre=cohort.centre,
            new={"code": held.code, "percent": str(held.percent), "enrolment": str(held.enrolment_id)},
        )
    return held


def fall_back(*, cohort: "Cohort") -> None:
    """Give back to everybody whose better mark nobody confirmed the best attempt that needs no confirmation.

    Runs in the transaction that closes the cohort: a pass that stood is not lost to a mark that does not count.
    """
    for result in unconfirmed_marks(cohort):
        done = Attempt.objects.filter(
            enrolment=result.enrolment_id, quiz__code=result.code, percent__isnull=False
        ).order_by("-percent", "number")
        attempt = next((one for one in done if not marked_alone(one)), None)
        if attempt is not None and attempt.percent is not None:
            result.percent, result.passed = attempt.percent, bool(attempt.passed)
            result.state, result.confirmed_at = ResultState.CONFIRMED, attempt.submitted_at
            result.save(update_fields=["percent", "passed", "state", "confirmed_at"])
