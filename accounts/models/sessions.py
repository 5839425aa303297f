"""Sessions: one row for each device on which somebody is logged in, and counts of wrong tries."""

import uuid
from typing import TYPE_CHECKING

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone

from accounts.models.people import User
from foundation.privacy import Erased, Period, Personal, Why

if TYPE_CHECKING:
    from accounts.sessions import SessionStore


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> "SessionQuerySet":
        return self.filter(person=user.pk) if user.is_authenticated else self.none()

    def in_force(self) -> "SessionQuerySet":
        """Sessions that have not ended by themselves."""
        return self.filter(expire_date__gt=timezone.now())


class Session(AbstractBaseSession):
    """Django's session with what a person is shown about the own devices. To end a session is to delete its row."""

    personal = Personal(
        "person",
        "session_data",
        "address",
        "browser",
        "system",
        why=Why.ACCESS,
        kept=Period("sessions", 0, since="expire_date"),
        erased=Erased.DELETED,
        of="person",
    )

    device = models.UUIDField(null=True, db_index=True)  # its name in addresses: the key is shown nowhere
    person = models.ForeignKey("accounts.User", on_delete=models.CASCADE, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)  # written every five minutes at most
    address = models.GenericIPAddressField(null=True)
    browser = models.CharField(max_length=16, blank=True)
    system = models.CharField(max_length=16, blank=True)
    shared = models.BooleanField(default=False)

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()  # type: ignore[misc]

    def __str__(self) -> str:
        return str(self.device)

    @classmethod
    def get_session_store_class(cls) -> "type[SessionStore]":
        from accounts.sessions import SessionStore  # noqa: PLC0415 - reason: the store needs this model

        return SessionStore


class TryCount(models.Model):
    """How often somebody failed to log in: by address, by number or by device, each only as a keyed hash."""

    personal = Personal(
        "digest",
        why=Why.MISUSE,
        kept=Period("wrong_tries", 30, since="last_at"),
        erased=Erased.EXPIRES,
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=32, unique=True)
    count = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.count)
