"""A list of people between upload and confirmation. The file is sealed: it can hold names of protected persons."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import ImportState, Role
from accounts.models.people import User
from foundation.privacy import Does, Erased, Period, Personal, Why


class ImportDraftQuerySet(models.QuerySet["ImportDraft"]):
    def visible_to(self, user: User) -> "ImportDraftQuerySet":
        """Lists of the centres where `user` is registrar or head."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))


class ImportDraft(models.Model):
    """One uploaded list. `sealed` is emptied when the list is done or expired; `report` holds counts, lines, ids."""

    personal = Personal(
        "by",
        "sealed",
        "report",
        why=Why.PERSON,
        kept=Period("lists_of_people", 1, since="created_at", does=Does.OWN, fixed=True),
        erased=Erased.EXPIRES,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    suffix = models.CharField(max_length=5, blank=True)
    file_sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.DRAFT)
    report = models.JSONField(default=dict, blank=True)

    objects = ImportDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "by", "file_sha256"], condition=Q(state="draft"), name="one_open_import_of_a_file"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(sealed__isnull=True), name="finished_import_keeps_no_file"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
