"""Short notices after an act ("Saved."): in a cookie that the next page takes away."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class NoticeCookie(CookieStorage):
    """Django's, with a name that production gives the host's prefix."""

    cookie_name = settings.MESSAGES_COOKIE_NAME


class Notices(FallbackStorage):
    """MESSAGE_STORAGE: what does not fit into the cookie waits in the session, as Django does it."""

    storage_classes = (NoticeCookie, SessionStorage)
