"""Sessions in the database, as Django keeps them; only reading one is written out, because every page does it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.db.models import DateTimeField
from django.utils import timezone

# What django.contrib.sessions.backends.db asks; compiling it from its expressions costs as much as all the rest of it.
SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's store; `manage.py clearsessions` and everything that writes are untouched."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds; an unknown or expired one is empty and loses its key."""
        now = DateTimeField().get_db_prep_value(timezone.now(), connection)
        with connection.cursor() as cursor:
            cursor.execute(SESSION, [self.session_key, now])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
