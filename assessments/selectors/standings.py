"""How people stand with quizzes: attempts used and left, what is open, the best percent."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.db.models.functions import Coalesce

from assessments.domain.allowance import Facts, Rules, StartRefusal, again, asks_admission, rules_for, start_refusal
from assessments.domain.drawing import BlueprintShortError, Line, draw_blueprint
from assessments.domain.kinds.short import folded
from assessments.enums import AttemptState
from assessments.models import Attempt, Quiz, Sitting
from assessments.selectors.bank import BankEntry, approved_bank, bank_of, questions_of_module
from attendance.selectors.networks import inside
from attendance.selectors.shares import standing_of
from courses.enums import OPEN_COHORTS
from courses.selectors import studied
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from attendance.selectors.shares import Standing
    from courses.models import Enrolment


@dataclasses.dataclass(frozen=True)
class QuizStanding:
    """A quiz as one person stands with it. Without an enrolment there are no rules.

    `attendance` is there for an exit test only: it says whether the person is admitted, and what is missing.
    """

    quiz: Quiz
    enrolment: "Enrolment | None"
    rules: Rules | None
    attempts: Sequence[Attempt]
    open_attempt: Attempt | None
    left: int | None
    refusal: StartRefusal | None
    attendance: "Standing | None" = None
    facts: Facts | None = None
    sittings: Sequence[Sitting] = ()

    @property
    def best(self) -> Attempt | None:
        """The attempt that counts."""
        done = [attempt for attempt in self.attempts if attempt.percent is not None]
        return max(done, key=lambda attempt: attempt.percent or Decimal(0), default=None)


def time_is_over(attempt: Attempt, at: datetime.datetime) -> bool:
    """True when the deadline of the attempt has passed by the server's clock; while it is paused no time runs."""
    return attempt.paused_at is None and attempt.deadline is not None and attempt.deadline < at


def pick_enrolment(enrolments: Sequence["Enrolment"]) -> "Enrolment | None":
    """Return the enrolment an attempt belongs to: the newest in an open cohort, else the newest."""
    running = [enrolment for enrolment in enrolments if enrolment.cohort.state in OPEN_COHORTS]
    return next(iter(running or enrolments), None)


def enrolments_for(quiz: Quiz, user: "User") -> "QuerySet[Enrolment]":
    """Return the enrolments of `user` in which the quiz is sat, newest first: by its module, or by its programme."""
    if quiz.module_id is not None:
        return studied.enrolments_in_module(user, quiz.module_id, quiz.code)
    return studied.enrolments_in_programme(user, quiz.programme_id or 0)


def sitting_now(quiz: Quiz, enrolment: "Enrolment", at: datetime.datetime) -> Sitting | None:
    """Return the window of the quiz that is open for a cohort at this moment, or None. One query."""
    return (
        Sitting.objects.filter(
            quiz=quiz, cohort=enrolment.cohort_id, opens_at__lte=at, closes_at__gte=at, closed_at__isnull=True
        )
        .order_by("-opens_at")
        .first()
    )


def facts_of(
    quiz: Quiz,
    enrolment: "Enrolment",
    *,
    attempts: Sequence[Attempt],
    rules: Rules,
    bank: int,
    short: bool,
    admitted: bool,
    sitting: Sitting | None,
    address: str = "",
    code: str | None = None,
) -> Facts:
    """Return what decides about a new attempt. `code` None: nobody has typed one yet, so it is not looked at."""
    done = [attempt.submitted_at for attempt in attempts if attempt.submitted_at]
    since, until = again(quiz, enrolment.cohort.programme_version, min(done, default=None), max(done, default=None))
    wanted = sitting.start_code if sitting and quiz.start_code else ""
    return Facts(
        enrolled=True,
        cohort_open=enrolment.cohort.state in OPEN_COHORTS,
        used=len(attempts),
        allowed=rules.attempts,
        bank=bank,
        short=short,
        admitted=admitted,
        again_from=since,
        again_until=until,
        sitting=sitting is not None or not quiz.sittings_only,
        inside=not quiz.centre_network_only or inside(address, enrolment.cohort.centre.networks),
        code_right=code is None or not wanted or folded(code) == folded(wanted),
    )


