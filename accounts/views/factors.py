"""The second factor: proving it at log-in, setting it up, and one's own page about it."""

import base64
import uuid
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import (
    ConfirmationNeededError,
    PersonRequest,
    confirmed_lately,
    factor_of_session,
    known_user,
    needs_factor,
    pass_factor,
    requires,
)
from accounts.domain.sealing import SealError
from accounts.enums import FactorKind
from accounts.forms_factors import CodeForm, PasskeyForm
from accounts.models import User
from accounts.selectors.factors import factors_of
from accounts.services import factors as factor_service
from accounts.services.factors import (
    CodeWrongError,
    LastFactorError,
    PasskeyRefusedError,
    add_passkey,
    begin,
    make_backup_codes,
    open_key,
    remove_passkey,
    shown,
)
from accounts.views.languages import home_in, safe_next
from accounts.views.proving import CHALLENGE, Refusal, passkey_options, prove, site_of

KEY = "factor_key"  # in the session: the sealed key of an app that is being set up


def person_to_prove(request: HttpRequest) -> User | None:
    """Return who gave the password and has not passed the second factor (accounts.middleware), or None."""
    return getattr(request, "person_to_prove", None)


def door_to(name: str, target: str) -> str:
    """Return the address of a page of the second factor that leads to `target` afterwards."""
    query = f"?{urlencode({'next': target})}" if target else ""
    return reverse(name) + query


