"""What precedes a certificate: the series of serial numbers, and the batch that four eyes pass."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import NATIONAL, Role
from certificates.enums import BatchState, RegisterKind
from courses.models import Cohort, Enrolment
from foundation.privacy import REGISTER, Erased, NotPersonal, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class SeriesQuerySet(models.QuerySet["RegisterSeries"]):
    def visible_to(self, user: "User") -> "SeriesQuerySet":
        """The centre's for registrar and head; all for national roles."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NATIONAL):
            return self
        return self.filter(centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))


class RegisterSeries(models.Model):
    """One running number for each centre, course and year; drawn under a lock, so no number twice and no gap.

    `course_code` is the programme's code without its length (domain/serials.py): BIC-3M and BIC-10D share a series.
    """

    personal = NotPersonal("the last number of each register")

    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT)
    course_code = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    register = models.CharField(max_length=16, choices=RegisterKind.choices, default=RegisterKind.QUALIFICATION)
    last_number = models.PositiveIntegerField(default=0)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "course_code", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "course_code", "year", "register"], name="series_once")
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} {self.course_code} {self.year}"


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: "User") -> "BatchQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class Batch(models.Model):
    """Certificates of one cohort, prepared by one person and issued by another under an order.

    Of one register: those of attendance are prepared and issued apart from the others.
    """

    personal = Personal("prepared_by", "issued_by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="batches")
    order = models.ForeignKey("accounts.Order", on_delete=models.PROTECT)
    design = models.ForeignKey("certificates.Design", on_delete=models.PROTECT)
    register = models.CharField(max_length=16, choices=RegisterKind.choices, default=RegisterKind.QUALIFICATION)
    second_language = models.CharField(max_length=8, default="ru")
    third_language = models.CharField(max_length=8, blank=True, default="")
    effective_on = models.DateField()
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.PREPARED)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "register"],
                condition=Q(state=BatchState.PREPARED),
                name="one_prepared_batch_per_cohort",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("prepared_by")), name="batch_needs_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.ISSUED) | Q(issued_by__isnull=False, issued_at__isnull=False),
                name="issued_batch_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class BatchLineQuerySet(models.QuerySet["BatchLine"]):
    def visible_to(self, user: "User") -> "BatchLineQuerySet":
        return self.filter(batch__in=Batch.objects.visible_to(user))


class BatchLine(models.Model):
    """One person of a batch: found entitled when it was prepared."""

    personal = Personal("enrolment", why=Why.REGISTER, kept=REGISTER, erased=Erased.RECORD, of="enrolment__person")

    batch = models.ForeignKey("certificates.Batch", on_delete=models.CASCADE, related_name="lines")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="+")
    honours = models.BooleanField(default=False)
    renews = models.ForeignKey(
        "certificates.Certificate", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the person's certificate of this course that the new one renews

    objects = BatchLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "enrolment"], name="batch_line_once")]

    def __str__(self) -> str:
        return str(self.pk)


class BatchSignatoryQuerySet(models.QuerySet["BatchSignatory"]):
    def visible_to(self, user: "User") -> "BatchSignatoryQuerySet":
        return self.filter(batch__in=Batch.objects.visible_to(user))


class BatchSignatory(models.Model):
    """Who signs the certificates of a batch: somebody of the service, or a free name; the office in each language.

    May be changed until the batch is issued. Without any, the head of centre who issues signs.
    """

    personal = Personal("person", "names", why=Why.REGISTER, kept=REGISTER, erased=Erased.RECORD, of="person")

    batch = models.ForeignKey("certificates.Batch", on_delete=models.CASCADE, related_name="signatories")
    position = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    names = models.JSONField(default=dict)  # script -> the whole name as it is printed; only without `person`
    offices = models.JSONField(default=dict)  # language -> office

    objects = BatchSignatoryQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="signatory_position_once"),
            models.CheckConstraint(
                condition=(Q(person__isnull=False) & Q(names={})) | (Q(person__isnull=True) & ~Q(names={})),
                name="signatory_is_person_or_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.position}"


class NameProofQuerySet(models.QuerySet["NameProof"]):
    def visible_to(self, user: "User") -> "NameProofQuerySet":
        return self.filter(enrolment__in=Enrolment.objects.visible_to(user))


class NameProof(models.Model):
    """A trainee signed that the names are right. It holds for the very names (ids) that stood on the sheet.

    A name that was changed afterwards has another id, so the proof does not hold any more; nothing has to be undone.
    """

    personal = Personal(
        "enrolment",
        "names",
        "by",
        why=Why.REGISTER,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="enrolment__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="+")
    names = models.CharField(max_length=200)  # ids of the names, sorted
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = NameProofQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "names"], name="names_proved_once")]

    def __str__(self) -> str:
        return str(self.pk)
