"""What devices sent: every item once, with its final answer; and items that could not be what they said they are."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.privacy import REGISTER, Erased, Period, Personal, Why


class Outcome(models.TextChoices):
    """The final answer to an item. Whatever it is, the device may forget the item."""

    DONE = "done", _("Stored")
    CONFLICT = "conflict", _("Stored, but another device said something else")
    LATE = "late", _("Stored, and to be looked at by a person")
    REFUSED = "refused", _("Not possible")
    KEPT = "kept", _("Kept for a person to look at")


class AppendOnlyError(Exception):
    """What was delivered is never changed or removed."""


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError


class Delivery(models.Model):
    """One item, as it was sent, and how it was answered. `person` and ids in `payload` are ids, never names.

    `sequence` counts the items of one device; it is empty when that number had been used by another item already (a
    copied device), so that nothing is lost for it.
    """

    personal = Personal(
        "person",
        "payload",
        "answer",
        "device",
        why=Why.ATTENDANCE,
        kept=REGISTER,
        erased=Erased.NUMBER,
    )

    id = models.UUIDField(primary_key=True)  # made by the device
    device = models.UUIDField()
    sequence = models.PositiveIntegerField(null=True, blank=True)
    person = models.UUIDField()
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    device_at = models.DateTimeField(null=True, blank=True)  # the device's clock: evidence, never order
    offset_ms = models.BigIntegerField(null=True, blank=True)  # server's clock minus the device's, when it was sent
    received_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    answer = models.JSONField(default=dict)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["device", "sequence"], condition=Q(sequence__isnull=False), name="sequence_once_a_device"
            )
        ]
        indexes = [models.Index(fields=["kind", "subject"], name="delivery_of_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)


class Stray(models.Model):
    """An item whose id had been used by another content: kept as it came, for a person to look at."""

    personal = Personal(
        "person",
        "body",
        why=Why.ATTENDANCE,
        kept=Period("strays", 365, since="received_at"),
        erased=Erased.EXPIRES,
    )

    delivery = models.ForeignKey("outbox.Delivery", on_delete=models.PROTECT, related_name="strays")
    digest = models.CharField(max_length=64)
    body = models.JSONField()
    person = models.UUIDField()
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["received_at"]
        constraints = [models.UniqueConstraint(fields=["delivery", "digest"], name="stray_content_once")]

    def __str__(self) -> str:
        return str(self.pk)
