"""What `load_curriculum` last wrote into a page, so that an editor's change is noticed and never overwritten."""

from django.db import models
from django.utils import timezone

from foundation.privacy import NotPersonal


class LoadedText(models.Model):
    """`hash` is that of the text as it was loaded (cms/domain/streams.py); a page with another hash was edited."""

    personal = NotPersonal("which texts of the curriculum were loaded")

    code = models.CharField(max_length=16)
    language = models.CharField(max_length=8)
    hash = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["code", "language"]
        constraints = [models.UniqueConstraint(fields=["code", "language"], name="loaded_text_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.language}"
