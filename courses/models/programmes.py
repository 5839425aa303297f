"""Programmes and their versions: all thresholds are data here, none is a constant in code (domain.md 4.3)."""

from django.db import models
from django.db.models import F, Q

from courses.enums import PlanUnit, RequirementKind, TwoAssessors
from foundation.privacy import NotPersonal


def absence_rules() -> dict[str, dict[str, object]]:
    """The reasons for absence of a programme: what share of the missed hours counts as attended, in percent, and
    whether a document number is asked for (domain.md 4.1: О, Н, Б, К)."""
    return {
        "leave": {"percent": 0, "document": True},
        "duty": {"percent": 0, "document": True},
        "sick": {"percent": 0, "document": True},
        "mission": {"percent": 0, "document": True},
    }


def percent(name: str) -> Q:
    return Q(**{f"{name}__gte": 0, f"{name}__lte": 100})


class Programme(models.Model):
    personal = NotPersonal("codes of programmes")

    code = models.CharField(max_length=12, unique=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class ProgrammeVersion(models.Model):
    """A programme as it was decided: never changed once a cohort uses it."""

    personal = NotPersonal("rules of programmes")

    programme = models.ForeignKey("courses.Programme", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    titles = models.JSONField(default=dict)
    purposes = models.JSONField(default=dict)
    unit = models.CharField(max_length=4, choices=PlanUnit.choices)
    women_only = models.BooleanField(default=False)
    drafts_shown = models.BooleanField(default=True)  # unapproved texts are shown, marked as drafts
    attendance_percent = models.PositiveSmallIntegerField(default=90)
    attendance_excused_percent = models.PositiveSmallIntegerField(default=80)
    absence_rules = models.JSONField(default=absence_rules)
    quiz_pass_percent = models.PositiveSmallIntegerField(default=60)
    quiz_attempts = models.PositiveSmallIntegerField(default=3)
    quiz_questions = models.PositiveSmallIntegerField(default=20)
    exit_pass_percent = models.PositiveSmallIntegerField(default=60)
    exit_attempts = models.PositiveSmallIntegerField(default=2)  # the first and one re-sit (domain.md 4.3)
    exit_resit_days = models.PositiveSmallIntegerField(default=30)  # a re-sit of the exit test, at the latest
    exit_quiz = models.CharField(max_length=32, blank=True)  # code of the exit test that must be passed, if any
    entry_quiz = models.CharField(max_length=32, blank=True)  # code of the entry test, the ungraded baseline
    appeal_days = models.PositiveSmallIntegerField(default=3)  # working days to appeal (domain.md 4.3)
    practical_tries = models.PositiveSmallIntegerField(default=2)  # the first and one re-sit (domain.md 4.3)
    sample_percent = models.PositiveSmallIntegerField(default=20)  # people drawn for two assessors, at least two
    outsider_assessor = models.BooleanField(default=True)  # one assessor has not taught the group (domain.md 4.5)
    quiz_weight_percent = models.PositiveSmallIntegerField(default=40)
    practical_weight_percent = models.PositiveSmallIntegerField(default=60)
    practical_pass_percent = models.PositiveSmallIntegerField(default=70)
    practical_difference_points = models.PositiveSmallIntegerField(default=15)
    grade_4_percent = models.PositiveSmallIntegerField(default=75)
    grade_5_percent = models.PositiveSmallIntegerField(default=90)
    honours_average = models.DecimalField(max_digits=3, decimal_places=2, default=4.75)
    validity_months = models.PositiveSmallIntegerField(null=True, blank=True)
    attendance_paper_percent = models.PositiveSmallIntegerField(default=50)  # hours for a certificate of attendance
    unproved_names = models.BooleanField(default=True)  # certificates may be prepared before the names are signed

    class Meta:
        ordering = ["programme", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_version_once"),
            models.CheckConstraint(
                condition=percent("attendance_percent")
                & percent("attendance_excused_percent")
                & percent("quiz_pass_percent")
                & percent("practical_pass_percent"),
                name="thresholds_are_percentages",
            ),
            models.CheckConstraint(
                condition=Q(quiz_weight_percent=100 - F("practical_weight_percent")), name="weights_sum_to_hundred"
            ),
            models.CheckConstraint(condition=Q(quiz_attempts__gte=1), name="at_least_one_attempt"),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.number}"


class ProgrammePart(models.Model):
    """Some hours of one module (or of none: opening, final assessment) in one week or on one day."""

    personal = NotPersonal("parts of programmes")

    version = models.ForeignKey("courses.ProgrammeVersion", on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    titles = models.JSONField(default=dict)
    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, null=True, blank=True)
    theory_hours = models.PositiveSmallIntegerField(default=0)
    practice_hours = models.PositiveSmallIntegerField(default=0)
    unit_number = models.PositiveSmallIntegerField(default=1)
    practice_in_full = models.BooleanField(default=False)  # every practical lesson attended or made up (domain.md 4.3)

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="part_position_once"),
            models.UniqueConstraint(fields=["version", "key"], name="part_key_once"),
        ]

    def __str__(self) -> str:
        return self.key


class ProgrammeRequirement(models.Model):
    """What must be passed for the certificate: the quiz of a module, or a practical exercise, by code."""

    personal = NotPersonal("what a programme asks for")

    version = models.ForeignKey("courses.ProgrammeVersion", on_delete=models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=12, choices=RequirementKind.choices)
    code = models.CharField(max_length=16)
    assessors = models.CharField(max_length=8, choices=TwoAssessors.choices, default=TwoAssessors.EVERY)

    class Meta:
        ordering = ["version", "kind", "code"]
        constraints = [models.UniqueConstraint(fields=["version", "kind", "code"], name="requirement_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.code}"
