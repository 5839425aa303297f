"""The words of questions and practical exercises, one language at a time: what is written, reviewed and approved.

Only the newest version counts. The hash of a text names its very words and the structure they belong to (kind, key,
marks; criteria and which are critical), so an approval never covers other words or another key.
"""

import dataclasses
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model, OuterRef, Prefetch, Subquery
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from assessments.domain.kinds.places import right_of
from assessments.enums import QuestionKind
from assessments.models import (
    AttemptQuestion,
    Observation,
    PracticalExercise,
    PracticalText,
    PracticalVersion,
    Question,
    QuestionText,
    QuestionVersion,
)
from courses.enums import ApprovedKind
from courses.selectors.approvals import newest_step
from courses.selectors.standings import words_hash
from foundation.languages.titles import SOURCE_LANGUAGE

Words = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Shelf:
    """One of the two kinds of things here: where its rows are, which columns are words and which are structure."""

    kind: ApprovedKind
    things: Any
    versions: Any
    texts: Any
    uses: Any
    of: str
    words: tuple[str, ...]
    structure: tuple[str, ...]

    def words_of(self, text: Model) -> dict[str, Any]:
        """Return the words of a row."""
        return {name: getattr(text, name) for name in self.words}

    def used(self, version_ids: Collection[int]) -> set[int]:
        """Return those versions with which somebody was examined. One query."""
        return set(self.uses.objects.filter(version__in=version_ids).values_list("version", flat=True))


QUESTIONS = Shelf(
    kind=ApprovedKind.QUESTION,
    things=Question,
    versions=QuestionVersion,
    texts=QuestionText,
    uses=AttemptQuestion,
    of="question",
    words=("stem", "options", "feedback"),
    structure=("kind", "marks", "key", "specimen", "picture_id", "source_hash"),
)
PRACTICALS = Shelf(
    kind=ApprovedKind.PRACTICAL,
    things=PracticalExercise,
    versions=PracticalVersion,
    texts=PracticalText,
    uses=Observation,
    of="exercise",
    words=("title", "conditions", "equipment", "criteria", "guidance"),
    structure=("minutes", "team", "woman_assessor", "criteria", "source_hash"),
)
SHELVES: Mapping[str, Shelf] = {shelf.kind: shelf for shelf in (QUESTIONS, PRACTICALS)}


@dataclasses.dataclass(frozen=True)
class Written:
    """The newest version of a thing that is not retired, with its rows by language."""

    shelf: Shelf
    thing: Any
    version: Any
    rows: Mapping[str, Any]

    @property
    def newest(self) -> int:
        """The highest meaning in any language, 0 when there is no text."""
        return max((row.meaning for row in self.rows.values()), default=0)

    @property
    def source(self) -> str:
        """The language that says the newest: English, or the one that was corrected after it."""
        fresh = [row for row in self.rows.values() if row.meaning == self.newest]
        if not fresh or any(row.language == SOURCE_LANGUAGE for row in fresh):
            return SOURCE_LANGUAGE
        language: str = max(fresh, key=lambda row: row.changed_at).language
        return language

    def stale(self, language: str) -> bool:
        """True when the language is written and another says something newer."""
        return language in self.rows and self.rows[language].meaning < self.newest


def hash_of(shelf: Shelf, version: Any, words: Words) -> str:
    """Return what an approval of these words names."""
    return words_hash(version.source_hash, *(words[name] for name in shelf.words))


def written(shelf: Shelf, codes: Collection[str] | None = None) -> dict[str, Written]:
    """Return what is written of things that are not retired, by code; of all without `codes`. Three queries."""
    things = shelf.things.objects.filter(retired_at=None).select_related("module__course")
    if codes is not None:
        things = things.filter(code__in=codes)
    newer = shelf.versions.objects.filter(**{shelf.of: OuterRef(shelf.of)}).order_by("-number")
    newest = shelf.versions.objects.filter(pk=Subquery(newer.values("pk")[:1])).prefetch_related("texts")
    found: dict[str, Written] = {}
    for thing in things.prefetch_related(Prefetch("versions", queryset=newest)):
        for version in thing.versions.all():
            found[thing.code] = Written(shelf, thing, version, {row.language: row for row in version.texts.all()})
    return found


def step_of(shelf: Shelf, row: str = "") -> Subquery:
    """Return the expression of a text's step of approval, for a query over texts, or over what `row` leads from."""
    code = f"{row}version__{shelf.of}__code"
    return newest_step(shelf.kind, code=code, language=f"{row}language", text=f"{row}words_hash")


