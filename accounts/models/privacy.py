"""What is asked about personal data: copies for the person, erasures that two people decide, periods of keeping."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.enums import ErasureKind, ErasureState, Role
from accounts.models.people import User
from foundation.privacy import Does, Erased, NotPersonal, Period, Personal, Why


class ErasureQuerySet(models.QuerySet["ErasureRequest"]):
    def visible_to(self, user: User) -> "ErasureQuerySet":
        """All for HR, auditors and administrators; those of their centre for registrar and head; one's own."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(Role.HR, Role.AUDITOR, Role.ADMINISTRATOR):
            return self
        near = user.centre_ids(Role.REGISTRAR, Role.HEAD)
        return self.filter(Q(person=user) | Q(asked_by=user) | Q(person__centre__in=near) | Q(centre__in=near))


class ErasureRequest(models.Model):
    """Somebody asks that a person, or every protected name, be erased; somebody else confirms it, or nobody does."""

    personal = Personal(
        "person", "asked_by", "confirmed_by", "reason",
        why=Why.RIGHTS, kept="register", erased=Erased.NUMBER, of="person",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=ErasureKind.choices)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    valid_until = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ErasureState.choices, default=ErasureState.OPEN)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=ErasureState.OPEN), name="one_open_erasure_of_a_person"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("asked_by")), name="two_people_erase"
            ),
            models.CheckConstraint(
                condition=~Q(state=ErasureState.DONE) | Q(confirmed_by__isnull=False, done_at__isnull=False),
                name="done_erasure_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(kind=ErasureKind.EVERYBODY), name="erasure_is_of_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class DataCopyQuerySet(models.QuerySet["DataCopy"]):
    def visible_to(self, user: User) -> "DataCopyQuerySet":
        """One's own, and those that one has made for somebody else."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(person=user) | Q(asked_by=user))


class DataCopy(models.Model):
    """A copy of everything that is held about a person, for the person. Two sealed files, gone after seven days."""

    personal = Personal(
        "person", "asked_by",
        why=Why.RIGHTS, kept=Period("data_copies", 7, since="asked_at", does=Does.OWN), erased=Erased.DELETED,
        of="person",
    )  # fmt: skip

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    language = models.CharField(max_length=8)
    made_at = models.DateTimeField(null=True)

    objects = DataCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return str(self.pk)


class RetentionPeriod(models.Model):
    """Days for one period of keeping, where they are not the default of the declaration."""

    personal = NotPersonal("how many days each kind of row is kept")

    code = models.CharField(max_length=32, primary_key=True)
    days = models.PositiveIntegerField()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.days}"
