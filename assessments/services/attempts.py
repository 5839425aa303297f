"""Begin an attempt and hand it in. Both may be sent twice: there is one attempt and one result."""

import datetime
import secrets
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Case, Value, When

from assessments.domain.allowance import StartRefusal, asks_admission, rules_for, start_refusal
from assessments.domain.drawing import draw, option_order
from assessments.domain.marking import Answered, Paper, has_answer, paper
from assessments.enums import COUNTING, AttemptState, ResultKind, ResultState
from assessments.models import Attempt, AttemptQuestion, Quiz, Result
from assessments.selectors.attempts import answer_that_stands
from assessments.selectors.bank import BankEntry, approved_bank, bank_of
from assessments.selectors.standings import pick_enrolment, time_is_over
from attendance.selectors.shares import admitted
from courses.enums import OPEN_COHORTS
from courses.selectors import studied
from courses.selectors.editions import edition_numbers

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Enrolment

SEED_BITS = 62


class QuizUnknownError(LookupError):
    """There is no such quiz."""


class AttemptUnknownError(LookupError):
    """There is no such attempt of this person."""


class StartRefusedError(Exception):
    """No attempt can begin; `refusal` says why."""

    def __init__(self, refusal: StartRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


class UnansweredError(Exception):
    """Questions have no answer, and nobody confirmed that this is meant; `positions` says which."""

    def __init__(self, positions: list[int]) -> None:
        super().__init__(positions)
        self.positions = positions


def start(*, code: str, language: str, by: "User", at: datetime.datetime) -> Attempt:
    """Begin an attempt of `by` at the quiz, or return the one that is open, however often and wherever it is pressed.

    An open attempt whose time is over is handed in first. Where the programme shows approved texts only, questions are
    drawn whose words are approved in `language`. An exit test begins for those alone whom their attendance admits.
    Raises QuizUnknownError or StartRefusedError.
    """
    quiz = Quiz.objects.filter(code=code).first()
    if quiz is None:
        raise QuizUnknownError(code)
    if quiz.module_id is None:
        raise StartRefusedError(StartRefusal.EMPTY)
    try:
        with transaction.atomic():
            mine = studied.enrolments_in_module(by, quiz.module_id, quiz.code).select_for_update(of=("self",))
            enrolment = pick_enrolment(list(mine))
            if enrolment is None:
                raise StartRefusedError(StartRefusal.NOT_ENROLLED)
            return _begin(quiz, enrolment, language, by, at)
    except IntegrityError:  # another device was quicker, and the database let only one be open
        running = (
            Attempt.objects.filter(quiz=quiz, enrolment__person=by, state=AttemptState.OPEN).order_by("pk").first()
        )
        if running is None:
            raise
        return running


def _begin(quiz: Quiz, enrolment: "Enrolment", language: str, by: "User", at: datetime.datetime) -> Attempt:
    earlier = list(Attempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("number"))
    running = next((attempt for attempt in earlier if attempt.state == AttemptState.OPEN), None)
    if running is not None:
        if not time_is_over(running, at):
            return running
        hand_in(attempt_id=running.pk, confirmed=True, by=by, at=at)
    rules = rules_for(quiz, enrolment.cohort.programme_version)
    bank, questions = _bank_for(quiz, enrolment, language)
    refusal = start_refusal(
        enrolled=True,
        cohort_open=enrolment.cohort.state in OPEN_COHORTS,
        used=len(earlier),
        allowed=rules.attempts,
        bank=questions,
        short=len(bank) < min(rules.questions, questions),
        admitted=not asks_admission(quiz) or admitted(enrolment),
    )
    if refusal is not None:
        raise StartRefusedError(refusal)
    last = AttemptQuestion.objects.filter(attempt=earlier[-1].pk) if earlier else AttemptQuestion.objects.none()
    seed = secrets.randbits(SEED_BITS)
    drawn = draw(
        [entry.candidate for entry in bank.values()],
        rules.questions,
        seed=seed,
        avoid=set(last.values_list("version__question", flat=True)),
    )
    entries = [bank[candidate.version] for candidate in drawn]
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        number=len(earlier) + 1,
        language=language,
        seed=seed,
        started_at=at,
        deadline=at + datetime.timedelta(minutes=rules.minutes) if rules.minutes else None,
        max_points=sum(entry.marks for entry in entries),
    )
    AttemptQuestion.objects.bulk_create(
        AttemptQuestion(
            attempt=attempt,
            position=position,
            version_id=entry.candidate.version,
            order=option_order(entry.kind, entry.key, seed=seed + position),
            seed=seed + position,
        )
        for position, entry in enumerate(entries, 1)
    )
    return attempt


