"""The closed lists of `courses`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApprovalState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBJECT_REVIEW = "subject_review", _("Subject review")
    LANGUAGE_REVIEW = "language_review", _("Language review")
    APPROVED = "approved", _("Approved")


class ApprovedKind(models.TextChoices):
    LESSON = "lesson", _("Lesson")
    QUESTION = "question", _("Question")
    PRACTICAL = "practical", _("Practical exercise")
    TERM = "term", _("Glossary term")


class OutcomeKind(models.TextChoices):
    KNOWLEDGE = "knowledge", _("Knowledge")
    SKILL = "skill", _("Skill")
    RESPONSIBILITY = "responsibility", _("Responsibility and autonomy")


class PlanUnit(models.TextChoices):
    WEEK = "week", _("Week")
    DAY = "day", _("Day")


class RequirementKind(models.TextChoices):
    QUIZ = "quiz", _("Module quiz")
    PRACTICAL = "practical", _("Practical exercise")


class CohortState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    RUNNING = "running", _("Running")
    LOCKED = "locked", _("Closed by protocol")


OPEN_COHORTS = frozenset({CohortState.PLANNED, CohortState.RUNNING})


class EnrolmentState(models.TextChoices):
    ENROLLED = "enrolled", _("Enrolled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", _("Completed")


class SessionKind(models.TextChoices):
    THEORY = "theory", _("Theory")
    PRACTICE = "practice", _("Practice")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")
