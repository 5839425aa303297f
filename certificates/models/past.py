"""Registers of past years: lists between upload and confirmation, what was loaded, the pages of the ledger."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import Role
from certificates.enums import PastDraftState, YearState
from certificates.models.ledgers import AppendOnly, AppendOnlyRows, CentreRows
from foundation.privacy import PARENT, REGISTER, Does, Erased, Period, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class PastDraftRows(models.QuerySet["PastDraft"]):
    def visible_to(self, user: "User") -> "PastDraftRows":
        """Lists of the centres where `user` is registrar or head."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))


class PastDraft(models.Model):
    """One uploaded register of a centre and year. `sealed` is emptied when it is done or too old."""

    personal = Personal(
        "by",
        "sealed",
        why=Why.REGISTER,
        kept=Period("past_register_files", 1, since="created_at", does=Does.OWN, fixed=True),
        erased=Erased.EXPIRES,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    suffix = models.CharField(max_length=5, blank=True)
    file_sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=PastDraftState.choices, default=PastDraftState.DRAFT)
    counts = models.JSONField(default=dict, blank=True)

    objects = PastDraftRows.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "year", "file_sha256"],
                condition=~Q(state=PastDraftState.EXPIRED),
                name="one_past_register_of_a_file",
            ),
            models.CheckConstraint(
                condition=Q(state=PastDraftState.DRAFT) | Q(sealed__isnull=True),
                name="finished_past_draft_keeps_no_file",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PastYear(models.Model):
    """How much of a centre's register of one past year is loaded. A year without a row is not loaded."""

    personal = Personal("by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=YearState.choices, default=YearState.PARTLY)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = CentreRows["PastYear"].as_manager()

    class Meta:
        ordering = ["centre", "-year"]
        constraints = [models.UniqueConstraint(fields=["centre", "year"], name="past_year_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year} {self.state}"


class PastPage(AppendOnly):
    """The scan of one page of the ledger, sealed on disk: a page has names. A better scan is a further row."""

    personal = Personal("by", "sha256", why=Why.REGISTER, kept=REGISTER, erased=Erased.RECORD)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    page = models.CharField(max_length=16)
    sha256 = models.CharField(max_length=64)  # of the re-encoded picture before it was sealed
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = AppendOnlyRows["PastPage"].as_manager()

    class Meta:
        ordering = ["centre", "year", "page", "-at"]
        constraints = [models.UniqueConstraint(fields=["centre", "year", "page", "sha256"], name="past_scan_once")]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.year} {self.page}"


class PastEntry(AppendOnly):
    """One line of a past register, as it was written. Names of protected persons are sealed under the line's own key.

    `key` is the serial as it is compared: folded words with hyphens.
    """

    personal = Personal(
        "name",
        "folded",
        "sealed_name",
        "birth_year",
        why=Why.REGISTER,
        kept=REGISTER,
        erased=Erased.RECORD,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    draft = models.ForeignKey("certificates.PastDraft", on_delete=models.PROTECT, related_name="entries")
    serial = models.CharField(max_length=60)
    key = models.CharField(max_length=60, db_index=True)
    name = models.CharField(max_length=200, blank=True)
    folded = models.CharField(max_length=200, blank=True, db_index=True)
    sealed_name = models.BinaryField(null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    course = models.CharField(max_length=200, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    order = models.CharField(max_length=60, blank=True)
    page = models.CharField(max_length=16, blank=True)

    objects = AppendOnlyRows["PastEntry"].as_manager()

    class Meta:
        ordering = ["centre", "year", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "year", "key"], name="past_serial_once"),
            models.CheckConstraint(
                condition=Q(sealed_name__isnull=True, name__gt="") | Q(sealed_name__isnull=False, name="", folded=""),
                name="past_name_plain_or_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.serial


class PastWord(models.Model):
    """Blind index: one keyed hash for each folded word of a sealed name."""

    personal = Personal("digest", why=Why.REGISTER, kept=PARENT, erased=Erased.DELETED)

    entry = models.ForeignKey("certificates.PastEntry", on_delete=models.CASCADE, related_name="words")
    digest = models.CharField(max_length=32, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "digest"], name="past_word_once")]

    def __str__(self) -> str:
        return self.digest
