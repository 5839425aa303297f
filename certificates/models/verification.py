"""Every check that was made. What was typed is not kept."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from certificates.enums import Answer, Way
from certificates.models.certificates import Certificate
from foundation.privacy import Does, Erased, Period, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class VerificationRecordQuerySet(models.QuerySet["VerificationRecord"]):
    def visible_to(self, user: "User") -> "VerificationRecordQuerySet":
        return self.filter(certificate__in=Certificate.objects.visible_to(user))


class VerificationRecord(models.Model):
    personal = Personal(
        "certificate",
        "by",
        why=Why.CHECK,
        kept=Period("public_checks", 1095, since="at", when={"by__isnull": True}),
        erased=Erased.RECORD,
        of="certificate__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    certificate = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, null=True, related_name="verifications"
    )
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.CODE)
    answer = models.CharField(max_length=12, choices=Answer.choices)
    finding = models.CharField(max_length=24, blank=True)  # what was wrong with a seal or a file, in a word
    name_asked = models.BooleanField(default=False)
    name_matched = models.BooleanField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = VerificationRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.pk)


class CheckCount(models.Model):
    """How often one address asked within one window of time. The address is kept only as a keyed hash."""

    personal = Personal(
        "digest",
        why=Why.MISUSE,
        kept=Period("check_counts", 1, does=Does.OWN, fixed=True),
        erased=Erased.EXPIRES,
    )

    digest = models.CharField(max_length=32)
    window = models.PositiveIntegerField()  # number of the window since 1970
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-window"]
        constraints = [models.UniqueConstraint(fields=["digest", "window"], name="counted_once_per_window")]

    def __str__(self) -> str:
        return f"{self.window} {self.count}"
