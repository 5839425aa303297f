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
