"""Appeals: filed in writing, heard by three who did not mark, decided with a document (domain.md 4.3).

An appeal holds up nobody else: results of others are locked, corrected and certified as ever.
"""

import datetime
import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.selectors.commissions import commission_in_force, members_of
from accounts.services.audit import remember
from accounts.services.commissions import appoint
from assessments.access import may_appeal, may_close
from assessments.domain.deadlines import after_working_days
from assessments.enums import AppealState, ResultState
from assessments.models import Appeal, Result
from assessments.selectors.appeals import deadline_of, partial_to
from assessments.services.results import NewCommission, correct_result
from courses.selectors.timetable import week_of
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import Commission, User
    from courses.models import Enrolment

HEARERS = 3


class AppealError(Exception):
    """An appeal cannot be filed or decided so."""


class NotAppellantError(AppealError):
    """Only the person herself, her instructors, the registrar and the head of the centre file her appeal."""


class AppealTooLateError(AppealError):
    """The last day of the appeal, `until`, is over."""

    def __init__(self, until: datetime.date) -> None:
        super().__init__(until)
        self.until = until


class AppealOpenError(AppealError):
    """An appeal against this result waits for its decision already."""


class AppealGroundsMissingError(AppealError):
    """An appeal says why, a decision says what and by which document."""


class ResultElsewhereError(AppealError):
    """The result is not one of this person, or has not been reached yet."""


class SubmissionTakenError(AppealError):
    """This id was made with a form about somebody else."""


class NotDeciderError(AppealError):
    """Only the head of the centre hands appeals over and writes decisions down."""


class DeciderMarkedError(AppealError):
    """Whoever marked, or filed the appeal, does not decide about it."""


class HearerMarkedError(AppealError):
    """A member of the commission gave marks for this result, filed the appeal or is the person; `people` says who."""

    def __init__(self, people: "tuple[User, ...]") -> None:
        super().__init__(len(people))
        self.people = people


class CommissionUnknownError(AppealError):
    """There is no such commission of the centre in force, or it has fewer than three members."""


class NotHeardError(AppealError):
    """An appeal is decided after a commission was named."""


class AlreadyDecidedError(AppealError):
    """The appeal was decided; a decision is not changed."""


class CorrectionMissingError(AppealError):
    """An upheld appeal against a locked result says the new percentage and verdict."""


@dataclass(frozen=True)
class NewValues:
    """What an upheld appeal makes of a locked result: percent (0–100) and verdict."""

    percent: Decimal
    passed: bool


def file_appeal(
    *,
    submission: uuid.UUID,
    enrolment: "Enrolment",
    result: Result | None,
    grounds: str,
    by: "User",
    at: datetime.datetime,
) -> Appeal:
    """File an appeal of a person against one result, or (None) against the outcome of the course.

    The decision is due within as many working days as the appeal itself. `submission` is the id made with the form:
    sent again it returns what was stored. Raises an AppealError.
    """
    with transaction.atomic():
        cohort = hold(enrolment.cohort_id)
        if not may_appeal(by, enrolment):
            raise NotAppellantError
        known = Appeal.objects.filter(pk=submission).first()
        if known is not None and known.enrolment_id != enrolment.pk:
            raise SubmissionTakenError
        if known is not None:
            return known
        if result is not None and (result.enrolment_id != enrolment.pk or result.state == ResultState.DRAFT):
            raise ResultElsewhereError
        if not grounds.strip():
            raise AppealGroundsMissingError
        until = deadline_of(cohort, result)
        today = timezone.localdate(at)
        if until is not None and today > until:
            raise AppealTooLateError(until)
        if Appeal.objects.filter(enrolment=enrolment, result=result, state=AppealState.FILED).exists():
            raise AppealOpenError
        appeal = Appeal.objects.create(
            id=submission,
            enrolment=enrolment,
            result=result,
            grounds=grounds.strip(),
            filed_by=by,
            filed_at=at,
            decide_by=after_working_days(week_of(cohort.centre, today), today, cohort.programme_version.appeal_days),
        )
        remember(
            act=Act.APPEAL_FILED,
            by=by,
            subject=appeal,
            centre=cohort.centre,
            new={"enrolment": str(enrolment.pk), "code": result.code if result else ""},
        )
    return appeal


