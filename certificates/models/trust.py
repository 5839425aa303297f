"""How a certificate that the public page withholds is confirmed all the same: by a phrase or a one-time link."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

from certificates.models.certificates import Certificate
from foundation.privacy import PERSON, Erased, Period, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def visible_to(self, user: "User") -> "PhraseQuerySet":
        """The holder's own; nobody else learns even whether there is one."""
        return self.filter(certificate__person=user.pk)


class Phrase(models.Model):
    """A certificate in trust: the phrase that only its holder knows, as an Argon2 hash of its folded letters."""

    personal = Personal(
        "certificate",
        "digest",
        why=Why.CHECK,
        kept=PERSON,
        erased=Erased.DELETED,
        of="certificate__person",
    )

    certificate = models.OneToOneField("certificates.Certificate", on_delete=models.CASCADE, related_name="phrase")
    digest = models.CharField(max_length=128)
    set_at = models.DateTimeField(default=timezone.now)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        ordering = ["set_at"]

    def __str__(self) -> str:
        return str(self.certificate_id)


class OneTimeLinkQuerySet(models.QuerySet["OneTimeLink"]):
    def visible_to(self, user: "User") -> "OneTimeLinkQuerySet":
        return self.filter(certificate__in=Certificate.objects.visible_to(user))


class OneTimeLink(models.Model):
    """An address that confirms one certificate once. Only a hash of its random part is kept."""

    personal = Personal(
        "certificate",
        "made_by",
        "digest",
        why=Why.CHECK,
        kept=Period("one_time_links", 365, since="expires_at"),
        erased=Erased.DELETED,
        of="certificate__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey("certificates.Certificate", on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of 160 random bits needs no salt
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)  # names that did not match
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OneTimeLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return str(self.pk)
