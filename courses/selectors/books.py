"""Which books there are, who may read them, and whether a manual has newer texts since."""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from accounts.enums import Role
from courses.enums import MAKE_BOOK
from courses.models import Book, Course
from courses.selectors.book_contents import Languages, Shelf
from courses.selectors.editions import course_titles
from courses.selectors.reading import Reading, readings_of_courses
from foundation.jobs.reading import is_open, newest_of
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES

if TYPE_CHECKING:
    from accounts.models import User
    from foundation.jobs.models import Job

MAKERS = (Role.INSTRUCTOR, Role.HEAD, Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR)

Kind = tuple[Languages, bool, bool]  # languages, with the instructor's part, with drafts


@dataclasses.dataclass(frozen=True, slots=True)
class Making:
    """A book that is being made, or whose making stopped. `done` and `total` count pages, `total` is a guess."""

    done: int
    total: int
    open: bool


@dataclasses.dataclass(frozen=True, slots=True)
class BookLine:
    """A kind of book of one manual: its newest book that stands, and the one that is being made.

    `newer`: the texts have changed since. `texts`: how many texts a book of today would hold.
    """

    languages: Languages
    for_instructors: bool
    drafts: bool
    book: Book | None
    making: Making | None
    newer: bool
    texts: int

    @property
    def named(self) -> list[str]:
        """The languages by their own names."""
        return [NATIVE_NAMES[language] for language in self.languages]

    @property
    def second(self) -> str:
        return self.languages[1] if len(self.languages) > 1 else ""

    @property
    def askable(self) -> bool:
        """True where a new book would differ from what stands, or nothing stands."""
        at_work = self.making is not None and self.making.open
        return not at_work and self.texts > 0 and (self.newer or self.book is None or self.making is not None)


@dataclasses.dataclass(frozen=True, slots=True)
class ManualBooks:
    """One manual and its books."""

    code: str
    title: str
    lines: list[BookLine]

    @property
    def working(self) -> bool:
        return any(line.making and line.making.open for line in self.lines)

    @property
    def begun(self) -> bool:
        """True when there is a book, or one is being made."""
        return any(line.book or line.making for line in self.lines)


def books_of(user: "User", language: str) -> list[ManualBooks]:
    """Return the manuals that `user` may read, each with its books; every language has a line. Eleven queries at most.

    The number of queries does not depend on how many manuals and books there are.
    """
    readings = readings_of_courses(user)
    shelf = Shelf(readings)
    books: dict[str, list[Book]] = defaultdict(list)
    for book in Book.objects.filter(course__code__in=readings).select_related("course").order_by("number"):
        if _may_read(book, readings[book.course.code]):
            books[book.course.code].append(book)
    unmade = [str(book.pk) for found in books.values() for book in found if book.made_at is None]
    jobs = newest_of(MAKE_BOOK, unmade) if unmade else {}
    titles = course_titles(list(readings), language)
    codes = list(dict.fromkeys(module.course.code for module in shelf.modules))
    return [
        ManualBooks(code, titles.get(code, ""), _lines(code, books[code], shelf, jobs, readings[code]))
        for code in codes
    ]


def manual_names(language: str) -> list[tuple[str, str]]:
    """Return code and title of each manual in the order of the curriculum. Two queries."""
    codes = list(Course.objects.filter(retired_at=None).values_list("code", flat=True))
    titles = course_titles(codes, language)
    return [(code, titles.get(code, "")) for code in codes]


def book_for(user: "User", pk: uuid.UUID) -> Book | None:
    """Return a book that is made and that `user` may read, or None. Three queries at most."""
    book = Book.objects.filter(pk=pk, made_at__isnull=False).select_related("course").first()
    reading = readings_of_courses(user).get(book.course.code) if book else None
    return book if book and reading and _may_read(book, reading) else None


def book_to_make(pk: uuid.UUID) -> Book | None:
    """Return a book with its course for the worker, or None. One query."""
    return Book.objects.filter(pk=pk).select_related("course").first()


def _may_read(book: Book, reading: Reading) -> bool:
    return (reading.drafts_shown or not book.drafts) and (reading.instructor_layer or not book.for_instructors)


def _lines(
    code: str, books: Iterable[Book], shelf: Shelf, jobs: Mapping[str, "Job"], reading: Reading
) -> list[BookLine]:
    made: dict[Kind, Book] = {}
    making: dict[Kind, Making] = {}
    for book in books:  # older first
        kind = _kind(book)
        if book.made_at is not None:
            made[kind] = book
            making.pop(kind, None)
        else:
            job = jobs.get(str(book.pk))
            making[kind] = Making(job.done, job.total, is_open(job)) if job else Making(0, 0, open=False)
    kinds = {*made, *making}
    for language in LANGUAGE_CODES:
        if not any(languages == (language,) for languages, _, _ in kinds):
            kinds.add(((language,), False, reading.drafts_shown))
    return [_line(code, kind, made.get(kind), making.get(kind), shelf) for kind in sorted(kinds, key=_place)]


def _line(code: str, kind: Kind, book: Book | None, making: Making | None, shelf: Shelf) -> BookLine:
    languages, for_instructors, drafts = kind
    states = [
        shelf.state(code, languages, drafts=shown, for_instructors=for_instructors) for shown in (drafts, not drafts)
    ]
    return BookLine(
        languages=languages,
        for_instructors=for_instructors,
        drafts=drafts,
        book=book,
        making=making,
        newer=book is not None and book.fingerprint not in {state.fingerprint for state in states},
        texts=states[0].texts,
    )


def _kind(book: Book) -> Kind:
    languages = (book.language, book.second_language) if book.second_language else (book.language,)
    return languages, book.for_instructors, book.drafts


def _place(kind: Kind) -> tuple[int, list[int], bool, bool]:
    """One language before two, in the order of the languages."""
    languages, for_instructors, drafts = kind
    return len(languages), [LANGUAGE_CODES.index(language) for language in languages], for_instructors, drafts
