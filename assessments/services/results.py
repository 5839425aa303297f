"""Close a cohort by protocol and lock its results; afterwards only corrections."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from accounts.services.commissions import appoint
from assessments.access import may_close
from assessments.domain.checklists import rounded
from assessments.enums import COUNTING, SETTLED, AttemptState, ResultKind, ResultState
from assessments.models import Attempt, Protocol, Result, ResultCorrection
from assessments.selectors.involvement import marked_in, markers_of, teaches_in
from assessments.selectors.practicals import Try
from assessments.selectors.results import marks_open, pass_percent, protocol_of, unfinished_tries
from assessments.services.attempts import hand_in
from assessments.services.confirming import fall_back
from assessments.signals import results_locked
from courses.selectors.assessing import is_open
from courses.services.cohort_states import hold, lock

if TYPE_CHECKING:
    from accounts.models import Commission, User
    from courses.models import Cohort


class ResultsError(Exception):
    """Results cannot be locked or corrected so."""


class NotHeadError(ResultsError):
    """Only the head of the cohort's centre locks and corrects results."""


class HeadAssessedError(ResultsError):
    """Nobody alone teaches, marks and locks: this head assessed somebody of the cohort."""


class ProtocolNumberMissingError(ResultsError):
    """A protocol needs a number."""


class HeadTeachesError(ResultsError):
    """Nobody alone teaches, marks and locks: a head who teaches the cohort locks with a commission only."""


class PracticalsOpenError(ResultsError):
    """Practical exercises were begun and not confirmed; `tries` lists them."""

    def __init__(self, tries: Sequence[Try]) -> None:
        super().__init__(len(tries))
        self.tries = tuple(tries)


class MarksOpenError(ResultsError):
    """Answers wait for a person to mark them, or marks that one person gave alone wait for another to confirm them."""


class NotLockedError(ResultsError):
    """Before the protocol there is nothing to correct: results still change in the ordinary way."""


class GroundsMissingError(ResultsError):
    """A correction needs a reason and the number of a document."""


class ResultContradictsError(ResultsError):
    """The percentage is out of 0–100, or does not go with passed or not passed by the programme's pass mark."""


class NothingChangedError(ResultsError):
    """The correction says what the result says already."""


@dataclass(frozen=True)
class NewCommission:
    """The commission to be appointed together with the protocol: its order, members and chair."""

    order_number: str
    order_date: datetime.date
    members: "tuple[User, ...]"
    chair: "User"


def lock_results(
    *,
    cohort: "Cohort",
    number: str,
    date: datetime.date,
    by: "User",
    at: datetime.datetime,
    commission: NewCommission | None = None,
    reason: str = "",
) -> Protocol:
    """Close the cohort by the protocol `number` of `date`: open attempts are handed in, every result is locked.

    A closed cohort's protocol is returned as it is. With a `reason` practical exercises that were begun and not
    confirmed, and answers that nobody marked, are left behind: they never count. Raises a ResultsError, or what
    `appoint` raises for the commission. Sends `results_locked` when the transaction has ended.
    """
    with transaction.atomic():
        attempts = _hold_open_attempts(cohort)  # attempts before their cohort, as everywhere
        held = hold(cohort.pk)
        if not may_close(by, held):
            raise NotHeadError
        known = protocol_of(held)
        if known is not None:
            return known
        _check_lockable(held, number, reason, commission, by)
        for attempt in attempts:
            hand_in(attempt_id=attempt.pk, confirmed=True, by=attempt.enrolment.person, at=at)
        if not reason.strip() and marks_open(held):
            raise MarksOpenError
        appointed = _appoint(held, commission, by, at)
        fall_back(cohort=held)
        _lock_rows(held, at)
        protocol = Protocol.objects.create(
            cohort=held,
            commission=appointed,
            number=" ".join(number.split()),
            date=date,
            locked_by=by,
            locked_at=at,
        )
        lock(cohort=held, by=by, at=at)
        remember(
            act=Act.RESULTS_LOCKED,
            by=by,
            subject=protocol,
            centre=held.centre,
            new={"cohort": held.code, "number": protocol.number, "date": date.isoformat()},
            reason=reason,
        )
        transaction.on_commit(
            lambda: results_locked.send(Protocol, protocol_id=protocol.pk, cohort_id=held.pk), robust=True
        )
    return protocol


