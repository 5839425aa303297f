"""Practical exercises: the checklist once, its words once a language, and what each assessor observed."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.enums import NATIONAL, Role
from assessments.enums import SETTLED, ResultKind
from assessments.models.questions import VersionError
from assessments.models.results import Result
from courses.models import Cohort, Enrolment
from foundation.privacy import REGISTER, Erased, NotPersonal, Period, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class PracticalExercise(models.Model):
    personal = NotPersonal("codes of practical exercises")

    code = models.CharField(max_length=16, unique=True)
    module = models.ForeignKey("courses.Module", on_delete=models.PROTECT, related_name="practicals")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class PracticalVersion(models.Model):
    """Immutable: which criteria there are and which of them are critical."""

    personal = NotPersonal("criteria of practical exercises")

    exercise = models.ForeignKey("assessments.PracticalExercise", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    minutes = models.PositiveSmallIntegerField(default=30)
    team = models.BooleanField(default=False)
    woman_assessor = models.BooleanField(default=False)
    criteria = models.JSONField()  # one true/false a criterion: is it critical?
    source_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["exercise", "-number"]
        constraints = [models.UniqueConstraint(fields=["exercise", "number"], name="practical_version_once")]

    def __str__(self) -> str:
        return f"{self.exercise_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise VersionError
        super().save(*args, **kwargs)


class PracticalText(models.Model):
    personal = Personal("changed_by", why=Why.CONTENT, kept=REGISTER, erased=Erased.NUMBER)

    version = models.ForeignKey("assessments.PracticalVersion", on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=255)
    conditions = models.TextField(blank=True)
    equipment = models.JSONField(default=list)
    criteria = models.JSONField(default=list)
    guidance = models.TextField(blank=True)
    source_hash = models.CharField(max_length=64)
    words_hash = models.CharField(max_length=64, blank=True)  # as in QuestionText, and so are the next two
    meaning = models.PositiveIntegerField(default=1)
    was = models.JSONField(default=dict)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["version", "language"]
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="practical_text_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class ObservationQuerySet(models.QuerySet["Observation"]):
    def of_same_try(self) -> "ObservationQuerySet":
        """All checklists of the try that the outer row belongs to (for subqueries)."""
        return self.filter(
            enrolment=OuterRef("enrolment"),
            version__exercise=OuterRef("version__exercise"),
            try_number=OuterRef("try_number"),
        )

    def visible_to(self, user: "User") -> "ObservationQuerySet":
        """Assessors are blind to each other until two checklists of a try are in (domain.md 4.5).

        One's own at once; then, for the try's assessors, registrar, head and national roles, the others'; when the
        try is confirmed, for everybody who sees the enrolment.
        """
        if not user.is_authenticated:
            return self.none()
        same_try = Observation.objects.of_same_try()
        confirmed = Result.objects.filter(
            enrolment=OuterRef("enrolment"),
            kind=ResultKind.PRACTICAL,
            code=OuterRef("version__exercise__code"),
            state__in=SETTLED,
            tries__gte=OuterRef("try_number"),
        )
        reader = Q(Exists(same_try.filter(assessor=user)))
        reader |= Q(enrolment__cohort__centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))
        if user.has_role(*NATIONAL):
            reader = Q(pk__isnull=False)
        submitted = Result.objects.filter(
            enrolment=OuterRef("enrolment"),
            kind=ResultKind.PRACTICAL,
            code=OuterRef("version__exercise__code"),
            tries=OuterRef("try_number"),
        )  # one assessor was enough
        both_in = Q(Exists(same_try.exclude(assessor=OuterRef("assessor")))) | Q(Exists(submitted))
        visible = Q(Exists(confirmed)) & Q(enrolment__in=Enrolment.objects.visible_to(user))
        return self.filter(Q(assessor=user) | (both_in & reader) | visible)


class Observation(models.Model):
    """One assessor's checklist for one person. The id is made with the form: sent twice, stored once."""

    personal = Personal(
        "enrolment",
        "assessor",
        "scores",
        "comment",
        "from_paper",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="observations")
    version = models.ForeignKey("assessments.PracticalVersion", on_delete=models.PROTECT, related_name="observations")
    try_number = models.PositiveSmallIntegerField(default=1)
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scores = models.JSONField()  # 0, 1 or 2 a criterion
    comment = models.TextField(blank=True)
    team = models.ForeignKey(
        "assessments.TeamSheet", on_delete=models.PROTECT, null=True, blank=True, related_name="observations"
    )
    from_paper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # who typed it in from the assessor's signed sheet
    paper = models.ForeignKey(
        "assessments.PracticalPaper", on_delete=models.PROTECT, null=True, blank=True, related_name="observations"
    )
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    competent = models.BooleanField()
    submitted_at = models.DateTimeField(default=timezone.now)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "version", "try_number", "submitted_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "version", "try_number", "assessor"], name="assessor_once_per_try"
            ),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="observation_percent_in_range"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ObservationDraftQuerySet(models.QuerySet["ObservationDraft"]):
    def visible_to(self, user: "User") -> "ObservationDraftQuerySet":
        return self.filter(assessor=user) if user.is_authenticated else self.none()


