"""Attempts as people see them. Key and feedback are read only for what was handed in."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, ExpressionWrapper, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from assessments.domain.allowance import Rules, rules_for
from assessments.enums import BY_HAND, AttemptState, FeedbackTime
from assessments.models import Attempt, Marking, Quiz, Response, Sitting
from assessments.selectors.cards import PERSONS_ORDER, RIGHT, WAITING, Card, answer_that_stands, cards_of
from assessments.selectors.closed_questions import still_sat

__all__ = [
    "PERSONS_ORDER",
    "Card",
    "Paper",
    "Review",
    "Stored",
    "answer_that_stands",
    "latest_answers",
    "own_paper",
    "review",
]
from courses.models import Enrolment

if TYPE_CHECKING:
    from accounts.models import User


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """The answer that stands for a question, and its place in the person's own order."""

    answer: Any
    sequence: int


@dataclasses.dataclass(frozen=True)
class Paper:
    """An attempt with its questions."""

    attempt: Attempt
    cards: Sequence[Card]
    sequence: int
    before: int = 0  # questions that lie behind, in a quiz that goes forward only
    total: int = 0

    @property
    def answered(self) -> int:
        """How many questions have an answer, or lie behind."""
        return self.before + sum(card.answered for card in self.cards)

    @property
    def draft(self) -> bool:
        """True when it holds words that nobody has approved."""
        return not all(card.approved for card in self.cards)

    @property
    def missing(self) -> list[int]:
        """Positions of the questions without an answer."""
        return [card.position for card in self.cards if not card.answered]


@dataclasses.dataclass(frozen=True)
class Review:
    """A paper that was handed in, with what to do next. `rules` are those of the person's programme."""

    paper: Paper
    rules: Rules
    left: int | None
    read_again: Sequence[str]
    late: int
    closed: bool = False  # the questions are shown later, when the whole cohort has finished


def latest_answers(attempt_id: uuid.UUID, *, counted_only: bool = False) -> dict[int, Stored]:
    """Return the answer that stands for each question: the last in the person's order. One query."""
    rows = Response.objects.filter(attempt=attempt_id)
    if counted_only:
        rows = rows.filter(late=False)
    ordered = rows.order_by(*PERSONS_ORDER).values_list("position", "answer", "sequence")
    return {position: Stored(answer, sequence) for position, answer, sequence in ordered}


def own_paper(attempt_id: uuid.UUID, user: "User", language: str) -> Paper | None:
    """Return an attempt of `user`'s own with its questions in a language, without key or feedback. Two queries.

    Where the programme shows approved texts only, a question that is not approved in that language stays in the one
    the attempt began in.
    """
    last = Response.objects.filter(attempt=OuterRef("pk")).order_by("-sequence").values("sequence")[:1]
    mine = Attempt.objects.filter(pk=attempt_id, enrolment__person=user).select_related("quiz")
    shown = F("enrolment__cohort__programme_version__drafts_shown")
    found = mine.annotate(sequence=Coalesce(Subquery(last), 0), drafts_shown=shown)
    attempt: Any = found.order_by("pk").first()
    if attempt is None:
        return None
    told = attempt.quiz.feedback == FeedbackTime.AT_ONCE
    cards = cards_of(attempt, language, drafts_shown=attempt.drafts_shown, handed_in=False, told=told)
    total = len(cards)
    if attempt.quiz.forward_only:
        cards = [card for card in cards if card.position == attempt.reached]
    return Paper(attempt, cards, attempt.sequence, min(attempt.reached, total + 1) - 1, total)


def cohort_has_finished(quiz: Quiz, cohort_id: uuid.UUID, at: datetime.datetime) -> bool:
    """True when nobody of a cohort sits the quiz or still can: no attempt is open, no window stands open or ahead.

    Without windows everybody who is enrolled must have sat it. Three queries at most.
    """
    attempts = Attempt.objects.filter(quiz=quiz, enrolment__cohort=cohort_id)
    if attempts.filter(state=AttemptState.OPEN).exists():
        return False
    sittings = Sitting.objects.filter(quiz=quiz, cohort=cohort_id)
    windows = list(sittings.values_list("closes_at", "closed_at"))
    if windows:
        return all(closed or closes < at for closes, closed in windows)
    missing = Enrolment.objects.active().filter(cohort=cohort_id).exclude(pk__in=attempts.values("enrolment"))
    return not missing.exists()


def review(attempt_id: uuid.UUID, user: "User", language: str, at: datetime.datetime) -> Review | None:
    """Return an attempt that `user` may see, marked, with feedback; one still open comes without questions.

    Where feedback comes after the cohort has finished, it comes without questions until then; of an exit test or an
    examination always until it is over for the cohort. While answers wait for
    their markers, who must not know whose they are, others than the person see no questions either.

    Two queries, and those of `visible_to`.
    """
    used = Attempt.objects.filter(enrolment=OuterRef("enrolment"), quiz=OuterRef("quiz")).order_by().values("quiz")
    late = (
        Response.objects.filter(attempt=OuterRef("pk"), late=True, decision__isnull=True).order_by().values("attempt")
    )
    found = Attempt.objects.visible_to(user).filter(pk=attempt_id)
    found = found.select_related("quiz__module", "enrolment__person", "enrolment__cohort__programme_version").annotate(
        used=Subquery(used.annotate(used=Count("pk")).values("used")),
        late=Coalesce(Subquery(late.annotate(late=Count("pk")).values("late")), 0),
        not_over=ExpressionWrapper(still_sat(at), BooleanField()),
    )
    attempt: Any = found.order_by("pk").first()
    if attempt is None:
        return None
    rules = rules_for(attempt.quiz, attempt.enrolment.cohort.programme_version)
    left = None if rules.attempts is None else max(0, rules.attempts - attempt.used)
    if attempt.state == AttemptState.OPEN:
        return Review(Paper(attempt, (), 0), rules, left, (), 0)
    later = attempt.quiz.feedback == FeedbackTime.AFTER_COHORT
    unfinished = later and not cohort_has_finished(attempt.quiz, attempt.enrolment.cohort_id, at)
    if unfinished or attempt.not_over:
        return Review(Paper(attempt, (), 0), rules, left, (), attempt.late, closed=True)
    if attempt.state == AttemptState.MARKING and attempt.enrolment.person_id != user.pk:
        return Review(Paper(attempt, (), 0), rules, left, (), attempt.late)
    drafts_shown = attempt.enrolment.cohort.programme_version.drafts_shown
    cards = cards_of(attempt, language, drafts_shown=drafts_shown, handed_in=True)
    if attempt.state == AttemptState.SUBMITTED:
        cards = _commented(attempt, cards)
    lessons = sorted({card.lesson for card in cards if card.verdict not in {RIGHT, WAITING} and card.lesson})
    return Review(Paper(attempt, cards, 0), rules, left, lessons, attempt.late)


def _commented(attempt: Attempt, cards: list[Card]) -> list[Card]:
    """Return the cards with what the markers wrote. One query where something was marked by hand, else none."""
    if not any(card.kind in BY_HAND for card in cards):
        return cards
    written = Marking.objects.filter(question__attempt=attempt).exclude(comment="").order_by("at", "pk")
    comments: dict[int, list[str]] = {}
    for position, comment in written.values_list("question__position", "comment"):
        comments.setdefault(position, []).append(comment)
    return [dataclasses.replace(card, comments=tuple(comments.get(card.position, ()))) for card in cards]
