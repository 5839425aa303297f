"""Results that stand: draft → submitted → confirmed → locked by protocol; then only corrections."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.enums import AppealState, ResultKind, ResultState
from courses.models import Cohort, Enrolment
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def visible_to(self, user: "User") -> "ProtocolQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class Protocol(models.Model):
    """The commission's protocol that closes a cohort and locks its results."""

    personal = Personal("locked_by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

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

    personal = Personal(
        "enrolment",
        "percent",
        "passed",
        "tries",
        "confirmed_by",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="results")
    kind = models.CharField(max_length=12, choices=ResultKind.choices)
    code = models.CharField(max_length=32)
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

    personal = Personal(
        "result",
        "old",
        "new",
        "reason",
        "document",
        "by",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="result__enrolment__person",
    )

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


class ProtocolFileQuerySet(models.QuerySet["ProtocolFile"]):
    def visible_to(self, user: "User") -> "ProtocolFileQuerySet":
        """A signed protocol names everybody: the staff of the cohort reads it, its trainees do not."""
        own = Enrolment.objects.filter(person=user.pk).values("cohort")
        return self.filter(protocol__in=Protocol.objects.visible_to(user)).exclude(protocol__cohort__in=own)


class ProtocolFile(models.Model):
    """The signed paper of a protocol, or another paper that belongs to it: kept under the hash of its bytes."""

    personal = Personal("by", "title", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    protocol = models.ForeignKey("assessments.Protocol", on_delete=models.PROTECT, related_name="files")
    title = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()  # bytes
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = ProtocolFileQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["protocol", "digest"], name="protocol_file_once")]

    def __str__(self) -> str:
        return self.title


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, user: "User") -> "AppealQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Appeal(models.Model):
    """A written appeal against a result, decided by a commission within the deadline (domain.md 4.3)."""

    personal = Personal(
        "enrolment",
        "grounds",
        "decision",
        "filed_by",
        "decided_by",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # made with the form
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="appeals")
    result = models.ForeignKey("assessments.Result", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    grounds = models.TextField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(default=timezone.now)
    decide_by = models.DateField()
    state = models.CharField(max_length=8, choices=AppealState.choices, default=AppealState.FILED)
    decision = models.TextField(blank=True)
    document = models.CharField(max_length=64, blank=True)
    commission = models.ForeignKey(
        "accounts.Commission", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-filed_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(grounds=""), name="appeal_has_grounds"),
            models.CheckConstraint(
                condition=Q(state=AppealState.FILED, decided_at__isnull=True)
                | (~Q(state=AppealState.FILED) & Q(decided_at__isnull=False) & ~Q(decision="") & ~Q(document="")),
                name="decided_appeal_has_decision",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "result"], condition=Q(state=AppealState.FILED), name="one_open_appeal_a_result"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
