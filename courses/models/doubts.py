"""What trainees do not understand: fed into the queue of translators and editors."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from foundation.privacy import Erased, Period, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def visible_to(self, user: "User") -> "DoubtQuerySet":
        """One's own; editors and administrators all, translators those of their language (or of all)."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR):
            return self
        own = Q(person=user)
        languages = {row.language for row in user.roles() if row.role == Role.TRANSLATOR}
        if "" in languages:
            return self
        return self.filter(own | Q(language__in=languages))


class Doubt(models.Model):
    """ "I don't understand this": one place of one edition. The id may be made by the device; sent twice it is one."""

    personal = Personal(
        "person",
        "text",
        "answer",
        "answered_by",
        why=Why.TRAINING,
        kept=Period("doubts", 1095, since="answered_at"),
        erased=Erased.DELETED,
        of="person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey("courses.LessonEdition", on_delete=models.PROTECT, related_name="doubts")
    lesson = models.ForeignKey("courses.Lesson", on_delete=models.PROTECT, related_name="doubts")
    language = models.CharField(max_length=8)
    block = models.CharField(max_length=64, blank=True)  # key of the block; empty for the whole lesson
    text = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.CharField(max_length=500, blank=True)

    objects = DoubtQuerySet.as_manager()

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="doubt_answered_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
