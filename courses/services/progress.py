"""A trainee says that a lesson is read."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from courses.models import LessonCompletion, LessonEdition

if TYPE_CHECKING:
    from accounts.models import User


class NotThisLessonError(ValueError):
    """The edition named is not one of this lesson, or has nothing to read."""


class ForeignCompletionError(ValueError):
    """The id was already used by another person."""


def complete(
    *, completion: uuid.UUID, lesson: str, edition: int, by: "User", at: datetime.datetime
) -> LessonCompletion:
    """Write that `by` has read the lesson with code `lesson` in the edition with id `edition`.

    `completion` is made by the device, so what is sent twice is one row; reading again in another language or from
    another device gives the first row back. Raises NotThisLessonError and ForeignCompletionError.
    """
    known = LessonCompletion.objects.filter(pk=completion).first()
    if known is not None:
        if known.person_id != by.pk:
            raise ForeignCompletionError(completion)
        return known
    lesson_id = (
        LessonEdition.objects.filter(pk=edition, lesson__code=lesson, words__gt=0)
        .values_list("lesson_id", flat=True)
        .first()
    )
    if lesson_id is None:
        raise NotThisLessonError(lesson)
    with transaction.atomic():
        row, _ = LessonCompletion.objects.get_or_create(
            person=by,
            lesson_id=lesson_id,
            defaults={"id": completion, "edition_id": edition, "completed_at": at},
        )
    return row
