"""Edges of the public check: by code or QR, without log-in, session, cookie or JavaScript (domain.md 6.4).

The forms are posted without a CSRF token on purpose: there is no session that a forged request could use, the answer
depends on nothing but what is typed, and a token would need a cookie. What is typed is neither kept nor put into an
address.
"""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import client_address
from certificates.domain.codes import LONGEST_TYPED
from certificates.forms import CodeForm, FileForm, NameForm
from certificates.selectors.checks import check as find
from certificates.selectors.checks import last_part, readable
from certificates.services.checks import admit, record_check
from certificates.views.public import private, public_page, too_often


@require_GET
def check(request: HttpRequest) -> HttpResponseBase:
    """Ask for the code; a typed one leads to its own address, as a QR code does."""
    if "code" not in request.GET:
        return public_page(request, "check", {"form": CodeForm(), "file_form": FileForm()})
    form = CodeForm(request.GET)
    code = _in_address(request.GET["code"])
    if form.is_valid() and code:
        return private(redirect("certificates:check_code", code=code))
    return public_page(request, "check", {"form": form, "file_form": FileForm()}, status=422)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def check_code(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say how a code or a seal stands; POST compares the name. Every look is recorded, never what was typed."""
    now = timezone.now()
    if not admit(address=client_address(request), at=now):
        return too_often(request, "check", {"form": CodeForm(), "file_form": FileForm()})
    checked = find(code, timezone.localdate(now))
    form = NameForm(request.POST if request.method == "POST" else None)
    matched: bool | None = None
    if request.method == "POST" and form.is_valid():
        matched = checked.matches(form.cleaned_data["name"])
    record_check(
        certificate=checked.certificate,
        answer=checked.answer,
        name_matched=matched,
        by=None,
        at=now,
        way=checked.way,
        finding=checked.finding,
    )
    context = {"checked": checked, "name_form": form, "matched": matched}
    return public_page(request, "check", context, status=422 if form.errors else 200)


@require_GET
def short(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from the address in a QR code to the check page in the browser's language."""
    return private(redirect("certificates:check_code", code=_in_address(code) or "0"))


def _in_address(typed: str) -> str:
    """Return the code or the seal as it stands in our own address; a seal in letters and digits alone."""
    last = last_part(typed)
    if len(last) <= LONGEST_TYPED:
        return readable(typed)
    return last.upper() if last.isascii() and last.isalnum() else ""
