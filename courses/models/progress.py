"""What a trainee has read. One row a lesson, whatever the language."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class LessonCompletionQuerySet(models.QuerySet["LessonCompletion"]):
    def visible_to(self, user: "User") -> "LessonCompletionQuerySet":
        people = user.__class__.objects.visible_to(user)
        return self.filter(person__in=people)


class LessonCompletion(models.Model):
    """The id may be made by the device, so that a completion sent twice is one."""

    personal = Personal("person", "completed_at", why=Why.TRAINING, kept=REGISTER, erased=Erased.NUMBER, of="person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="completions")
    lesson = models.ForeignKey("courses.Lesson", on_delete=models.PROTECT, related_name="completions")
    edition = models.ForeignKey("courses.LessonEdition", on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(default=timezone.now)

    objects = LessonCompletionQuerySet.as_manager()

    class Meta:
        ordering = ["completed_at"]
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="lesson_completed_once")]

    def __str__(self) -> str:
        return str(self.pk)
