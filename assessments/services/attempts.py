"""Hand an attempt in. It may be sent twice: there is one result."""

import datetime
import uuid
from collections.abc import Collection
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Value, When

from assessments.domain.allowance import SILENT, rules_for
from assessments.domain.marking import Answered, Paper, has_answer, paper
from assessments.enums import ADMITTED_ONLY, BY_HAND, COUNTING, AttemptState, ResultKind, ResultState, SittingAct
from assessments.models import Attempt, AttemptQuestion, Result, SittingEvent
from assessments.selectors.attempts import answer_that_stands
from assessments.selectors.involvement import marked_alone
from assessments.selectors.remarking import corrected_key
from assessments.selectors.standings import time_is_over
from courses.enums import OPEN_COHORTS
from courses.selectors.editions import edition_numbers

if TYPE_CHECKING:
    from accounts.models import User


class AttemptUnknownError(LookupError):
    """There is no such attempt of this person."""


class UnansweredError(Exception):
    """Questions have no answer, and nobody confirmed that this is meant; `positions` says which."""

    def __init__(self, positions: list[int]) -> None:
        super().__init__(positions)
        self.positions = positions


def go_on(*, attempt_id: uuid.UUID, position: int, by: "User") -> None:
    """Go past a question of a quiz that goes forward only; what lies behind is closed. Once for each question.

    Raises AttemptUnknownError when the attempt is not this person's.
    """
    mine = Attempt.objects.filter(pk=attempt_id, enrolment__person=by, state=AttemptState.OPEN)
    moved = mine.filter(reached=position, quiz__forward_only=True).update(reached=F("reached") + 1)
    if not moved and not mine.exists():
        raise AttemptUnknownError(attempt_id)


def hand_in(*, attempt_id: uuid.UUID, confirmed: bool, by: "User", at: datetime.datetime) -> Attempt:
    """Mark an attempt of `by` on the answers that count and write its result; handed in again it stays as it is.

    While there is time and not `confirmed`, unanswered questions raise UnansweredError and nothing is written.
    Raises AttemptUnknownError when it is not this person's.
    """
    with transaction.atomic():
        # attempt and cohort in one statement: nobody closes the cohort while a result is written
        held = Attempt.objects.select_for_update(of=("self", "enrolment__cohort"))
        held = held.select_related("quiz", "enrolment__cohort__programme_version")
        attempt = held.filter(pk=attempt_id, enrolment__person=by).order_by("pk").first()
        if attempt is None:
            raise AttemptUnknownError(attempt_id)
        if attempt.state != AttemptState.OPEN:
            return attempt
        standing = answer_that_stands(counted_only=True)
        rows = attempt.drawn.select_related("version").annotate(answer=standing, corrected=corrected_key())
        drawn: list[Any] = list(rows.order_by("position"))
        missing = [row.position for row in drawn if not has_answer(row.version.kind, row.version.key, row.answer)]
        if missing and not confirmed and not time_is_over(attempt, at):
            raise UnansweredError(missing)
        by_hand = {row.position for row in drawn if row.version.kind in BY_HAND and not row.annulled}
        waiting = by_hand - set(missing)
        _write_marks(attempt, drawn, paper([_answered(row) for row in drawn]), at, waiting=waiting)
        record_quiz_result(attempt=attempt)
        return attempt


def _answered(row: Any) -> Answered:
    version, key = row.version, row.corrected or row.version.key
    return Answered(version.kind, key, version.marks, row.answer, row.order, row.seed, annulled=row.annulled)


def _write_marks(
    attempt: Attempt, drawn: list[AttemptQuestion], result: Paper, at: datetime.datetime, *, waiting: Collection[int]
) -> None:
    """Write the points; answers that are `waiting` for a person (their positions) have none, nor has the attempt."""
    waits = bool(waiting)
    by_points: dict[Decimal, list[int]] = {}
    for row, points in zip(drawn, result.points, strict=True):
        if row.position not in waiting:
            by_points.setdefault(points, []).append(row.position)
    if by_points:
        cases = (When(position__in=positions, then=Value(points)) for points, positions in by_points.items())
        attempt.drawn.update(points=Case(*cases))
    attempt.state = AttemptState.MARKING if waits else AttemptState.SUBMITTED
    attempt.submitted_at = at
    attempt.paused_at = None
    if not waits:
        needed = rules_for(attempt.quiz, attempt.enrolment.cohort.programme_version).pass_percent
        attempt.points, attempt.max_points, attempt.percent = result.total, Decimal(result.maximum), result.percent
        attempt.passed = None if needed is None else result.percent >= needed
    attempt.save(update_fields=["state", "submitted_at", "paused_at", "points", "max_points", "percent", "passed"])


def record_quiz_result(*, attempt: Attempt) -> Result | None:
    """Write what an attempt means for its person: the best percent of a counting quiz, confirmed by the machine, or
    waiting for a second person where one alone marked answers by hand (domain.md 4.4).

    Runs in the transaction that holds the attempt and its cohort. Returns None, with nothing written, for quizzes
    that do not count and once the cohort is closed or the result locked.
    """
    enrolment, quiz = attempt.enrolment, attempt.quiz
    if quiz.purpose not in COUNTING or attempt.percent is None or enrolment.cohort.state not in OPEN_COHORTS:
        return None
    kind = ResultKind.EXAM if quiz.purpose in ADMITTED_ONLY else ResultKind.QUIZ
    result = Result.objects.filter(enrolment=enrolment, kind=kind, code=quiz.code).order_by("pk").first()
    if result is None:
        result = Result(enrolment=enrolment, kind=kind, code=quiz.code, percent=Decimal(-1), passed=False)
    elif result.state == ResultState.LOCKED:
        return None
    if attempt.percent > result.percent:
        alone = marked_alone(attempt)
        result.percent = attempt.percent
        result.passed = bool(attempt.passed)
        result.edition_numbers = edition_numbers(quiz.code)
        result.state = ResultState.SUBMITTED if alone else ResultState.CONFIRMED
        result.confirmed_by = None
        result.confirmed_at = None if alone else attempt.submitted_at
    result.tries = max(attempt.number, result.tries)
    result.updated_at = attempt.submitted_at or result.updated_at
    result.save()
    return result


def close_overdue(*, at: datetime.datetime) -> int:
    """Hand in every open attempt whose time is over, with the answers that are there; return how many.

    Not those of a room that is gone (services/rooms.py): a power cut never hands in twenty-five blank papers. They wait
    until they are heard again, or until the invigilator closes the sitting.
    """
    overdue = Attempt.objects.filter(state=AttemptState.OPEN, paused_at=None, deadline__lt=at)
    in_room = overdue.filter(sitting__isnull=False, sitting__closed_at=None)
    silent = in_room.filter(sitting__heard_at__lt=at - SILENT).filter(sitting__heard_at__lt=F("deadline"))
    waiting = {*silent.values_list("pk", flat=True), *in_room.filter(_cut_off()).values_list("pk", flat=True)}
    closed = 0
    for attempt in overdue.exclude(pk__in=waiting).select_related("enrolment__person"):
        hand_in(attempt_id=attempt.pk, confirmed=True, by=attempt.enrolment.person, at=at)
        closed += 1
    return closed


def _cut_off() -> Exists:
    """Not heard since their room came back from an outage."""
    return Exists(
        SittingEvent.objects.filter(
            act=SittingAct.OUTAGE, attempt=None, sitting=OuterRef("sitting"), at__gt=OuterRef("heard_at")
        )
    )
