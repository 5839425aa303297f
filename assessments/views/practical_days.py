"""Edges of planned days of practical exercises."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from assessments.access import CONFIRMERS, may_plan_practicals
from assessments.forms.practical_work import PlanForm
from assessments.selectors.plan_words import problem_words, slot_lines
from assessments.selectors.planning import Plan, asking_of, check, choices_for, days_of, visible_day
from assessments.services.practical_days import (
    DayPastError,
    DayTakenError,
    ImpossibleDayError,
    drop_day,
    plan_day,
)
from assessments.services.practicals import CohortClosedError, PracticalError
from assessments.views.practicals import language
from courses.selectors.assessing import is_open
from courses.selectors.cohorts import visible_cohorts

if TYPE_CHECKING:
    from courses.models import Cohort


def why_not(error: PracticalError) -> str:
    """Return in plain words why a day cannot be planned or taken back."""
    return {
        DayTakenError: _("A practical day of this cohort is planned for that day already."),
        DayPastError: _("This day is over, or is today."),
        CohortClosedError: _("The cohort is closed by protocol. Nothing more can be recorded."),
    }.get(type(error), _("Only the registrar and the head of the centre plan practical days."))


@requires(*CONFIRMERS)
@require_http_methods(["GET", "POST"])
def days(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """List a cohort's practical days; POST checks a new one, and plans it when its numbers fit."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    if not may_plan_practicals(request.user, cohort):
        raise Http404
    today = timezone.localdate()
    choices = choices_for(cohort, language(), today)
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, choices=choices, calendar=request.user.calendar, today=today)
    if data is None or not form.is_valid():
        return _days(request, cohort, form)
    if "check" in data:
        plan = check(cohort, form.asking)
        return _days(request, cohort, form, plan)
    try:
        day = plan_day(
            submission=form.cleaned_data["submission"],
            cohort=cohort,
            asking=form.asking,
            today=today,
            by=request.user,
            at=timezone.now(),
        )
    except ImpossibleDayError:
        return _days(request, cohort, form, check(cohort, form.asking))
    except PracticalError as error:
        form.add_error(None, why_not(error))
        return _days(request, cohort, form)
    messages.success(request, _("The practical day is planned."))
    return redirect("assessments:practical_day", pk=day.pk)


def _days(request: PersonRequest, cohort: "Cohort", form: PlanForm, plan: Plan | None = None) -> HttpResponse:
    context: dict[str, Any] = {"cohort": cohort, "form": form, "days": days_of(cohort), "open": is_open(cohort)}
    failed = bool(form.errors)
    if plan is not None:
        context |= {"plan": plan, "problems": problem_words(plan), "checked": not plan.problems}
        context["lines"] = slot_lines(cohort, plan, form.asking.starts_at, language(), by=request.user)
        failed = failed or bool(plan.problems)
    return render(request, "assessments/practical_days.html", context, status=422 if failed else 200)


@requires(Role.INSTRUCTOR, *CONFIRMERS, Role.AUDITOR, Role.ADMINISTRATOR)
@require_GET
def day(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who is where when on a planned day, to be read and printed."""
    found = visible_day(request.user, pk)
    if found is None:
        raise Http404
    asking = asking_of(found)
    plan = check(found.cohort, asking)
    context = {
        "day": found,
        "cohort": found.cohort,
        "plan": plan,
        "problems": problem_words(plan),
        "lines": slot_lines(found.cohort, plan, asking.starts_at, language(), by=request.user),
        "droppable": may_plan_practicals(request.user, found.cohort) and found.date > timezone.localdate(),
    }
    return render(request, "assessments/practical_day.html", context)


@requires(*CONFIRMERS)
@require_POST
def drop(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Take back a day that has not come yet."""
    found = visible_day(request.user, pk)
    if found is None:
        raise Http404
    try:
        drop_day(day=found, today=timezone.localdate(), by=request.user, at=timezone.now())
    except PracticalError as error:
        messages.error(request, why_not(error))
        return redirect("assessments:practical_day", pk=pk)
    messages.success(request, _("The practical day is taken back."))
    return redirect("assessments:practical_days", pk=found.cohort_id)
