"""Work of translators that is not yet handed in, and words of the interface that they propose."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from foundation.privacy import REGISTER, Erased, Personal, Why


class WorkDraft(models.Model):
    """Texts of one thing in one language that are being written. Pages keep theirs in wagtail-localize."""

    personal = Personal("changed_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    kind = models.CharField(max_length=12)  # cms.domain.work.WorkKind
    code = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    texts = models.JSONField(default=dict)  # path of the segment: text
    sources = models.JSONField(default=dict)  # path of the segment: the source sentence it was written for
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["kind", "code", "language"]
        constraints = [models.UniqueConstraint(fields=["kind", "code", "language"], name="work_draft_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.language}"


class InterfaceWording(models.Model):
    """A sentence of the interface in other words, proposed by a translator; the newest of a sentence counts.

    It goes out with the catalogue (`manage.py export_wording`) and is seen when the catalogue is built in.
    """

    personal = Personal("proposed_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    language = models.CharField(max_length=8)
    message = models.CharField(max_length=64)  # hash of context and msgid
    msgid = models.TextField()
    texts = models.JSONField(default=list)  # one form, or the plural forms in order
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["language", "message", "-proposed_at", "-pk"]
        indexes = [models.Index(fields=["language", "message"], name="wording_of_message")]

    def __str__(self) -> str:
        return f"{self.language} {self.message}"
