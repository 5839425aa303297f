"""Who may log in."""

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser

from accounts.models import User


class PeopleBackend(ModelBackend):
    """Service number and password. People of the demonstration exist only where there is a demonstration.

    Django asks this again on every request of a session, so an old session of a demonstration account is nobody's
    under production settings.
    """

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if getattr(user, "demonstration", False) and not settings.DEMONSTRATION:
            return False
        return super().user_can_authenticate(user)
