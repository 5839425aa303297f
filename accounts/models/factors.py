"""Second factors: what a person proves with, beside the password, who they are. Nothing secret stands here in clear."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import PRINTED_CODES, FactorKind
from accounts.models.people import User
from foundation.privacy import PERSON, Erased, Personal, Why


class OwnFactorQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> "OwnFactorQuerySet":
        """The person's own."""
        return self.filter(person=user.pk) if user.is_authenticated else self.none()


class FactorGuard(models.Model):
    """How often a person's codes were wrong, and whether the factor was reset: then only a code given by hand helps."""

    personal = Personal(
        "person",
        "failures",
        "reset_at",
        why=Why.ACCESS,
        kept=PERSON,
        erased=Erased.DELETED,
        of="person",
    )

    person = models.OneToOneField("accounts.User", on_delete=models.CASCADE, primary_key=True, related_name="+")
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)
    reset_at = models.DateTimeField(null=True, blank=True)

    objects = OwnFactorQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class Authenticator(models.Model):
    """An app that shows six digits, other ones each half minute (RFC 6238). The key is sealed; `step` was used last."""

    personal = Personal("person", "sealed", why=Why.ACCESS, kept=PERSON, erased=Erased.DELETED, of="person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    step = models.BigIntegerField(default=0)
    drift = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = OwnFactorQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class Passkey(models.Model):
    """A key that lives in a device and signs for this site only (WebAuthn). Here stands its public half."""

    personal = Personal(
        "person",
        "name",
        "credential",
        "public_key",
        why=Why.ACCESS,
        kept=PERSON,
        erased=Erased.DELETED,
        of="person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    credential = models.CharField(max_length=1400, unique=True)  # its id in base64url; at most 1023 bytes
    public_key = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = OwnFactorQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return str(self.pk)


class PrintedCode(models.Model):
    """One code for one use: of the backup codes, of a code card, or a temporary one. Stored as a keyed hash."""

    personal = Personal("person", "digest", why=Why.ACCESS, kept=PERSON, erased=Erased.DELETED, of="person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.label) for kind in PRINTED_CODES])
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    under = models.CharField(max_length=16)  # the id of the master key that the hash hangs on
    made_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    objects = OwnFactorQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "number"], name="printed_code_once_per_number"),
            models.UniqueConstraint(fields=["person", "digest"], name="printed_code_once_per_person"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=False) | ~Q(kind=FactorKind.TEMPORARY), name="temporary_code_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
