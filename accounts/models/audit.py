"""The audit trail: who did what to which row, when and why. Ids and codes only, never names."""

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.enums import Act, Role
from accounts.models.people import User
from foundation.privacy import REGISTER, Erased, Personal, Why


class AppendOnlyError(Exception):
    """An append-only row was to be changed or removed."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    def visible_to(self, user: User) -> "AuditQuerySet":
        """Auditors and administrators read everything, heads of centre what happened at theirs."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
            return self
        return self.filter(centre__in=user.centre_ids(Role.HEAD))

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError


class AuditEntry(models.Model):
    personal = Personal(
        "actor",
        "person",
        "old",
        "new",
        "reason",
        "address",
        why=Why.MISUSE,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    act = models.CharField(max_length=32, choices=Act.choices)
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    person = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # whom it concerns, where it concerns one person
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    subject = models.CharField(max_length=40, blank=True)
    subject_id = models.CharField(max_length=64, blank=True, db_index=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    address = models.GenericIPAddressField(null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [  # each filter of the screen walks back in time
            models.Index(fields=["act", "at"], name="audit_by_act"),
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
            models.Index(fields=["person", "at"], name="audit_by_person"),
            models.Index(fields=["centre", "at"], name="audit_by_centre"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(act__in=Act.values), name="act_is_known")]

    def __str__(self) -> str:
        return f"{self.act} {self.subject} {self.subject_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError
