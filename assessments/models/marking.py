"""Marking by people, decisions on late answers, and regrading. All append-only: what was decided stays readable."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import NATIONAL, Role
from assessments.enums import MarkingStage, RegradeAct
from assessments.models.attempts import Attempt, Response
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class MarkingQuerySet(models.QuerySet["Marking"]):
    def visible_to(self, user: "User") -> "MarkingQuerySet":
        return self.filter(question__attempt__in=Attempt.objects.visible_to(user))


class Marking(models.Model):
    """The points one person gave to one answer. The id is made with the form: sent twice, stored once."""

    personal = Personal(
        "question",
        "by",
        "comment",
        "reason",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="question__attempt__enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    question = models.ForeignKey("assessments.AttemptQuestion", on_delete=models.PROTECT, related_name="markings")
    stage = models.CharField(max_length=8, choices=MarkingStage.choices)
    points = models.DecimalField(max_digits=6, decimal_places=3)
    rubric = models.JSONField(default=list)  # points by line of the rubric
    comment = models.TextField(blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = MarkingQuerySet.as_manager()

    class Meta:
        ordering = ["question", "at"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "stage"],
                condition=Q(stage__in=[MarkingStage.FIRST, MarkingStage.SECOND]),
                name="marked_once_a_stage",
            ),
            models.CheckConstraint(condition=Q(points__gte=0), name="marking_points_not_negative"),
            models.CheckConstraint(
                condition=~Q(stage=MarkingStage.OVERRIDE) | ~Q(reason=""), name="override_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.stage}"


class LateDecisionQuerySet(models.QuerySet["LateDecision"]):
    def visible_to(self, user: "User") -> "LateDecisionQuerySet":
        return self.filter(response__in=Response.objects.visible_to(user))


class LateDecision(models.Model):
    """What a person decided about an answer that came too late: it counts after all, or not. Once."""

    personal = Personal(
        "response",
        "by",
        "reason",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="response__attempt__enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    response = models.OneToOneField("assessments.Response", on_delete=models.PROTECT, related_name="decision")
    accepted = models.BooleanField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = LateDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="late_decision_has_reason")]

    def __str__(self) -> str:
        return str(self.response_id)


class RegradeQuerySet(models.QuerySet["Regrade"]):
    def visible_to(self, user: "User") -> "RegradeQuerySet":
        return self if user.is_authenticated and user.has_role(*NATIONAL, Role.EDITOR) else self.none()


class Regrade(models.Model):
    """A question was annulled or its key corrected, and every attempt that held it was marked again."""

    personal = Personal("by", "reason", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    version = models.ForeignKey("assessments.QuestionVersion", on_delete=models.PROTECT, related_name="regrades")
    act = models.CharField(max_length=12, choices=RegradeAct.choices)
    new_key = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    document = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = RegradeQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="regrade_has_reason"),
            models.CheckConstraint(
                condition=Q(act=RegradeAct.ANNUL, new_key__isnull=True)
                | Q(act=RegradeAct.CORRECT_KEY, new_key__isnull=False),
                name="regrade_key_fits_act",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RegradeChangeQuerySet(models.QuerySet["RegradeChange"]):
    def visible_to(self, user: "User") -> "RegradeChangeQuerySet":
        return self.filter(attempt__in=Attempt.objects.visible_to(user))


class RegradeChange(models.Model):
    """What a regrade did to one attempt."""

    personal = Personal(
        "attempt",
        "old_percent",
        "new_percent",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="attempt__enrolment__person",
    )

    regrade = models.ForeignKey("assessments.Regrade", on_delete=models.PROTECT, related_name="changes")
    attempt = models.ForeignKey("assessments.Attempt", on_delete=models.PROTECT, related_name="regrades")
    old_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    new_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    old_passed = models.BooleanField(null=True)
    new_passed = models.BooleanField(null=True)
    applied = models.BooleanField(default=True)  # False: the result is locked, a correction by document is needed

    objects = RegradeChangeQuerySet.as_manager()

    class Meta:
        ordering = ["regrade", "attempt"]
        constraints = [models.UniqueConstraint(fields=["regrade", "attempt"], name="regraded_once")]

    def __str__(self) -> str:
        return f"{self.regrade_id} {self.attempt_id}"
