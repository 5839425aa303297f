"""What all pages of the public check have in common: no cookie, no cache, no index, no referrer, four languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from certificates.services.checks import WINDOW_SECONDS
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, html_lang


def public_page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Render one page of the public check."""
    here = f"/{get_language()}/"
    rest = request.path.removeprefix(here)
    context["languages_here"] = [
        (code, html_lang(code), NATIVE_NAMES[code], f"/{code}/{rest}") for code in LANGUAGE_CODES
    ]
    context["neutral_page"] = settings.NEUTRAL_PAGE
    response = render(request, f"certificates/{name}.html", context, status=status)
    return private(response)


def private(response: HttpResponse) -> HttpResponse:
    """Keep an answer out of caches, search engines and the addresses that other sites see."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


def too_often(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """Say that this address has asked too often."""
    response = public_page(request, name, {**context, "too_often": True}, status=429)
    response["Retry-After"] = str(WINDOW_SECONDS)
    return response