class ObservationDraft(models.Model):
    """What an assessor has marked so far and not handed in: one a person, exercise and assessor; never a result."""

    personal = Personal(
        "enrolment",
        "assessor",
        "scores",
        "comment",
        why=Why.RESULT,
        kept=Period("observation_drafts", 180, since="saved_at"),
        erased=Erased.DELETED,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # becomes the id of the observation
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.CASCADE, related_name="+")
    exercise = models.ForeignKey("assessments.PracticalExercise", on_delete=models.CASCADE, related_name="+")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    scores = models.JSONField(default=list)  # 0, 1, 2 or null a criterion
    comment = models.TextField(blank=True)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = ObservationDraftQuerySet.as_manager()

    class Meta:
        ordering = ["saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "exercise", "assessor"], name="one_draft_an_assessor")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class TeamSheetQuerySet(models.QuerySet["TeamSheet"]):
    def visible_to(self, user: "User") -> "TeamSheetQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class TeamSheet(models.Model):
    """People who did a group exercise together: one assessor marks them side by side."""

    personal = Personal("by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="+")
    exercise = models.ForeignKey("assessments.PracticalExercise", on_delete=models.PROTECT, related_name="+")
    members = models.ManyToManyField("courses.Enrolment", related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = TeamSheetQuerySet.as_manager()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return str(self.pk)


class PracticalPaperQuerySet(models.QuerySet["PracticalPaper"]):
    def visible_to(self, user: "User") -> "PracticalPaperQuerySet":
        """Who typed the sheets in, whose they are, registrar, head and national roles: a scan shows scores."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NATIONAL):
            return self
        kept = Q(cohort__centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))
        return self.filter(kept | Q(by=user) | Q(assessor=user))


class PracticalPaper(models.Model):
    """Signed paper sheets of one assessor, typed in together, and their scan. The id is made with the form."""

    personal = Personal("assessor", "by", "scan", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="+")
    exercise = models.ForeignKey("assessments.PracticalExercise", on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    scan = models.CharField(max_length=80, blank=True)  # name of the file: its SHA-256 and kind
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PracticalPaperQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return str(self.pk)


class CoachingQuerySet(models.QuerySet["Coaching"]):
    def visible_to(self, user: "User") -> "CoachingQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class Coaching(models.Model):
    """What was practised with somebody before a re-sit (domain.md 4.3). The id is made with the form."""

    personal = Personal(
        "enrolment",
        "note",
        "by",
        why=Why.RESULT,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="+")
    exercise = models.ForeignKey("assessments.PracticalExercise", on_delete=models.PROTECT, related_name="+")
    try_number = models.PositiveSmallIntegerField()  # the try that it prepared for
    note = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = CoachingQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="coaching_has_note"),
            models.UniqueConstraint(fields=["enrolment", "exercise", "try_number"], name="coached_once_a_try"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class PracticalDayQuerySet(models.QuerySet["PracticalDay"]):
    def visible_to(self, user: "User") -> "PracticalDayQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class PracticalDay(models.Model):
    """A planned day of practical exercises at a cohort: who, which exercises, with how many assessors."""

    personal = Personal("by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="practical_days")
    date = models.DateField()
    starts_at = models.TimeField(default=datetime.time(8, 30))
    rooms = models.PositiveSmallIntegerField(default=1)  # places where an exercise can go on at the same time
    final = models.BooleanField(default=False)  # the final practical day of the programme
    minutes = models.PositiveSmallIntegerField()  # working minutes of an assessor that day
    exercises = models.JSONField()  # codes
    assessors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = PracticalDayQuerySet.as_manager()

    class Meta:
        ordering = ["date"]
        constraints = [models.UniqueConstraint(fields=["cohort", "date"], name="one_practical_day_a_date")]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.date}"


class DrawnPairQuerySet(models.QuerySet["DrawnPair"]):
    def visible_to(self, user: "User") -> "DrawnPairQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class DrawnPair(models.Model):
    """Somebody who was drawn for two assessors in one exercise of a programme that asks for a sample."""

    personal = Personal("enrolment", why=Why.RESULT, kept=REGISTER, erased=Erased.NUMBER, of="enrolment__person")

    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.CASCADE, related_name="+")
    exercise = models.ForeignKey("assessments.PracticalExercise", on_delete=models.PROTECT, related_name="+")
    drawn = models.BooleanField()  # the draw is kept either way, so nobody draws again until it fits
    at = models.DateTimeField(default=timezone.now)

    objects = DrawnPairQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "exercise"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "exercise"], name="drawn_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.exercise_id}"
