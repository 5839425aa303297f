"""What a text said before: its editions with who published them, and the steps of its approval."""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from courses.enums import ApprovalState, ApprovedKind, Change
from courses.models import Approval, LessonCompletion, LessonEdition, TermEdition
from courses.selectors.editions import state_of
from courses.selectors.standings import steps_of, term_hash


@dataclasses.dataclass(frozen=True, slots=True)
class EditionLine:
    """One edition of a lesson. `by` is a service number, empty for the loader; `completions` name this edition."""

    number: int
    title: str
    at: datetime.datetime
    by: str
    change: Change
    meaning: int
    step: ApprovalState
    words: int
    completions: int


@dataclasses.dataclass(frozen=True, slots=True)
class EditionText:
    """What an edition of a lesson or term said. `blocks` as LessonEdition keeps them; `body` is safe HTML."""

    number: int
    language: str
    title: str
    summary: str
    body: str
    instructor_body: str
    blocks: Sequence[Any]
    hash: str
    change: Change
    meaning: int
    at: datetime.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """One step of approval. `by` is a service number; `current` when it was given to the text as it stands."""

    state: ApprovalState
    at: datetime.datetime
    by: str
    note: str
    current: bool


def editions_of_lesson(code: str, language: str) -> list[EditionLine]:
    """Return all editions of a lesson in one language, newest first. One query."""
    done = LessonCompletion.objects.filter(edition=OuterRef("pk")).order_by().values("edition")
    rows = (
        LessonEdition.objects.filter(lesson__code=code, language=language)
        .annotate(state=state_of(), done=Coalesce(Subquery(done.annotate(n=Count("pk")).values("n")), 0))
        .order_by("-number")
        .values_list(
            "number",
            "title",
            "published_at",
            "published_by__service_number",
            "change",
            "meaning",
            "state",
            "words",
            "done",
        )
    )
    return [
        EditionLine(number, title, at, by or "", Change(change), meaning, ApprovalState(state), words, completions)
        for number, title, at, by, change, meaning, state, words, completions in rows
    ]


def edition_of_lesson(code: str, language: str, number: int | None = None) -> EditionText | None:
    """Return an edition of a lesson by its number, or the newest; None when there is none. One query."""
    editions = LessonEdition.objects.filter(lesson__code=code, language=language)
    chosen = editions if number is None else editions.filter(number=number)
    edition = chosen.order_by("-number").first()
    return _lesson_text(edition) if edition is not None else None


def last_approved_lesson(code: str, language: str, before: int) -> EditionText | None:
    """Return the newest approved edition with a lower number than `before`, or None. One query."""
    editions: Any = LessonEdition.objects.filter(lesson__code=code, language=language, number__lt=before)
    edition = editions.annotate(state=state_of()).filter(state=ApprovalState.APPROVED).order_by("-number").first()
    return _lesson_text(edition) if edition is not None else None


def newest_meaning_of_lesson(code: str) -> EditionText | None:
    """Return the newest edition that has the newest meaning of a lesson, in whatever language. One query."""
    edition = LessonEdition.objects.filter(lesson__code=code).order_by("-meaning", "published_at", "pk").first()
    return _lesson_text(edition) if edition is not None else None


def editions_of_term(code: str, language: str) -> list[tuple[EditionText, ApprovalState]]:
    """Return all editions of a term in one language with their steps of approval, newest first. Two queries."""
    steps = steps_of(ApprovedKind.TERM, [code])
    editions = TermEdition.objects.filter(term__code=code, language=language).order_by("-number")
    return [
        (_term_text(edition), steps.get((code, language, term_hash(edition)), ApprovalState.DRAFT))
        for edition in editions
    ]


def steps_taken(kind: ApprovedKind, code: str, language: str, current: str) -> list[Step]:
    """Return all steps of approval of a text in one language, newest first; `current` is its hash today. One query."""
    rows = (
        Approval.objects.filter(kind=kind, code=code, language=language)
        .order_by("-at", "-pk")
        .values_list("state", "at", "by__service_number", "note", "source_hash")
    )
    return [Step(ApprovalState(state), at, by or "", note, text == current) for state, at, by, note, text in rows]


def _lesson_text(edition: LessonEdition) -> EditionText:
    blocks = edition.blocks or _plain_blocks(edition)
    return EditionText(
        edition.number,
        edition.language,
        edition.title,
        edition.summary,
        edition.body,
        edition.instructor_body,
        blocks,
        edition.source_hash,
        Change(edition.change),
        edition.meaning,
        edition.published_at,
    )


def _plain_blocks(edition: LessonEdition) -> list[Any]:
    """Return the words of an edition that was published before editions kept their manuscript."""
    head = {"title": edition.title} | ({"summary": edition.summary} if edition.summary else {})
    lines = [line for line in edition.text.split("\n") if line and line != edition.summary]
    return [["lesson", "lesson", head], *([["text", "text", {"body": lines}]] if lines else [])]


def _term_text(edition: TermEdition) -> EditionText:
    fields: dict[str, Any] = {"term": edition.title}
    fields |= {"forms": list(edition.forms)} if edition.forms else {}
    fields |= {"explanation": edition.summary} if edition.summary else {}
    return EditionText(
        edition.number,
        edition.language,
        edition.title,
        edition.summary,
        "",
        "",
        [["term", "term", fields]],
        term_hash(edition),
        Change(edition.change),
        edition.meaning,
        edition.published_at,
    )
