"""What is read: immutable editions of lessons, modules and courses, and the approvals that let them be read."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from courses.enums import ApprovalState, ApprovedKind, Change, TermMark
from foundation.privacy import REGISTER, Erased, Personal, Why


class EditionError(Exception):
    """An edition was to be changed or removed."""


class EditionQuerySet(models.QuerySet[Any]):
    def latest_of_each(self) -> "EditionQuerySet":
        """The newest edition of each thing in each language."""
        newest = (
            self.model._default_manager.filter(
                **{self.model.OF: OuterRef(self.model.OF), "language": OuterRef("language")}
            )
            .order_by("-number")
            .values("pk")[:1]
        )
        return self.filter(pk=Subquery(newest))

    def update(self, **kwargs: Any) -> int:
        raise EditionError


class Edition(models.Model):
    """Common to all editions: number per thing and language, who published it and when."""

    OF = ""

    language = models.CharField(max_length=8)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    source_hash = models.CharField(max_length=64)
    meaning = models.PositiveIntegerField(default=1)  # the same number in two languages: they say the same
    change = models.CharField(max_length=8, choices=Change.choices, default=Change.MEANING)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(default=timezone.now)

    objects = EditionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{getattr(self, self.OF + '_id')} {self.language} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise EditionError
        super().save(*args, **kwargs)


class LessonEdition(Edition):
    """A lesson as it was published: what trainees read, and what progress and attempts name."""

    personal = Personal("published_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    OF = "lesson"

    lesson = models.ForeignKey("courses.Lesson", on_delete=models.PROTECT, related_name="editions")
    source = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="translations")
    body = models.TextField(blank=True)  # rendered HTML, safe; empty while only the title exists
    instructor_body = models.TextField(blank=True)
    text = models.TextField(blank=True)  # plain text, for reading aloud, counting and search
    folded = models.TextField(blank=True)
    blocks = models.JSONField(default=list)  # the manuscript: [kind, key, {field: value}] in order, the head first
    outcomes = models.JSONField(default=list)
    words = models.PositiveIntegerField(default=0)
    approval_state = models.CharField(
        max_length=16, choices=ApprovalState.choices, default=ApprovalState.DRAFT
    )  # as it was on publishing

    class Meta:
        ordering = ["lesson", "language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "language", "number"], name="lesson_edition_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="lesson_edition_counts_from_one"),
            models.CheckConstraint(
                condition=Q(source__isnull=True) | ~Q(source=F("id")), name="lesson_edition_not_its_own_source"
            ),
        ]
        indexes = [  # the newest with a text is found without reading the texts
            models.Index(fields=["lesson", "language", "number"], condition=Q(words__gt=0), name="lesson_edition_text")
        ]


class ModuleEdition(Edition):
    personal = Personal("published_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    OF = "module"

    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, related_name="editions")
    outcomes = models.JSONField(default=list)

    class Meta:
        ordering = ["module", "language", "-number"]
        constraints = [models.UniqueConstraint(fields=["module", "language", "number"], name="module_edition_once")]


class CourseEdition(Edition):
    personal = Personal("published_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    OF = "course"

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="editions")

    class Meta:
        ordering = ["course", "language", "-number"]
        constraints = [models.UniqueConstraint(fields=["course", "language", "number"], name="course_edition_once")]


class TermEdition(Edition):
    """A term of the glossary in one language: `title` is the term, `summary` its explanation in a sentence."""

    personal = Personal("published_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    OF = "term"

    term = models.ForeignKey("courses.Term", on_delete=models.PROTECT, related_name="editions")
    forms = models.JSONField(default=list)  # other accepted forms, by which the term is found in texts too
    note = models.CharField(max_length=500, blank=True)  # for editors and translators
    mark = models.CharField(max_length=8, choices=TermMark.choices, default=TermMark.PROPOSED)
    folded = models.TextField(blank=True)
    sort_key = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["term", "language", "-number"]
        constraints = [models.UniqueConstraint(fields=["term", "language", "number"], name="term_edition_once")]


class Approval(models.Model):
    """One step of approval of one text in one language; the newest row for a source hash is its state.

    For lessons `source_hash` is that of the edition; for questions, practical exercises and terms the hash of the very
    words that were approved, so other words are not approved by it.
    """

    personal = Personal("by", "note", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    kind = models.CharField(max_length=12, choices=ApprovedKind.choices)
    code = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    source_hash = models.CharField(max_length=64)
    state = models.CharField(max_length=16, choices=ApprovalState.choices)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "code", "language", "source_hash"], name="approval_of_text")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.language} {self.state}"
