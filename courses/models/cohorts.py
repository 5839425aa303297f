"""Cohorts, their instructors and the people enrolled."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import NATIONAL, SITS_IN_COMMISSIONS, Role
from courses.enums import CohortState, EnrolmentState
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, user: "User") -> "CohortQuerySet":
        """Own cohorts for trainees and instructors, the centre's for registrar, head and commission, all for national
        roles. What somebody taught at a centre where the role has ended is gone."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NATIONAL):
            return self
        return self.filter(
            Q(centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))
            | Q(pk__in=Cohort.objects.taught_by(user).order_by().values("pk"))
            | Q(pk__in=Cohort.objects.examined_by(user).order_by().values("pk"))
            | Q(pk__in=Enrolment.objects.filter(person=user).values("cohort"))
        )

    def examined_by(self, user: "User") -> "CohortQuerySet":
        """Cohorts that a commission examines in which `user` sits: it is in force today, and not older than the cohort.

        The member must hold a role today that sits in commissions of that centre.
        """
        centres = user.centre_ids(*SITS_IN_COMMISSIONS) if user.is_authenticated else []
        if not centres:
            return self.none()
        today = timezone.localdate()
        return self.filter(
            Q(centre__commission__valid_to__isnull=True) | Q(centre__commission__valid_to__gte=today),
            Q(centre__commission__valid_from__lte=today) & Q(centre__commission__valid_from__lte=F("ends_on")),
            centre__in=centres,
            centre__commission__members__user=user,
        )

    def observed_by(self, user: "User") -> "CohortQuerySet":
        """Cohorts of the projects that `user` observes today, for sums alone: the rows themselves stay closed."""
        return self.filter(project__in=user.projects()) if user.is_authenticated else self.none()

    def managed_by(self, user: "User") -> "CohortQuerySet":
        """Cohorts whose people and papers `user` keeps: registrar or head of that centre."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))

    def taught_by(self, user: "User") -> "CohortQuerySet":
        """Cohorts of which `user` teaches some or all sessions, at a centre where that role is held today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(pk__in=CohortInstructor.objects.filter(user=user).values("cohort"))
            | Q(pk__in=Cohort.objects.filter(sessions__more_instructors=user).order_by().values("pk")),
            centre__in=user.centre_ids(Role.INSTRUCTOR),
        )


class Cohort(models.Model):
    """A group that goes through one programme version at one centre."""

    personal = Personal("senior", "created_by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=32, unique=True)
    programme_version = models.ForeignKey("courses.ProgrammeVersion", on_delete=models.PROTECT, related_name="cohorts")
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="cohorts")
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=8, choices=CohortState.choices, default=CohortState.PLANNED)
    project = models.CharField(max_length=120, blank=True)
    senior = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the group senior, a trainee who may prepare rolls
    self_check_in = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="cohort_ends_after_start"),
            models.CheckConstraint(condition=~Q(code=""), name="cohort_has_code"),
        ]

    def __str__(self) -> str:
        return self.code


class CohortInstructorQuerySet(models.QuerySet["CohortInstructor"]):
    def visible_to(self, user: "User") -> "CohortInstructorQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))


class CohortInstructor(models.Model):
    personal = Personal("user", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    cohort = models.ForeignKey("courses.Cohort", on_delete=models.CASCADE, related_name="instructors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = CohortInstructorQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "user"], name="instructor_once_per_cohort")]

    def __str__(self) -> str:
        return str(self.user_id)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: "User") -> "EnrolmentQuerySet":
        """One's own; for staff, those of the cohorts they teach or keep; for national roles, all."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NATIONAL):
            return self
        return self.filter(
            Q(person=user)
            | Q(cohort__centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD))
            | Q(cohort__in=Cohort.objects.taught_by(user))
            | Q(cohort__in=Cohort.objects.examined_by(user).order_by().values("pk"))
        )

    def active(self) -> "EnrolmentQuerySet":
        return self.exclude(state=EnrolmentState.WITHDRAWN)


class Enrolment(models.Model):
    personal = Personal(
        "person",
        "state",
        "order",
        "enrolled_by",
        why=Why.TRAINING,
        kept=REGISTER,
        erased=Erased.NUMBER,
        of="person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey("courses.Cohort", on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=10, choices=EnrolmentState.choices, default=EnrolmentState.ENROLLED)
    order = models.ForeignKey("accounts.Order", on_delete=models.PROTECT, null=True, blank=True)
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    enrolled_at = models.DateTimeField(default=timezone.now)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["cohort", "person"]
        constraints = [models.UniqueConstraint(fields=["cohort", "person"], name="person_once_per_cohort")]

    def __str__(self) -> str:
        return str(self.pk)
