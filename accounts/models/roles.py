"""Who may do what, where and until when; commissions and orders."""

import datetime
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import NATIONAL, AuthorisationKind, OrderKind, Role
from accounts.models.people import User
from accounts.models.places import Centre
from foundation.privacy import REGISTER, Erased, NotPersonal, Personal, Why


class PeriodQuerySet(models.QuerySet[Any]):
    def in_force(self, day: datetime.date) -> "PeriodQuerySet":
        """Rows whose period holds `day`."""
        return self.filter(Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class HeldQuerySet(PeriodQuerySet):
    """What a person holds: roles, authorisations."""

    def visible_to(self, user: User) -> "HeldQuerySet":
        return self.filter(user__in=User.objects.visible_to(user))


class RoleAssignment(models.Model):
    """The truth about roles; Wagtail's groups are a projection of it (services/roles.py)."""

    personal = Personal("user", "role", "centre", why=Why.ACCESS, kept=REGISTER, erased=Erased.NUMBER, of="user")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, null=True, blank=True)
    language = models.CharField(max_length=8, blank=True)  # translators: their language
    project = models.CharField(max_length=120, blank=True)  # observers: the project, as Cohort.project names it
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "centre"],
                condition=Q(valid_to__isnull=True, centre__isnull=False),
                name="open_role_once_per_centre",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "project"],
                condition=Q(valid_to__isnull=True, centre__isnull=True),
                name="open_role_once_everywhere",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="role_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["instructor", "registrar", "head", "invigilator", "duty_officer", "commission"])
                | Q(centre__isnull=False),
                name="centre_roles_have_centre",
            ),
            models.CheckConstraint(
                condition=Q(role="observer", project__gt="") | (~Q(role="observer") & Q(project="")),
                name="observers_alone_have_a_project",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.centre_id or ''}"


class Authorisation(models.Model):
    """Who may teach or assess which course (by its code), until when (domain.md 4.1)."""

    personal = Personal("user", "course_code", why=Why.TRAINING, kept=REGISTER, erased=Erased.NUMBER, of="user")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="authorisations")
    kind = models.CharField(max_length=8, choices=AuthorisationKind.choices)
    course_code = models.CharField(max_length=8)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        ordering = ["user", "kind", "course_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "course_code"],
                condition=Q(valid_to__isnull=True),
                name="open_authorisation_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.course_code}"


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: User) -> "OrderQuerySet":
        if user.is_authenticated and user.has_role(*NATIONAL):
            return self
        return self.filter(centre__in=Centre.objects.visible_to(user))


class Order(models.Model):
    """A written order: number, date and kind at one centre."""

    personal = Personal("created_by", why=Why.STAFF, kept=REGISTER, erased=Erased.NUMBER)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=OrderKind.choices)
    number = models.CharField(_("order number"), max_length=32)
    date = models.DateField(_("order date"))
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "number"]
        constraints = [
            models.UniqueConstraint(fields=["centre", "number", "date"], name="order_number_once_a_day"),
            models.CheckConstraint(condition=~Q(number=""), name="order_has_number"),
        ]

    def __str__(self) -> str:
        return self.number


class CommissionQuerySet(PeriodQuerySet):
    def visible_to(self, user: User) -> "CommissionQuerySet":
        return self.filter(centre__in=Centre.objects.visible_to(user))


class Commission(models.Model):
    """A certification commission, appointed by an order."""

    personal = NotPersonal("when a commission sat; its members are rows of their own")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT)
    order = models.ForeignKey("accounts.Order", on_delete=models.PROTECT)
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)

    objects = CommissionQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return str(self.pk)


class CommissionMemberQuerySet(models.QuerySet["CommissionMember"]):
    def visible_to(self, user: User) -> "CommissionMemberQuerySet":
        return self.filter(commission__centre__in=Centre.objects.visible_to(user))


class CommissionMember(models.Model):
    personal = Personal("user", why=Why.RESULT, kept=REGISTER, erased=Erased.NUMBER, of="user")

    commission = models.ForeignKey("accounts.Commission", on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT)
    chair = models.BooleanField(default=False)

    objects = CommissionMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commission", "user"], name="member_once_per_commission"),
            models.UniqueConstraint(fields=["commission"], condition=Q(chair=True), name="one_chair_per_commission"),
        ]

    def __str__(self) -> str:
        return str(self.user_id)