def _passed(request: HttpRequest, person: User, kind: FactorKind) -> None:
    request.session.cycle_key()
    pass_factor(request.session, person, kind=kind, at=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def factor(request: HttpRequest) -> HttpResponseBase:
    """Prove the second factor after the password."""
    person, target = person_to_prove(request), safe_next(request)
    if person is None:
        return redirect(target or "desk:home") if known_user(request) else redirect("accounts:login")
    now = timezone.now()
    factors = factors_of(person, at=now)
    if not factors.in_use and not person.demonstration:
        return redirect(door_to("accounts:factor_set_up", target))
    if request.method != "POST":
        return _ask(request, person, CodeForm())
    result = prove(request, person)
    if isinstance(result, Refusal):
        if result.again:
            logout(request)
            messages.error(request, gettext("There were too many wrong codes. Log in with your password again."))
            return redirect(door_to("accounts:login", target))
        form = CodeForm(request.POST if not request.POST.get("passkey") else None)
        return _ask(request, person, form, problem=result.sentence, status=result.status)
    _passed(request, person, result)
    if result == FactorKind.TEMPORARY:
        return redirect(door_to("accounts:factor_set_up", target))
    return redirect(target or home_in(person.language))


def _ask(request: HttpRequest, person: User, form: CodeForm, *, problem: str = "", status: int = 200) -> HttpResponse:
    factors = factors_of(person, at=timezone.now())
    context = {
        "form": form,
        "problem": problem,
        "factors": factors,
        "next": safe_next(request),
        "options": passkey_options(request, person, factors),
        "number": person.service_number,
    }
    return render(request, "accounts/factor.html", context, status=status)


def _setting_up(request: HttpRequest) -> User | HttpResponseBase:
    """Return for whom a factor may be set up in this request, or where the request is led instead."""
    half, whole = person_to_prove(request), known_user(request)
    if half is not None:
        if factors_of(half, at=timezone.now()).in_use:
            return redirect(door_to("accounts:factor", safe_next(request)))
        return half
    if whole is None:
        return redirect(door_to("accounts:login", request.get_full_path()))
    if not needs_factor(whole):
        raise PermissionDenied
    if not confirmed_lately(request.session, timezone.now()):
        raise ConfirmationNeededError
    return whole


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def factor_set_up(request: HttpRequest) -> HttpResponseBase:
    """Set up an app: show the key, take its first code, show the backup codes."""
    person = _setting_up(request)
    if not isinstance(person, User):
        return person
    if request.method != "POST":
        return _offer(request, person, CodeForm())
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            codes = factor_service.set_up(
                person=person,
                sealed=_sealed(request, person),
                typed=form.cleaned_data["code"],
                by=person,
                at=timezone.now(),
            )
        except CodeWrongError:
            form.add_error(
                "code", gettext("This is not the code that the app shows now. Wait for the next one and type that.")
            )
        else:
            del request.session[KEY]
            return _done(request, person, FactorKind.AUTHENTICATOR, codes)
    return _offer(request, person, form, status=422)


factor_set_up.confirms = True  # type: ignore[attr-defined]


def _sealed(request: HttpRequest, person: User) -> bytes:
    """Return the sealed key that this session is setting up; made now when there is none that opens."""
    try:
        sealed = base64.b64decode(request.session[KEY])
        open_key(person, sealed)
    except (KeyError, ValueError, SealError):
        sealed = begin(person)
        request.session[KEY] = base64.b64encode(sealed).decode()
    return sealed


def _offer(request: HttpRequest, person: User, form: CodeForm, *, status: int = 200) -> HttpResponse:
    address, key = open_key(person, _sealed(request, person))
    context = {
        "form": form,
        "picture": segno.make(address, error="m", micro=False).svg_data_uri(border=2, scale=5, omitsize=False),
        "key": key,
        "next": safe_next(request),
        "later": factor_of_session(request.session) == FactorKind.TEMPORARY,
        "half": person_to_prove(request) is not None,
        "passkey_form": PasskeyForm(),
        "options": passkey_options(request, person, factors_of(person, at=timezone.now()), make=True),
        "number": person.service_number,
    }
    return render(request, "accounts/factor_set_up.html", context, status=status)


def _done(request: HttpRequest, person: User, kind: FactorKind, codes: list[str]) -> HttpResponse:
    """Show backup codes, the only time. Whoever set up the first factor has passed it by that."""
    _passed(request, person, kind)
    context = {"codes": shown(codes), "next": safe_next(request) or home_in(person.language), "person": person}
    return render(request, "accounts/factor_codes.html", context)


@require_POST
@never_cache
@sensitive_post_parameters()
def passkey_add(request: HttpRequest) -> HttpResponseBase:
    """Keep a passkey that the browser made; with the first factor, backup codes as well."""
    person = _setting_up(request)
    if not isinstance(person, User):
        return person
    form = PasskeyForm(request.POST)
    name = form.cleaned_data["name"] if form.is_valid() else gettext("Passkey")
    challenge = request.session.pop(CHALLENGE, "")
    at = timezone.now()
    try:
        add_passkey(
            person=person,
            name=name,
            answer=request.POST.get("passkey", ""),
            challenge=challenge,
            site=site_of(request),
            by=person,
            at=at,
        )
    except PasskeyRefusedError:
        messages.error(request, gettext("The passkey was not accepted. Try again."))
        half = person_to_prove(request) is not None
        return redirect(door_to("accounts:factor_set_up" if half else "accounts:factors", safe_next(request)))
    if not factors_of(person, at=at).left[FactorKind.BACKUP]:
        return _done(request, person, FactorKind.PASSKEY, make_backup_codes(person=person, by=person, at=at))
    messages.success(request, gettext("The passkey is kept."))
    return redirect("accounts:factors")


passkey_add.confirms = True  # type: ignore[attr-defined]


@require_safe
@never_cache
@requires()
def factors(request: PersonRequest) -> HttpResponse:
    """One's own factors."""
    _needing(request)
    own = factors_of(request.user, at=timezone.now())
    context: dict[str, Any] = {
        "factors": own,
        "passkey_form": PasskeyForm(),
        "options": passkey_options(request, request.user, own, make=True),
    }
    return render(request, "accounts/factors.html", context)


@require_POST
@never_cache
@requires(confirmed=True)
def backup_codes(request: PersonRequest) -> HttpResponse:
    """Make new backup codes and show them, the only time."""
    _needing(request)
    codes = make_backup_codes(person=request.user, by=request.user, at=timezone.now())
    context = {"codes": shown(codes), "next": reverse("accounts:factors"), "person": request.user}
    return render(request, "accounts/factor_codes.html", context)


@require_POST
@never_cache
@requires(confirmed=True)
def passkey_remove(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Forget one of the own passkeys."""
    try:
        remove_passkey(person=request.user, pk=pk, by=request.user, at=timezone.now())
    except LookupError as error:
        raise Http404 from error
    except LastFactorError:
        messages.error(request, gettext("This is your only second factor. Set up another one first."))
    else:
        messages.success(request, gettext("The passkey is removed."))
    return redirect("accounts:factors")


def _needing(request: PersonRequest) -> None:
    if not needs_factor(request.user):
        raise PermissionDenied
