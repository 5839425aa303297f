"""Centres, their rooms and their holidays."""

from django.db import models
from django.db.models import Q

from accounts.enums import CENTRE_STAFF, NATIONAL
from accounts.models.people import User
from foundation.privacy import NotPersonal


def five_days() -> list[int]:
    return [0, 1, 2, 3, 4]


def six_lessons() -> list[str]:
    return ["08:30", "09:25", "10:30", "11:25", "14:00", "14:55"]


class CentreQuerySet(models.QuerySet["Centre"]):
    def visible_to(self, user: User) -> "CentreQuerySet":
        """Centres where `user` works; all of them for national roles."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NATIONAL):
            return self
        return self.filter(pk__in=user.centre_ids(*CENTRE_STAFF))


class Centre(models.Model):
    """A training centre. Serial series and holidays belong to it."""

    personal = NotPersonal("centres")

    code = models.CharField(max_length=8, unique=True)
    titles = models.JSONField(default=dict)
    weekdays = models.JSONField(default=five_days)  # 0 = Monday
    lesson_times = models.JSONField(default=six_lessons)  # beginning of each academic hour of 45 minutes
    photos_on_rolls = models.BooleanField(default=False)
    networks = models.JSONField(default=list)  # of the centre, as 10.0.0.0/8; empty: check-in from anywhere

    objects = CentreQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: User) -> "RoomQuerySet":
        return self.filter(centre__in=Centre.objects.visible_to(user))


class Room(models.Model):
    personal = NotPersonal("rooms")

    centre = models.ForeignKey("accounts.Centre", on_delete=models.CASCADE, related_name="rooms")
    code = models.CharField(max_length=16)
    seats = models.PositiveSmallIntegerField(default=30)
    retired_at = models.DateTimeField(null=True, blank=True)  # a room that was used is never deleted

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "code"]
        constraints = [models.UniqueConstraint(fields=["centre", "code"], name="room_code_once_per_centre")]

    def __str__(self) -> str:
        return self.code


class Holiday(models.Model):
    """A day without lessons, for one centre or for all."""

    personal = NotPersonal("days without lessons")

    centre = models.ForeignKey("accounts.Centre", on_delete=models.CASCADE, null=True, blank=True)
    date = models.DateField()
    titles = models.JSONField(default=dict)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "date"], name="holiday_once_per_centre"),
            models.UniqueConstraint(fields=["date"], condition=Q(centre__isnull=True), name="common_holiday_once"),
        ]

    def __str__(self) -> str:
        return str(self.date)
