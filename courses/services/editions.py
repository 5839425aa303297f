"""Publish editions: what trainees read. An edition is never changed; other words are the next number.

Every edition carries the number of its *meaning*. Editions of one thing with the same number say the same; the newest
meaning is the highest number in any language, and an edition with a lower one is out of date. Whoever publishes says
what happened to the meaning (`Change`); without an answer the source language is taken to have changed it and a
translation to say what its source says.
"""

import dataclasses
import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from courses.domain.search_words import indexed
from courses.enums import ApprovalState, ApprovedKind, Change, TermMark
from courses.models import (
    Approval,
    Course,
    CourseEdition,
    Lesson,
    LessonEdition,
    Module,
    ModuleEdition,
    Term,
    TermEdition,
)
from foundation.languages.text import sort_key
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

CONTENT = {
    LessonEdition: ("title", "summary", "source_hash", "body", "instructor_body", "text", "outcomes", "blocks"),
    ModuleEdition: ("title", "summary", "source_hash", "outcomes"),
    CourseEdition: ("title", "summary", "source_hash"),
    TermEdition: ("title", "summary", "source_hash", "forms", "note", "mark"),
}
WORDS = ("title", "summary", "text", "outcomes")


@dataclasses.dataclass(frozen=True, kw_only=True)
class LessonText:
    """A lesson in one language as it is to be read; `source` is the edition it was translated from."""

    lesson: Lesson
    language: str
    title: str
    summary: str = ""
    body: str = ""
    instructor_body: str = ""
    text: str = ""
    outcomes: Sequence[str] = ()
    blocks: Sequence[Any] = ()
    source_hash: str
    source: LessonEdition | None = None
    change: Change | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ModuleText:
    module: Module
    language: str
    title: str
    summary: str = ""
    outcomes: Sequence[str] = ()
    source_hash: str
    change: Change | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class CourseText:
    course: Course
    language: str
    title: str
    summary: str = ""
    source_hash: str
    change: Change | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class TermText:
    """A term in one language: `title` the term, `summary` its explanation, `forms` other forms that are accepted."""

    term: Term
    language: str
    title: str
    summary: str = ""
    forms: Sequence[str] = ()
    note: str = ""
    mark: TermMark = TermMark.PROPOSED
    source_hash: str
    change: Change | None = None


@dataclasses.dataclass(frozen=True)
class Published:
    """The newest edition after publishing, and whether publishing made it."""

    edition: Any
    new: bool


def publish_lesson(
    *,
    lesson: Lesson,
    language: str,
    title: str,
    summary: str,
    body: str,
    instructor_body: str,
    text: str,
    outcomes: Sequence[str],
    blocks: Sequence[Any] = (),
    source_hash: str,
    source: LessonEdition | None,
    change: Change | None = None,
    by: "User | None",
    at: datetime.datetime,
) -> LessonEdition:
    """Publish one lesson in one language and return its newest edition.

    `body` and `instructor_body` are rendered, safe HTML; `text` is the same in plain words; `blocks` the manuscript it
    was made from. `change` says what happened to the meaning; None: as the module's docstring says. The same source
    hash and the same content as the newest edition makes no new one. Remembered as EDITION_PUBLISHED.
    """
    item = LessonText(
        lesson=lesson,
        language=language,
        title=title,
        summary=summary,
        body=body,
        instructor_body=instructor_body,
        text=text,
        outcomes=outcomes,
        blocks=blocks,
        source_hash=source_hash,
        source=source,
        change=change,
    )
    edition: LessonEdition = publish_lessons(texts=[item], by=by, at=at)[0].edition
    return edition


def publish_lessons(*, texts: Sequence[LessonText], by: "User | None", at: datetime.datetime) -> list[Published]:
    """Publish many lessons at once, in the order given; as `publish_lesson`, with one audit entry a module."""
    approvals = _approvals_of(texts)
    drafts = [
        LessonEdition(
            lesson=item.lesson,
            language=item.language,
            title=item.title,
            summary=item.summary,
            body=item.body,
            instructor_body=item.instructor_body,
            text=item.text,
            folded=indexed(f"{item.lesson.code} {item.title}", item.text),
            outcomes=list(item.outcomes),
            blocks=list(item.blocks),
            words=len(item.text.split()),
            source_hash=item.source_hash,
            source=item.source,
            change=item.change or "",
            approval_state=approvals.get((item.lesson.code, item.language, item.source_hash), ApprovalState.DRAFT),
            published_by=by,
            published_at=at,
        )
        for item in texts
    ]
    with transaction.atomic():
        list(Lesson.objects.select_for_update().filter(pk__in={draft.lesson_id for draft in drafts}).values("pk"))
        published = _publish(LessonEdition, drafts)
        _remember(published, by, lambda edition: edition.lesson.module, lambda edition: edition.lesson.code)
    return published


