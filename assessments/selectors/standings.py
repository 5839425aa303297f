"""How people stand with quizzes: attempts used and left, what is open, the best percent."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assessments.domain.allowance import Rules, StartRefusal, asks_admission, rules_for, start_refusal
from assessments.enums import AttemptState
from assessments.models import Attempt, Question, Quiz
from assessments.selectors.bank import approved_bank
from attendance.selectors.shares import standing_of
from courses.enums import OPEN_COHORTS
from courses.selectors import studied
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
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

    @property
    def best(self) -> Attempt | None:
        """The attempt that counts."""
        done = [attempt for attempt in self.attempts if attempt.percent is not None]
        return max(done, key=lambda attempt: attempt.percent or Decimal(0), default=None)


def time_is_over(attempt: Attempt, at: datetime.datetime) -> bool:
    """True when the deadline of the attempt has passed, by the server's clock."""
    return attempt.deadline is not None and attempt.deadline < at


def pick_enrolment(enrolments: Sequence["Enrolment"]) -> "Enrolment | None":
    """Return the enrolment an attempt belongs to: the newest in an open cohort, else the newest."""
    running = [enrolment for enrolment in enrolments if enrolment.cohort.state in OPEN_COHORTS]
    return next(iter(running or enrolments), None)


def standing(code: str, user: "User", at: datetime.datetime, language: str = SOURCE_LANGUAGE) -> QuizStanding | None:
    """Return how `user` stands with the quiz, or None when there is no such quiz. Three queries.

    One more where the programme shows approved texts only: then it matters what is approved in `language`.
    At most four more for an exit test: then it matters whether the person is admitted.
    """
    bank = Question.objects.filter(module=OuterRef("module"), retired_at=None).order_by().values("module")
    size = Coalesce(Subquery(bank.annotate(size=Count("pk")).values("size")), 0)
    quiz: Any = Quiz.objects.filter(code=code).select_related("module").annotate(bank=size).first()
    if quiz is None:
        return None
    enrolment = None
    if quiz.module_id is not None:
        enrolment = pick_enrolment(list(studied.enrolments_in_module(user, quiz.module_id, quiz.code)))
    if enrolment is None:
        return QuizStanding(quiz, None, None, (), None, None, StartRefusal.NOT_ENROLLED)
    rules = rules_for(quiz, enrolment.cohort.programme_version)
    attempts = list(Attempt.objects.filter(enrolment=enrolment, quiz=quiz).order_by("number"))
    running = next((attempt for attempt in attempts if attempt.state == AttemptState.OPEN), None)
    if running is not None and time_is_over(running, at):
        running = None
    drawable = quiz.bank
    if not enrolment.cohort.programme_version.drafts_shown:
        drawable = len(approved_bank(quiz.module_id, language).entries)
    attendance = standing_of(enrolment) if asks_admission(quiz) else None
    refusal = start_refusal(
        enrolled=True,
        cohort_open=enrolment.cohort.state in OPEN_COHORTS,
        used=len(attempts),
        allowed=rules.attempts,
        bank=quiz.bank,
        short=drawable < min(rules.questions, quiz.bank),
        admitted=attendance is None or attendance.admitted,
    )
    left = None if rules.attempts is None else max(0, rules.attempts - len(attempts))
    return QuizStanding(quiz, enrolment, rules, attempts, running, left, refusal, attendance)


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
    return list(running.filter(Q(deadline=None) | Q(deadline__gte=at)).select_related("quiz").order_by("started_at"))
