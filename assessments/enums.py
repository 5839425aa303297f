"""The closed lists of `assessments`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("Single choice")
    MULTIPLE = "multiple", _("Multiple choice")
    TRUE_FALSE = "true_false", _("True or false")
    NUMERIC = "numeric", _("Number")
    MATCHING = "matching", _("Matching")
    ORDERING = "ordering", _("Ordering")
    GAPS = "gaps", _("Gaps in a text")
    SHORT = "short", _("Short answer")
    ESSAY = "essay", _("Essay")
    HOTSPOT = "hotspot", _("Place on a picture")
    MRZ = "mrz", _("Machine readable zone")


# Kinds that no program marks: the attempt waits for a person.
BY_HAND = frozenset({QuestionKind.ESSAY})


class ZoneFault(models.TextChoices):
    """What is wrong with a machine readable zone that was drawn for an exercise."""

    NUMBER_CHECK = "number_check", _("The check digit of the document number is wrong")
    BIRTH_CHECK = "birth_check", _("The check digit of the date of birth is wrong")
    EXPIRY_CHECK = "expiry_check", _("The check digit of the date of expiry is wrong")
    COMPOSITE = "composite", _("Only the last check digit, over several fields, is wrong")
    NUMBER = "number", _("The document number differs from the printed one")
    BIRTH = "birth", _("The date of birth differs from the printed one")
    EXPIRY = "expiry", _("The date of expiry differs from the printed one")
    NAME = "name", _("The name differs from the printed one")
    NONE = "none", _("Nothing is wrong")


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class QuizPurpose(models.TextChoices):
    PRACTICE = "practice", _("Practice quiz")
    MODULE = "module", _("Module quiz")
    ENTRY = "entry", _("Entry test")
    EXIT = "exit", _("Exit test")
    EXAM = "exam", _("Examination")


# Purposes whose pass mark and attempts come from the cohort's programme version.
COUNTING = frozenset({QuizPurpose.MODULE, QuizPurpose.EXIT, QuizPurpose.EXAM})
# Purposes that only those who are admitted may sit (domain.md 4.3), and whose papers stay closed until they are over.
ADMITTED_ONLY = frozenset({QuizPurpose.EXIT, QuizPurpose.EXAM})


class FeedbackTime(models.TextChoices):
    """When people learn what was right."""

    AT_ONCE = "at_once", _("After each answer")
    AFTER_SUBMISSION = "submission", _("After the quiz is handed in")
    AFTER_COHORT = "cohort", _("After the whole cohort has finished")


class AttemptState(models.TextChoices):
    OPEN = "open", _("In progress")
    MARKING = "marking", _("Handed in, waiting to be marked")
    SUBMITTED = "submitted", _("Submitted")


class SittingAct(models.TextChoices):
    """What happens in the room of an examination. Rows of these are never changed."""

    OPENED = "opened", _("Opened")
    PAUSED = "paused", _("Paused")
    RESUMED = "resumed", _("Resumed")
    EXTENDED = "extended", _("Given more time")
    OUTAGE = "outage", _("The room was without power or link")
    IDENTIFIED = "identified", _("Identity checked")
    REOPENED = "reopened", _("Attempt opened again")
    CLOSED = "closed", _("Closed")
    INCIDENT = "incident", _("Incident written down")


class MarkingStage(models.TextChoices):
    """Who marked an answer: the first or second marker blind to each other, then a decision; an override later."""

    FIRST = "first", _("First marker")
    SECOND = "second", _("Second marker")
    DECISION = "decision", _("Decision")
    OVERRIDE = "override", _("Changed by hand")


class RegradeAct(models.TextChoices):
    ANNUL = "annul", _("The question is annulled")
    CORRECT_KEY = "correct_key", _("The key is corrected")


class ImportFormat(models.TextChoices):
    GIFT = "gift", "GIFT"
    AIKEN = "aiken", "Aiken"
    MOODLE_XML = "moodle_xml", "Moodle XML"
    QTI = "qti", "QTI 3.0"
    SHEET = "sheet", _("Spreadsheet")


class ImportLine(models.TextChoices):
    """What happens to one question of a file."""

    PROBLEM = "problem", _("Cannot be imported")
    NEW = "new", _("New")
    SAME = "same", _("Already there, unchanged")
    LEFT_OUT = "left_out", _("Left out")


class AppealState(models.TextChoices):
    FILED = "filed", _("Filed")
    UPHELD = "upheld", _("Upheld")
    REJECTED = "rejected", _("Rejected")


class ResultKind(models.TextChoices):
    QUIZ = "quiz", _("Module quiz")
    PRACTICAL = "practical", _("Practical exercise")
    EXAM = "exam", _("Exit test")


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
    NOT_AUTHORISED = (
        "not_authorised",
        _("You have no authorisation to assess this course that is valid on this day. Ask the head of the centre."),
    )
    OUTSIDER_NEEDED = (
        "outsider_needed",
        _("Whoever recorded before teaches this group, and so do you. One assessor must be somebody who did not."),
    )
    ONE_ENOUGH = "one_enough", _("One assessor is enough for this person, and has recorded already.")
    NO_MORE_TRIES = "no_more_tries", _("The programme allows no further try of this exercise. The part is repeated.")
    NOT_COACHED = (
        "not_coached",
        _("Before a re-sit this person is coached. Whoever did it notes that first, on the list of exercises."),
    )


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
    NOT_ADMITTED = "not_admitted", _("Not admitted")


class Outcome(models.TextChoices):
    """How the course ended for one person, or stands. Not admitted is not failed (domain.md 4.3)."""

    RUNNING = "running", _("In progress")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    NOT_ADMITTED = "not_admitted", _("Not admitted")
