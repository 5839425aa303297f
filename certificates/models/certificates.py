"""A certificate is a frozen record: its PDF is drawn from `facts` alone, whatever changes later."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import NATIONAL, Role
from certificates.enums import (
    BY_THE_CALENDAR,
    CertificateKind,
    CertificateState,
    EventKind,
    RegisterKind,
    RevocationCategory,
)
from foundation.privacy import REGISTER, Erased, Personal, Why

if TYPE_CHECKING:
    from accounts.models import User


class FrozenError(Exception):
    """A frozen fact or an event was to be changed or removed."""


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: "User") -> "CertificateQuerySet":
        """One's own; the centre's for registrar and head; all for HR, auditor and administrator."""
        if not user.is_authenticated:
            return self.none()
        if user.has_role(*NATIONAL):
            return self
        return self.filter(Q(person=user) | Q(centre__in=user.centre_ids(Role.REGISTRAR, Role.HEAD)))

    def update(self, **kwargs: Any) -> int:
        """Refuse to change a frozen field of many rows at once, as `save` does for one."""
        frozen = {name.removesuffix("_id") for name in Certificate.FROZEN}
        if frozen & {name.removesuffix("_id") for name in kwargs}:
            raise FrozenError(", ".join(sorted(kwargs)))
        return super().update(**kwargs)

    def fill_once(self, **kwargs: Any) -> int:
        """Write fields of WRITE_ONCE into those of these rows that have no seal yet; return how many."""
        return super(CertificateQuerySet, self.filter(seal__isnull=True)).update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise FrozenError


class Certificate(models.Model):
    """`facts` holds what is printed except names; `names` are plain, or sealed under the person's own key."""

    personal = Personal(
        "person",
        "facts",
        "names",
        "sealed_names",
        "file_name",
        "seal",
        why=Why.REGISTER,
        kept=REGISTER,
        erased=Erased.RECORD,
        of="person",
    )

    WRITE_ONCE = ("seal", "status_list", "status_index")  # empty until the paper is drawn the first time
    FROZEN = (
        *("serial", "code", "number", "series_id", "facts", "names", "sealed_names"),
        *("issued_on", "valid_until", "person_id", "enrolment_id", "kind", "register", "renews_id"),
        *WRITE_ONCE,
    )
    _frozen: dict[str, Any]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="certificates")
    enrolment = models.ForeignKey("courses.Enrolment", on_delete=models.PROTECT, related_name="certificates")
    centre = models.ForeignKey("accounts.Centre", on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey("certificates.Batch", on_delete=models.PROTECT, null=True, related_name="certificates")
    design = models.ForeignKey("certificates.Design", on_delete=models.PROTECT)
    series = models.ForeignKey("certificates.RegisterSeries", on_delete=models.PROTECT)
    number = models.PositiveIntegerField()
    serial = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=16, unique=True)  # Crockford base32, last character checks the others
    kind = models.CharField(max_length=12, choices=CertificateKind.choices, default=CertificateKind.CERTIFICATE)
    register = models.CharField(max_length=16, choices=RegisterKind.choices, default=RegisterKind.QUALIFICATION)
    state = models.CharField(max_length=10, choices=CertificateState.choices, default=CertificateState.ISSUED)
    facts = models.JSONField()
    names = models.JSONField(null=True)
    sealed_names = models.BinaryField(null=True)
    check_allowed = models.BooleanField(default=True)  # protected persons: off unless they ask for it
    issued_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    renews = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewed_by")
    file_name = models.CharField(max_length=80, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_sealed = models.BooleanField(default=False)
    seal = models.BinaryField(null=True)  # COSE_Sign1, as it stands in the QR code (signing/seal.py)
    status_list = models.PositiveSmallIntegerField(null=True)  # the published list of states, and the place in it,
    status_index = models.PositiveIntegerField(null=True)  # drawn at random: neighbours in it are strangers
    claimed_until = models.DateTimeField(null=True)  # a worker draws it

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="number_once_per_series"),
            models.UniqueConstraint(
                fields=["enrolment", "register"],
                condition=Q(state=CertificateState.ISSUED),
                name="one_standing_certificate",
            ),
            models.CheckConstraint(
                condition=Q(names__isnull=False, sealed_names__isnull=True)
                | Q(names__isnull=True, sealed_names__isnull=False),
                name="certificate_names_plain_or_sealed",
            ),
            models.UniqueConstraint(fields=["status_list", "status_index"], name="status_place_once"),
        ]

    def __str__(self) -> str:
        return self.serial

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **kwargs: Any) -> "Certificate":
        row = super().from_db(db, field_names, values, **kwargs)
        row._frozen = {name: row.__dict__[name] for name in cls.FROZEN if name in row.__dict__}
        return row

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a frozen field."""
        for name, value in getattr(self, "_frozen", {}).items():
            if self.__dict__.get(name) != value and not (name in self.WRITE_ONCE and value is None):
                raise FrozenError(name)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise FrozenError


class CertificateEventQuerySet(models.QuerySet["CertificateEvent"]):
    def visible_to(self, user: "User") -> "CertificateEventQuerySet":
        return self.filter(certificate__in=Certificate.objects.visible_to(user))


class CertificateEvent(models.Model):
    """Append-only: issued, revoked (order, date, category), replaced, renewed; and what the calendar brings about."""

    personal = Personal(
        "actor",
        "note",
        why=Why.REGISTER,
        kept=REGISTER,
        erased=Erased.RECORD,
        of="certificate__person",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey("certificates.Certificate", on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.ForeignKey("accounts.Order", on_delete=models.PROTECT, null=True, blank=True)
    category = models.CharField(max_length=12, choices=RevocationCategory.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = CertificateEventQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["certificate"], condition=Q(kind=EventKind.REVOKED), name="revoked_once"),
            models.UniqueConstraint(
                fields=["certificate", "kind"], condition=Q(kind__in=sorted(BY_THE_CALENDAR)), name="expiry_told_once"
            ),
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | Q(kind__in=sorted(BY_THE_CALENDAR)), name="somebody_acted"
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.REVOKED) | (Q(order__isnull=False) & ~Q(category="")),
                name="revocation_has_order_and_category",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse to change a row that exists."""
        if not self._state.adding:
            raise FrozenError
        super().save(*args, **kwargs)
