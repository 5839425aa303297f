"""Erasures: asked for by one, confirmed by another; the switch that destroys all protected names."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import (
    PersonRequest,
    may_ask_erasure,
    may_ask_for_all,
    may_confirm_erasure,
    requires,
)
from accounts.enums import ErasureKind, Role
from accounts.forms_privacy import ErasureForm, ReasonForm
from accounts.models import ErasureRequest, User
from accounts.selectors.erasures import request_seen, requests_for
from accounts.selectors.places import own_centre_of
from accounts.services import erasure
from accounts.views.privacy import show_data

DECIDE = (Role.REGISTRAR, Role.HEAD, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR)
CONFIRM = (Role.HEAD, Role.HR, Role.ADMINISTRATOR)


@require_POST
@never_cache
@requires()
def ask(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Ask that a person be erased, or the names of a protected one destroyed."""
    person = get_object_or_404(User.objects.visible_to(request.user).select_related("rank", "centre"), pk=pk)
    if not may_ask_erasure(request.user, person):
        raise PermissionDenied
    form = ErasureForm(request.POST, protected=person.protected)
    if not form.is_valid():
        return show_data(request, person, form)
    kind = ErasureKind(form.cleaned_data.get("kind") or ErasureKind.PERSON)
    try:
        erasure.ask(kind=kind, person=person, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
    except erasure.NameInReasonError:
        form.add_error("reason", gettext("Do not write the name of a protected person into the reason."))
    except erasure.ErasureError:
        form.add_error(None, gettext("There is nothing left to erase."))
    else:
        messages.success(request, gettext("The request is written down. Somebody else has to confirm it."))
        own = person.pk == request.user.pk
        return redirect("accounts:my_data") if own else redirect("accounts:data", pk=person.pk)
    return show_data(request, person, form)


@require_safe
@never_cache
@requires(*DECIDE)
def erasures(request: PersonRequest) -> HttpResponseBase:
    """Requests that wait, and what was done; the switch for all names."""
    return _page(request)


@require_POST
@never_cache
@requires(*CONFIRM, confirmed=True)
def ask_all(request: PersonRequest) -> HttpResponseBase:
    """Ask that all protected names be destroyed: a head those of the own centre, HR and administrators everywhere."""
    if not may_ask_for_all(request.user):
        raise PermissionDenied
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    everywhere = request.user.has_role(Role.HR, Role.ADMINISTRATOR)
    centre = None if everywhere else own_centre_of(request.user, Role.HEAD)
    reason = form.cleaned_data["reason"]
    erasure.ask(
        kind=ErasureKind.EVERYBODY, person=None, centre=centre, reason=reason, by=request.user, at=timezone.now()
    )
    messages.warning(
        request, gettext("A second person has thirty minutes to confirm on the own device. Nothing is destroyed yet.")
    )
    return redirect("accounts:erasures")


@require_POST
@never_cache
@requires(*CONFIRM, confirmed=True)
def confirm(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Do what was asked for, as the second person."""
    found = _seen(request, pk)
    if not may_confirm_erasure(request.user, found):
        raise PermissionDenied
    try:
        erasure.confirm(request=found, by=request.user, at=timezone.now())
    except erasure.ClosedError:
        messages.error(request, gettext("This request is not open any more. Nothing was erased by you."))
    else:
        messages.success(request, gettext("Done. It cannot be taken back."))
    return redirect("accounts:erasures")


@require_POST
@never_cache
@requires()
def withdraw(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Close a request without erasing anything: whoever asked, or whoever could confirm."""
    found = _seen(request, pk)
    if found.asked_by_id != request.user.pk and not may_confirm_erasure(request.user, found):
        raise PermissionDenied
    try:
        erasure.withdraw(request=found, by=request.user, at=timezone.now())
    except erasure.ClosedError:
        messages.error(request, gettext("This request is not open any more. Nothing was erased by you."))
    else:
        messages.success(request, gettext("The request is withdrawn. Nothing was erased."))
    return redirect("accounts:erasures" if request.user.has_role(*DECIDE) else "accounts:my_data")


def _seen(request: PersonRequest, pk: uuid.UUID) -> ErasureRequest:
    return get_object_or_404(request_seen(request.user), pk=pk)


def _page(request: PersonRequest, form: ReasonForm | None = None) -> HttpResponseBase:
    context = {
        "lines": requests_for(request.user, timezone.now()),
        "may_ask_for_all": may_ask_for_all(request.user),
        "everywhere": request.user.has_role(Role.HR, Role.ADMINISTRATOR),
        "sees_retention": request.user.has_role(Role.HEAD, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR),
        "form": form or ReasonForm(),
    }
    return render(request, "accounts/erasures.html", context, status=422 if form else 200)
