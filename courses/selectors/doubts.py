""" "I don't understand this": of which places one may say it, what was said, what was answered. Never by whom."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from courses.models import Doubt, LessonEdition
from foundation.languages.marked import unmarked

if TYPE_CHECKING:
    from accounts.models import User

TEXT_LENGTH = 500
OPEN_AT_MOST = 20
FIRST_WORDS = 9
HIDDEN_KINDS = frozenset({"lesson", "plan", "ask", "errors"})


@dataclasses.dataclass(frozen=True, slots=True)
class PlaceOfText:
    """A block of a lesson as a reader knows it: its heading or its first words."""

    key: str
    words: str


@dataclasses.dataclass(frozen=True, slots=True)
class DoubtRow:
    """A doubt without its person. `mended` is the number of the edition that mended the text, if that is the answer.

    `place` are the words of its place in the edition that was read; `language` that of text and edition.
    """

    id: uuid.UUID
    code: str
    language: str
    number: int
    block: str
    place: str
    text: str
    made_at: datetime.datetime
    answered_at: datetime.datetime | None
    answer: str
    mended: int


def places_of(edition: int) -> list[PlaceOfText]:
    """Return the blocks of an edition that trainees read, in order. One query."""
    blocks = LessonEdition.objects.filter(pk=edition).values_list("blocks", flat=True).first()
    return _places(blocks or [])


def doubts_of_person(user: "User", lesson: str) -> list[DoubtRow]:
    """Return what `user` asked about a lesson, newest first. One query."""
    return _rows(Doubt.objects.filter(person=user, lesson__code=lesson).order_by("-made_at"))


def answers_in_module(user: "User", module: str, limit: int = 5) -> list[DoubtRow]:
    """Return the newest answers to what `user` asked about the lessons of a module. One query."""
    answered = Doubt.objects.filter(person=user, lesson__module__code=module, answered_at__isnull=False)
    return _rows(answered.order_by("-answered_at")[:limit])


def open_doubts(user: "User", languages: Collection[str], *, lesson: str = "", limit: int = 50) -> list[DoubtRow]:
    """Return doubts without an answer in `languages` that `user` may see, oldest first. One query besides roles."""
    rows = Doubt.objects.visible_to(user).filter(answered_at=None, language__in=languages)
    if lesson:
        rows = rows.filter(lesson__code=lesson)
    return _rows(rows.order_by("made_at")[:limit])


def visible_doubt(user: "User", pk: uuid.UUID) -> DoubtRow | None:
    """Return a doubt that `user` may see, or None. One query besides roles."""
    return next(iter(_rows(Doubt.objects.visible_to(user).filter(pk=pk))), None)


def count_open(user: "User", languages: Collection[str]) -> dict[tuple[str, str], int]:
    """Return how many doubts wait for an answer, by code of the lesson and language. One query besides roles."""
    rows = (
        Doubt.objects.visible_to(user)
        .filter(answered_at=None, language__in=languages)
        .order_by()
        .values_list("lesson__code", "language")
        .annotate(count=Count("pk"))
    )
    return {(code, language): count for code, language, count in rows}


def _rows(doubts: QuerySet[Doubt]) -> list[DoubtRow]:
    newest = LessonEdition.objects.filter(
        lesson=OuterRef("lesson"), language=OuterRef("language"), published_at__lte=OuterRef("answered_at")
    ).order_by("-number")
    found: Iterable[Any] = doubts.annotate(newest=Subquery(newest.values("number")[:1])).values_list(
        "pk",
        "lesson__code",
        "language",
        "edition__number",
        "block",
        "edition__blocks",
        "text",
        "made_at",
        "answered_at",
        "answer",
        "newest",
    )
    return [_row(*row) for row in found]


def _row(pk: Any, code: str, language: str, number: int, block: str, blocks: Any, *rest: Any) -> DoubtRow:
    text, made_at, answered_at, answer, newest = rest
    place = next((place.words for place in _places(blocks) if place.key == block), "")
    mended = newest or 0 if answered_at is not None and not answer else 0
    return DoubtRow(pk, code, language, number, block, place, text, made_at, answered_at, answer, mended)


def _places(blocks: Iterable[Any]) -> list[PlaceOfText]:
    return [PlaceOfText(key, _words(fields)) for kind, key, fields in blocks if kind not in HIDDEN_KINDS]


def _words(fields: dict[str, Any]) -> str:
    """Return a block's heading, else the first words of its first text."""
    if title := fields.get("title"):
        return unmarked(title)
    first: Any = next(iter(fields.values()), "")
    while isinstance(first, list):
        first = first[0] if first else ""
    words = unmarked(str(first)).split()
    return " ".join(words[:FIRST_WORDS]) + (" …" if len(words) > FIRST_WORDS else "")
