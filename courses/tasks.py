"""The job `make_book`: draw one manual as a PDF and keep it.

It may die anywhere and be run again by any worker: the file is kept in one step, and a book that stands is passed
over. Progress counts pages; how many there will be is guessed from the books and texts before.
"""

import uuid
from typing import TYPE_CHECKING

from django.utils import timezone

from courses.pdf.drawing import draw
from courses.selectors.book_contents import BookContents, contents_of
from courses.selectors.books import book_to_make
from courses.services.books import keep_book, path_of, settle_state
from foundation.jobs.queue import progress

if TYPE_CHECKING:
    from courses.models import Book
    from foundation.jobs.models import Job

PAGES_AT_ONCE = 10  # pages laid out between two writings of the progress
PAGES_A_LESSON = 4


def make_book(job: "Job") -> None:
    """Do one job: its subject is the id of a book. A book that was taken back in the meantime is no work."""
    book = book_to_make(uuid.UUID(job.subject))
    if book is None or (book.made_at and path_of(book).exists()):
        return
    contents = _contents(book)
    if book.made_at is None and settle_state(book=book, state=contents.state) is None:
        return
    guess = max(1, PAGES_A_LESSON * sum(len(module.lessons) for module in contents.modules))

    def laid_out(pages: int) -> None:
        if pages % PAGES_AT_ONCE == 0:
            progress(job, min(pages, guess - 1), guess)

    drawn = draw(book, contents, laid_out)
    keep_book(book=book, pdf=drawn.pdf, pages=drawn.pages, at=timezone.now())


def _contents(book: "Book") -> BookContents:
    """Return the words of the state that was asked for, else of the manual as it is now."""
    languages = (book.language, book.second_language) if book.second_language else (book.language,)
    found: list[BookContents] = []
    for drafts in (book.drafts, not book.drafts):
        contents = contents_of(book.course.code, languages, drafts=drafts, for_instructors=book.for_instructors)
        if contents.state.fingerprint == book.fingerprint:
            return contents
        found.append(contents)
    return found[0]
