"""Attempts as people see them. Key and feedback are read only for what was handed in."""

import dataclasses
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from assessments.domain.allowance import Rules, rules_for
from assessments.enums import AttemptState
from assessments.models import Attempt, Response
from assessments.selectors.cards import PERSONS_ORDER, RIGHT, Card, answer_that_stands, cards_of

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

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(card.answered for card in self.cards)

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
    cards = cards_of(attempt, language, drafts_shown=attempt.drafts_shown, handed_in=False)
    return Paper(attempt, cards, attempt.sequence)


def review(attempt_id: uuid.UUID, user: "User", language: str) -> Review | None:
    """Return an attempt that `user` may see, marked, with feedback; one still open comes without questions.

    Two queries, and those of `visible_to`.
    """
    used = Attempt.objects.filter(enrolment=OuterRef("enrolment"), quiz=OuterRef("quiz")).order_by().values("quiz")
    late = Response.objects.filter(attempt=OuterRef("pk"), late=True).order_by().values("attempt")
    found = Attempt.objects.visible_to(user).filter(pk=attempt_id)
    found = found.select_related("quiz__module", "enrolment__person", "enrolment__cohort__programme_version").annotate(
        used=Subquery(used.annotate(used=Count("pk")).values("used")),
        late=Coalesce(Subquery(late.annotate(late=Count("pk")).values("late")), 0),
    )
    attempt: Any = found.order_by("pk").first()
    if attempt is None:
        return None
    rules = rules_for(attempt.quiz, attempt.enrolment.cohort.programme_version)
    left = None if rules.attempts is None else max(0, rules.attempts - attempt.used)
    if attempt.state == AttemptState.OPEN:
        return Review(Paper(attempt, (), 0), rules, left, (), 0)
    drafts_shown = attempt.enrolment.cohort.programme_version.drafts_shown
    cards = cards_of(attempt, language, drafts_shown=drafts_shown, handed_in=True)
    lessons = sorted({card.lesson for card in cards if card.verdict != RIGHT and card.lesson})
    return Review(Paper(attempt, cards, 0), rules, left, lessons, attempt.late)
