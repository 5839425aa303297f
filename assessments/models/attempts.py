"""Attempts and answers. Every answer is kept; the newest by the person's own order counts."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from assessments.enums import AttemptState
from courses.models import Enrolment
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def visible_to(self, user: "User") -> "AttemptQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Attempt(models.Model):
    personal = Personal(
        "enrolment",
        "started_at",
        "submitted_at",
        "points",
        "percent",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="attempts")
    quiz = models.ForeignKey("assessments.Quiz", on_delete=models.PROTECT, related_name="attempt_set")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    language = models.CharField(max_length=8)  # at the start; each answer names its own
    seed = models.PositiveBigIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField(null=True, blank=True)  # moved by pauses and by time given
    sitting = models.ForeignKey(
        "assessments.Sitting", on_delete=models.PROTECT, null=True, blank=True, related_name="attempts"
    )
    paused_at = models.DateTimeField(null=True, blank=True)  # since then the time does not run
    heard_at = models.DateTimeField(null=True, blank=True)  # last sign of life of the page, in a sitting
    reached = models.PositiveSmallIntegerField(default=1)  # forward only: the first question that is still open
    submitted_at = models.DateTimeField(null=True, blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    max_points = models.DecimalField(max_digits=7, decimal_places=3)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "quiz", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "quiz", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["enrolment", "quiz"], condition=Q(state=AttemptState.OPEN), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=Q(state=AttemptState.OPEN, submitted_at__isnull=True, percent__isnull=True)
                | Q(state=AttemptState.MARKING, submitted_at__isnull=False, percent__isnull=True)
                | Q(state=AttemptState.SUBMITTED, submitted_at__isnull=False, percent__isnull=False),
                name="submitted_attempt_has_result",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__lte=F("max_points")), name="points_fit"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AttemptQuestionQuerySet(models.QuerySet["AttemptQuestion"]):
    def visible_to(self, user: "User") -> "AttemptQuestionQuerySet":
        return self.filter(attempt__in=Attempt.objects.visible_to(user))


class AttemptQuestion(models.Model):
    """The questions drawn for one attempt, in the order and with the order of options that this person sees."""

    personal = Personal(
        "attempt",
        "points",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="attempt__enrolment__person",
    )

    attempt = models.ForeignKey("assessments.Attempt", on_delete=models.CASCADE, related_name="drawn")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey("assessments.QuestionVersion", on_delete=models.PROTECT, related_name="+")
    order = models.JSONField(default=list)  # option numbers as shown
    seed = models.PositiveBigIntegerField(default=0)  # of an item that is drawn anew for each attempt
    annulled = models.BooleanField(default=False)  # counts for nothing, in points and in what could be reached
    points = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)

    objects = AttemptQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="drawn_position_once"),
            models.UniqueConstraint(fields=["attempt", "version"], name="drawn_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.position}"


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, user: "User") -> "ResponseQuerySet":
        return self.filter(attempt__in=Attempt.objects.visible_to(user))


class Response(models.Model):
    """One answer as it was given. The id is made by the device: an answer sent twice is stored once."""

    personal = Personal(
        "attempt",
        "answer",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="attempt__enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    attempt = models.ForeignKey("assessments.Attempt", on_delete=models.CASCADE, related_name="responses")
    position = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField(default=0)  # order in which the person answered
    answer = models.JSONField()
    language = models.CharField(max_length=8)
    late = models.BooleanField(default=False)  # came after the deadline or the hand-in: kept, not counted
    answered_at = models.DateTimeField(null=True, blank=True)  # by the device's clock: evidence, nothing more
    received_at = models.DateTimeField(default=timezone.now)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["attempt", "position", "sequence", "received_at"]
        indexes = [models.Index(fields=["attempt", "position"], name="response_of_attempt")]

    def __str__(self) -> str:
        return str(self.pk)
