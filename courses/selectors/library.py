"""The library: which documents somebody may read, with their titles, files and the day they were last checked."""

import dataclasses
import datetime
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.access import may_keep_library
from courses.domain.search_words import Searched
from courses.enums import ReferenceKind
from courses.models import Course, Reference, ReferenceText
from courses.selectors.editions import course_titles
from courses.selectors.scope import Scope, scope_of
from foundation.languages.text import sort_key
from foundation.languages.titles import LANGUAGE_CODES, Picked, pick

if TYPE_CHECKING:
    from accounts.models import User

CHECK_EVERY = datetime.timedelta(days=365)
SHELVES = {
    ReferenceKind.LAW: _("Laws"),
    ReferenceKind.CONVENTION: _("Conventions"),
    ReferenceKind.STANDARD: _("Standards"),
    ReferenceKind.FORM: _("Forms"),
    ReferenceKind.GUIDE: _("Guides"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Filter:
    """What the reader wants to see of the library; empty means all."""

    course: str = ""
    kind: str = ""
    language: str = ""
    words: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file to fetch: its language, kind ("pdf") and size in bytes."""

    pk: uuid.UUID
    language: str
    kind: str
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """A document as the library shows it. `checked_on` is the oldest day among its languages, None: never.

    `title` and `citation` are in the reader's language where it has them. `overdue`: not checked for a year.
    """

    code: str
    kind: str
    kind_name: str
    title: Picked
    citation: str
    courses: list[str]
    files: list[DocumentFile]
    checked_on: datetime.date | None
    overdue: bool
    retired: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Shelf:
    """All documents of one kind, sorted by title."""

    kind: str
    name: str
    documents: list[Document]


@dataclasses.dataclass(frozen=True, slots=True)
class Library:
    """The page of the library. `courses`: code and title of those that can be chosen; `editor` may change it."""

    shelves: list[Shelf]
    courses: list[tuple[str, str]]
    total: int
    overdue: int
    editor: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """One document as its editor sees it: the row and its newest text by language."""

    reference: Reference
    texts: dict[str, ReferenceText]
    courses: list[str]
    history: list[ReferenceText]


def library_for(user: "User", wanted: Filter, language: str, today: datetime.date) -> Library:
    """Return the documents that `user` may read and that the filter leaves, by kind. At most five queries.

    Editors also see retired documents and how many wait to be checked.
    """
    editor = may_keep_library(user)
    rows = list(_readable(scope_of(user), retired=editor))
    every = {row.pk: _document(row, language, today) for row in rows}
    places = {course.code: course.position for row in rows for course in row.courses.all()}
    titles = course_titles(list(places), language)
    chosen = [one for row in rows if _is_wanted(one := every[row.pk], wanted) and _holds(row, wanted.words)]
    shelves = [
        Shelf(
            kind.value,
            str(SHELVES[kind]),
            sorted((one for one in chosen if one.kind == kind), key=lambda one: sort_key(one.title.text, language)),
        )
        for kind in ReferenceKind
    ]
    return Library(
        shelves=[shelf for shelf in shelves if shelf.documents],
        courses=[(code, titles.get(code, "")) for code in sorted(places, key=lambda code: (places[code], code))],
        total=len(chosen),
        overdue=sum(one.overdue for one in every.values()),
        editor=editor,
    )


def file_for(user: "User", pk: uuid.UUID) -> ReferenceText | None:
    """Return a text with a file that `user` may read, or None. Files of old numbers and retired documents: editors."""
    text = ReferenceText.objects.filter(pk=pk).exclude(file="").select_related("reference").first()
    if text is None or may_keep_library(user):
        return text
    scope = scope_of(user)
    if not scope.staff and not text.reference.courses.filter(pk__in=scope.courses).exists():
        return None
    return text if ReferenceText.objects.newest().filter(pk=pk).exists() else None


def kept_document(code: str) -> Kept | None:
    """Return the document with this code as its editor sees it, or None. Three queries."""
    reference = Reference.objects.filter(code=code).prefetch_related("courses").first()
    if reference is None:
        return None
    rows = list(reference.texts.select_related("reference").order_by("-number"))
    newest: dict[str, ReferenceText] = {}
    for row in rows:
        newest.setdefault(row.language, row)
    return Kept(
        reference=reference,
        texts=newest,
        courses=[course.code for course in reference.courses.all()],
        history=[row for row in rows if row.file and newest[row.language].file != row.file],
    )


def courses_to_choose(language: str) -> list[tuple[str, str]]:
    """Return code and title of all courses in their order. Two queries."""
    codes = list(Course.objects.filter(retired_at=None).values_list("code", flat=True))
    titles = course_titles(codes, language)
    return [(code, titles.get(code, "")) for code in codes]


def courses_with_codes(codes: Iterable[str]) -> list[Course]:
    """Return the courses that have these codes."""
    return list(Course.objects.filter(code__in=set(codes)))


def _readable(scope: Scope, *, retired: bool) -> QuerySet[Reference]:
    rows = Reference.objects.all() if retired else Reference.objects.filter(retired_at=None)
    if not scope.staff:
        rows = rows.filter(courses__in=scope.courses).distinct()
    texts = ReferenceText.objects.order_by("number")
    return rows.prefetch_related("courses", Prefetch("texts", queryset=texts))


def _document(row: Reference, language: str, today: datetime.date) -> Document:
    newest = {text.language: text for text in row.texts.all()}  # the newest comes last
    title = pick({code: text.title for code, text in newest.items()}, language)
    days = [text.checked_on for text in newest.values()]
    checked = None if None in days else min((day for day in days if day), default=None)
    return Document(
        code=row.code,
        kind=row.kind,
        kind_name=row.get_kind_display(),
        title=title,
        citation=newest[title.language].citation if title.language in newest else "",
        courses=[course.code for course in row.courses.all()],
        files=[
            DocumentFile(text.pk, code, text.file.rpartition(".")[2], text.size)
            for code in LANGUAGE_CODES
            if (text := newest.get(code)) is not None and text.file
        ],
        checked_on=checked,
        overdue=row.retired_at is None and (checked is None or checked < today - CHECK_EVERY),
        retired=row.retired_at is not None,
    )


def _is_wanted(one: Document, wanted: Filter) -> bool:
    return (
        (not wanted.course or wanted.course in one.courses)
        and (not wanted.kind or wanted.kind == one.kind)
        and (not wanted.language or any(file.language == wanted.language for file in one.files))
    )


def _holds(row: Reference, typed: str) -> bool:
    """True when the document's newest text in some language has all the words that were typed."""
    if not typed:
        return True
    newest = {text.language: text.folded for text in row.texts.all()}
    for language, folded in newest.items():
        searched = Searched(typed, language)
        if searched.words and searched.quality(folded).kin == len(searched.words):
            return True
    return False
