"""Who may log in."""

import uuid

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import UUIDField

from accounts.models import User

# Every page asks this: written out, it costs a third of what compiling it costs.
PERSON = "SELECT * FROM accounts_user WHERE id = %s"


class PeopleBackend(ModelBackend):
    """Service number and password. People of the demonstration exist only where there is a demonstration.

    Django asks this again on every request of a session, so an old session of a demonstration account is nobody's
    under production settings.
    """

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if getattr(user, "demonstration", False) and not settings.DEMONSTRATION:
            return False
        return super().user_can_authenticate(user)

    def get_user(self, user_id: uuid.UUID) -> User | None:  # type: ignore[override]
        """Return the person of a session, or None when there is none any more or the person may not log in."""
        person: User | None = next(
            iter(User.objects.raw(PERSON, [UUIDField().get_db_prep_value(user_id, connection)])), None
        )
        return person if person is not None and self.user_can_authenticate(person) else None
