"""Sittings: a quiz in a room, at a time, under the eyes of an invigilator; what was done there, and time given."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import CENTRE_STAFF, Role
from assessments.enums import SittingAct
from courses.models import Cohort, Enrolment
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class SittingQuerySet(models.QuerySet["Sitting"]):
    def visible_to(self, user: "User") -> "SittingQuerySet":
        """Those of the cohorts `user` sees, those `user` is named to watch, and for invigilators all of the centre."""
        if not user.is_authenticated:
            return self.none()
        named = Q(pk__in=self.model.invigilators.through.objects.filter(user=user.pk).values("sitting"))
        return self.filter(
            Q(cohort__in=Cohort.objects.visible_to(user))
            | Q(cohort__centre__in=user.centre_ids(Role.INVIGILATOR))
            | (named & Q(cohort__centre__in=user.centre_ids(*CENTRE_STAFF)))
        )


class Sitting(models.Model):
    """The window in which a cohort may sit a quiz. While `paused_at` is set the time of nobody in it runs."""

    personal = Personal("created_by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    quiz = models.ForeignKey("assessments.Quiz", on_delete=models.PROTECT, related_name="sittings")
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="sittings")
    room = models.ForeignKey("accounts.Room", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    invigilators = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    start_code = models.CharField(max_length=12, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)  # last sign of life of anybody in the room
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="sitting_closes_after_opening")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SittingEventQuerySet(models.QuerySet["SittingEvent"]):
    def visible_to(self, user: "User") -> "SittingEventQuerySet":
        return self.filter(sitting__in=Sitting.objects.visible_to(user))


class SittingEvent(models.Model):
    """What was done in a sitting, for the whole room or for one attempt: append-only. The id is made with the form."""

    personal = Personal(
        "enrolment",
        "attempt",
        "by",
        "reason",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    sitting = models.ForeignKey("assessments.Sitting", on_delete=models.PROTECT, related_name="events")
    attempt = models.ForeignKey(
        "assessments.Attempt", on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    enrolment = models.ForeignKey(
        "courses.Enrolment", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    act = models.CharField(max_length=10, choices=SittingAct.choices)
    seconds = models.PositiveIntegerField(default=0)  # time given, or given back
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: clock
    at = models.DateTimeField(default=timezone.now)

    objects = SittingEventQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act__in=[SittingAct.PAUSED, SittingAct.EXTENDED, SittingAct.REOPENED, SittingAct.INCIDENT])
                | ~Q(reason=""),
                name="sitting_event_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.act}"

    @property
    def minutes(self) -> int:
        """The time given in whole minutes, rounded up."""
        return -(-self.seconds // 60)


class ExtraTimeQuerySet(models.QuerySet["ExtraTime"]):
    def visible_to(self, user: "User") -> "ExtraTimeQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class ExtraTime(models.Model):
    """More time for one person in all quizzes of the enrolment, in percent of the limit, with reason."""

    personal = Personal(
        "enrolment",
        "reason",
        "document",
        "by",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="extra_times")
    percent = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    document = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ExtraTimeQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="extra_time_has_reason"),
            models.CheckConstraint(condition=Q(percent__gte=5, percent__lte=200), name="extra_time_in_range"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(ended_at__isnull=True), name="one_extra_time_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} +{self.percent} %"
