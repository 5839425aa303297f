"""The same page in another language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import override

from foundation.languages.titles import LANGUAGE_CODES


def safe_next(request: HttpRequest) -> str:
    """Return the address of this site that the request asks to go to afterwards, or an empty text."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    is_safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if is_safe and target.startswith("/") else ""


def in_language(target: str, language: str) -> str:
    """Return an address of this site with its language changed; an address without one stays as it is."""
    parts = urlsplit(target)
    head, _, rest = parts.path.lstrip("/").partition("/")
    if head not in LANGUAGE_CODES:
        return target
    query = f"?{parts.query}" if parts.query else ""
    place = f"#{parts.fragment}" if parts.fragment else ""  # the paragraph where a lesson is being read
    return f"/{language}/{rest}{query}{place}"


def home_in(language: str) -> str:
    """Return the address of the home page in a language."""
    with override(language):
        return reverse("desk:home")


def remember_language(response: HttpResponseBase, language: str) -> None:
    """Keep the language in the browser, for the pages outside of a language and the next visit."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
