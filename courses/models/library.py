"""The library: laws, conventions, standards and forms that belong to courses."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from courses.enums import ReferenceKind
from foundation.privacy import REGISTER, Erased, NotPersonal, Personal, Why


class Reference(models.Model):
    """A document people are referred to. Retired, never deleted."""

    personal = NotPersonal("codes of documents")

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=ReferenceKind.choices)
    courses = models.ManyToManyField("courses.Course", related_name="references")
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class ReferenceTextQuerySet(models.QuerySet["ReferenceText"]):
    def newest(self) -> "ReferenceTextQuerySet":
        """The newest text of each document that is not retired, in each language."""
        newest = ReferenceText.objects.filter(reference=OuterRef("reference"), language=OuterRef("language")).order_by(
            "-number"
        )
        return self.filter(reference__retired_at=None, pk=Subquery(newest.values("pk")[:1]))


class ReferenceText(models.Model):
    """A reference in one language: its title and citation, and the file where we have one. Replaced by newer rows."""

    personal = Personal("added_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.ForeignKey("courses.Reference", on_delete=models.PROTECT, related_name="texts")
    language = models.CharField(max_length=8)
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=255)
    citation = models.CharField(max_length=500, blank=True)  # number, date, place of publication
    file = models.CharField(max_length=255, blank=True)  # name inside settings.PRIVATE_ROOT / "library"
    size = models.PositiveIntegerField(default=0)  # bytes
    sha256 = models.CharField(max_length=64, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    folded = models.TextField(blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    objects = ReferenceTextQuerySet.as_manager()

    class Meta:
        ordering = ["reference", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["reference", "language", "number"], name="reference_text_once"),
            models.CheckConstraint(condition=~Q(title=""), name="reference_has_title"),
        ]

    def __str__(self) -> str:
        return f"{self.reference_id} {self.language} {self.number}"
