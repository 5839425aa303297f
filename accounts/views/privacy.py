"""What is held about a person: the page, copies to take away, and how long data is kept."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import PersonRequest, client_address, may_ask_erasure, may_copy_data, requires
from accounts.enums import Role
from accounts.forms_privacy import ErasureForm, PeriodForm
from accounts.models import DataCopy, User
from accounts.selectors.data_copy import copies, read_by
from accounts.selectors.erasures import open_request_of
from accounts.selectors.personal_data import periods
from accounts.services.data_copies import KINDS, CopyGoneError, ask_copy, open_copy
from accounts.services.retention import DaysError, UnknownPeriodError, set_period

TYPES = {"pdf": "application/pdf", "json": "application/json"}


@require_safe
@never_cache
@requires()
def my_data(request: PersonRequest) -> HttpResponseBase:
    """Everything that is held about oneself."""
    return show_data(request, request.user)


@require_safe
@never_cache
@requires()
def data(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """What the registrar can do with the data of a person: a copy to hand over, an erasure to ask for."""
    return show_data(request, _person(request, pk))


def show_data(request: PersonRequest, person: User, form: ErasureForm | None = None) -> HttpResponseBase:
    """Show the page of a person's data; with a form that was refused, 422. Only the person reads the data itself."""
    now, own = timezone.now(), person.pk == request.user.pk
    language = get_language() or "en"
    context = {
        "person": person,
        "own": own,
        "sections": read_by(person, language) if own else [],
        "copies": copies(person, request.user, now),
        "may_copy": may_copy_data(request.user, person),
        "open_request": open_request_of(person, now),
        "form": form or ErasureForm(protected=person.protected),
    }
    return render(request, "accounts/data.html", context, status=422 if form else 200)


@require_POST
@requires(confirmed=True)
def copy_make(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Put down the making of a copy."""
    person = _person(request, pk)
    if not may_copy_data(request.user, person):
        raise PermissionDenied
    own = person.pk == request.user.pk
    language = (get_language() or "en") if own else person.language
    ask_copy(person=person, language=language, by=request.user, at=timezone.now(), address=client_address(request))
    messages.success(request, gettext("The copy is being made. Open this page again in a minute."))
    return redirect("accounts:my_data") if own else redirect("accounts:data", pk=person.pk)


@require_safe
@never_cache
@requires()
def copy_file(request: PersonRequest, pk: uuid.UUID, kind: str) -> HttpResponseBase:
    """Send one file of a copy."""
    rows = DataCopy.objects.visible_to(request.user).select_related("person__centre")
    copy = get_object_or_404(rows, pk=pk, made_at__isnull=False)
    if kind not in KINDS:
        raise Http404
    try:
        found = open_copy(copy=copy, kind=kind, by=request.user, address=client_address(request))
    except CopyGoneError as error:
        raise Http404 from error
    answer = HttpResponse(found, content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{copy.person.service_number}-data.{kind}"'
    answer["Cache-Control"] = "no-store, private"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Role.HEAD, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR)
def retention(request: PersonRequest) -> HttpResponseBase:
    """How long each kind of row is kept; administrators change it."""
    status = 200
    if request.method == "POST":
        if not request.user.has_role(Role.ADMINISTRATOR):
            raise PermissionDenied
        form = PeriodForm(request.POST)
        try:
            if form.is_valid():
                set_period(code=form.cleaned_data["code"], days=form.cleaned_data["days"], by=request.user)
                messages.success(request, gettext("Saved."))
                return redirect("accounts:retention")
        except (DaysError, UnknownPeriodError):
            pass
        messages.error(request, gettext("This number of days cannot be set."))
        status = 422
    lines = [(code, period, days, tables) for code, (period, days, tables) in sorted(periods().items())]
    context = {"lines": lines, "may_change": request.user.has_role(Role.ADMINISTRATOR)}
    return render(request, "accounts/retention.html", context, status=status)


def _person(request: PersonRequest, pk: uuid.UUID) -> User:
    """Return the person where the reader may copy the data or ask for an erasure; for others there is no such page."""
    person: User = get_object_or_404(User.objects.visible_to(request.user).select_related("rank", "centre"), pk=pk)
    if not may_ask_erasure(request.user, person):
        raise PermissionDenied
    return person
