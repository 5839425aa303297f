"""A colleague's lost device, on the person's page: a temporary code, or a card of codes."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.access import PersonRequest, may_open_name, may_print_card, may_reset_factor, requires
from accounts.enums import Role
from accounts.forms_factors import ResetForm
from accounts.models import User
from accounts.selectors.names import display_name
from accounts.services.people import NameInReasonError
from accounts.services.recovery import VALID_FOR, OwnSlipError, print_card, reset_factor

HELPS = (Role.HEAD, Role.ADMINISTRATOR)


def _own_slip() -> str:
    return gettext("You gave this person a password in the last seven days. Somebody else must give the codes.")


def _name(request: PersonRequest, person: User) -> str:
    return display_name(person, person.language) if may_open_name(request.user, person) else ""


@require_POST
@never_cache
@requires(*HELPS, confirmed=True)
def factor_reset(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Reset somebody's second factor and show the temporary code, the only time."""
    shown = get_object_or_404(User.objects.visible_to(request.user).select_related("centre"), pk=pk)
    if not may_reset_factor(request.user, shown):
        raise PermissionDenied
    form = ResetForm(request.POST)
    now = timezone.now()
    if not form.is_valid():
        messages.error(request, gettext("Please choose one of the answers offered."))
        return redirect("accounts:person", pk=pk)
    try:
        code = reset_factor(person=shown, reason=form.reason(), by=request.user, at=now)
    except OwnSlipError:
        messages.error(request, _own_slip())
    except NameInReasonError:
        messages.error(request, gettext("Do not write the name of a protected person into the reason."))
    else:
        context = {"person": shown, "name": _name(request, shown), "code": code, "until": now + VALID_FOR}
        return render(request, "accounts/factor_temporary.html", context)
    return redirect("accounts:person", pk=pk)


@require_POST
@never_cache
@requires(*HELPS, Role.REGISTRAR, confirmed=True)
def code_card(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Print a card of codes for somebody, the only time."""
    shown = get_object_or_404(User.objects.visible_to(request.user).select_related("centre"), pk=pk)
    if not may_print_card(request.user, shown):
        raise PermissionDenied
    now = timezone.now()
    try:
        codes = print_card(person=shown, by=request.user, at=now)
    except OwnSlipError:
        messages.error(request, _own_slip())
        return redirect("accounts:person", pk=pk)
    context = {"person": shown, "codes": codes, "made": now}  # whoever finds the card learns no name
    return render(request, "accounts/code_card.html", context)