def hand_over(
    *,
    appeal: Appeal,
    by: "User",
    at: datetime.datetime,
    commission: uuid.UUID | None = None,
    new: NewCommission | None = None,
) -> Appeal:
    """Give an appeal to a commission of the centre that is in force, or to a `new` one appointed by order.

    Of its members none may have marked, filed or be the person herself. Raises an AppealError, or what `appoint`
    raises.
    """
    with transaction.atomic():
        cohort = hold(appeal.enrolment.cohort_id)
        held = _held(appeal)
        _check_decider(held, by)
        if held.state != AppealState.FILED:
            raise AlreadyDecidedError
        chosen = (
            appoint(
                centre=cohort.centre,
                number=new.order_number,
                date=new.order_date,
                members=new.members,
                chair=new.chair,
                by=by,
                at=at,
            )
            if new is not None
            else commission_in_force(cohort.centre, commission, timezone.localdate(at))
        )
        if chosen is None:
            raise CommissionUnknownError
        _check_hearers(held, chosen)
        if held.commission_id != chosen.pk:
            held.commission = chosen
            held.save(update_fields=["commission"])
            remember(
                act=Act.APPEAL_HANDED_OVER,
                by=by,
                subject=held,
                centre=cohort.centre,
                new={"commission": str(chosen.pk)},
            )
    return held


def _held(appeal: Appeal) -> Appeal:
    rows = Appeal.objects.select_for_update(of=("self",)).select_related("result", "enrolment__cohort__centre")
    held: Appeal = rows.get(pk=appeal.pk)
    return held


def _check_decider(appeal: Appeal, by: "User") -> None:
    if not may_close(by, appeal.enrolment.cohort):
        raise NotDeciderError
    if by.pk in partial_to(appeal):
        raise DeciderMarkedError


def _check_hearers(appeal: Appeal, commission: "Commission") -> None:
    members = members_of(commission)
    if len(members) < HEARERS:
        raise CommissionUnknownError
    partial = partial_to(appeal)
    found = tuple(person for person in members if person.pk in partial)
    if found:
        raise HearerMarkedError(found)


def decide_appeal(
    *,
    appeal: Appeal,
    upheld: bool,
    decision: str,
    document: str,
    by: "User",
    at: datetime.datetime,
    values: NewValues | None = None,
) -> Appeal:
    """Write down what the commission decided, in words and with the number of its document.

    Upheld against a locked result, the decision corrects it to `values`; against one that is not locked the marks are
    changed where marks are given. The same decision again changes nothing. Raises an AppealError, or what
    `correct_result` raises.
    """
    with transaction.atomic():
        cohort = hold(appeal.enrolment.cohort_id)
        held = _held(appeal)
        _check_decider(held, by)
        state = AppealState.UPHELD if upheld else AppealState.REJECTED
        if held.state != AppealState.FILED:
            if (held.state, held.decision, held.document) == (state, decision.strip(), document.strip()):
                return held
            raise AlreadyDecidedError
        if not decision.strip() or not document.strip():
            raise AppealGroundsMissingError
        if held.commission is None:
            raise NotHeardError
        _check_hearers(held, held.commission)
        if upheld and held.result is not None and held.result.state == ResultState.LOCKED:
            _correct(held, values, decision, document, by, at)
        held.state, held.decision, held.document = state, decision.strip(), document.strip()
        held.decided_by, held.decided_at = by, at
        held.save(update_fields=["state", "decision", "document", "decided_by", "decided_at"])
        remember(
            act=Act.APPEAL_DECIDED,
            by=by,
            subject=held,
            centre=cohort.centre,
            new={"state": state, "document": held.document},
        )
    return held


def _correct(
    appeal: Appeal, values: NewValues | None, decision: str, document: str, by: "User", at: datetime.datetime
) -> None:
    if values is None or appeal.result is None:
        raise CorrectionMissingError
    correct_result(
        result=appeal.result,
        percent=values.percent,
        passed=values.passed,
        reason=decision.strip()[:300],
        document=document,
        submission=appeal.pk,  # one correction an appeal
        by=by,
        at=at,
    )
