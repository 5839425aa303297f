"""Questions and practical exercises as work of translators: their words in pieces, one paragraph or item each."""

import dataclasses
import functools
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assessments.selectors.standings_of_texts import standings_of_practicals, standings_of_questions, title_of
from assessments.selectors.texts import PRACTICALS, QUESTIONS, Shelf, Words, Written, written
from cms.domain.work import QueueLine, Segment, WorkKind
from cms.selectors.text_work import Base
from courses.selectors.translating import places_of_modules
from foundation.languages.titles import SOURCE_LANGUAGE

PARAGRAPH = "\n\n"
SIDES = ("left", "right")  # of a pair; the options of a gap are numbered
FIRST_SIDES = frozenset({"left", "1"})
SHELVES: Mapping[WorkKind, Shelf] = {WorkKind.QUESTION: QUESTIONS, WorkKind.PRACTICAL: PRACTICALS}
AFTER_LESSONS = {WorkKind.QUESTION: 1000, WorkKind.PRACTICAL: 2000}  # where they stand in their module


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """One paragraph, option or criterion: `name` of its kind, `number` from 1, `side` of a pair."""

    name: str
    number: int
    side: str
    text: str

    @property
    def path(self) -> str:
        return ".".join(part for part in (self.name, str(self.number or ""), self.side) if part)

    @property
    def label(self) -> str:
        """What it is in the reader's words."""
        words = {
            "stem": _("Question"),
            "feedback": _("Feedback"),
            "option": _("Option %(number)s"),
            "pair": _("Pair %(number)s"),
            "title": _("Title"),
            "conditions": _("Conditions"),
            "equipment": _("Equipment"),
            "criterion": _("Criterion %(number)s"),
            "guidance": _("Guidance for assessors"),
        }[self.name]
        return words % {"number": self.number} if "%" in words else words


@dataclasses.dataclass(frozen=True)
class BankThing:
    """A question or an exercise with all its languages."""

    written: Written

    def base(self, language: str) -> Base | None:
        """Return it in a language, against the language that says the newest; None when no words are there."""
        found = self.written
        source, row = found.rows.get(found.source), found.rows.get(language)
        if source is None:
            return None
        words = found.shelf.words_of
        target = _by_path(found.shelf, words(row)) if row else {}
        stale = found.stale(language)
        was = _was(found, row) if stale else {}
        segments = tuple(
            Segment(
                path=piece.path,
                label=piece.label,
                source=piece.text,
                was=was.get(piece.path, "") if stale else piece.text,
                target=target.get(piece.path, ""),
            )
            for piece in pieces(found.shelf, words(source))
        )
        number = found.version.number if row else 0
        return Base(title_of(found, SOURCE_LANGUAGE), segments, number, stale, found.source)


def read(kind: WorkKind, codes: Collection[str]) -> dict[str, BankThing]:
    """Return questions or exercises by code. Three queries."""
    return {code: BankThing(found) for code, found in written(SHELVES[kind], codes).items()}


def lines(kind: WorkKind, languages: Collection[str], reader: str) -> list[QueueLine]:
    """Return every question or exercise in each of `languages`. Five queries."""
    standings = (standings_of_questions if kind is WorkKind.QUESTION else standings_of_practicals)()
    places = places_of_modules()
    titles = {(row.code, row.language): row.title for row in standings}
    order = {code: place for place, code in enumerate(dict.fromkeys(row.code for row in standings))}
    return [
        QueueLine(
            kind,
            row.code,
            row.language,
            titles.get((row.code, reader), row.title),
            row.state,
            places[row.module].course,
            (*places[row.module].order[:2], AFTER_LESSONS[kind] + order[row.code]),
        )
        for row in standings
        if row.language in languages and row.module in places
    ]


def pieces(shelf: Shelf, words: Words) -> list[Piece]:
    """Return words in pieces, in the order in which they are read."""
    return [piece for part in PARTS[shelf.of] for piece in part(words)]


def assembled(kind: WorkKind, segments: Sequence[Segment]) -> dict[str, Any]:
    """Return the words that targets of segments make; the inverse of `pieces`."""
    texts: dict[str, list[Any]] = {}
    for segment in segments:
        name, _number, side = (*segment.path.split("."), "", "")[:3]
        if side and side not in FIRST_SIDES:
            texts[name][-1].append(segment.target)
        else:
            texts.setdefault(name, []).append([segment.target] if side else segment.target)
    if kind is WorkKind.QUESTION:
        return {
            "stem": PARAGRAPH.join(texts.get("stem", ())),
            "options": texts.get("option", []) or texts.get("pair", []),
            "feedback": PARAGRAPH.join(texts.get("feedback", ())),
        }
    return {
        "title": "".join(texts.get("title", ())),
        "conditions": PARAGRAPH.join(texts.get("conditions", ())),
        "equipment": texts.get("equipment", []),
        "criteria": texts.get("criterion", []),
        "guidance": PARAGRAPH.join(texts.get("guidance", ())),
    }


def _paragraphs(name: str, words: Words) -> list[Piece]:
    return [Piece(name, at, "", text) for at, text in enumerate(words[name].split(PARAGRAPH), 1) if text]


def _items(field: str, name: str, words: Words) -> list[Piece]:
    found = []
    for at, item in enumerate(words[field], 1):
        if isinstance(item, str):
            found.append(Piece(name, at, "", item))
        else:
            sides = SIDES if len(item) == len(SIDES) else tuple(str(number) for number in range(1, len(item) + 1))
            found += [Piece("pair", at, side, text) for side, text in zip(sides, item, strict=True)]
    return found


def _title(words: Words) -> list[Piece]:
    return [Piece("title", 0, "", words["title"])]


PARTS: Mapping[str, Sequence[Any]] = {
    "question": (
        functools.partial(_paragraphs, "stem"),
        functools.partial(_items, "options", "option"),
        functools.partial(_paragraphs, "feedback"),
    ),
    "exercise": (
        _title,
        functools.partial(_paragraphs, "conditions"),
        functools.partial(_items, "equipment", "equipment"),
        functools.partial(_items, "criteria", "criterion"),
        functools.partial(_paragraphs, "guidance"),
    ),
}


def _by_path(shelf: Shelf, words: Words) -> dict[str, str]:
    return {piece.path: piece.text for piece in pieces(shelf, words)}


def _was(found: Written, row: Any) -> dict[str, str]:
    """Return by path what an out-of-date row was written for; nothing where that was another language."""
    if row.was.get("language") != found.source:
        return {}
    return _by_path(found.shelf, row.was["words"])
