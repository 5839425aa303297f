"""A question of an attempt as one person sees it: words in a language, options in the order shown, the answer given."""

import dataclasses
import datetime
import re
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from assessments.domain.kinds.zone import drawn
from assessments.domain.marking import has_answer, mark
from assessments.enums import BY_HAND, QuestionKind, ZoneFault
from assessments.models import AttemptQuestion, Response
from courses.enums import ApprovalState, ApprovedKind
from courses.selectors.approvals import newest_step
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from assessments.models import Attempt, QuestionText

PERSONS_ORDER = ("sequence", "received_at", "pk")
RIGHT, PARTLY, WRONG, NONE, WAITING = "right", "partly", "wrong", "none", "waiting"
GAP = re.compile(r"\{(\d{1,2})\}")


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """An option as shown, by its place; words in the language of the question."""

    place: int
    words: str
    chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """What something is chosen for, a left side, an item or a gap: the place chosen for it, and its words."""

    number: int
    words: str
    chosen: int | None
    chosen_words: str
    choices: Sequence[Choice]


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text with gaps: words, then a gap (None behind the last words)."""

    words: str
    gap: Side | None


@dataclasses.dataclass(frozen=True, slots=True)
class Picture:
    """A picture by its digest, with what it shows in words; sides in pixels; the marked point in pixels, if any."""

    digest: str
    alt: str
    width: int
    height: int
    x: int | None = None
    y: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Printed:
    """A line of the page of a document: a label in the reader's language and what is printed, left to right."""

    label: str
    text: str


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
    paragraphs: Sequence[Sequence[Part]] = ()
    picture: Picture | None = None
    printed: Sequence[Printed] = ()
    annulled: bool = False
    comments: Sequence[str] = ()  # of who marked it by hand

    @property
    def verdict(self) -> str:
        """How it was marked: right, partly, wrong, none without an answer, or waiting for a person to mark it."""
        if self.points is None and self.answered and self.kind in BY_HAND:
            return WAITING
        if self.points == self.marks:
            return RIGHT
        if self.points:
            return PARTLY
        return WRONG if self.answered else NONE

    @property
    def control(self) -> str:
        """What is answered with: radio, boxes, selects, gaps, number, line, text, picture or bool."""
        if self.choices:
            return "boxes" if self.kind == QuestionKind.MULTIPLE else "radio"
        return CONTROLS.get(self.kind, "number")


