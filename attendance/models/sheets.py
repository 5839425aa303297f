"""Signatures: of the instructor under one roll, of the duty officer under one day."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.models import Centre
from courses.models import ClassSession
from foundation.privacy import REGISTER, Erased, Period, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class RollQuerySet(models.QuerySet["Roll"]):
    def visible_to(self, user: "User") -> "RollQuerySet":
        return self.filter(session__in=ClassSession.objects.visible_to(user))


class Roll(models.Model):
    """The roll of one class session, signed by who called it. The id is made with the form: sent twice, stored once."""

    personal = Personal("taken_by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.OneToOneField("courses.ClassSession", on_delete=models.PROTECT, related_name="roll")
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)

    objects = RollQuerySet.as_manager()

    class Meta:
        ordering = ["taken_at"]

    def __str__(self) -> str:
        return str(self.pk)


class PreparedRollQuerySet(models.QuerySet["PreparedRoll"]):
    def visible_to(self, user: "User") -> "PreparedRollQuerySet":
        return self.filter(session__in=ClassSession.objects.visible_to(user))


class PreparedRoll(models.Model):
    """What the group senior noted; the instructor's form begins with it. No mark stands before the instructor signs."""

    personal = Personal(
        "entries",
        "prepared_by",
        why=Why.ATTENDANCE,
        kept=Period("prepared_rolls", 365, since="prepared_at"),
        erased=Erased.EXPIRES,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    session = models.OneToOneField("courses.ClassSession", on_delete=models.PROTECT, related_name="prepared_roll")
    entries = models.JSONField(default=dict)  # id of the enrolment: [status, minutes late, document]
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)

    objects = PreparedRollQuerySet.as_manager()

    class Meta:
        ordering = ["prepared_at"]

    def __str__(self) -> str:
        return str(self.pk)


class PaperSheetQuerySet(models.QuerySet["PaperSheet"]):
    def visible_to(self, user: "User") -> "PaperSheetQuerySet":
        return self.filter(session__in=ClassSession.objects.visible_to(user))


class PaperSheet(models.Model):
    """A blank roll that was printed for a room without devices: its number, and the scan of the filled sheet."""

    personal = Personal("printed_by", "scan", "scanned_by", why=Why.ATTENDANCE, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey("courses.ClassSession", on_delete=models.PROTECT, related_name="paper_sheets")
    number = models.PositiveSmallIntegerField()  # 1, 2 … of this session
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)
    scan = models.CharField(max_length=255, blank=True)  # name inside settings.PRIVATE_ROOT / "rolls"
    sha256 = models.CharField(max_length=64, blank=True)
    scanned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scanned_at = models.DateTimeField(null=True, blank=True)

    objects = PaperSheetQuerySet.as_manager()

    class Meta:
        ordering = ["session", "number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="paper_sheet_number_once")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.number}"


class WalkInQuerySet(models.QuerySet["WalkIn"]):
    def visible_to(self, user: "User") -> "WalkInQuerySet":
        return self.filter(session__in=ClassSession.objects.visible_to(user))


class WalkIn(models.Model):
    """Somebody in the room who is not on the list: matched to a person later, or dismissed with a reason.

    `sign` is a service number or a sign by which the person is known again, never a name.
    """

    personal = Personal(
        "sign",
        "enrolment",
        "recorded_by",
        "settled_by",
        "reason",
        why=Why.ATTENDANCE,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # made by the device
    session = models.ForeignKey("courses.ClassSession", on_delete=models.PROTECT, related_name="walk_ins")
    sign = models.CharField(max_length=64)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    enrolment = models.ForeignKey(
        "courses.Enrolment", on_delete=models.PROTECT, null=True, blank=True, related_name="walk_ins"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = WalkInQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at"]
        constraints = [models.CheckConstraint(condition=~models.Q(sign=""), name="walk_in_has_sign")]

    def __str__(self) -> str:
        return str(self.pk)


class DaySheetQuerySet(models.QuerySet["DaySheet"]):
    def visible_to(self, user: "User") -> "DaySheetQuerySet":
        return self.filter(centre__in=Centre.objects.visible_to(user))


class DaySheet(models.Model):
    """The day of one centre, signed off; after it there are only corrections."""

    personal = Personal("signed_by", "reason", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    date = models.DateField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)  # why it was signed although something was open

    objects = DaySheetQuerySet.as_manager()

    class Meta:
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["centre", "date"], name="day_signed_once")]

    def __str__(self) -> str:
        return str(self.date)
