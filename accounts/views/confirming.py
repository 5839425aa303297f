"""Confirm again who one is, before an act that matters. What was typed goes along and is not lost."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve
from django.urls.exceptions import Resolver404
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, confirm, confirmed_lately, known_user, requires
from accounts.enums import FactorKind
from accounts.forms_factors import ConfirmForm
from accounts.selectors.demonstration import demonstration_code
from accounts.selectors.factors import factors_of
from accounts.services.factors import remember_confirmation
from accounts.views.factors import door_to
from accounts.views.languages import safe_next
from accounts.views.proving import Refusal, passkey_options, prove

PREFIX = "confirm-"
OWN_FIELDS = (f"{PREFIX}code", f"{PREFIX}passkey", "csrfmiddlewaretoken")


def ask(request: HttpRequest, *, problem: str = "", status: int = 403) -> HttpResponseBase:
    """Answer a request that needs confirming: a page that sends the same again with the code, or leads back here."""
    if request.method != "POST":
        return redirect(door_to("accounts:confirm", request.get_full_path()))
    kept = [(name, value) for name in request.POST if name not in OWN_FIELDS for value in request.POST.getlist(name)]
    return _page(request, problem=problem, status=status, action=request.get_full_path(), kept=kept)


def check(request: HttpRequest) -> HttpResponseBase | None:
    """Take the code that came with a form that was sent again; return the page that asks when it is not right."""
    person = known_user(request)
    if person is None or not any(name in request.POST for name in OWN_FIELDS[:2]):
        return None
    if not confirmed_lately(request.session, timezone.now()):
        refused = _take(request, request.path)
        if isinstance(refused, Refusal):
            return _out(request) if refused.again else ask(request, problem=refused.sentence, status=refused.status)
    fields = request.POST.copy()
    for name in OWN_FIELDS[:2]:
        fields.pop(name, None)
    request.POST = fields  # type: ignore[assignment]
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
@requires()
def confirm_page(request: PersonRequest) -> HttpResponseBase:
    """Ask for the second factor again and lead on to `next`."""
    target = safe_next(request)
    if request.method == "POST":
        refused = _take(request, target)
        if not isinstance(refused, Refusal):
            return redirect(target or "desk:home")
        if refused.again:
            return _out(request)
        return _page(request, problem=refused.sentence, status=refused.status, kept=[("next", target)])
    return _page(request, status=200, kept=[("next", target)])


def _take(request: HttpRequest, path: str) -> FactorKind | Refusal:
    person, now = known_user(request), timezone.now()
    assert person is not None
    by_password = not factors_of(person, at=now).any and not demonstration_code(person)
    result = prove(request, person, prefix=PREFIX, by_password=by_password)
    if not isinstance(result, Refusal):
        confirm(request.session, at=now)
        remember_confirmation(person=person, kind=result, what=_name_of(path))
    return result


def _name_of(path: str) -> str:
    try:
        return resolve(path.partition("?")[0]).view_name
    except Resolver404:
        return ""


def _out(request: HttpRequest) -> HttpResponseBase:
    logout(request)
    messages.error(request, gettext("There were too many wrong codes. Log in with your password again."))
    return redirect("accounts:login")


def _page(
    request: HttpRequest, *, status: int, kept: list[tuple[str, str]], action: str = "", problem: str = ""
) -> HttpResponse:
    person, now = known_user(request), timezone.now()
    assert person is not None
    own, code = factors_of(person, at=now), demonstration_code(person)
    by_password = not own.any and not code
    context = {
        "form": ConfirmForm(by_password=by_password),
        "by_password": by_password,
        "demonstration_code": code,
        "factors": own,
        "problem": problem,
        "kept": kept,
        "action": action,
        "options": passkey_options(request, person, own),
    }
    response = render(request, "accounts/confirm.html", context, status=status)
    response["Cache-Control"] = "no-store, private"
    return response
