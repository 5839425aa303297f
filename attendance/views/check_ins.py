"""Edges of self check-in: the code on the wall, the trainee's page, the switch of the cohort."""

import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, client_address, requires
from accounts.enums import Role
from attendance.access import CALLS_ROLLS, may_call
from attendance.domain.check_in_codes import DIGITS
from attendance.enums import CheckInOutcome
from attendance.selectors.check_ins import (
    device_hash,
    open_sessions,
    own_session,
    shown_now,
    standing_check_in,
    tries_of,
)
from attendance.services.check_ins import TooManyTriesError, check_in
from attendance.views.rolls import language
from courses.selectors.cohorts import visible_cohorts
from courses.selectors.timetable import visible_sessions
from courses.services.self_check_in import allow_check_in
from courses.services.timetable import TimetableClosedError
from foundation.languages.text import ascii_digits

if TYPE_CHECKING:
    from courses.models import ClassSession

COOKIE = "check_in_device"
YEAR = 365 * 24 * 3600  # seconds


def _called(request: PersonRequest, pk: uuid.UUID) -> "ClassSession":
    """The session, for who calls its roll."""
    session = get_object_or_404(visible_sessions(request.user), pk=pk)
    if not may_call(request.user, session.cohort):
        raise PermissionDenied
    return session


@never_cache
@requires(*CALLS_ROLLS)
@require_GET
def code(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the code of the moment for the projector; `?part=1` answers with the code alone."""
    session = _called(request, pk)
    shown = shown_now(session, timezone.now())
    # without the language: whoever scans reads the page in the language of the own browser
    path = reverse("attendance:check_in", kwargs={"pk": session.pk}).split("/", 2)[2]
    link = request.build_absolute_uri(f"/{path}?code={shown.code}")
    context = {"session": session, "cohort": session.cohort, "shown": shown, "link": link}
    if request.GET.get("part"):
        return render(request, "attendance/check_in_code_part.html", context)
    return render(request, "attendance/check_in_code.html", context)


@never_cache
@requires(*CALLS_ROLLS)
@require_GET
def tries(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who checked in to a session, and which tries were refused and why."""
    session = _called(request, pk)
    lines = tries_of(session, language(), by=request.user)
    context = {"session": session, "cohort": session.cohort, "lines": lines}
    return render(request, "attendance/check_ins.html", context)


@requires(*CALLS_ROLLS)
@require_POST
def switch(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Switch self check-in of a cohort on or off."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    if not may_call(request.user, cohort):
        raise PermissionDenied
    allowed = request.POST.get("allowed") == "yes"
    try:
        allow_check_in(cohort=cohort, allowed=allowed, by=request.user, at=timezone.now())
    except TimetableClosedError:
        messages.error(request, _("This cohort was closed by protocol."))
    else:
        messages.success(request, _("Self check-in is on.") if allowed else _("Self check-in is off."))
    try:
        session = uuid.UUID(request.POST.get("session", ""))
    except ValueError:
        return redirect("attendance:cohort", pk=cohort.pk)
    return redirect("attendance:check_in_code", pk=session)


@never_cache
@requires(Role.TRAINEE)
@require_GET
def today(request: PersonRequest) -> HttpResponse:
    """Lead a trainee who types the code to the class session where check-in is open now."""
    found = open_sessions(request.user, timezone.now())
    if len(found) == 1:
        return redirect("attendance:check_in", pk=found[0].pk)
    return render(request, "attendance/check_in_today.html", {"sessions": found})


@never_cache
@requires(Role.TRAINEE)
@require_http_methods(["GET", "POST"])
def own(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The trainee's page: the code from the scanned link or typed; POST checks in."""
    found = own_session(request.user, pk)
    if found is None:
        raise Http404
    session, enrolment = found
    device = _device(request)
    typed = "".join(ascii_digits(request.POST.get("code", request.GET.get("code", ""))).split())[:12]
    context = {"session": session, "cohort": session.cohort, "typed": typed, "digits": DIGITS, "form_id": uuid.uuid4()}
    status = 200
    row = standing_check_in(session, enrolment)
    if request.method == "POST" and row is None:
        if device is None:
            context["problem"], status = _("Your browser must accept cookies for check-in. Try again."), 422
        else:
            try:
                row = check_in(
                    session=session,
                    enrolment=enrolment,
                    typed=typed,
                    device=device_hash(device),
                    address=client_address(request),
                    pk=_sent_id(request),
                    at=timezone.now(),
                )
            except TooManyTriesError:
                context["problem"] = _("Too many wrong codes. Wait ten minutes, or ask the instructor to mark you.")
                status = 429
    if row is not None and row.outcome != CheckInOutcome.ACCEPTED:
        context["problem"], status = CheckInOutcome(row.outcome).label, 422
    context["row"] = row
    response = render(request, "attendance/check_in.html", context, status=status)
    if device is None:
        _give_device(response)
    return response


def _sent_id(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("form_id", ""))
    except ValueError:
        return uuid.uuid4()


def _device(request: HttpRequest) -> str | None:
    """What the browser keeps as its own mark, or None where it has none of ours."""
    try:
        return str(request.get_signed_cookie(COOKIE, salt=COOKIE))
    except (KeyError, signing.BadSignature):
        return None


def _give_device(response: HttpResponse) -> None:
    response.set_signed_cookie(
        COOKIE,
        uuid.uuid4().hex,
        salt=COOKIE,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