def _hold_open_attempts(cohort: "Cohort") -> list[Attempt]:
    held = Attempt.objects.select_for_update(of=("self",)).select_related("enrolment__person")
    return list(held.filter(enrolment__cohort=cohort, state=AttemptState.OPEN, quiz__purpose__in=COUNTING))


def _check_lockable(cohort: "Cohort", number: str, reason: str, commission: NewCommission | None, by: "User") -> None:
    if marked_in(by, cohort):
        raise HeadAssessedError
    if commission is None and teaches_in(by, cohort):
        raise HeadTeachesError
    if not number.strip():
        raise ProtocolNumberMissingError
    tries = unfinished_tries(cohort)
    if tries and not reason.strip():
        raise PracticalsOpenError(tries)


def _appoint(
    cohort: "Cohort", commission: NewCommission | None, by: "User", at: datetime.datetime
) -> "Commission | None":
    if commission is None:
        return None
    return appoint(
        centre=cohort.centre,
        number=commission.order_number,
        date=commission.order_date,
        members=commission.members,
        chair=commission.chair,
        by=by,
        at=at,
    )


def _lock_rows(cohort: "Cohort", at: datetime.datetime) -> None:
    """Lock every result but those that nobody confirmed: they never count."""
    Result.objects.filter(state__in=SETTLED, enrolment__cohort=cohort).update(state=ResultState.LOCKED, updated_at=at)


def correct_result(
    *,
    result: Result,
    percent: Decimal,
    passed: bool,
    reason: str,
    document: str,
    submission: uuid.UUID,
    by: "User",
    at: datetime.datetime,
) -> ResultCorrection:
    """Correct a result of a closed cohort: percent (0–100) and passed, with reason and number of a document.

    The old values are kept in the correction. `submission` is the id made with the form: sent again it returns what
    was stored. Raises a ResultsError.
    """
    percent = rounded(percent)
    with transaction.atomic():
        cohort = hold(result.enrolment.cohort_id)
        if not may_close(by, cohort):
            raise NotHeadError
        repeated = ResultCorrection.objects.filter(pk=submission, result=result).first()
        if repeated is not None:
            return repeated
        result = Result.objects.select_for_update().get(pk=result.pk)
        _check_correctable(result, cohort, percent, passed, by)
        if not reason.strip() or not document.strip():
            raise GroundsMissingError
        old, new = _values(result), {"percent": str(percent), "passed": passed}
        if old == new and result.state == ResultState.LOCKED:
            raise NothingChangedError
        correction = ResultCorrection.objects.create(
            id=submission,
            result=result,
            old=old,
            new=new,
            reason=reason.strip(),
            document=document.strip(),
            by=by,
            at=at,
        )
        _apply(result, percent, passed, by, at)
        remember(
            act=Act.RESULT_CORRECTED,
            by=by,
            subject=result,
            centre=cohort.centre,
            old=old,
            new={**new, "code": result.code, "document": correction.document},
            reason=correction.reason,
        )
    return correction


def _values(result: Result) -> dict[str, object]:
    return {"percent": str(result.percent), "passed": result.passed}


def _check_correctable(result: Result, cohort: "Cohort", percent: Decimal, passed: bool, by: "User") -> None:
    if is_open(cohort):
        raise NotLockedError
    if by.pk in markers_of(result):
        raise HeadAssessedError
    version = cohort.programme_version
    practical = result.kind == ResultKind.PRACTICAL
    enough = percent >= pass_percent(version, ResultKind(result.kind))
    # Enough points do not make a practical competent: a critical criterion may have failed.
    if not 0 <= percent <= 100 or (passed and not enough) or (not practical and enough and not passed):
        raise ResultContradictsError


def _apply(result: Result, percent: Decimal, passed: bool, by: "User", at: datetime.datetime) -> None:
    result.percent, result.passed, result.state, result.updated_at = percent, passed, ResultState.LOCKED, at
    if result.confirmed_by_id is None:
        result.confirmed_by, result.confirmed_at = by, at
    result.save()
