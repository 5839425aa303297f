"""Devices that are known to an account (OWASP "device cookies"): a stranger's wrong tries never keep them out.

The cookie holds a random sign of the device and keyed hashes of the numbers that logged in there, signed. It lets
nobody in: a password is asked as ever, and wrong tries are counted for the device by itself.
"""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.domain.numbers import normal_number
from accounts.services.tries import device_is_trusted

SALT = "accounts.device_cookie"
YEAR = 365 * 24 * 3600
MOST_PEOPLE = 8  # of one device, the last who logged in


def _sign_of(number: str) -> str:
    return salted_hmac("accounts.device", normal_number(number), algorithm="sha256").hexdigest()[:24]


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the device's sign and the people it knows; both empty without a cookie of ours."""
    try:
        nonce, people = signing.loads(request.COOKIES.get(settings.DEVICE_COOKIE_NAME, ""), salt=SALT, max_age=YEAR)
        return str(nonce), [str(one) for one in people]
    except (signing.BadSignature, TypeError, ValueError):
        return "", []


def nonce_for(request: HttpRequest, number: str) -> str:
    """Return the sign of this device when the person with this number logged in on it before, else an empty text."""
    nonce, people = _read(request)
    return nonce if _sign_of(number) in people else ""


def is_known(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> bool:
    """Return whether this try comes from a device that the account knows and that did not fail often itself.

    Asked by django-axes (AXES_WHITELIST_CALLABLE) and before waiting is asked for.
    """
    number = str((credentials or {}).get("username") or request.POST.get("username") or "")
    nonce = nonce_for(request, number)
    return bool(nonce) and device_is_trusted(number=number, device=nonce, at=timezone.now())


def wants_cookie(request: HttpRequest, number: str, *, shared: bool) -> None:
    """Let the answer to this request make the device known to the person, or, where it is shared, forget it."""
    nonce, people = _read(request)
    known = [one for one in people if one != _sign_of(number)]
    if not shared:
        known = [*known, _sign_of(number)][-MOST_PEOPLE:]
    request.device_cookie = (nonce or secrets.token_urlsafe(12), known, shared)  # type: ignore[attr-defined]


class DeviceCookieMiddleware:
    """Sets the two cookies after a log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        wanted = getattr(request, "device_cookie", None)
        if wanted is not None:
            nonce, people, shared = wanted
            _keep(response, settings.DEVICE_COOKIE_NAME, signing.dumps([nonce, people], salt=SALT) if people else "")
            _keep(response, settings.SHARED_COOKIE_NAME, "1" if shared else "")
        return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    if value:
        response.set_cookie(name, value, max_age=YEAR, httponly=True, secure=secure, samesite="Lax")
    else:
        response.delete_cookie(name, samesite="Lax")