def publish_module(
    *,
    module: Module,
    language: str,
    title: str,
    summary: str = "",
    outcomes: Sequence[str] = (),
    source_hash: str,
    change: Change | None = None,
    by: "User | None",
    at: datetime.datetime,
) -> ModuleEdition:
    """Publish a module's title and outcomes in one language; the same content again makes no new edition."""
    item = ModuleText(
        module=module,
        language=language,
        title=title,
        summary=summary,
        outcomes=outcomes,
        source_hash=source_hash,
        change=change,
    )
    edition: ModuleEdition = publish_modules(texts=[item], by=by, at=at)[0].edition
    return edition


def publish_modules(*, texts: Sequence[ModuleText], by: "User | None", at: datetime.datetime) -> list[Published]:
    """Publish many modules at once; as `publish_module`, with one audit entry a course."""
    drafts = [
        ModuleEdition(
            module=item.module,
            language=item.language,
            title=item.title,
            summary=item.summary,
            outcomes=list(item.outcomes),
            source_hash=item.source_hash,
            change=item.change or "",
            published_by=by,
            published_at=at,
        )
        for item in texts
    ]
    with transaction.atomic():
        list(Module.objects.select_for_update().filter(pk__in={draft.module_id for draft in drafts}).values("pk"))
        published = _publish(ModuleEdition, drafts)
        _remember(published, by, lambda edition: edition.module.course, lambda edition: edition.module.code)
    return published


def publish_course(
    *,
    course: Course,
    language: str,
    title: str,
    summary: str = "",
    source_hash: str,
    change: Change | None = None,
    by: "User | None",
    at: datetime.datetime,
) -> CourseEdition:
    """Publish a course's title and summary in one language; the same content again makes no new edition."""
    item = CourseText(
        course=course, language=language, title=title, summary=summary, source_hash=source_hash, change=change
    )
    edition: CourseEdition = publish_courses(texts=[item], by=by, at=at)[0].edition
    return edition


def publish_courses(*, texts: Sequence[CourseText], by: "User | None", at: datetime.datetime) -> list[Published]:
    """Publish many courses at once; as `publish_course`, with one audit entry a course."""
    drafts = [
        CourseEdition(
            course=item.course,
            language=item.language,
            title=item.title,
            summary=item.summary,
            source_hash=item.source_hash,
            change=item.change or "",
            published_by=by,
            published_at=at,
        )
        for item in texts
    ]
    with transaction.atomic():
        list(Course.objects.select_for_update().filter(pk__in={draft.course_id for draft in drafts}).values("pk"))
        published = _publish(CourseEdition, drafts)
        _remember(published, by, lambda edition: edition.course, lambda edition: edition.course.code)
    return published


def publish_terms(*, texts: Sequence[TermText], by: "User | None", at: datetime.datetime) -> list[Published]:
    """Publish terms of the glossary; the same content again makes no new edition. One audit entry for all."""
    drafts = [
        TermEdition(
            term=item.term,
            language=item.language,
            title=item.title,
            summary=item.summary,
            forms=list(item.forms),
            note=item.note,
            mark=item.mark,
            folded=indexed(" ".join([item.title, *item.forms]), item.summary),
            sort_key=sort_key(item.title, item.language)[:255],
            source_hash=item.source_hash,
            change=item.change or "",
            published_by=by,
            published_at=at,
        )
        for item in texts
    ]
    with transaction.atomic():
        list(Term.objects.select_for_update().filter(pk__in={draft.term_id for draft in drafts}).values("pk"))
        published = _publish(TermEdition, drafts)
        _remember(published, by, lambda edition: edition.term, lambda edition: edition.term.code)
    return published


