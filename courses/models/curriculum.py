"""The skeleton of the curriculum: stable codes, hours, order. Words live in editions."""

from django.db import models
from django.db.models import Q

from courses.enums import OutcomeKind
from foundation.privacy import NotPersonal


class Course(models.Model):
    """One of the manuals, or a part beside them: M1 … M6, HBM, GEN. A row is retired, never deleted."""

    personal = NotPersonal("codes of courses")

    code = models.CharField(max_length=8, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class Module(models.Model):
    personal = NotPersonal("codes of modules")

    course = models.ForeignKey("courses.Course", on_delete=models.PROTECT, related_name="modules")
    code = models.CharField(max_length=12, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    theory_hours = models.PositiveSmallIntegerField(default=0)
    practice_hours = models.PositiveSmallIntegerField(default=0)
    practical_codes = models.JSONField(default=list)  # of its exercises in order, written or still to be written
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["course__position", "position", "code"]

    def __str__(self) -> str:
        return self.code


class Outcome(models.Model):
    """What a trainee can do after the module (SQF level 4 unless said otherwise, domain.md 2.2)."""

    personal = NotPersonal("what is learned")

    module = models.ForeignKey("courses.Module", on_delete=models.CASCADE, related_name="outcomes")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=OutcomeKind.choices)
    level = models.PositiveSmallIntegerField(default=4)

    class Meta:
        ordering = ["module", "position"]
        constraints = [
            models.UniqueConstraint(fields=["module", "position"], name="outcome_position_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=8), name="outcome_level_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.module_id}/{self.position}"


class Lesson(models.Model):
    """One lesson in all its languages: one row, one progress, one statistic."""

    personal = NotPersonal("codes of lessons")

    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, related_name="lessons")
    code = models.CharField(max_length=16, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    safety_critical = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["module__course__position", "module__position", "position", "code"]

    def __str__(self) -> str:
        return self.code
