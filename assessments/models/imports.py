"""Files of questions: kept between the dry run and the import, thrown away afterwards."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import ImportState, Role
from assessments.enums import ImportFormat
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class QuestionImportQuerySet(models.QuerySet["QuestionImport"]):
    def visible_to(self, user: "User") -> "QuestionImportQuerySet":
        """Finished imports for editors and administrators; one that waits only for who uploaded it."""
        if not (user.is_authenticated and user.has_role(Role.EDITOR, Role.ADMINISTRATOR)):
            return self.none()
        return self.filter(Q(state=ImportState.DONE) | Q(by=user))


class QuestionImport(models.Model):
    """One file of questions. `report` holds counts and the codes of its questions in the order of the file."""

    personal = Personal("by", "name", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    format = models.CharField(max_length=10, choices=ImportFormat.choices)
    language = models.CharField(max_length=8)
    name = models.CharField(max_length=120, blank=True)  # of the file
    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lesson = models.ForeignKey("courses.Lesson", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="translations")
    file_sha256 = models.CharField(max_length=64)
    content = models.BinaryField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.DRAFT)
    report = models.JSONField(default=dict, blank=True)

    objects = QuestionImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ImportState.DRAFT) | Q(content__isnull=True), name="done_import_keeps_no_file"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
