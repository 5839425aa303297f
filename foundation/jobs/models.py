"""Work to do, as rows: a worker leases a job, does it step by step, and may die anywhere."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.privacy import Erased, Period, Personal, Why


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_STATES = (JobState.WAITING, JobState.RUNNING)


class Job(models.Model):
    """`kind` names the registered handler, `subject` the row it works on (an id, never a name)."""

    personal = Personal(
        "subject",
        why=Why.TRAINING,
        kept=Period("jobs", 30, since="finished_at"),
        erased=Erased.EXPIRES,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.WAITING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state__in=["waiting", "running"]), name="one_open_job_a_subject"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.state}"