def short_of(quiz: Quiz, entries: Sequence[BankEntry], questions: int, rules: Rules) -> bool:
    """True when too few questions may be drawn for a whole paper."""
    lines = lines_of(quiz)
    if not lines:
        return len(entries) < min(rules.questions, questions)
    try:
        draw_blueprint([entry.candidate for entry in entries], lines, seed=0)
    except BlueprintShortError:
        return True
    return False


def lines_of(quiz: Quiz) -> list[Line]:
    """Return the blueprint of a quiz, empty for one that draws from its module. No query for a module quiz."""
    if quiz.module_id is not None:
        return []
    return [Line(row.count, row.module_id, row.outcome_id, row.difficulty, row.tag) for row in quiz.blueprint.all()]


def standing(
    code: str, user: "User", at: datetime.datetime, language: str = SOURCE_LANGUAGE, address: str = ""
) -> QuizStanding | None:
    """Return how `user` stands with the quiz, or None when there is no such quiz. Three queries for a module quiz.

    One more where the programme shows approved texts only: then it matters what is approved in `language`.
    A few more for a quiz with a blueprint, with windows, or for those who are admitted alone.
    """
    size = Coalesce(questions_of_module([language]), 0)
    quiz: Any = Quiz.objects.filter(code=code, retired_at=None).select_related("module").annotate(bank=size).first()
    if quiz is None:
        return None
    enrolment = pick_enrolment(list(enrolments_for(quiz, user)))
    if enrolment is None:
        return QuizStanding(quiz, None, None, (), None, None, StartRefusal.NOT_ENROLLED)
    version = enrolment.cohort.programme_version
    rules = rules_for(quiz, version)
    attempts = list(Attempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("number"))
    running = next((attempt for attempt in attempts if attempt.state == AttemptState.OPEN), None)
    if running is not None and time_is_over(running, at):
        running = None
    questions, short = quiz.bank, False
    if not version.drafts_shown:
        approved = approved_bank(quiz, language)
        questions, short = approved.questions, short_of(quiz, approved.entries, approved.questions, rules)
    elif quiz.module_id is None:
        entries = bank_of(quiz, [language])
        questions, short = len(entries), short_of(quiz, entries, len(entries), rules)
    attendance = standing_of(enrolment) if asks_admission(quiz) else None
    sitting = sitting_now(quiz, enrolment, at) if quiz.sittings_only or quiz.start_code else None
    facts = facts_of(
        quiz,
        enrolment,
        attempts=attempts,
        rules=rules,
        bank=questions,
        short=short,
        admitted=attendance is None or attendance.admitted,
        sitting=sitting,
        address=address,
    )
    left = None if rules.attempts is None else max(0, rules.attempts - len(attempts))
    return QuizStanding(
        quiz,
        enrolment,
        rules,
        attempts,
        running,
        left,
        start_refusal(facts, at),
        attendance,
        facts=facts,
        sittings=_sittings_ahead(quiz, enrolment, at) if quiz.sittings_only else (),
    )


def _sittings_ahead(quiz: Quiz, enrolment: "Enrolment", at: datetime.datetime) -> Sequence[Sitting]:
    ahead = Sitting.objects.filter(quiz=quiz, cohort=enrolment.cohort_id, closes_at__gte=at, closed_at__isnull=True)
    return list(ahead.select_related("room").order_by("opens_at"))


def best_percents(enrolment_ids: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, str], Decimal]:
    """Return the best percent of each person in each quiz, by enrolment and quiz code. One query."""
    found: dict[tuple[uuid.UUID, str], Decimal] = {}
    done = Attempt.objects.filter(enrolment__in=enrolment_ids, percent__isnull=False).order_by("percent")
    rows: Iterable[Any] = done.values_list("enrolment", "quiz__code", "percent")
    for enrolment, code, percent in rows:
        found[enrolment, code] = percent
    return found


def open_attempts(user: "User", at: datetime.datetime) -> list[Attempt]:
    """Return what `user` has begun and not handed in while there is time, with quizzes. One query."""
    running = Attempt.objects.filter(enrolment__person=user, state=AttemptState.OPEN)
    in_time = Q(deadline=None) | Q(deadline__gte=at) | Q(paused_at__isnull=False)
    return list(running.filter(in_time).select_related("quiz").order_by("started_at"))
