""" "I don't understand this": a trainee says it of a place in a lesson, a translator or editor answers."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from courses.models import Doubt, LessonEdition
from courses.selectors.doubts import OPEN_AT_MOST, TEXT_LENGTH

if TYPE_CHECKING:
    from accounts.models import User


class ForeignDoubtError(ValueError):
    """The id was already used by another person."""


class NotThisEditionError(ValueError):
    """The edition is not one of this lesson, or has no such block."""


class TooManyDoubtsError(ValueError):
    """The person has as many open ones as anybody may have."""


class TooLongError(ValueError):
    """The text is longer than it may be."""


class AlreadyAnsweredError(ValueError):
    """Somebody has answered meanwhile; the first answer stands."""


class NothingMendedError(ValueError):
    """Without words the answer is "the text was mended", and there is no newer edition in that language."""


def add_doubt(
    *, doubt: uuid.UUID, lesson: str, edition: int, block: str, text: str, by: "User", at: datetime.datetime
) -> Doubt:
    """Write that `by` does not understand a place of the lesson with code `lesson`, and return the row.

    `doubt` is made with the form, so what is sent twice is one row. `edition` is the id of what was read, `block` the
    key of a block in it or empty for the whole lesson. Raises NotThisEditionError, TooLongError, TooManyDoubtsError
    (twenty open ones), ForeignDoubtError.
    """
    known = Doubt.objects.filter(pk=doubt).first()
    if known is not None:
        if known.person_id != by.pk:
            raise ForeignDoubtError(doubt)
        return known
    if len(text) > TEXT_LENGTH:
        raise TooLongError
    read = LessonEdition.objects.filter(pk=edition, lesson__code=lesson).defer("body", "instructor_body").first()
    if read is None or (block and block not in {key for _, key, _ in read.blocks}):
        raise NotThisEditionError
    with transaction.atomic():
        list(get_user_model().objects.select_for_update().filter(pk=by.pk).values("pk"))
        if Doubt.objects.filter(person=by, answered_at=None).count() >= OPEN_AT_MOST:
            raise TooManyDoubtsError
        return Doubt.objects.create(
            pk=doubt,
            person=by,
            edition=read,
            lesson_id=read.lesson_id,
            language=read.language,
            block=block,
            text=text,
            made_at=at,
        )


def answer_doubt(*, doubt: uuid.UUID, answer: str, by: "User", at: datetime.datetime) -> Doubt:
    """Answer a doubt; without words the answer is that the text was mended in the newest edition.

    The same answer of the same person again changes nothing. Raises AlreadyAnsweredError, TooLongError,
    NothingMendedError. Whether `by` may is asked by the view (courses.access.may_answer).
    """
    if len(answer) > TEXT_LENGTH:
        raise TooLongError
    with transaction.atomic():
        row = Doubt.objects.select_for_update().select_related("edition").get(pk=doubt)
        if row.answered_at is not None:
            if (row.answered_by_id, row.answer) == (by.pk, answer):
                return row
            raise AlreadyAnsweredError
        newer = LessonEdition.objects.filter(
            lesson_id=row.lesson_id, language=row.language, number__gt=row.edition.number
        )
        if not answer and not newer.exists():
            raise NothingMendedError
        row.answer, row.answered_by, row.answered_at = answer, by, at
        row.save(update_fields=["answer", "answered_by", "answered_at"])
    return row
