"""Pictures of questions, for those who may see the question; and those that an author can choose from."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.enums import Role
from assessments.access import READS_WHOLE_BANK
from assessments.models import AttemptQuestion, Question, QuestionPicture
from assessments.selectors.bank_search import versions_for
from assessments.selectors.closed_questions import open_questions, still_sat

if TYPE_CHECKING:
    from accounts.models import User

MOST_SHOWN = 60


@dataclasses.dataclass(frozen=True, slots=True)
class LibraryPicture:
    """A picture of the manuals: the code is its name in the files, `address` where a browser gets it."""

    code: str
    title: str
    address: str


@dataclasses.dataclass(frozen=True, slots=True)
class Library:
    """Where the pictures of the manuals are: `listing` names them, `reading` gives the bytes of one, or None."""

    listing: Callable[[], Sequence[LibraryPicture]]
    reading: Callable[[str], bytes | None]


_libraries: list[Library] = []


def register_library(library: Library) -> None:
    """Let authors choose pictures of an upper app: it calls this when apps are ready."""
    _libraries.append(library)


def library_pictures() -> list[LibraryPicture]:
    """Return the pictures of the manuals that a question can show."""
    return [picture for library in _libraries for picture in library.listing()]


def library_bytes(code: str) -> bytes | None:
    """Return the bytes of a picture of the manuals by its code, or None."""
    return next((data for library in _libraries if (data := library.reading(code)) is not None), None)


def kept_pictures() -> list[QuestionPicture]:
    """Return the newest pictures that questions show, without their bytes. One query."""
    return list(QuestionPicture.objects.defer("content").order_by("-created_at", "name")[:MOST_SHOWN])


def picture_with_digest(digest: str) -> QuestionPicture | None:
    """Return a picture by the digest of its bytes, for who writes questions; None when there is none."""
    return QuestionPicture.objects.defer("content").filter(digest=digest).first() if digest else None


def picture_for(user: "User", digest: str) -> QuestionPicture | None:
    """Return a picture by the digest of its bytes when `user` writes questions, or may read one that shows it."""
    found = QuestionPicture.objects.filter(digest=digest).first()
    if found is None or user.has_role(*READS_WHOLE_BANK):
        return found
    if user.has_role(Role.TRANSLATOR):
        shown = Question.objects.filter(versions__picture=found)
        if not shown.exists() or shown.filter(open_questions(user, timezone.localdate())).exists():
            return found
    mine = AttemptQuestion.objects.filter(version__picture=found, attempt__enrolment__person=user)
    if mine.exists():
        return found
    drawn = AttemptQuestion.objects.visible_to(user).filter(version__picture=found)
    seen = drawn.exclude(still_sat(timezone.now(), "attempt")).exists() or (
        user.has_role(Role.AUDITOR, Role.HEAD) and versions_for(user).filter(picture=found).exists()
    )
    return found if seen else None
