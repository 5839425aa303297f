"""Edge of the timetable: shown, printed, made."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from courses.access import READS_COHORTS, may_keep
from courses.domain.timetable import NoLessonDaysError
from courses.forms import TimetableForm
from courses.selectors.cohorts import visible_cohorts
from courses.selectors.timetable import timetable_of
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
    context = {"cohort": cohort, "timetable": timetable_of(cohort, language()), "form": form, "today": today}
    return render(request, "courses/timetable.html", context, status=422 if form and form.errors else 200)


def _said(outcome: TimetableOutcome) -> str:
    if not outcome.made and not outcome.removed:
        return _("The timetable is as it was: nothing had to change.")
    numbers = {"made": outcome.made, "removed": outcome.removed, "held": outcome.held}
    return _("The timetable is made. New class sessions: %(made)s, taken away: %(removed)s, kept: %(held)s.") % numbers
