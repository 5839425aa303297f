"""Edge of the timetable: shown, printed, made."""

import datetime
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from courses.access import KEEPS_COHORTS, READS_COHORTS, may_keep
from courses.domain.timetable import NoLessonDaysError
from courses.forms import TimetableForm
from courses.selectors.clashes import clashes_of
from courses.selectors.cohorts import named, visible_cohorts
from courses.selectors.papers import (
    WEEKS,
    instructor_seen_by,
    room_seen_by,
    sessions_in,
    sessions_on_paper,
    sessions_taught_by,
    wall_of,
    weeks_from,
)
from courses.selectors.timetable import timetable_of, visible_sessions
from courses.services.timetable import TimetableClosedError, TimetableOutcome, generate
from courses.views.cohorts import language


@requires(Role.TRAINEE, *READS_COHORTS)
@require_http_methods(["GET", "POST"])
def timetable(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the timetable of a cohort; POST, by who keeps the cohort, makes it."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    now = timezone.now()
    today = timezone.localdate(now)
    keeps = may_keep(request.user, cohort)
    if request.method == "POST" and not keeps:
        raise PermissionDenied
    form = (
        TimetableForm(request.POST if request.method == "POST" else None, by=request.user, today=today, cohort=cohort)
        if keeps
        else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            outcome = generate(cohort=cohort, by=request.user, at=now, starts_on=form.cleaned_data["starts_on"])
        except TimetableClosedError:
            form.add_error(None, _("This cohort was closed by protocol. Its timetable stays as it is."))
        except NoLessonDaysError:
            form.add_error(None, _("This centre has no lesson days. Ask the administrator to set them."))
        else:
            messages.success(request, _said(outcome))
            return redirect("courses:timetable", pk=cohort.pk)
    read = timetable_of(cohort, language())
    standing = [session for week in read.weeks for lessons in week.days for session in lessons.sessions]
    context = {
        "cohort": cohort,
        "timetable": read,
        "form": form,
        "today": today,
        "clashes": clashes_of(standing, language()) if keeps else {},
        "opens": request.user.has_role(Role.INSTRUCTOR, *KEEPS_COHORTS),
    }
    return render(request, "courses/timetable.html", context, status=422 if form and form.errors else 200)


@requires(Role.TRAINEE, *READS_COHORTS)
@require_GET
def paper(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the timetable of a cohort as it hangs on the wall: all weeks, or the one of `?week=`."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    weeks = wall_of(sessions_on_paper(cohort), language())
    numbers = [week.number for week in weeks]
    asked = request.GET.get("week", "")
    if asked in {str(number) for number in numbers}:
        weeks = [week for week in weeks if str(week.number) == asked]
    context = {"cohort": cohort, "weeks": weeks, "numbers": numbers, "asked": asked, "centre": cohort.centre}
    return render(request, "courses/timetable_paper.html", context)


def _asked_day(request: HttpRequest) -> datetime.date:
    """The day named in the address, or today."""
    try:
        day = datetime.date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return timezone.localdate()
    return day if 2000 <= day.year <= 2100 else timezone.localdate()


def _around(day: datetime.date) -> dict[str, datetime.date]:
    """The weeks before and after those that are shown."""
    length = datetime.timedelta(weeks=WEEKS)
    return {"day_shown": day, "before": day - length, "after": day + length}


@requires(*READS_COHORTS)
@require_GET
def of_instructor(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what an instructor teaches in the coming weeks, as far as the reader sees it."""
    person = instructor_seen_by(request.user, pk)
    if person is None:
        raise Http404
    day = _asked_day(request)
    sessions = weeks_from(sessions_taught_by(person, visible_sessions(request.user)), day)
    name = named([person], language())[0][1]
    context = {"weeks": wall_of(sessions, language()), "name": name, "centre": person.centre, **_around(day)}
    return render(request, "courses/timetable_paper.html", context)


@requires(*READS_COHORTS)
@require_GET
def of_room(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what stands in a room of the reader's centre in the coming weeks."""
    room = room_seen_by(request.user, pk)
    if room is None:
        raise Http404
    day = _asked_day(request)
    weeks = wall_of(weeks_from(sessions_in(room), day), language())
    context = {"weeks": weeks, "room": room, "centre": room.centre, **_around(day)}
    return render(request, "courses/timetable_paper.html", context)


def _said(outcome: TimetableOutcome) -> str:
    if not outcome.made and not outcome.removed:
        return _("The timetable is as it was: nothing had to change.")
    numbers = {"made": outcome.made, "removed": outcome.removed, "held": outcome.held}
    return _("The timetable is made. New class sessions: %(made)s, taken away: %(removed)s, kept: %(held)s.") % numbers
