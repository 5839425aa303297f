"""Questions: key and marks once, words once a language; quizzes that draw from them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from assessments.enums import Difficulty, FeedbackTime, QuestionKind, QuizPurpose
from foundation.privacy import REGISTER, Erased, NotPersonal, Personal, Why


class VersionError(Exception):
    """An immutable version was to be changed."""


class Question(models.Model):
    personal = Personal("created_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    code = models.CharField(max_length=64, unique=True)
    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, related_name="questions")
    lesson = models.ForeignKey("courses.Lesson", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    difficulty = models.CharField(max_length=8, choices=Difficulty.choices, default=Difficulty.MEDIUM)
    judgement = models.BooleanField(default=False)
    outcome = models.ForeignKey("courses.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    exam_only = models.BooleanField(default=False)  # never drawn for practice and module quizzes
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["module", "code"]

    def __str__(self) -> str:
        return self.code


class QuestionTag(models.Model):
    """A word by which a question is found in the bank."""

    personal = NotPersonal("words by which questions are found")

    question = models.ForeignKey("assessments.Question", on_delete=models.CASCADE, related_name="tags")
    word = models.CharField(max_length=40)

    class Meta:
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(fields=["question", "word"], name="tag_once_per_question"),
            models.CheckConstraint(condition=~Q(word=""), name="tag_has_a_word"),
        ]

    def __str__(self) -> str:
        return self.word


class QuestionPicture(models.Model):
    """The picture of a hotspot question, kept under the hash of its bytes; served to who may see the question."""

    personal = NotPersonal("pictures of questions")

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    media_type = models.CharField(max_length=40)
    width = models.PositiveIntegerField()  # pixels, of an SVG the units of its view box
    height = models.PositiveIntegerField()
    content = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionVersion(models.Model):
    """Immutable. `key` holds what is right (shapes: domain/marking.py); `specimen` lines are not translated."""

    personal = Personal("created_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    question = models.ForeignKey("assessments.Question", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=QuestionKind.choices)
    marks = models.PositiveSmallIntegerField(default=1)
    key = models.JSONField()
    specimen = models.JSONField(default=list)
    picture = models.ForeignKey(
        "assessments.QuestionPicture", on_delete=models.PROTECT, null=True, blank=True, related_name="versions"
    )
    source_hash = models.CharField(max_length=64)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once"),
            models.CheckConstraint(condition=Q(marks__gte=1), name="question_has_marks"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise VersionError
        super().save(*args, **kwargs)


class QuestionText(models.Model):
    """The words of one version in one language; `source_hash` is that of the English it was translated from."""

    personal = Personal("changed_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    version = models.ForeignKey("assessments.QuestionVersion", on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    stem = models.TextField()
    options = models.JSONField(default=list)  # words of the options; for matching: [left, right] pairs
    feedback = models.TextField(blank=True)
    source_hash = models.CharField(max_length=64)
    words_hash = models.CharField(max_length=64, blank=True)  # of these words and the structure: approvals name it
    meaning = models.PositiveIntegerField(default=1)  # the same number in two languages: they say the same
    was = models.JSONField(default=dict)  # when out of date: {language, words} of the source it was written for
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["version", "language"]
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="question_text_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class Quiz(models.Model):
    """What is drawn from the bank. Counting quizzes take pass mark and attempts from the cohort's programme version."""

    personal = Personal("changed_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    code = models.CharField(max_length=32, unique=True)
    purpose = models.CharField(max_length=10, choices=QuizPurpose.choices)
    module = models.ForeignKey(
        "courses.Module", on_delete=models.PROTECT, null=True, blank=True, related_name="quizzes"
    )
    programme = models.ForeignKey(
        "courses.Programme", on_delete=models.PROTECT, null=True, blank=True, related_name="quizzes"
    )  # of entry and exit tests and examinations of a whole programme
    questions = models.PositiveSmallIntegerField(default=20)  # when there is no blueprint
    time_limit_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    pause_hours = models.PositiveSmallIntegerField(default=0)  # between two attempts
    shuffle = models.BooleanField(default=True)  # the order of the questions
    forward_only = models.BooleanField(default=False)
    feedback = models.CharField(max_length=10, choices=FeedbackTime.choices, default=FeedbackTime.AFTER_SUBMISSION)
    sittings_only = models.BooleanField(default=False)  # begins only in the window of a sitting
    start_code = models.BooleanField(default=False)  # given in the room by the invigilator
    centre_network_only = models.BooleanField(default=False)
    second_marker = models.BooleanField(default=False)  # of what is marked by hand
    retired_at = models.DateTimeField(null=True, blank=True)
    pass_percent = models.PositiveSmallIntegerField(null=True, blank=True)  # practice only
    attempts = models.PositiveSmallIntegerField(null=True, blank=True)  # practice only
    titles = models.JSONField(default=dict)
    changed_by = models.ForeignKey(  # who changed the settings on the screen: the loader leaves them alone
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose=QuizPurpose.PRACTICE) | Q(pass_percent__isnull=True, attempts__isnull=True),
                name="only_practice_has_own_thresholds",
            )
        ]

    def __str__(self) -> str:
        return self.code


class BlueprintLine(models.Model):
    """So many questions from this module, outcome, difficulty or word; a quiz without lines draws from its module."""

    personal = NotPersonal("how a quiz is put together")

    quiz = models.ForeignKey("assessments.Quiz", on_delete=models.CASCADE, related_name="blueprint")
    position = models.PositiveSmallIntegerField()
    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.ForeignKey("courses.Outcome", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    difficulty = models.CharField(max_length=8, choices=Difficulty.choices, blank=True)
    tag = models.CharField(max_length=40, blank=True)
    count = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["quiz", "position"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "position"], name="blueprint_position_once"),
            models.CheckConstraint(condition=Q(count__gte=1), name="blueprint_line_draws"),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id} {self.position}"
