"""Edges of the public check: by code or QR, without log-in, session, cookie or JavaScript (domain.md 6.4).

The form is posted without a CSRF token on purpose: there is no session that a forged request could use, the answer
depends on nothing but what is typed, and a token would need a cookie. What is typed is neither kept nor put into an
address.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import client_address
from certificates.forms import CodeForm, NameForm
from certificates.selectors.checks import check as find
from certificates.selectors.checks import readable
from certificates.services.checks import WINDOW_SECONDS, admit, record_check
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, html_lang


def _page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    here = f"/{get_language()}/"
    rest = request.path.removeprefix(here)
    context["languages_here"] = [
        (code, html_lang(code), NATIVE_NAMES[code], f"/{code}/{rest}") for code in LANGUAGE_CODES
    ]
    response = render(request, "certificates/check.html", context, status=status)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def check(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code; a typed one leads to its own address, as a QR code does."""
    if "code" not in request.GET:
        return _page(request, {"form": CodeForm()})
    form = CodeForm(request.GET)
    code = readable(request.GET["code"])
    if form.is_valid() and code:
        return redirect("certificates:check_code", code=code)
    form.is_valid()
    return _page(request, {"form": form}, status=422)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def check_code(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say how a code stands; POST compares the name on the paper. Every look is recorded, never what was typed."""
    now = timezone.now()
    if not admit(address=client_address(request), at=now):
        response = _page(request, {"too_often": True, "form": CodeForm()}, status=429)
        response["Retry-After"] = str(WINDOW_SECONDS)
        return response
    checked = find(code, timezone.localdate(now))
    form = NameForm(request.POST if request.method == "POST" else None)
    matched: bool | None = None
    if request.method == "POST" and form.is_valid():
        matched = checked.matches(form.cleaned_data["name"])
    record_check(certificate=checked.certificate, answer=checked.answer, name_matched=matched, by=None, at=now)
    context = {"checked": checked, "name_form": form, "matched": matched}
    return _page(request, context, status=422 if form.errors else 200)


@require_GET
def short(request: HttpRequest, code: str) -> HttpResponseBase:
    """Lead from the address in a QR code to the check page in the browser's language."""
    return redirect("certificates:check_code", code=readable(code) or "0")