@dataclasses.dataclass(frozen=True)
class ReviewText:
    """One text for the page of a reviewer: `texts` are pairs of label and words, `hash` what an approval names."""

    kind: ApprovedKind
    code: str
    language: str
    course: str
    module: str
    hash: str
    stale: bool
    changed_by: uuid.UUID | None
    texts: tuple[tuple[str, str], ...]


def review_text(kind: str, code: str, language: str) -> ReviewText | None:
    """Return a question or exercise in one language with its right answers, or None when it is not written there.

    Labels are in the active language. For reviewers only: it tells the key. Three queries.
    """
    shelf = SHELVES.get(kind)
    found = written(shelf, [code]).get(code) if shelf else None
    if shelf is None or found is None or language not in found.rows:
        return None
    row = found.rows[language]
    lines = _question_lines if shelf is QUESTIONS else _practical_lines
    return ReviewText(
        kind=shelf.kind,
        code=code,
        language=language,
        course=found.thing.module.course.code,
        module=found.thing.module.code,
        hash=row.words_hash,
        stale=found.stale(language),
        changed_by=row.changed_by_id,
        texts=tuple(lines(found.version, row)),
    )


def text_of(kind: str, code: str, language: str) -> list[tuple[str, str]]:
    """Return label and words of each part of a text, the right answers told; empty when it is not written."""
    found = review_text(kind, code, language)
    return list(found.texts) if found else []


def _question_lines(version: QuestionVersion, row: QuestionText) -> list[tuple[str, str]]:
    lines = [(_("Question"), row.stem)]
    if version.specimen:
        lines.append((_("Specimen"), "\n".join(version.specimen)))
    lines += answer_lines(version.kind, version.key, row.options, row.language)
    lines.append((_("Feedback"), row.feedback))
    return [(label, words) for label, words in lines if words]


def answer_lines(kind: str, key: Mapping[str, Any], options: Any, language: str = "") -> list[tuple[str, str]]:
    """Return label and words of the options, the right ones told. Labels are in the active language.

    The words “true” and “false” stand in `language`, that of the text; where none is given, in the active one.
    """
    right = _("Right answer")
    if kind == QuestionKind.MATCHING:
        pairs = enumerate(zip(options, right_of(key), strict=True), 1)
        return [(_("Pair %(number)s") % {"number": at}, f"{row[0]} — {options[to][1]}") for at, (row, to) in pairs]
    if kind == QuestionKind.ORDERING:
        lines = enumerate((options[item] for item in right_of(key)), 1)
        return [(_("Option %(number)s") % {"number": at}, words) for at, words in lines]
    if kind == QuestionKind.GAPS:
        rows = enumerate(zip(options, key["gaps"], strict=True), 1)
        return [(_("Gap %(number)s") % {"number": at}, _starred(row, gap[1])) for at, (row, gap) in rows]
    if kind == QuestionKind.TRUE_FALSE:
        with override(language or get_language()):
            return [(right, _("True") if key["right"] else _("False"))]
    if kind == QuestionKind.NUMERIC:
        return [(right, f"{key['value']} ± {key['tolerance']}")]
    if kind == QuestionKind.SHORT:
        return [(right, " · ".join(f"{text} ({percent} %)" for _language, text, percent in key["accepted"]))]
    if kind == QuestionKind.ESSAY:
        rubric = enumerate(zip(options, key["lines"], strict=True), 1)
        return [
            (_("Line %(number)s of the rubric") % {"number": at}, f"{text} ({most})") for at, (text, most) in rubric
        ]
    if kind == QuestionKind.HOTSPOT:
        return [(_("What the picture shows"), text) for text in options]
    told = (_("Option %(number)s"), _("Option %(number)s: right"))
    marked = set(key.get("right", ()))
    return [(told[at in marked] % {"number": at + 1}, words) for at, words in enumerate(options)]


def _starred(options: Any, right: int) -> str:
    return " · ".join(f"{words} ✓" if at == right else words for at, words in enumerate(options))


def _practical_lines(version: PracticalVersion, row: PracticalText) -> list[tuple[str, str]]:
    told = (_("Criterion %(number)s"), _("Criterion %(number)s: critical"))
    lines = [(_("Title"), row.title), (_("Conditions"), row.conditions)]
    lines += [(_("Equipment"), item) for item in row.equipment]
    lines += [
        (told[critical] % {"number": at}, words)
        for at, (words, critical) in enumerate(zip(row.criteria, version.criteria, strict=True), 1)
    ]
    lines.append((_("Guidance for assessors"), row.guidance))
    return [(label, words) for label, words in lines if words]
