"""Signatures: of the instructor under one roll, of the duty officer under one day."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Centre
from courses.models import ClassSession

if TYPE_CHECKING:
    from accounts.models import User


class RollQuerySet(models.QuerySet["Roll"]):
    def visible_to(self, user: "User") -> "RollQuerySet":
        return self.filter(session__in=ClassSession.objects.visible_to(user))


class Roll(models.Model):
    """The roll of one class session, signed by who called it. The id is made with the form: sent twice, stored once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.OneToOneField("courses.ClassSession", on_delete=models.PROTECT, related_name="roll")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = RollQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at"]

    def __str__(self) -> str:
        return str(self.pk)


class DaySheetQuerySet(models.QuerySet["DaySheet"]):
    def visible_to(self, user: "User") -> "DaySheetQuerySet":
        return self.filter(centre__in=Centre.objects.visible_to(user))


class DaySheet(models.Model):
    """The day of one centre, signed off; after it there are only corrections."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)

    objects = DaySheetQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["centre", "date"], name="day_signed_once")]

    def __str__(self) -> str:
        return str(self.date)
