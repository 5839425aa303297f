"""Sessions in the database: how long they last, on which device they are, and a reading that costs one statement."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import connection
from django.db.models import DateTimeField
from django.utils import timezone

from accounts.models import Session

# What django.contrib.sessions.backends.db asks, and whether the row is to be noted as seen; compiling it from its
# expressions costs as much as all the rest of it.
SESSION = "SELECT session_data, seen_at < %s FROM accounts_session WHERE session_key = %s AND expire_date > %s"

DEVICE = "device"  # what services.devices.describe writes into a session at log-in
NOTE_EVERY = datetime.timedelta(minutes=5)


def _ends(data: dict[str, Any], now: datetime.datetime) -> datetime.datetime:
    """Return when a session ends that is used now: after its idle time, at its last hour at the latest."""
    device = data.get(DEVICE)
    if device is None:
        return now + datetime.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    last = datetime.datetime.fromtimestamp(device["ends"], datetime.UTC)
    return min(now + datetime.timedelta(seconds=device["idle"]) + NOTE_EVERY, last)


class SessionStore(db.SessionStore):
    """Django's store over a table of our own; `manage.py clearsessions` works as ever."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        """Return what the session holds; an unknown or expired one is empty and loses its key.

        Every five minutes at most it is noted that the session is in use, which puts off its end.
        """
        now = timezone.now()
        bounds = [DateTimeField().get_db_prep_value(at, connection) for at in (now - NOTE_EVERY, now)]
        with connection.cursor() as cursor:
            cursor.execute(SESSION, [bounds[0], self.session_key, bounds[1]])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        data = self.decode(row[0])
        if row[1]:
            Session.objects.filter(session_key=self.session_key).update(seen_at=now, expire_date=_ends(data, now))
        return data

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row for what the session holds."""
        now = timezone.now()
        device = data.get(DEVICE) or {}
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=_ends(data, now),
            device=device.get("id"),
            person_id=data.get(SESSION_KEY),
            started_at=datetime.datetime.fromtimestamp(device["started"], datetime.UTC) if device else now,
            seen_at=now,
            address=device.get("address"),
            browser=device.get("browser", ""),
            system=device.get("system", ""),
            shared=device.get("shared", False),
        )

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Return how long the cookie lasts, in seconds: to the last hour of the session."""
        device = self.get(DEVICE)
        if device is None:
            return int(settings.SESSION_COOKIE_AGE)
        return max(0, int(device["ends"] - timezone.now().timestamp()))

    def get_expire_at_browser_close(self) -> bool:
        """True on a shared computer."""
        return bool((self.get(DEVICE) or {}).get("shared"))
