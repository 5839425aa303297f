"""People who check in themselves by the code in the room, and scans that were refused."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from attendance.enums import CheckInOutcome
from courses.models import Enrolment
from foundation.privacy import Erased, Period, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, user: "User") -> "CheckInQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class CheckIn(models.Model):
    """One try to check in, accepted or refused with its reason. The id is made with the form: sent twice it is one."""

    personal = Personal(
        "enrolment",
        "device",
        why=Why.ATTENDANCE,
        kept=Period("check_ins", 365, since="at"),
        erased=Erased.DELETED,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.ForeignKey("courses.ClassSession", on_delete=models.PROTECT, related_name="check_ins")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="check_ins")
    device = models.CharField(max_length=64)  # keyed hash of the device's cookie
    outcome = models.CharField(max_length=16, choices=CheckInOutcome.choices)
    at = models.DateTimeField(default=timezone.now)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "enrolment"],
                condition=Q(outcome=CheckInOutcome.ACCEPTED),
                name="checked_in_once",
            ),
            models.UniqueConstraint(
                fields=["session", "device"],
                condition=Q(outcome=CheckInOutcome.ACCEPTED),
                name="one_device_for_one_person",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
