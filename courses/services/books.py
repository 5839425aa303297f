"""Ask for a manual as a book, and keep the file of it. The drawing itself: courses/pdf, courses/tasks.py."""

import datetime
import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from courses.models import Book, Course
from courses.selectors.book_contents import Languages, Shelf

if TYPE_CHECKING:
    from accounts.models import User
    from courses.selectors.book_contents import State

FOLDER = "books"


class BookError(Exception):
    """The book cannot be made."""


class NothingToReadError(BookError):
    """No lesson of the manual has a text that may stand in the book."""


def ask_book(
    *,
    course: str,
    languages: Languages,
    drafts: bool,
    for_instructors: bool,
    by: "User",
    at: datetime.datetime,
) -> Book:
    """Write down that a book of the manual's present state is wanted, and return it; the same state is one book.

    `drafts`: also texts that are not approved, where they may be shown at all. Raises NothingToReadError, and
    Course.DoesNotExist for a manual that there is not.
    """
    row = Course.objects.get(code=course, retired_at=None)
    state = Shelf([course]).state(course, languages, drafts=drafts, for_instructors=for_instructors)
    if not state.texts:
        raise NothingToReadError(course)
    first, second = languages[0], languages[1] if len(languages) > 1 else ""
    same = Book.objects.filter(course=row, language=first, second_language=second)
    with transaction.atomic():
        Course.objects.select_for_update().get(pk=row.pk)  # two who ask at once get one book
        found = same.filter(fingerprint=state.fingerprint).first()
        if found is not None:
            return found
        newest = same.aggregate(newest=Max("number"))["newest"] or 0
        return Book.objects.create(
            course=row,
            language=first,
            second_language=second,
            number=newest + 1,
            fingerprint=state.fingerprint,
            drafts=state.drafts,
            for_instructors=for_instructors,
            asked_by=by,
            asked_at=at,
        )


def settle_state(*, book: Book, state: "State") -> Book | None:
    """Let a book that is not yet drawn name the state it is drawn from; None when that state has a book already.

    Texts may be published between asking and drawing. The row without a file is removed then: nobody could read it.
    """
    if state.fingerprint == book.fingerprint:
        return book
    same = Book.objects.filter(course=book.course, language=book.language, second_language=book.second_language)
    with transaction.atomic():
        if same.filter(fingerprint=state.fingerprint).exists():
            Book.objects.filter(pk=book.pk, made_at=None).delete()
            return None
        Book.objects.filter(pk=book.pk, made_at=None).update(fingerprint=state.fingerprint, drafts=state.drafts)
    book.fingerprint, book.drafts = state.fingerprint, state.drafts
    return book


def keep_book(*, book: Book, pdf: bytes, pages: int, at: datetime.datetime) -> None:
    """Write the file and, after it, what is known of it into the row. Done twice, it is the same book.

    The file takes its place in one step, so that a crash leaves the whole file or none.
    """
    path = path_of(book)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    with draft.open("xb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(pdf)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    Book.objects.filter(pk=book.pk).update(file=path.name, size=len(pdf), pages=pages, made_at=at)
    book.file, book.size, book.pages, book.made_at = path.name, len(pdf), pages, at


def path_of(book: Book) -> Path:
    """Return where the file of a book stands, or will stand."""
    return Path(settings.PRIVATE_ROOT) / FOLDER / f"{book.pk}.pdf"
