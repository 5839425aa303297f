"""What HR works with: posts and what they require, lists to be compared, enquiries, verification records."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import NATIONAL, Role
from certificates.enums import EnquiryState, Finding
from certificates.models.ledgers import AppendOnly, AppendOnlyRows, CentreRows
from foundation.privacy import REGISTER, Does, Erased, NotPersonal, Period, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class PostRequirement(models.Model):
    """A course or module that a post requires from one day to another, by its code (BIC, HBM, M2, M2.2)."""

    personal = NotPersonal("which courses a post requires")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.CharField(max_length=16)
    title = models.CharField(max_length=120)
    code = models.CharField(max_length=16)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["post", "code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "code"], condition=Q(valid_to__isnull=True), name="open_post_requirement_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="post_requirement_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.code}"


class NationalRows(models.QuerySet["ListCheck"]):
    def visible_to(self, user: "User") -> "NationalRows":
        """Those of the officer who uploaded them: they may hold names."""
        if not user.is_authenticated or not user.has_role(Role.HR):
            return self.none()
        return self.filter(by=user)


class ListCheck(models.Model):
    """A list that an HR officer compares with the register. The file is sealed and thrown away after some days."""

    personal = Personal(
        "by",
        "sealed",
        "decisions",
        why=Why.CHECK,
        kept=Period("compared_lists", 30, since="at"),
        erased=Erased.EXPIRES,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    suffix = models.CharField(max_length=5, blank=True)
    sealed = models.BinaryField(null=True, blank=True)
    post = models.CharField(max_length=16, blank=True)
    day = models.DateField()
    decisions = models.JSONField(default=dict, blank=True)  # line → "person:…", "past:…" or "nobody"

    objects = NationalRows.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.pk)


class EnquiryRows(CentreRows["Enquiry"]):
    def open_ones(self) -> "EnquiryRows":
        """Those that wait for the centre."""
        return self.filter(state=EnquiryState.OPEN)


class Enquiry(models.Model):
    """HR asks a centre about a certificate or a described paper. What was written is sealed under the row's own key."""

    personal = Personal(
        "by",
        "replied_by",
        "serial",
        "sealed_question",
        "sealed_reply",
        why=Why.CHECK,
        kept=Period("enquiries", 1825, since="closed_at", does=Does.OWN),
        erased=Erased.KEY,
        of="certificate__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, null=True, blank=True, related_name="enquiries"
    )
    serial = models.CharField(max_length=60, blank=True)  # as it stands on the paper
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    sealed_question = models.BinaryField()  # name on the paper and the question
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=EnquiryState.choices, default=EnquiryState.OPEN)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    sealed_reply = models.BinaryField(null=True, blank=True)
    file_kind = models.CharField(max_length=4, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = EnquiryRows.as_manager()

    class Meta:
        ordering = ["state", "due_on"]
        verbose_name_plural = "enquiries"
        indexes = [models.Index(fields=["centre", "state"], name="enquiry_by_centre")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=EnquiryState.OPEN) | Q(replied_by__isnull=False, replied_at__isnull=False),
                name="answered_enquiry_says_by_whom",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CheckPaperRows(AppendOnlyRows["CheckPaper"]):
    def visible_to(self, user: "User") -> "CheckPaperRows":
        """All for national roles; nobody else: what HR found is HR's."""
        if not user.is_authenticated or not user.has_role(*NATIONAL):
            return self.none()
        return self


class CheckPaper(AppendOnly):
    """A dated verification record: who compared what with which outcome. `facts` hold no names; they are frozen.

    The PDF is kept privately; in it a protected person stands by number.
    """

    personal = Personal(
        "by",
        "certificate",
        "entry",
        "facts",
        why=Why.CHECK,
        kept=REGISTER,
        erased=Erased.RECORD,
        of="certificate__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, null=True, blank=True, related_name="check_papers"
    )
    entry = models.ForeignKey(
        "certificates.PastEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="check_papers"
    )
    finding = models.CharField(max_length=12, choices=Finding.choices)
    language = models.CharField(max_length=8)
    facts = models.JSONField()

    objects = CheckPaperRows.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="check_paper_number_once"),
            models.CheckConstraint(
                condition=Q(certificate__isnull=False, entry__isnull=True)
                | Q(certificate__isnull=True, entry__isnull=False),
                name="check_paper_is_about_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"
