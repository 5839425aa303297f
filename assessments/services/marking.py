"""Marking by people: the points of one answer, given blind by one or two markers, decided by a third, changed later."""

import datetime
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.enums import Act, Role
from accounts.services.audit import remember
from assessments.access import may_settle
from assessments.enums import AttemptState, MarkingStage, ResultKind, ResultState
from assessments.models import Attempt, AttemptQuestion, Marking, Result
from assessments.selectors.hand_marking import settled_of, waiting_for
from assessments.services.remarking import finish_if_marked, hold_attempt
from courses.enums import OPEN_COHORTS

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_COMMENT = 2000


class MarkingError(Exception):
    """The answer cannot be marked so."""


class AnswerUnknownError(LookupError):
    """There is no such answer that this person may mark."""


class TakenError(MarkingError):
    """Somebody else marked the answer meanwhile; `needed` is who is needed now, None when nobody is."""

    def __init__(self, needed: MarkingStage | None) -> None:
        super().__init__(needed)
        self.needed = needed


class PointsError(MarkingError):
    """A line of the rubric has no points, or more than it can have; or the points do not fit the question."""


class ReasonMissingError(MarkingError):
    """Points are changed by hand with a reason."""


class NotSettledYetError(MarkingError):
    """The attempt is not marked yet: first the markers, then changes."""


class ClosedError(MarkingError):
    """The cohort is closed by protocol: results are corrected by document now."""


def mark_answer(
    *,
    submission: uuid.UUID,
    question: int,
    stage: MarkingStage,
    rubric: Sequence[int],
    comment: str,
    by: "User",
    at: datetime.datetime,
    on: datetime.date,
) -> Marking:
    """Give points to one answer, line by line of its rubric; `stage` is what the page said this marking would be.

    `submission` is the id made with the form: sent again it returns what was stored. When it was the last answer that
    waited, the attempt is finished. `on` is the day of the authorisation. Raises AnswerUnknownError or a MarkingError.
    """
    attempt_id = AttemptQuestion.objects.filter(pk=question).values_list("attempt", flat=True).first()
    try:
        with transaction.atomic():
            attempt = hold_attempt(attempt_id) if attempt_id else None
            if attempt is None:
                raise AnswerUnknownError(question)
            repeated = Marking.objects.filter(pk=submission, question=question, by=by).first()
            if repeated is not None:
                return repeated
            row = waiting_for(by, on).select_related("version", "attempt__quiz").filter(pk=question).first()
            _check_turn(row, question, stage, by)
            marking = Marking.objects.create(
                id=submission,
                question_id=question,
                stage=stage,
                points=_points(rubric, row.version.key["lines"] if row else []),
                rubric=list(rubric),
                comment=comment.strip()[:LONGEST_COMMENT],
                by=by,
                at=_after_the_last(question, at),
            )
            finish_if_marked(attempt, at)
            _remember(Act.ANSWER_MARKED, marking, attempt, by)
    except IntegrityError:  # two at the same moment: the database let one be the first
        raise TakenError(None) from None
    return marking


def _check_turn(row: AttemptQuestion | None, question: int, stage: MarkingStage, by: "User") -> None:
    if row is None:
        done = AttemptQuestion.objects.filter(pk=question).exclude(points=None).exists()
        if done and not Marking.objects.filter(question=question, by=by).exists():
            raise TakenError(None)
        raise AnswerUnknownError(question)
    needed = settled_of(row, list(row.markings.order_by("at", "pk"))).needed
    if needed != stage:
        raise TakenError(needed)


def _points(rubric: Sequence[int], most: Sequence[int]) -> Decimal:
    if len(rubric) != len(most) or any(not 0 <= one <= top for one, top in zip(rubric, most, strict=True)):
        raise PointsError
    return Decimal(sum(rubric))


def change_points(
    *,
    submission: uuid.UUID,
    question: AttemptQuestion,
    points: Decimal,
    reason: str,
    by: "User",
    at: datetime.datetime,
    on: datetime.date,
) -> Marking:
    """Change the points of one answer by hand, with a reason, before the protocol; the attempt is marked anew.

    Only the head of the centre and the commission may. Sent again it returns what was stored. Raises
    AnswerUnknownError or a MarkingError.
    """
    with transaction.atomic():
        attempt = hold_attempt(question.attempt_id)
        if attempt is None or attempt.enrolment.person_id == by.pk:
            raise AnswerUnknownError(question.pk)
        if not may_settle(by, attempt.enrolment.cohort, on):
            raise AnswerUnknownError(question.pk)
        repeated = Marking.objects.filter(pk=submission, question=question, by=by).first()
        if repeated is not None:
            return repeated
        row = AttemptQuestion.objects.select_related("version").get(pk=question.pk)
        if is_closed(attempt):
            raise ClosedError
        if attempt.state != AttemptState.SUBMITTED or row.annulled:
            raise NotSettledYetError
        if not 0 <= points <= row.version.marks or points != points.quantize(Decimal("0.001")):
            raise PointsError
        if not reason.strip():
            raise ReasonMissingError
        marking = Marking.objects.create(
            id=submission,
            question=row,
            stage=MarkingStage.OVERRIDE,
            points=points,
            reason=reason.strip(),
            by=by,
            at=_after_the_last(row.pk, at),
        )
        finish_if_marked(attempt, at)
        _remember(Act.POINTS_CHANGED, marking, attempt, by, old=str(row.points))
    return marking


def _after_the_last(question: int, at: datetime.datetime) -> datetime.datetime:
    """Return the time that is written: the newest points stand, also when a clock was set back."""
    last = Marking.objects.filter(question=question).aggregate(last=Max("at"))["last"]
    return max(at, last + datetime.timedelta(microseconds=1)) if last else at


def is_closed(attempt: Attempt) -> bool:
    """True when what the attempt says can only be corrected by document: the cohort is closed or the result locked."""
    if attempt.enrolment.cohort.state not in OPEN_COHORTS:
        return True
    locked = Result.objects.filter(
        enrolment=attempt.enrolment_id, code=attempt.quiz.code, state=ResultState.LOCKED
    ).exclude(kind=ResultKind.PRACTICAL)
    return locked.exists()


def _remember(act: Act, marking: Marking, attempt: Attempt, by: "User", old: str | None = None) -> None:
    remember(
        act=act,
        by=by,
        subject=marking,
        centre=attempt.enrolment.cohort.centre,
        old=None if old is None else {"points": old},
        new={"question": marking.question_id, "stage": str(marking.stage), "points": str(marking.points)},
        reason=marking.reason,
    )


def stored_before(submission: str, question: int, by: "User") -> bool:
    """True when this very form of `by` was stored before; False for an id that cannot be read too."""
    try:
        pk = uuid.UUID(submission)
    except ValueError:
        return False
    return Marking.objects.filter(pk=pk, question=question, by=by).exists()


def may_have_been_marked(question: int, by: "User") -> bool:
    """True when an answer at a centre where `by` marks was marked by others: then `by` is told so."""
    centres = by.centre_ids(Role.INSTRUCTOR)
    marked = Marking.objects.filter(question=question, question__attempt__enrolment__cohort__centre__in=centres)
    return marked.exists() and not marked.filter(by=by).exists()
