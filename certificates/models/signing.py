"""Public keys of the issuer, for ever; the credential of each certificate; and files signed again."""

import uuid
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import NATIONAL
from certificates.enums import KeyPurpose, KeyState
from certificates.models.certificates import Certificate, FrozenError
from foundation.privacy import REGISTER, Erased, NotPersonal, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class IssuerKeyQuerySet(models.QuerySet["IssuerKey"]):
    """Public keys have no owner: everybody may see them."""

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError


class IssuerKey(models.Model):
    """A public key that signed, or signs, what is issued. Rows are never removed: old papers need old keys.

    `kid` is the thumbprint of the key (RFC 7638), `chain` its certificates in base64 of DER, leaf first, root last.
    `ends_at` is when it stopped signing; what was signed before stays good, unless it was compromised:
    then what claims to be signed after `ends_at` is not believed.
    """

    personal = NotPersonal("public keys of the issuer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kid = models.CharField(max_length=43)
    purpose = models.CharField(max_length=10, choices=KeyPurpose.choices)
    jwk = models.JSONField()
    chain = models.JSONField(default=list)
    development = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=KeyState.choices, default=KeyState.ACTIVE)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = IssuerKeyQuerySet.as_manager()

    class Meta:
        ordering = ["purpose", "-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["kid", "purpose"], name="key_once_per_purpose"),
            models.UniqueConstraint(
                fields=["purpose"], condition=Q(state=KeyState.ACTIVE), name="one_active_key_per_purpose"
            ),
            models.CheckConstraint(
                condition=Q(state=KeyState.ACTIVE, ends_at__isnull=True)
                | (~Q(state=KeyState.ACTIVE) & Q(ends_at__isnull=False)),
                name="key_not_active_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.kid}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError


class OfCertificateQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> "OfCertificateQuerySet":
        """Those of certificates that `user` may see."""
        if user.is_authenticated and user.has_role(*NATIONAL):
            return self
        return self.filter(certificate__in=Certificate.objects.visible_to(user))


class Credential(models.Model):
    """The Open Badges credential of a certificate as it was signed, once. It holds no name in clear."""

    personal = Personal(
        "certificate",
        "token",
        why=Why.REGISTER,
        kept=REGISTER,
        erased=Erased.RECORD,
        of="certificate__person",
    )

    certificate = models.OneToOneField(
        "certificates.Certificate", on_delete=models.PROTECT, primary_key=True, related_name="credential"
    )
    token = models.TextField()
    signed_at = models.DateTimeField(default=timezone.now)

    objects = OfCertificateQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at"]

    def __str__(self) -> str:
        return str(self.pk)


class SignedFile(models.Model):
    """A further file of a certificate: the first one was lost, so the paper was drawn and signed again.

    The content is the same to the byte, the signature is not; so its hash is accepted beside the first. Append-only.
    """

    personal = Personal(
        "certificate",
        "file_name",
        why=Why.REGISTER,
        kept=REGISTER,
        erased=Erased.RECORD,
        of="certificate__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey("certificates.Certificate", on_delete=models.PROTECT, related_name="further_files")
    sha256 = models.CharField(max_length=64, unique=True)
    file_name = models.CharField(max_length=120)
    signed_at = models.DateTimeField(default=timezone.now)

    objects = OfCertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at"]

    def __str__(self) -> str:
        return self.sha256

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise FrozenError
        super().save(*args, **kwargs)
