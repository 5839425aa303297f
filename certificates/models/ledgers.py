"""The paper side of the register: numbered blanks, how printers are set to them, and numbers without a certificate."""

import uuid
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from accounts.enums import NATIONAL, Role
from certificates.enums import SpoiltReason
from certificates.models.certificates import FrozenError
from foundation.privacy import REGISTER, Erased, NotPersonal, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User

FURTHEST = 30  # millimetres that a print may be shifted
Row = TypeVar("Row", bound=models.Model)


class CentreRows(models.QuerySet[Row]):
    """Rows of a centre."""

    def visible_to(self, user: "User") -> "CentreRows[Row]":
        """The centre's for registrar and head; all for HR, auditor and administrator."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NATIONAL):
            return self
        return self.filter(centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))


class AppendOnlyRows(CentreRows[Row]):
    def update(self, **_kwargs: Any) -> int:
        raise FrozenError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError


class AppendOnly(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise FrozenError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError


class Printer(models.Model):
    """How far a printer of a centre must shift the text to meet its blanks: millimetres to the right and down."""

    personal = NotPersonal("offsets of a printer")

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    right_mm = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(-FURTHEST), MaxValueValidator(FURTHEST)],
    )
    down_mm = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(-FURTHEST), MaxValueValidator(FURTHEST)],
    )

    objects = CentreRows["Printer"].as_manager()

    class Meta:
        ordering = ["centre", "name"]
        constraints = [models.UniqueConstraint(fields=["centre", "name"], name="printer_once_per_centre")]

    def __str__(self) -> str:
        return self.name


class PrintedBlank(AppendOnly):
    """A certificate was printed on a blank of this number. `key` is the number as it is compared."""

    personal = Personal(
        "by",
        "certificate",
        why=Why.REGISTER,
        kept=REGISTER,
        erased=Erased.RECORD,
        of="certificate__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=32)
    key = models.CharField(max_length=32)
    certificate = models.ForeignKey("certificates.Certificate", on_delete=models.PROTECT, related_name="blanks")
    printer = models.ForeignKey("certificates.Printer", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AppendOnlyRows["PrintedBlank"].as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["centre", "key"], name="blank_printed_once")]

    def __str__(self) -> str:
        return self.number


class SpoiltBlank(AppendOnly):
    """A numbered blank that was spoilt: why, by which act, who wrote it down."""

    personal = Personal("by", "note", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=32)
    key = models.CharField(max_length=32)
    reason = models.CharField(max_length=12, choices=SpoiltReason.choices)
    act_number = models.CharField(max_length=32)
    act_date = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AppendOnlyRows["SpoiltBlank"].as_manager()

    class Meta:
        ordering = ["-act_date", "number"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "key"], name="blank_spoilt_once"),
            models.CheckConstraint(condition=~models.Q(act_number=""), name="spoilt_blank_has_act"),
        ]

    def __str__(self) -> str:
        return self.number


class GapRows(models.QuerySet["RegisterGap"]):
    def visible_to(self, user: "User") -> "GapRows":
        """Those of the series that `user` sees."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NATIONAL):
            return self
        return self.filter(series__centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))

    def update(self, **_kwargs: Any) -> int:
        raise FrozenError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError


class RegisterGap(AppendOnly):
    """Why a number of a series has no certificate: an act explains it."""

    personal = Personal("by", "explanation", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    series = models.ForeignKey("certificates.RegisterSeries", on_delete=models.PROTECT, related_name="gaps")
    number = models.PositiveIntegerField()
    explanation = models.CharField(max_length=300)
    act_number = models.CharField(max_length=32)
    act_date = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = GapRows.as_manager()

    class Meta:
        ordering = ["series", "number"]
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="gap_explained_once")]

    def __str__(self) -> str:
        return f"{self.series_id} {self.number}"
