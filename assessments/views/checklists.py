"""Edges of one checklist: mark it now, hand it in now or later, on one's own device or on a colleague's."""

import json
import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.pins import claim_key
from accounts.services.pins import PinLockedError, PinWrongError, prove
from assessments.access import may_assess, sees_sheets
from assessments.forms.practicals import CoachingForm, ObservationForm, SecondForm
from assessments.selectors.drafts import draft_of
from assessments.selectors.sheets import Checklist, checklist_of, subject_of
from assessments.services.coaching import NoReSitError, note_coaching
from assessments.services.drafts import save_draft
from assessments.services.draws import draw_sample
from assessments.services.from_devices import REASONS
from assessments.services.practicals import (
    CohortClosedError,
    NotAssessorError,
    ObservationRefusedError,
    PracticalError,
    Source,
    SubmissionTakenError,
    record_observation,
)
from assessments.views.practicals import language
from courses.access import may_teach
from courses.selectors.assessing import is_open

if TYPE_CHECKING:
    import datetime

    from accounts.models import User
    from assessments.models import PracticalExercise
    from courses.models import Enrolment

    Subject = tuple["Enrolment", "PracticalExercise"]


def said(error: PracticalError) -> str:
    """Return in plain words why a checklist cannot be stored."""
    if isinstance(error, ObservationRefusedError):
        return str(error.refusal.label)
    if isinstance(error, SubmissionTakenError):
        return _("This form was used already. Open the checklist again from the list.")
    if isinstance(error, CohortClosedError):
        return _("The cohort is closed by protocol. Nothing more can be recorded.")
    return _("You may not assess this person in this exercise.")


def _subject(request: PersonRequest, code: str, enrolment: uuid.UUID, now: "datetime.datetime") -> "Subject":
    """Return a person and an exercise that the reader may assess; a sample is drawn when the first one is opened."""
    found = subject_of(request.user, enrolment, code, Role.INSTRUCTOR)
    if found is None or not may_assess(request.user, *found, timezone.localdate(now)):
        raise Http404
    if is_open(found[0].cohort):
        draw_sample(cohort=found[0].cohort, exercise=found[1], at=now)
    return found


def _checklist(user: "User", found: "Subject", *, sheets: bool = True) -> Checklist:
    checklist = checklist_of(
        *found,
        user=user,
        sees_sheets=sheets and sees_sheets(user, found[0].cohort),
        language=language(),
        on=timezone.localdate(),
    )
    if checklist is None:
        raise Http404
    return checklist


@never_cache
@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "POST"])
def observe(request: PersonRequest, code: str, enrolment: uuid.UUID) -> HttpResponse:
    """Show the checklist of one person; store it, or keep what is marked so far."""
    now = timezone.now()
    found = _subject(request, code, enrolment, now)
    checklist = _checklist(request.user, found)
    draft = None if request.method == "POST" else draft_of(*found, request.user)
    form = ObservationForm(request.POST if request.method == "POST" else None, criteria=checklist.criteria, draft=draft)
    if request.method == "POST":
        answer = _later(request, found, form, now) if "later" in request.POST else _hand_in(request, found, form, now)
        if answer is not None:
            return answer
    return _page(request, checklist, form, now, {"draft": draft})


def _page(
    request: PersonRequest, checklist: Checklist, form: ObservationForm, now: "datetime.datetime", more: dict[str, Any]
) -> HttpResponse:
    kept = "kept" in request.GET
    person = checklist.enrolment.person
    where = (checklist.exercise.code, checklist.enrolment.pk)
    context = {
        "checklist": checklist,
        "form": form,
        "open": is_open(checklist.enrolment.cohort),
        "name": person.service_number if kept and person.protected else checklist.name,
        "now": now,
        "kept": kept,
        "subject": f"{where[0]}/{where[1]}",
        "after": reverse("assessments:observe", args=where),
        "reasons": json.dumps({key: str(word) for key, word in REASONS.items()}),
    }
    return render(request, "assessments/observe.html", context | more, status=422 if form.errors else 200)


