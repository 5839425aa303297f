"""Edges of the check of withheld certificates: code and phrase of a certificate in trust, or a one-time link.

Facts are shown only when the name is right as well, so that neither a found link nor a guessed phrase tells anything.
Code, phrase and name travel in the body, never in an address. Without CSRF token for the reasons of views/check.py.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import client_address
from certificates.enums import Answer, Way
from certificates.forms import NameForm, PhraseForm
from certificates.selectors.checks import check_withheld, readable
from certificates.services import trust
from certificates.services.checks import admit, admit_phrase, record_check
from certificates.views.public import public_page, too_often


@csrf_exempt
@require_http_methods(["GET", "POST"])
def in_trust(request: HttpRequest) -> HttpResponseBase:
    """Confirm a certificate in trust to whom its holder told code and phrase: one answer, then nothing again."""
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return public_page(request, "check_in_trust", {"form": form}, status=422 if form.errors else 200)
    now = timezone.now()
    typed = form.cleaned_data
    if not admit_phrase(code=readable(typed["code"]), address=client_address(request), at=now):
        return too_often(request, "check_in_trust", {"form": PhraseForm()})
    checked = check_withheld(typed["code"], timezone.localdate(now))
    right = trust.is_phrase(certificate=checked.certificate, phrase=typed["phrase"])
    matched = checked.matches(typed["name"], known=right)
    record_check(
        certificate=checked.certificate,
        answer=checked.answer if right else Answer.UNCONFIRMED,
        name_matched=matched if right else None,
        by=None,
        at=now,
        way=Way.PHRASE,
    )
    context = {"answered": True, "right": right and checked.confirmed, "checked": checked, "matched": matched}
    return public_page(request, "check_in_trust", context)


@csrf_exempt
@require_http_methods(["GET", "POST"])
def once(request: HttpRequest, token: str) -> HttpResponseBase:
    """Open a one-time link: looking at the page does not use it up, the right name does."""
    now = timezone.now()
    if not admit(address=client_address(request), at=now):
        return too_often(request, "check_once", {"form": NameForm()})
    link = trust.open_link(token, now)
    form = NameForm(request.POST if request.method == "POST" else None)
    if link is None or request.method == "GET" or not form.is_valid():
        return public_page(request, "check_once", {"link": link, "form": form}, status=422 if form.errors else 200)
    checked = check_withheld(link.certificate.code, timezone.localdate(now))
    matched = checked.matches(form.cleaned_data["name"])
    left = trust.use_link(link=link, matched=matched, at=now)
    if left is None:
        return public_page(request, "check_once", {"link": None, "form": form})
    record_check(
        certificate=checked.certificate,
        answer=checked.answer,
        name_matched=matched,
        by=None,
        at=now,
        way=Way.LINK,
    )
    context = {"link": link, "form": form, "answered": True, "checked": checked, "matched": matched, "left": left}
    return public_page(request, "check_once", context)