def _bank_for(quiz: Quiz, enrolment: "Enrolment", language: str) -> tuple[dict[int, BankEntry], int]:
    """Return what may be drawn by version, and how many questions the bank has. One query."""
    if enrolment.cohort.programme_version.drafts_shown:
        entries = bank_of(quiz.module_id)
        questions = len(entries)
    else:
        approved = approved_bank(quiz.module_id, language)
        entries, questions = approved.entries, approved.questions
    return {entry.candidate.version: entry for entry in entries}, questions


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
        if attempt.state == AttemptState.SUBMITTED:
            return attempt
        standing = answer_that_stands(counted_only=True)
        drawn: list[Any] = list(attempt.drawn.select_related("version").annotate(answer=standing).order_by("position"))
        missing = [row.position for row in drawn if not has_answer(row.version.kind, row.version.key, row.answer)]
        if missing and not confirmed and not time_is_over(attempt, at):
            raise UnansweredError(missing)
        result = paper([_answered(row) for row in drawn])
        _write_marks(attempt, drawn, result, at)
        record_quiz_result(attempt=attempt)
        return attempt


def _answered(row: Any) -> Answered:
    version = row.version
    return Answered(version.kind, version.key, version.marks, row.answer, row.order, row.seed, annulled=row.annulled)


def _write_marks(attempt: Attempt, drawn: list[AttemptQuestion], result: Paper, at: datetime.datetime) -> None:
    by_points: dict[Decimal, list[int]] = {}
    for row, points in zip(drawn, result.points, strict=True):
        by_points.setdefault(points, []).append(row.position)
    if by_points:
        cases = (When(position__in=positions, then=Value(points)) for points, positions in by_points.items())
        attempt.drawn.update(points=Case(*cases))
    needed = rules_for(attempt.quiz, attempt.enrolment.cohort.programme_version).pass_percent
    attempt.state = AttemptState.SUBMITTED
    attempt.submitted_at = at
    attempt.points = result.total
    attempt.percent = result.percent
    attempt.passed = None if needed is None else result.percent >= needed
    attempt.save(update_fields=["state", "submitted_at", "points", "percent", "passed"])


def record_quiz_result(*, attempt: Attempt) -> Result | None:
    """Write what an attempt means for its person: the best percent of a counting quiz, confirmed by the machine.

    Runs in the transaction that holds the attempt and its cohort. Returns None, with nothing written, for quizzes
    that do not count and once the cohort is closed or the result locked.
    """
    enrolment, quiz = attempt.enrolment, attempt.quiz
    if quiz.purpose not in COUNTING or attempt.percent is None or enrolment.cohort.state not in OPEN_COHORTS:
        return None
    result = Result.objects.filter(enrolment=enrolment, kind=ResultKind.QUIZ, code=quiz.code).order_by("pk").first()
    if result is None:
        result = Result(enrolment=enrolment, kind=ResultKind.QUIZ, code=quiz.code, percent=Decimal(-1), passed=False)
    elif result.state == ResultState.LOCKED:
        return None
    if attempt.percent > result.percent:
        result.percent = attempt.percent
        result.passed = bool(attempt.passed)
        result.edition_numbers = edition_numbers(quiz.code)
    result.tries = max(attempt.number, result.tries)
    result.state = ResultState.CONFIRMED
    result.confirmed_at = result.updated_at = attempt.submitted_at or result.updated_at
    result.save()
    return result


def close_overdue(*, at: datetime.datetime) -> int:
    """Hand in every open attempt whose time is over, with the answers that are there; return how many."""
    overdue = Attempt.objects.filter(state=AttemptState.OPEN, deadline__lt=at).select_related("enrolment__person")
    for attempt in overdue:
        hand_in(attempt_id=attempt.pk, confirmed=True, by=attempt.enrolment.person, at=at)
    return len(overdue)
