"""The closed lists of `assessments`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    NUMERIC = "numeric", _("Number")
    MATCHING = "matching", _("Matching")


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class QuizPurpose(models.TextChoices):
    PRACTICE = "practice", _("Practice quiz")
    MODULE = "module", _("Module quiz")
    ENTRY = "entry", _("Entry test")
    EXIT = "exit", _("Exit test")


# Purposes whose pass mark and attempts come from the cohort's programme version.
COUNTING = frozenset({QuizPurpose.MODULE, QuizPurpose.EXIT})


class AttemptState(models.TextChoices):
    OPEN = "open", _("In progress")
    SUBMITTED = "submitted", _("Submitted")


class ResultKind(models.TextChoices):
    QUIZ = "quiz", _("Module quiz")
    PRACTICAL = "practical", _("Practical exercise")


class ResultState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    CONFIRMED = "confirmed", _("Confirmed")
    LOCKED = "locked", _("Locked")


SETTLED = frozenset({ResultState.CONFIRMED, ResultState.LOCKED})


class Refusal(models.TextChoices):
    """Why somebody may not record a try of a practical exercise."""

    UNAPPROVED = "unapproved", _("This practical exercise has not been approved yet. Nobody can be assessed in it.")
    PASSED = "passed", _("This person has already passed this practical exercise.")
    RECORDED = "recorded", _("You have already recorded this practical exercise.")
    EARLIER_TRY = "earlier_try", _("You assessed this person before. A re-sit is assessed by other people.")
    ENOUGH = "enough", _("Two assessors have already recorded this practical exercise. No third one is needed.")
    HAS_SEEN = "has_seen", _("The third assessor must not be able to see the first two checklists. Ask another one.")
    WOMAN_NEEDED = "woman_needed", _("This exercise needs a woman among the assessors. Ask a woman instructor.")


class WorkState(models.TextChoices):
    """Where the current try of one person in one practical exercise stands."""

    NEW = "new", _("Not assessed yet")
    RE_SIT = "re_sit", _("Re-sit")
    ONE_IN = "one_in", _("Waiting for the second assessor")
    AGREED = "agreed", _("The assessors agree")
    DIFFER = "differ", _("A third assessor is needed")
    PASSED = "passed", _("Competent")


class RequirementState(models.TextChoices):
    """Where one person stands in one requirement of the programme."""

    MISSING = "missing", _("Not done yet")
    OPEN = "open", _("In progress")
    WAITING = "waiting", _("Waiting for confirmation")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed yet")
