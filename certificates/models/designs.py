"""How papers look. Rows are never changed: a changed design is a new one, and old certificates name the old one."""

from typing import Any

from django.conf import settings as project
from django.db import models
from django.utils import timezone

from certificates.models.certificates import FrozenError
from foundation.privacy import REGISTER, Erased, NotPersonal, Personal, Why


class DesignQuerySet(models.QuerySet["Design"]):
    def update(self, **kwargs: Any) -> int:
        """Refuse to change anything but whether a design is offered."""
        if set(kwargs) - {"offered"}:
            raise FrozenError(", ".join(sorted(kwargs)))
        return super().update(**kwargs)


class Design(models.Model):
    """How a certificate is drawn. A changed design is a new row; certificates name theirs.

    `settings` is made and read by domain/designs.py: the look, the texts and the second signatory.
    """

    personal = Personal("made_by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    code = models.CharField(max_length=32)
    number = models.PositiveSmallIntegerField(default=1)
    titles = models.JSONField(default=dict)
    settings = models.JSONField(default=dict)
    offered = models.BooleanField(default=True)  # for new certificates; at most the newest of a code is
    made_by = models.ForeignKey(
        project.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = DesignQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-number"]
        constraints = [models.UniqueConstraint(fields=["code", "number"], name="design_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise FrozenError(str(self))
        super().save(*args, **kwargs)


class DesignPicture(models.Model):
    """A picture that designs name by its SHA-256: an emblem or a background, cleaned before it was kept."""

    personal = NotPersonal("pictures of designs of certificates")

    sha256 = models.CharField(max_length=64, primary_key=True)
    content_type = models.CharField(max_length=16)  # image/png, image/jpeg or image/svg+xml
    data = models.BinaryField()

    class Meta:
        ordering = ["sha256"]

    def __str__(self) -> str:
        return self.sha256
