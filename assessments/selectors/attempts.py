"""Attempts as people see them. Key and feedback are read only for what was handed in."""

import dataclasses
import uuid
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assessments.domain.allowance import Rules, rules_for
from assessments.domain.marking import has_answer
from assessments.enums import AttemptState, QuestionKind
from assessments.models import Attempt, AttemptQuestion, Question, Response
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

RIGHT, PARTLY, WRONG, NONE = "right", "partly", "wrong", "none"


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """The answer that stands for a question, and its place in the person's own order."""

    answer: Any
    sequence: int


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """An option as shown, by its place; words in the language of the question."""

    place: int
    words: str
    chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """The left side of a pair with the place of the right side chosen for it, and its words."""

    number: int
    words: str
    chosen: int | None
    chosen_words: str
    choices: Sequence[Choice]


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """A question of an attempt as one person sees it. `language` is that of the words."""

    position: int
    kind: str
    marks: int
    specimen: Sequence[str]
    language: str
    stem: str
    choices: Sequence[Choice]
    sides: Sequence[Side]
    answer: Any
    answered: bool
    points: Decimal | None
    feedback: str
    question: int

    @property
    def verdict(self) -> str:
        """How it was marked: right, partly, wrong, or none when there was no answer."""
        if self.points == self.marks:
            return RIGHT
        if self.points:
            return PARTLY
        return WRONG if self.answered else NONE


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
    ordered = rows.order_by("sequence", "received_at", "pk").values_list("position", "answer", "sequence")
    return {position: Stored(answer, sequence) for position, answer, sequence in ordered}


def own_paper(attempt_id: uuid.UUID, user: "User", language: str) -> Paper | None:
    """Return an attempt of `user`'s own with its questions in a language, without key or feedback. Three queries."""
    attempt = Attempt.objects.filter(pk=attempt_id, enrolment__person=user).select_related("quiz").first()
    if attempt is None:
        return None
    answers = latest_answers(attempt_id)
    cards = _cards(attempt_id, language, answers, with_feedback=False)
    return Paper(attempt, cards, max((stored.sequence for stored in answers.values()), default=0))


def review(attempt_id: uuid.UUID, user: "User", language: str) -> Review | None:
    """Return an attempt that `user` may see, marked, with feedback; one still open comes without questions.

    Three queries, and those of `visible_to`.
    """
    used = Attempt.objects.filter(enrolment=OuterRef("enrolment"), quiz=OuterRef("quiz")).order_by().values("quiz")
    late = Response.objects.filter(attempt=OuterRef("pk"), late=True).order_by().values("attempt")
    found = Attempt.objects.visible_to(user).filter(pk=attempt_id)
    found = found.select_related("quiz__module", "enrolment__person", "enrolment__cohort__programme_version").annotate(
        used=Subquery(used.annotate(used=Count("pk")).values("used")),
        late=Coalesce(Subquery(late.annotate(late=Count("pk")).values("late")), 0),
    )
    attempt: Any = found.first()
    if attempt is None:
        return None
    rules = rules_for(attempt.quiz, attempt.enrolment.cohort.programme_version)
    left = None if rules.attempts is None else max(0, rules.attempts - attempt.used)
    if attempt.state == AttemptState.OPEN:
        return Review(Paper(attempt, (), 0), rules, left, (), 0)
    cards = _cards(attempt_id, language, latest_answers(attempt_id, counted_only=True), with_feedback=True)
    wrong = [card.question for card in cards if card.verdict != RIGHT]
    return Review(Paper(attempt, cards, 0), rules, left, _lessons_of(wrong), attempt.late)


def _lessons_of(questions: Collection[int]) -> list[str]:
    """Return the codes of the lessons that questions belong to, in order. No query without questions."""
    if not questions:
        return []
    found = Question.objects.filter(pk__in=questions, lesson__isnull=False, lesson__retired_at=None)
    return list(found.order_by("lesson__position").values_list("lesson__code", flat=True).distinct())


COLUMNS = (
    "position",
    "order",
    "points",
    "version__kind",
    "version__marks",
    "version__key",
    "version__specimen",
    "version__question",
    "words__language",
    "words__stem",
    "words__options",
)


def _cards(attempt_id: uuid.UUID, language: str, answers: dict[int, Stored], *, with_feedback: bool) -> list[Card]:
    """Return the questions with words in `language`, in English where a question lacks it. One query."""
    wanted = Q(version__texts__language__in={language, SOURCE_LANGUAGE})
    rows = (
        AttemptQuestion.objects.filter(attempt=attempt_id)
        .annotate(words=FilteredRelation("version__texts", condition=wanted))
        .order_by("position")
        .values_list(*COLUMNS, *(["words__feedback"] if with_feedback else []))
    )
    best: dict[int, Any] = {}
    for row in rows:
        position, written_in = row[0], row[8]
        if position not in best or written_in == language:
            best[position] = row
    return [_card(row, answers.get(position)) for position, row in best.items()]


def _card(row: Any, stored: Stored | None) -> Card:
    position, order, points, kind, marks, key, specimen, question, written_in, stem, options, *feedback = row
    answer = stored.answer if stored else None
    choices: list[Choice] = []
    sides: list[Side] = []
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        chosen = answer if isinstance(answer, list) else [answer]
        choices = [
            Choice(place, options[number] if options else "", place in chosen) for place, number in enumerate(order)
        ]
    elif kind == QuestionKind.MATCHING and options:
        sides = _sides(options, order, answer)
    return Card(
        position=position,
        kind=kind,
        marks=marks,
        specimen=specimen,
        language=written_in or SOURCE_LANGUAGE,
        stem=stem or "",
        choices=choices,
        sides=sides,
        answer=answer,
        answered=has_answer(kind, key, answer),
        points=points,
        feedback=feedback[0] or "" if feedback else "",
        question=question,
    )


def _sides(pairs: Sequence[Sequence[str]], order: Sequence[int], answer: Any) -> list[Side]:
    rights = [pairs[number][1] for number in order]
    sides = []
    for number, (left, _) in enumerate(pairs):
        chosen = answer[number] if isinstance(answer, list) and number < len(answer) else None
        if not isinstance(chosen, int) or not 0 <= chosen < len(rights):
            chosen = None
        choices = [Choice(place, words, place == chosen) for place, words in enumerate(rights)]
        sides.append(Side(number, left, chosen, "" if chosen is None else rights[chosen], choices))
    return sides
