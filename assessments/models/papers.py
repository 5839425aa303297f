"""The paper twin of a quiz: drawn versions with their codes, and the sheets that came back."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from courses.models import Cohort
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class PaperVersionQuerySet(models.QuerySet["PaperVersion"]):
    def visible_to(self, user: "User") -> "PaperVersionQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class PaperVersion(models.Model):
    """One drawn paper of a quiz for a cohort: the same questions for everybody who holds a sheet with its code."""

    personal = Personal("by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    quiz = models.ForeignKey("assessments.Quiz", on_delete=models.PROTECT, related_name="papers")
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="papers")
    code = models.CharField(max_length=8, unique=True)
    seed = models.PositiveBigIntegerField()
    drawn = models.JSONField()  # [{"version": id, "order": […], "seed": n}] in the order printed
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "quiz", "code"]
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="paper_has_code")]

    def __str__(self) -> str:
        return self.code


class PaperAnswersQuerySet(models.QuerySet["PaperAnswers"]):
    def visible_to(self, user: "User") -> "PaperAnswersQuerySet":
        return self.filter(paper__in=PaperVersion.objects.visible_to(user))


class PaperAnswers(models.Model):
    """The sheet of one person, typed in from paper: the attempt it became, who typed it."""

    personal = Personal(
        "attempt",
        "by",
        "scan",
        "scanned_by",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="attempt__enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    paper = models.ForeignKey("assessments.PaperVersion", on_delete=models.PROTECT, related_name="sheets")
    attempt = models.OneToOneField("assessments.Attempt", on_delete=models.PROTECT, related_name="paper")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    scan = models.CharField(max_length=255, blank=True)  # name inside settings.PRIVATE_ROOT / "answers"
    sha256 = models.CharField(max_length=64, blank=True)
    scanned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scanned_at = models.DateTimeField(null=True, blank=True)

    objects = PaperAnswersQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "at"]

    def __str__(self) -> str:
        return str(self.pk)