def _publish(model: Any, drafts: Sequence[Any]) -> list[Published]:
    """Number and write those drafts that differ from the newest edition of the same thing and language."""
    of = f"{model.OF}_id"
    things = {getattr(draft, of) for draft in drafts}
    newest = {
        (getattr(edition, of), edition.language): edition
        for edition in model.objects.filter(**{f"{of}__in": things}).latest_of_each()
    }
    meanings: dict[Any, int] = {}
    for (thing, _), edition in newest.items():
        meanings[thing] = max(meanings.get(thing, 0), edition.meaning)
    results: list[Published] = []
    new: list[Any] = []
    for draft in drafts:
        key = (getattr(draft, of), draft.language)
        before = newest.get(key)
        if before is not None and _says_nothing_new(before, draft, meanings[key[0]]):
            results.append(Published(before, new=False))
            continue
        draft.number = before.number + 1 if before else 1
        _say_meaning(draft, before, meanings.get(key[0], 0))
        meanings[key[0]] = max(meanings.get(key[0], 0), draft.meaning)
        if model is LessonEdition and before is not None:
            _fall_back_to_draft(before, draft)
        newest[key] = draft
        new.append(draft)
        results.append(Published(draft, new=True))
    model.objects.bulk_create(new, batch_size=100)
    return results


def _says_nothing_new(before: Any, draft: Any, newest: int) -> bool:
    """True for the same content as the newest edition, unless somebody says that it holds for the newest meaning."""
    if draft.change == Change.FOLLOWS and before.meaning < newest:
        return False
    return all(getattr(before, name) == getattr(draft, name) for name in CONTENT[type(draft)])


def _say_meaning(draft: Any, before: Any, newest: int) -> None:
    """Give an edition the number of its meaning. `newest` is the highest of the thing, 0 when it has no edition."""
    source = getattr(draft, "source", None)
    says = source.meaning if source is not None else newest
    if draft.change == Change.FOLLOWS:
        says = newest  # somebody said so; without an answer a translation says what its source says
    if not draft.change:
        draft.change = _likely_change(draft, before, says)
    if newest == 0 or (draft.change == Change.MEANING and before is not None):
        draft.meaning = newest + 1
    elif draft.change == Change.WORDING and before is not None:
        draft.meaning = before.meaning
    else:
        draft.meaning = max(says, 1)


def _likely_change(draft: Any, before: Any, says: int) -> Change:
    """What an edition did to the meaning when nobody was asked: the cautious answer."""
    if before is not None and draft.language == SOURCE_LANGUAGE and before.source_hash == draft.source_hash:
        return Change.WORDING  # the same words, rendered anew
    if draft.language == SOURCE_LANGUAGE:
        return Change.MEANING
    if before is not None and before.meaning >= says:
        return Change.WORDING
    return Change.FOLLOWS


def _fall_back_to_draft(before: LessonEdition, draft: LessonEdition) -> None:
    """An approval given to other words, or to another meaning, does not carry over: only a change of markup keeps it.

    Words of the source language are named by the hash itself, so going back to approved words finds their approval.
    """
    if before.source_hash != draft.source_hash and draft.language == SOURCE_LANGUAGE:
        return
    same = before.source_hash == draft.source_hash and before.meaning == draft.meaning
    if not same or any(getattr(before, name) != getattr(draft, name) for name in WORDS):
        draft.approval_state = ApprovalState.DRAFT


def _approvals_of(texts: Iterable[LessonText]) -> dict[tuple[str, str, str], str]:
    """Return the newest state that was given to each lesson, language and source hash."""
    rows = (
        Approval.objects.filter(kind=ApprovedKind.LESSON, code__in={item.lesson.code for item in texts})
        .order_by("at", "pk")
        .values_list("code", "language", "source_hash", "state")
    )
    return {(code, language, source_hash): state for code, language, source_hash, state in rows}


def _remember(published: Sequence[Published], by: "User | None", whole_of: Any, code_of: Any) -> None:
    """One audit entry for a single edition; for many, one for the module or course they belong to."""
    new = [item.edition for item in published if item.new]
    if len(published) == 1:
        for edition in new:
            values = {"code": code_of(edition), "language": edition.language, "number": edition.number}
            remember(act=Act.EDITION_PUBLISHED, by=by, subject=edition, new=values)
        return
    wholes: dict[Any, list[str]] = {}
    for edition in new:
        wholes.setdefault(whole_of(edition), []).append(f"{code_of(edition)} {edition.language} {edition.number}")
    for whole, names in wholes.items():
        remember(act=Act.EDITION_PUBLISHED, by=by, subject=whole, new={"editions": names})
