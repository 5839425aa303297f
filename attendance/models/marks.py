"""Marks of the roll: the present state, every event that led to it, and corrections."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from attendance.enums import Status
from courses.models import Enrolment
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class AppendOnlyError(Exception):
    """An append-only row was to be changed or removed."""


class MarkQuerySet(models.QuerySet["Mark"]):
    def visible_to(self, user: "User") -> "MarkQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Mark(models.Model):
    """Where one person was during one class session."""

    personal = Personal(
        "enrolment",
        "status",
        "document",
        "marked_by",
        why=Why.ATTENDANCE,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("courses.ClassSession", on_delete=models.PROTECT, related_name="marks")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="marks")
    status = models.CharField(max_length=8, choices=Status.choices)
    minutes_late = models.PositiveSmallIntegerField(default=0)
    document = models.CharField(max_length=64, blank=True)
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField(default=timezone.now)
    event = models.UUIDField(null=True, blank=True)  # the event that the mark shows

    objects = MarkQuerySet.as_manager()

    class Meta:
        ordering = ["session", "enrolment"]
        constraints = [
            models.UniqueConstraint(fields=["session", "enrolment"], name="mark_once_per_session"),
            models.CheckConstraint(
                condition=Q(status=Status.LATE, minutes_late__gte=1) | (~Q(status=Status.LATE) & Q(minutes_late=0)),
                name="only_late_has_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.status}"


class MarkEventQuerySet(models.QuerySet["MarkEvent"]):
    def visible_to(self, user: "User") -> "MarkEventQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError


class MarkEvent(models.Model):
    """Append-only. The id is made where the mark was made, so that the same mark sent twice is one."""

    personal = Personal(
        "enrolment",
        "status",
        "document",
        "by",
        "device",
        why=Why.ATTENDANCE,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey("courses.ClassSession", on_delete=models.PROTECT, related_name="mark_events")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="mark_events")
    status = models.CharField(max_length=8, choices=Status.choices)
    minutes_late = models.PositiveSmallIntegerField(default=0)
    document = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    device = models.UUIDField(null=True, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    device_at = models.DateTimeField(null=True, blank=True)  # the device's clock: evidence, never order
    offset_ms = models.BigIntegerField(null=True, blank=True)  # server's clock minus the device's
    base = models.UUIDField(null=True, blank=True)  # the event that the device knew when this mark was made
    received_at = models.DateTimeField(default=timezone.now)

    objects = MarkEventQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "sequence"], condition=Q(device__isnull=False), name="device_sequence_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, user: "User") -> "CorrectionQuerySet":
        return self.filter(mark__in=Mark.objects.visible_to(user))


class Correction(models.Model):
    """A change after the day was signed: who, when, old, new, why."""

    personal = Personal(
        "mark",
        "reason",
        "document",
        "by",
        why=Why.ATTENDANCE,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="mark__enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mark = models.ForeignKey("attendance.Mark", on_delete=models.PROTECT, related_name="corrections")
    old = models.CharField(max_length=8, choices=Status.choices, blank=True)  # empty: nothing was marked
    new = models.CharField(max_length=8, choices=Status.choices)
    reason = models.CharField(max_length=300)
    document = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason")]

    def __str__(self) -> str:
        return str(self.pk)


class MarkConflictQuerySet(models.QuerySet["MarkConflict"]):
    def visible_to(self, user: "User") -> "MarkConflictQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))

    def open(self) -> "MarkConflictQuerySet":
        return self.filter(settled_at__isnull=True)


class MarkConflict(models.Model):
    """Two devices said different things of one person, neither knowing of the other, or one spoke after the day was
    signed. Both stay; a person settles it."""

    personal = Personal(
        "enrolment",
        "reason",
        "settled_by",
        why=Why.ATTENDANCE,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("courses.ClassSession", on_delete=models.PROTECT, related_name="mark_conflicts")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="mark_conflicts")
    standing = models.ForeignKey(
        "attendance.MarkEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # empty: nothing had been marked when the day was signed
    other = models.ForeignKey("attendance.MarkEvent", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    chosen = models.ForeignKey(
        "attendance.MarkEvent", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=300, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = MarkConflictQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["other"], name="conflict_of_a_mark_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, chosen__isnull=True)
                | (Q(settled_at__isnull=False, settled_by__isnull=False, chosen__isnull=False) & ~Q(reason="")),
                name="conflict_settled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
