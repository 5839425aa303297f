"""Edges of sittings: those of a cohort, planning one, and the room with its invigilator."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.authorisations import may_watch_sittings
from accounts.selectors.names import sorted_people
from accounts.selectors.placements import rooms_at
from assessments.access import may_plan_sitting
from assessments.forms.sittings import ExtraTimeForm, RoomActForm, SittingForm
from assessments.selectors.rooms import (
    extra_times_of,
    quizzes_for,
    room_of,
    sitting_for,
    sittings_of,
    sittings_of_cohort,
)
from assessments.services import sittings as lead
from assessments.views.practicals import language
from courses.selectors.assessing import is_open
from courses.selectors.cohorts import roster, visible_cohorts

if TYPE_CHECKING:
    from assessments.models import Sitting
    from courses.models import Cohort

LEADS = (Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD, Role.INVIGILATOR)
PLANS = (Role.REGISTRAR, Role.HEAD)


def said(error: lead.SittingError) -> str:
    """Return in plain words why something is not done in a sitting."""
    return {
        lead.WindowError: _("Another sitting of this quiz and cohort overlaps this one."),
        lead.ReasonMissingError: _("Write the reason."),
        lead.MinutesError: _("Write a number of minutes from 1 to 240."),
        lead.SittingClosedError: _("This sitting is closed."),
        lead.AttemptStateError: _(
            "This attempt cannot be opened again: it is open, a newer one exists, or somebody has marked it."
        ),
    }.get(type(error), _("Only the invigilators, the registrar and the head of centre lead a sitting."))


@requires(*LEADS)
@require_GET
def sittings(request: PersonRequest) -> HttpResponse:
    """The sittings that the reader leads."""
    now = timezone.now()
    context = {"sittings": sittings_of(request.user, now), "now": now}
    return render(request, "assessments/sittings.html", context)


@requires(*PLANS)
@require_http_methods(["GET", "POST"])
def cohort_sittings(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The sittings of a cohort, a form to plan one, and who has more time."""
    cohort = _kept(request, pk)
    form = _form(request, cohort, sent=request.method == "POST")
    if request.method == "POST" and form.is_valid() and _plan(request, cohort, form):
        messages.success(request, _("The sitting is planned."))
        return redirect("assessments:cohort_sittings", pk=cohort.pk)
    return _cohort_page(request, cohort, form, _extra_form(request, cohort, sent=False))


