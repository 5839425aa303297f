"""Edges of sessions and days: what waits for its roll, the day's signature, the share attended in a cohort."""

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.placements import centres_of, visible_centres
from attendance.access import CALLS_ROLLS, READS_ROLLS, SIGNS_DAYS, may_call
from attendance.selectors.packs import DAYS
from attendance.selectors.reports import months_of
from attendance.selectors.sessions import board_of, days_of, latest_of, waiting_of
from attendance.selectors.shares import attendance_of
from attendance.services.days import DayEmptyError, DayInFutureError, DayOpenError, sign_day
from attendance.views.rolls import language
from courses.selectors.cohorts import visible_cohorts


def _asked_day(text: str) -> datetime.date:
    """The day named in the address, or today."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


@never_cache
@requires(*READS_ROLLS)
@require_GET
def sessions(request: PersonRequest) -> HttpResponse:
    """Show the instructor's sessions, and the day of the centre to who signs or reads it."""
    return _page(request, _asked_day(request.GET.get("day", "")))


def _page(request: PersonRequest, day: datetime.date, failed: dict[str, Any] | None = None) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    centres = centres_of(user, *SIGNS_DAYS)
    if user.has_role(Role.AUDITOR, Role.ADMINISTRATOR):
        centres = visible_centres(user)
    context = {
        "board": board_of(user, today, language()) if user.has_role(Role.INSTRUCTOR) else None,
        "days": days_of(centres, day, user, language()) if centres else [],
        "signs": user.centre_ids(*SIGNS_DAYS),
        "day_shown": day,
        "today": today,
        "until": today + datetime.timedelta(days=DAYS - 1),
        "before": day - datetime.timedelta(days=1),
        "after": day + datetime.timedelta(days=1),
        "failed": failed,
    }
    return render(request, "attendance/sessions.html", context, status=422 if failed else 200)


@requires(*SIGNS_DAYS)
@require_POST
def sign(request: PersonRequest, centre: str, date: str) -> HttpResponse:
    """Sign the day of a centre that the reader keeps."""
    here = next((row for row in centres_of(request.user, *SIGNS_DAYS) if row.code == centre), None)
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError as error:
        raise Http404 from error
    if here is None:
        raise Http404
    try:
        sign_day(
            centre=here,
            date=day,
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
    except DayOpenError:
        said = _("Something of this day is still open. Settle it, or write why the day is signed all the same.")
    except DayInFutureError:
        said = _("This day has not come yet.")
    except DayEmptyError:
        said = _("There were no class sessions on this day. There is nothing to sign.")
    else:
        messages.success(request, _("The day is signed. From now on marks are only corrected, with a reason."))
        return redirect(f"{reverse('attendance:sessions')}?day={day.isoformat()}")
    return _page(request, day, {"centre": here.pk, "said": said})


@requires(*READS_ROLLS)
@require_GET
def cohort(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the share attended of everybody in a cohort, and the rolls that are missing."""
    shown = get_object_or_404(visible_cohorts(request.user), pk=pk)
    people = attendance_of(shown, language(), by=request.user)
    context = {
        "cohort": shown,
        "people": people,
        "senior": next((one.line.name for one in people if one.line.person.pk == shown.senior_id), ""),
        "calls": request.user.has_role(*CALLS_ROLLS) and may_call(request.user, shown),
        "months": months_of(shown),
        "share": people[0].share if people else None,
        "unreachable": [person for person in people if person.share.unreachable],
        "waiting": waiting_of(shown, timezone.localdate(), request.user, language()),
        "latest": latest_of(shown, request.user, language()),
    }
    return render(request, "attendance/cohort.html", context)
