"""What follows from the share attended: warnings, and admission by order in spite of it."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from courses.models import Enrolment
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class ShareWarningQuerySet(models.QuerySet["ShareWarning"]):
    def visible_to(self, user: "User") -> "ShareWarningQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class ShareWarning(models.Model):
    """The day on which somebody could no longer reach the share that the programme asks for."""

    personal = Personal(
        "enrolment",
        "missed_hours",
        why=Why.ATTENDANCE,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    enrolment = models.OneToOneField("courses.Enrolment", on_delete=models.PROTECT, related_name="share_warning")
    day = models.DateField()
    missed_hours = models.PositiveSmallIntegerField()
    planned_hours = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)  # reachable again: make-up lessons, corrections

    objects = ShareWarningQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day}"


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def visible_to(self, user: "User") -> "AdmissionQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Admission(models.Model):
    """The commission admits somebody by order although the share attended is too small (domain.md 4.3).

    Four eyes: one person writes down the order and the reason, another one admits. Empty `at`: not decided yet.
    """

    personal = Personal(
        "enrolment",
        "reason",
        "proposed_by",
        "by",
        why=Why.ATTENDANCE,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.OneToOneField("courses.Enrolment", on_delete=models.PROTECT, related_name="admission")
    order = models.ForeignKey("accounts.Order", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="admission_has_reason"),
            models.CheckConstraint(
                condition=models.Q(at__isnull=True, by__isnull=True)
                | (models.Q(at__isnull=False, by__isnull=False) & ~models.Q(by=models.F("proposed_by"))),
                name="admission_by_another_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
