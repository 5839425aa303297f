"""The glossary: one row a term, its words in `TermEdition`; and forms that texts should not use."""

from django.db import models

from courses.enums import TermTopic
from foundation.privacy import NotPersonal


class Term(models.Model):
    """A term of the glossary. `code` is its stable number as text, such as `T041`. Retired, never deleted."""

    personal = NotPersonal("codes of terms")

    code = models.CharField(max_length=12, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    topic = models.CharField(max_length=12, choices=TermTopic.choices)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class AdvisedForm(models.Model):
    """A form that texts of a language should not use (domain.md 3.6, 3.7), and what to write instead.

    `letters` forms are looked for anywhere in a word (legacy letters), others as a whole word or its beginning.
    """

    personal = NotPersonal("words that are advised against")

    language = models.CharField(max_length=8)
    form = models.CharField(max_length=80)
    instead = models.CharField(max_length=160)
    note = models.CharField(max_length=300, blank=True)
    letters = models.BooleanField(default=False)

    class Meta:
        ordering = ["language", "form"]
        constraints = [models.UniqueConstraint(fields=["language", "form"], name="advised_form_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.form}"
