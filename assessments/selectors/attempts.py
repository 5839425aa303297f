"""Attempts as people see them. Key and feedback are read only for what was handed in."""

import dataclasses
import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from assessments.domain.allowance import Rules, rules_for
from assessments.domain.marking import has_answer
from assessments.enums import AttemptState, QuestionKind
from assessments.models import Attempt, AttemptQuestion, Response
from courses.enums import ApprovalState, ApprovedKind
from courses.selectors.approvals import newest_step
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

PERSONS_ORDER = ("sequence", "received_at", "pk")
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
    lesson: str
    approved: bool

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


def answer_that_stands(*, counted_only: bool) -> Subquery:
    """Return the expression, for a query over drawn questions, of the answer that stands: as latest_answers."""
    given = Response.objects.filter(attempt=OuterRef("attempt"), position=OuterRef("position"))
    if counted_only:
        given = given.filter(late=False)
    return Subquery(given.order_by(*(f"-{name}" for name in PERSONS_ORDER)).values("answer")[:1])


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
    cards = _cards(attempt, language, drafts_shown=attempt.drafts_shown, handed_in=False)
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
    cards = _cards(attempt, language, drafts_shown=drafts_shown, handed_in=True)
    lessons = sorted({card.lesson for card in cards if card.verdict != RIGHT and card.lesson})
    return Review(Paper(attempt, cards, 0), rules, left, lessons, attempt.late)


COLUMNS = (
    "position",
    "order",
    "points",
    "version__kind",
    "version__marks",
    "version__key",
    "version__specimen",
    "version__question__lesson__code",
    "words__language",
    "words__stem",
    "words__options",
    "answer",
    "step",
)


def _cards(attempt: Attempt, language: str, *, drafts_shown: bool, handed_in: bool) -> list[Card]:
    """Return the questions with words in `language`, in English where a question lacks it. One query.

    Without `drafts_shown` the words are approved ones, if need be in the language the attempt began in. What was handed
    in comes with feedback and with the answers that count; else with the last answers.
    """
    order = (language, SOURCE_LANGUAGE) if drafts_shown else (language, attempt.language, SOURCE_LANGUAGE)
    wanted = Q(version__texts__language__in=set(order))
    rows = (
        AttemptQuestion.objects.filter(attempt=attempt.pk)
        .annotate(
            words=FilteredRelation("version__texts", condition=wanted),
            answer=answer_that_stands(counted_only=handed_in),
            step=newest_step(
                ApprovedKind.QUESTION,
                code="version__question__code",
                language="words__language",
                text="words__words_hash",
            ),
        )
        .order_by("position")
        .values_list(*COLUMNS, *(["words__feedback"] if handed_in else []))
    )
    best: dict[int, tuple[tuple[bool, int], Any]] = {}
    for row in rows:
        position, written_in, step = row[0], row[8], row[12]
        unapproved = not drafts_shown and step != ApprovalState.APPROVED
        rank = (unapproved, order.index(written_in) if written_in in order else len(order))
        if position not in best or rank < best[position][0]:
            best[position] = (rank, row)
    return [_card(row) for _rank, row in best.values()]


def _card(row: Any) -> Card:
    position, order, points, kind, marks, key, specimen, lesson, written_in, stem, options, answer, step, *feedback = (
        row
    )
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
        lesson=lesson or "",
        approved=step == ApprovalState.APPROVED,
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
