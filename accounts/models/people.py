"""People. Their names are rows of their own (names.py)."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import connection, models
from django.db.models import DateField, Q, UUIDField
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import CENTRE_STAFF, NATIONAL, Calendar, Role, Service, Sex
from foundation.privacy import PERSON, Erased, NotPersonal, Personal, Why

# The same as role_assignments.in_force(day), written out: every page asks this, and compiling it from its expressions
# costs a fifth of a lesson page.
ROLES_IN_FORCE = """
    SELECT id, user_id, role, centre_id, language, project, valid_from, valid_to FROM accounts_roleassignment
    WHERE user_id = %s AND valid_from <= %s AND (valid_to IS NULL OR valid_to >= %s) ORDER BY role
"""


class Rank(models.Model):
    """A rank with its words in each language; ladders change, so each row says from when to when it was used."""

    personal = NotPersonal("words for ranks")

    code = models.CharField(max_length=8, unique=True)
    titles = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.code


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> "UserQuerySet":
        """People whom `user` may see: herself; for staff, the people of her centres; for national roles, everybody."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NATIONAL):
            return self
        return self.filter(Q(pk=user.pk) | Q(centre__in=user.centre_ids(*CENTRE_STAFF))).distinct()

    def names_open_to(self, user: "User") -> "UserQuerySet":
        """People whose names `user` may read on a screen about people (domain.md 6.3).

        Protected names are open to the person, to registrar and head of the person's centre and to HR officers only;
        others see the service number.
        """
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.HR):
            return self
        near = user.centre_ids(Role.REGISTRAR, Role.HEAD)
        return self.filter(Q(protected=False) | Q(pk=user.pk) | Q(centre__in=near))


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        """Service numbers are compared without regard to case."""
        return self.get(service_number__iexact=username)  # type: ignore[no-any-return]


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The service number is the log-in name and stays the same when a name changes."""

    personal = Personal(
        "service_number",
        "sex",
        "birth_year",
        "rank",
        "unit",
        "service",
        "centre",
        "language",
        "calendar",
        "password",
        "last_login",
        why=Why.PERSON,
        kept=PERSON,
        erased=Erased.CLEARED,
        of="pk",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    service_number = models.CharField(_("service number"), max_length=32, unique=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    rank = models.ForeignKey("accounts.Rank", on_delete=models.PROTECT, null=True, blank=True)
    unit = models.CharField(_("unit code"), max_length=32, blank=True)
    service = models.CharField(_("service"), max_length=8, choices=Service.choices, default=Service.BFT)
    centre = models.ForeignKey(
        "accounts.Centre", on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    language = models.CharField(_("language"), max_length=8, default="tg")
    calendar = models.CharField(_("calendar"), max_length=10, choices=Calendar.choices, default=Calendar.GREGORIAN)
    protected = models.BooleanField(_("protected person"), default=False)
    must_change_password = models.BooleanField(default=False)
    demonstration = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)  # services/erasure.py
    names_destroyed_at = models.DateTimeField(null=True, blank=True, editable=False)

    USERNAME_FIELD = "service_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ["service_number"]
        constraints = [
            models.CheckConstraint(condition=~Q(service_number=""), name="user_has_service_number"),
            models.UniqueConstraint(Upper("service_number"), name="service_number_once_in_any_case"),
            models.CheckConstraint(
                condition=Q(protected=True) | ~Q(service=Service.AFGHAN), name="afghan_trainees_are_protected"
            ),
        ]

    def __str__(self) -> str:
        return self.service_number

    def get_full_name(self) -> str:
        """The service number: libraries print this into logs and reports, where no name may stand."""
        return self.service_number

    def get_short_name(self) -> str:
        return self.service_number

    @property
    def email(self) -> str:
        """Nobody has an address; Wagtail asks for one."""
        return ""

    def roles(self) -> list[Any]:
        """The assignments in force today, read once a request."""
        if not hasattr(self, "_roles"):
            day = DateField().get_db_prep_value(timezone.localdate(), connection)
            person = UUIDField().get_db_prep_value(self.pk, connection)
            self._roles = list(self.role_assignments.raw(ROLES_IN_FORCE, [person, day, day]))
        return self._roles

    def has_role(self, *roles: str) -> bool:
        return any(assignment.role in roles for assignment in self.roles())

    def projects(self) -> list[str]:
        """Projects that the person observes today."""
        return [a.project for a in self.roles() if a.role == Role.OBSERVER]

    def centre_ids(self, *roles: str) -> list[int]:
        """Centres where the person holds one of `roles` today."""
        return [a.centre_id for a in self.roles() if a.role in roles and a.centre_id is not None]