def _hand_in(
    request: PersonRequest, found: "Subject", form: ObservationForm, now: "datetime.datetime"
) -> HttpResponse | None:
    if form.is_valid() and _store(found, form, request.user, now, Source()):
        messages.success(request, _("Saved. Your checklist is stored and can no longer be changed."))
        return redirect("assessments:observe", code=found[1].code, enrolment=found[0].pk)
    return None


def _store(found: "Subject", form: ObservationForm, by: "User", now: "datetime.datetime", source: Source) -> bool:
    """Store a checklist; False puts what is wrong into the form."""
    try:
        record_observation(
            submission=form.cleaned_data["submission"],
            enrolment=found[0],
            code=found[1].code,
            scores=form.scores,
            comment=form.cleaned_data["comment"],
            by=by,
            at=now,
            source=source,
        )
    except PracticalError as error:
        form.add_error(None, said(error))
    return not form.errors


def _later(
    request: PersonRequest, found: "Subject", form: ObservationForm, now: "datetime.datetime"
) -> HttpResponse | None:
    form.is_valid()
    submission, comment = form.cleaned_data.get("submission"), form.cleaned_data.get("comment")
    if submission is None or comment is None:
        return None
    try:
        save_draft(
            submission=submission,
            enrolment=found[0],
            code=found[1].code,
            scores=form.so_far,
            comment=comment,
            by=request.user,
            at=now,
        )
    except PracticalError as error:
        form.add_error(None, said(error))
        return None
    messages.success(request, _("What you marked is saved. It is not handed in yet."))
    return redirect("assessments:practicals")


@never_cache
@sensitive_post_parameters("pin")
@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "POST"])
def second(request: PersonRequest, code: str, enrolment: uuid.UUID) -> HttpResponse:
    """Record the checklist of a second assessor on the reader's device; the session stays the reader's."""
    now = timezone.now()
    found = _subject(request, code, enrolment, now)
    checklist = _checklist(request.user, found, sheets=False)
    form = SecondForm(request.POST if request.method == "POST" else None, criteria=checklist.criteria)
    if request.method == "POST" and form.is_valid() and (by := _proved(request, form, now)):
        if not may_assess(by, *found, timezone.localdate(now)):
            form.add_error(None, said(NotAssessorError()))
        elif _store(found, form, by, now, Source(device_of=request.user)):
            messages.success(request, _("The checklist of the second assessor is stored."))
            return redirect("assessments:observe", code=code, enrolment=enrolment)
    return _page(request, checklist, form, now, {"second": True, "key": claim_key()})


def _proved(request: PersonRequest, form: SecondForm, now: "datetime.datetime") -> "User | None":
    try:
        by = prove(number=form.cleaned_data["number"], pin=form.cleaned_data["pin"], at=now)
    except PinWrongError:
        form.add_error("pin", REASONS["pin wrong"])
    except PinLockedError:
        form.add_error("pin", REASONS["pin locked"])
    else:
        if by.pk != request.user.pk:
            return by
        form.add_error("number", REASONS["same person"])
    return None


@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "POST"])
def coaching(request: PersonRequest, code: str, enrolment: uuid.UUID) -> HttpResponse:
    """Note what was practised with one person before a re-sit."""
    now = timezone.now()
    found = subject_of(request.user, enrolment, code, Role.INSTRUCTOR)
    if found is None or not may_teach(request.user, found[0].cohort):
        raise Http404
    form = CoachingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            note_coaching(
                submission=form.cleaned_data["submission"],
                enrolment=found[0],
                code=code,
                note=form.cleaned_data["note"],
                by=request.user,
                at=now,
            )
        except NoReSitError:
            form.add_error(None, _("There is no re-sit to prepare for."))
        except PracticalError as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("The coaching is noted. The re-sit can be assessed now."))
            return redirect("assessments:practicals")
    context = {"checklist": _checklist(request.user, found), "form": form}
    return render(request, "assessments/coaching.html", context, status=422 if form.errors else 200)