@requires(*PLANS)
@require_POST
def extra_time(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Give somebody more time, or take it back."""
    cohort = _kept(request, pk)
    people = {line.enrolment.pk: line.enrolment for line in roster(cohort, language(), by=request.user)}
    if ended := request.POST.get("end", ""):
        enrolment = people.get(uuid.UUID(ended)) if _is_uuid(ended) else None
        if enrolment is None:
            raise Http404
        lead.end_extra_time(enrolment=enrolment, by=request.user, at=timezone.now())
        return redirect("assessments:cohort_sittings", pk=cohort.pk)
    form = _extra_form(request, cohort, sent=True)
    if not form.is_valid():
        return _cohort_page(request, cohort, _form(request, cohort, sent=False), form)
    lead.give_extra_time(
        enrolment=people[uuid.UUID(form.cleaned_data["enrolment"])],
        percent=form.cleaned_data["percent"],
        reason=form.cleaned_data["reason"],
        document=form.cleaned_data["document"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("Recorded. It counts for attempts that begin from now on."))
    return redirect("assessments:cohort_sittings", pk=cohort.pk)


@never_cache
@requires(*LEADS)
@require_GET
def room(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The room: everybody's state, and what the invigilator can do. `?part=1` is the table alone, to renew it."""
    return _room(request, _led(request, pk))


@requires(*LEADS)
@require_POST
def room_act(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Do one thing in the room."""
    sitting = _led(request, pk)
    form = RoomActForm(request.POST)
    if not form.is_valid():
        return _room(request, sitting, error=_("This could not be read. Load the page again."))
    try:
        _do(request, sitting, form)
    except lead.SittingError as error:
        return _room(request, sitting, error=said(error), typed=form.cleaned_data)
    return redirect("assessments:room", pk=sitting.pk)


def _do(request: PersonRequest, sitting: "Sitting", form: RoomActForm) -> None:
    data, by, at = form.cleaned_data, request.user, timezone.now()
    attempt = sitting.attempts.filter(pk=data["attempt"]).first() if data["attempt"] else None
    if data["attempt"] and attempt is None:
        raise Http404
    event, act, reason = data["event"], data["act"], data["reason"]
    if act == "pause":
        lead.pause(event=event, sitting=sitting, attempt=attempt, reason=reason, by=by, at=at)
    elif act == "resume":
        lead.resume(event=event, sitting=sitting, attempt=attempt, by=by, at=at)
    elif act == "extend":
        lead.extend(event=event, sitting=sitting, attempt=attempt, minutes=data["minutes"], reason=reason, by=by, at=at)
    elif act == "note":
        lead.note(event=event, sitting=sitting, attempt=attempt, reason=reason, by=by, at=at)
    elif act == "close":
        lead.close(event=event, sitting=sitting, by=by, at=at)
    elif act == "reopen" and attempt is not None:
        lead.reopen(event=event, sitting=sitting, attempt=attempt, minutes=data["minutes"], reason=reason, by=by, at=at)
    elif act == "identify":
        people = {line.enrolment.pk: line.enrolment for line in roster(sitting.cohort, language(), by=by)}
        if data["enrolment"] not in people:
            raise Http404
        lead.identify(event=event, sitting=sitting, enrolment=people[data["enrolment"]], by=by, at=at)


def _room(
    request: PersonRequest, sitting: "Sitting", error: str = "", typed: dict[str, object] | None = None
) -> HttpResponse:
    now = timezone.now()
    context = {
        "room": room_of(sitting, language(), now, by=request.user),
        "sitting": sitting,
        "cohort": sitting.cohort,
        "error": error,
        "typed": typed or {},
        "now": now,
        "open": sitting.closed_at is None,
        "fresh_id": uuid.uuid4,
    }
    name = "assessments/room_part.html" if request.GET.get("part") else "assessments/room.html"
    return render(request, name, context, status=422 if error else 200)


def _led(request: PersonRequest, pk: uuid.UUID) -> "Sitting":
    sitting = sitting_for(request.user, pk)
    if sitting is None:
        raise Http404
    return sitting


def _kept(request: PersonRequest, pk: uuid.UUID) -> "Cohort":
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    if not may_plan_sitting(request.user, cohort):
        raise Http404
    return cohort


def _form(request: PersonRequest, cohort: "Cohort", *, sent: bool) -> SittingForm:
    today = timezone.localdate()
    return SittingForm(
        request.POST if sent else None,
        quizzes=quizzes_for(cohort),
        rooms=rooms_at(cohort.centre),
        staff=sorted_people(may_watch_sittings(cohort.centre, today), language()),
        language=language(),
        calendar=request.user.calendar,
        today=today,
    )


def _extra_form(request: PersonRequest, cohort: "Cohort", *, sent: bool) -> ExtraTimeForm:
    return ExtraTimeForm(request.POST if sent else None, people=roster(cohort, language(), by=request.user))


def _plan(request: PersonRequest, cohort: "Cohort", form: SittingForm) -> bool:
    data = form.cleaned_data
    try:
        lead.plan_sitting(
            pk=data["pk"],
            quiz=data["quiz"],
            cohort=cohort,
            room=data["room"],
            opens_at=data["opens_at"],
            closes_at=data["closes_at"],
            invigilators=data["invigilators"],
            by=request.user,
            at=timezone.now(),
        )
    except lead.SittingError as error:
        form.add_error(None, said(error))
        return False
    return True


def _cohort_page(
    request: PersonRequest, cohort: "Cohort", form: SittingForm, extra_form: ExtraTimeForm
) -> HttpResponse:
    people = {line.enrolment.pk: line for line in roster(cohort, language(), by=request.user)}
    context = {
        "cohort": cohort,
        "sittings": sittings_of_cohort(cohort),
        "form": form,
        "extra_form": extra_form,
        "extra": [
            (given, people[given.enrolment_id]) for given in extra_times_of(cohort) if given.enrolment_id in people
        ],
        "open": is_open(cohort),
    }
    bad = form.errors or extra_form.errors
    return render(request, "assessments/cohort_sittings.html", context, status=422 if bad else 200)


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
