"""Manuals as books: PDFs made in the background, kept per version."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from foundation.privacy import REGISTER, Erased, Personal, Why


class Book(models.Model):
    """One manual in one language or two side by side; `fingerprint` is the hash of all it was made from."""

    personal = Personal("asked_by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="books")
    language = models.CharField(max_length=8)
    second_language = models.CharField(max_length=8, blank=True)
    number = models.PositiveSmallIntegerField(default=1)
    fingerprint = models.CharField(max_length=64)
    drafts = models.BooleanField(default=False)  # holds texts that are not approved
    for_instructors = models.BooleanField(default=False)  # holds the instructor's part of each lesson
    file = models.CharField(max_length=255, blank=True)  # name inside settings.PRIVATE_ROOT / "books"; empty till made
    size = models.PositiveIntegerField(default=0)  # bytes
    pages = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["course", "language", "second_language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "language", "second_language", "number"], name="book_number_once"
            ),
            models.UniqueConstraint(
                fields=["course", "language", "second_language", "fingerprint"], name="book_of_a_state_once"
            ),
            models.CheckConstraint(condition=~Q(second_language=models.F("language")), name="book_of_two_languages"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.language} {self.second_language} {self.number}"