CONTROLS: Mapping[str, str] = {
    QuestionKind.TRUE_FALSE: "bool",
    QuestionKind.MATCHING: "selects",
    QuestionKind.ORDERING: "selects",
    QuestionKind.GAPS: "gaps",
    QuestionKind.SHORT: "line",
    QuestionKind.ESSAY: "text",
    QuestionKind.HOTSPOT: "picture",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """What the database says about one drawn question, in one language."""

    position: int
    order: Any
    seed: int
    points: Decimal | None
    annulled: bool
    kind: str
    marks: int
    key: Mapping[str, Any]
    specimen: Sequence[str]
    digest: str | None
    width: int | None
    height: int | None
    lesson: str | None
    language: str | None
    stem: str | None
    options: Any
    answer: Any
    step: str | None
    feedback: str | None = None


COLUMNS = (
    "position",
    "order",
    "seed",
    "points",
    "annulled",
    "version__kind",
    "version__marks",
    "version__key",
    "version__specimen",
    "version__picture__digest",
    "version__picture__width",
    "version__picture__height",
    "version__question__lesson__code",
    "words__language",
    "words__stem",
    "words__options",
    "answer",
    "step",
)


def answer_that_stands(*, counted_only: bool, accepted: Collection[uuid.UUID] = ()) -> Subquery:
    """Return the expression, for a query over drawn questions, of the answer that stands: as latest_answers.

    `counted_only`: answers that came late count only where a person decided so, or for a trial when in `accepted`.
    """
    given = Response.objects.filter(attempt=OuterRef("attempt"), position=OuterRef("position"))
    if counted_only:
        given = given.filter(Q(late=False) | Q(decision__accepted=True) | Q(pk__in=accepted))
    return Subquery(given.order_by(*(f"-{name}" for name in PERSONS_ORDER)).values("answer")[:1])


def cards_of(
    attempt: "Attempt", language: str, *, drafts_shown: bool, handed_in: bool, told: bool = False
) -> list[Card]:
    """Return the questions with words in `language`, in English where a question lacks it. One query.

    Without `drafts_shown` the words are approved ones, if need be in the language the attempt began in. What was handed
    in comes with feedback and with the answers that count; else with the last answers. `told`: those that are answered
    come with feedback and points while the attempt runs.
    """
    order = (language, SOURCE_LANGUAGE) if drafts_shown else (language, attempt.language, SOURCE_LANGUAGE)
    wanted = Q(version__texts__language__in=set(order))
    rows = (
        AttemptQuestion.objects.filter(attempt=attempt.pk)
        .annotate(
            words=FilteredRelation("version__texts", condition=wanted),
            answer=answer_that_stands(counted_only=handed_in or told),
            step=newest_step(
                ApprovedKind.QUESTION,
                code="version__question__code",
                language="words__language",
                text="words__words_hash",
            ),
        )
        .order_by("position")
        .values_list(*COLUMNS, *(["words__feedback"] if handed_in or told else []))
    )
    best: dict[int, tuple[tuple[bool, int], Row]] = {}
    for row in (Row(*values) for values in rows):
        unapproved = not drafts_shown and row.step != ApprovalState.APPROVED
        rank = (unapproved, order.index(row.language) if row.language in order else len(order))
        if row.position not in best or rank < best[row.position][0]:
            best[row.position] = (rank, row)
    rows_shown = [row for _rank, row in best.values()]
    return [card_of(_told(row) if told else row) for row in rows_shown]


def _told(row: Row) -> Row:
    """Return a row with its points when it is answered, without feedback when it is not."""
    if not has_answer(row.kind, row.key, row.answer):
        return dataclasses.replace(row, feedback="")
    return dataclasses.replace(row, points=mark(row.kind, row.key, row.marks, row.answer, row.order, row.seed))


def card_of(row: Row) -> Card:
    """Return a drawn question as it is shown."""
    build = BUILDERS.get(row.kind)
    special = build(row) if build and (row.options or row.kind == QuestionKind.MRZ) else {}
    return Card(
        **{
            "position": row.position,
            "kind": row.kind,
            "marks": row.marks,
            "specimen": row.specimen,
            "language": row.language or SOURCE_LANGUAGE,
            "stem": row.stem or "",
            "choices": (),
            "sides": (),
            "answer": row.answer,
            "answered": has_answer(row.kind, row.key, row.answer),
            "points": row.points,
            "feedback": row.feedback or "",
            "lesson": row.lesson or "",
            "approved": row.step == ApprovalState.APPROVED,
            "annulled": row.annulled,
            **special,
        }
    )


def card_with(asked: Any, text: "QuestionText | None", *, answer: Any = None, annulled: bool = False) -> Card:
    """Return the card of a question that was drawn, outside its attempt: on paper, or beside a late answer.

    `asked` has position, order, seed and the version with its picture; `text` is its words, None where there are none.
    """
    version = asked.version
    picture = version.picture
    return card_of(
        Row(
            position=asked.position,
            order=asked.order,
            seed=asked.seed,
            points=None,
            annulled=annulled,
            kind=version.kind,
            marks=version.marks,
            key=version.key,
            specimen=version.specimen,
            digest=picture.digest if picture else None,
            width=picture.width if picture else None,
            height=picture.height if picture else None,
            lesson=None,
            language=text.language if text else SOURCE_LANGUAGE,
            stem=text.stem if text else "",
            options=text.options if text else [],
            answer=answer,
            step=None,
        )
    )


def _choices(row: Row) -> dict[str, Any]:
    chosen = row.answer if isinstance(row.answer, list) else [row.answer]
    return {"choices": [Choice(place, row.options[number], place in chosen) for place, number in enumerate(row.order)]}


def _chosen(answer: Any, number: int, size: int) -> int | None:
    chosen = answer[number] if isinstance(answer, list) and number < len(answer) else None
    return chosen if isinstance(chosen, int) and 0 <= chosen < size else None


def _side(row: Row, number: int, words: str, options: Sequence[str]) -> Side:
    chosen = _chosen(row.answer, number, len(options))
    choices = [Choice(place, text, place == chosen) for place, text in enumerate(options)]
    return Side(number, words, chosen, "" if chosen is None else options[chosen], choices)


def _pairs(row: Row) -> dict[str, Any]:
    rights = [row.options[number][1] for number in row.order]
    return {"sides": [_side(row, number, left, rights) for number, (left, _right) in enumerate(row.options)]}


def _ordering(row: Row) -> dict[str, Any]:
    ranks = [str(rank) for rank in range(1, len(row.order) + 1)]
    return {"sides": [_side(row, place, row.options[number], ranks) for place, number in enumerate(row.order)]}


def _gaps(row: Row) -> dict[str, Any]:
    gaps = [
        _side(row, number, str(number + 1), [options[place] for place in shown])
        for number, (options, shown) in enumerate(zip(row.options, row.order, strict=True))
    ]
    paragraphs = []
    for paragraph in (row.stem or "").split("\n\n"):
        pieces = GAP.split(paragraph)  # words, number, words, number, … words
        numbers = [*(int(piece) - 1 for piece in pieces[1::2]), None]
        paragraphs.append(
            [
                Part(words, gaps[number] if number is not None and number < len(gaps) else None)
                for words, number in zip(pieces[::2], numbers, strict=True)
            ]
        )
    return {"sides": gaps, "paragraphs": paragraphs, "stem": ""}


def _hotspot(row: Row) -> dict[str, Any]:
    if row.digest is None:
        return {}
    width, height = row.width or 1, row.height or 1
    point = row.answer if has_answer(row.kind, row.key, row.answer) else (None, None)
    x, y = (None if one is None else round(one * side / 1000) for one, side in zip(point, (width, height), strict=True))
    return {"picture": Picture(row.digest, "".join(row.options), width, height, x, y)}


def _zone(row: Row) -> dict[str, Any]:
    zone = drawn(row.key, row.seed)
    found: dict[str, Any] = {"specimen": zone.lines}
    if "field" not in row.key:
        page = zone.printed
        found["printed"] = [
            Printed(_("Name"), page.names),
            Printed(_("Number of the document"), page.number),
            Printed(_("Date of birth"), _printed_day(page.birth)),
            Printed(_("Sex"), page.sex),
            Printed(_("Valid until"), _printed_day(page.expiry)),
        ]
        labels = [str(ZoneFault(row.key["faults"][number]).label) for number in row.order]
        found["choices"] = [Choice(place, words, place == row.answer) for place, words in enumerate(labels)]
    return found


def _printed_day(day: datetime.date) -> str:
    return day.strftime("%d.%m.%Y")  # as documents print it


BUILDERS: Mapping[str, Callable[[Row], dict[str, Any]]] = {
    QuestionKind.SINGLE: _choices,
    QuestionKind.MULTIPLE: _choices,
    QuestionKind.MATCHING: _pairs,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.GAPS: _gaps,
    QuestionKind.HOTSPOT: _hotspot,
    QuestionKind.MRZ: _zone,
}
