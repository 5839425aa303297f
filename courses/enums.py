"""The closed lists of `courses`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MAKE_BOOK = "make_book"  # kind of the job that draws a manual as a PDF


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


class Change(models.TextChoices):
    """What an edition did to the meaning of a text: asked whenever something is published."""

    MEANING = "meaning", _("The meaning has changed")
    WORDING = "wording", _("Only the wording has changed")
    FOLLOWS = "follows", _("It now says what the newest version says")


class TextState(models.TextChoices):
    """How one text stands in one language, as the board shows it."""

    MISSING = "missing", _("Missing")
    STALE = "stale", _("Out of date")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")


class TermMark(models.TextChoices):
    """How sure a term is (domain.md section 3)."""

    SOURCED = "sourced", _("Found in a source")
    PROPOSED = "proposed", _("Proposed")
    DOUBTFUL = "doubtful", _("To be confirmed")


class TermTopic(models.TextChoices):
    BORDER = "border", _("Border management")
    DOCUMENTS = "documents", _("Documents and identity")
    PROTECTION = "protection", _("Migration, protection, crime")
    GENDER = "gender", _("Gender")
    TRAINING = "training", _("Training and certificates")


class ReferenceKind(models.TextChoices):
    LAW = "law", _("Law")
    CONVENTION = "convention", _("Convention")
    STANDARD = "standard", _("Standard")
    FORM = "form", _("Form")
    GUIDE = "guide", _("Guide")


class OutcomeKind(models.TextChoices):
    KNOWLEDGE = "knowledge", _("Knowledge")
    SKILL = "skill", _("Skill")
    RESPONSIBILITY = "responsibility", _("Responsibility and autonomy")


class PlanUnit(models.TextChoices):
    WEEK = "week", _("Week")
    DAY = "day", _("Day")


class TwoAssessors(models.TextChoices):
    """How often a practical exercise is seen by two assessors, blind to each other (domain.md 4.5)."""

    EVERY = "every", _("Two assessors for everybody")
    FINALS = "finals", _("Two assessors on the final practical day only")
    SAMPLE = "sample", _("Two assessors for a drawn sample")


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
