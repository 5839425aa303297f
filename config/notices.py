"""Short notices after an act ("Saved."): in a cookie that the next page takes away."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NoticeCookie(CookieStorage):
    """Django's, with a name that production gives the host's prefix."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        """Return MESSAGES_COOKIE_NAME."""
        name: str = settings.MESSAGES_COOKIE_NAME
        return name


class Notices(FallbackStorage):
    """MESSAGE_STORAGE: what does not fit into the cookie waits in the session, as Django does it."""

    storage_classes = (NoticeCookie, SessionStorage)
