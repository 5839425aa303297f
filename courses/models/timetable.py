"""Class sessions: the timetable of a cohort."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from courses.enums import SessionKind, SessionState
from courses.models.cohorts import Cohort
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class ClassSessionQuerySet(models.QuerySet["ClassSession"]):
    def visible_to(self, user: "User") -> "ClassSessionQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class ClassSession(models.Model):
    """One or two academic hours (45 minutes each) of one part of the programme."""

    personal = Personal("instructor", "taught", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="sessions")
    part = models.ForeignKey("courses.ProgrammePart", on_delete=models.PROTECT)
    date = models.DateField()
    first_hour = models.PositiveSmallIntegerField()  # 1 = first academic hour of the day
    hours = models.PositiveSmallIntegerField(default=1)  # academic hours
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=SessionKind.choices)
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    more_instructors = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    room = models.ForeignKey("accounts.Room", on_delete=models.PROTECT, null=True, blank=True)
    taught = models.CharField(max_length=500, blank=True)
    delivered_hours = models.PositiveSmallIntegerField(null=True, blank=True)  # where fewer than `hours` were given
    makes_up = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="made_up_in")
    by_hand = models.BooleanField(default=False)  # moved, split or added by hand: generating leaves it as it is
    cancel_reason = models.CharField(max_length=300, blank=True)

    objects = ClassSessionQuerySet.as_manager()

    class Meta:
        ordering = ["date", "first_hour"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "date", "first_hour"],
                condition=~Q(state=SessionState.CANCELLED),
                name="one_session_at_a_time",
            ),
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=8), name="session_hours_in_range"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(delivered_hours__isnull=True) | Q(delivered_hours__lte=F("hours")),
                name="delivered_no_more_than_planned",
            ),
            models.CheckConstraint(
                condition=Q(makes_up__isnull=True) | ~Q(makes_up=F("id")), name="session_makes_up_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.first_hour}"
