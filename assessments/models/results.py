"""Results that stand: draft → submitted → confirmed → locked by protocol; then only corrections."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.enums import ResultKind, ResultState
from courses.models import Cohort, Enrolment

if TYPE_CHECKING:
    from accounts.models import User


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def visible_to(self, user: "User") -> "ProtocolQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class Protocol(models.Model):
    """The commission's protocol that closes a cohort and locks its results."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.OneToOneField("courses.Cohort", on_delete=models.PROTECT, related_name="protocol")
    commission = models.ForeignKey("accounts.Commission", on_delete=models.PROTECT, null=True, blank=True)
    number = models.CharField(max_length=32)
    date = models.DateField()
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField(default=timezone.now)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        constraints = [models.CheckConstraint(condition=~Q(number=""), name="protocol_has_number")]

    def __str__(self) -> str:
        return self.number


class ResultQuerySet(models.QuerySet["Result"]):
    def visible_to(self, user: "User") -> "ResultQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Result(models.Model):
    """What one person reached in one required quiz or practical exercise."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="results")
    kind = models.CharField(max_length=12, choices=ResultKind.choices)
    code = models.CharField(max_length=16)
    state = models.CharField(max_length=10, choices=ResultState.choices, default=ResultState.DRAFT)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    passed = models.BooleanField()
    tries = models.PositiveSmallIntegerField(default=1)
    edition_numbers = models.JSONField(default=dict)  # lesson code -> edition that was current
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    objects = ResultQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "kind", "code"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind", "code"], name="result_once"),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="result_percent_in_range"),
            models.CheckConstraint(
                condition=~Q(kind=ResultKind.PRACTICAL)
                | ~Q(state__in=[ResultState.CONFIRMED, ResultState.LOCKED])
                | Q(confirmed_by__isnull=False),
                name="practical_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"


class ResultCorrectionQuerySet(models.QuerySet["ResultCorrection"]):
    def visible_to(self, user: "User") -> "ResultCorrectionQuerySet":
        return self.filter(result__in=Result.objects.visible_to(user))


class ResultCorrection(models.Model):
    """A change of a locked result: who, when, old, new, why, by which document."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    result = models.ForeignKey("assessments.Result", on_delete=models.PROTECT, related_name="corrections")
    old = models.JSONField()
    new = models.JSONField()
    reason = models.CharField(max_length=300)
    document = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ResultCorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(document=""), name="result_correction_has_grounds")
        ]

    def __str__(self) -> str:
        return str(self.pk)
