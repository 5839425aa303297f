"""Edges of practical exercises: the lists, one checklist, its confirmation."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from assessments.access import CONFIRMERS, READS_SHEETS, may_assess, sees_sheets
from assessments.forms.practicals import ObservationForm
from assessments.selectors.boards import assessor_board, confirmation_board
from assessments.selectors.sheets import Checklist, checklist_of, review_of, subject_of, visible_subject
from assessments.services.practicals import (
    CohortClosedError,
    ConfirmerAssessedError,
    ObservationRefusedError,
    OutsiderMissingError,
    PracticalError,
    SecondAssessorMissingError,
    SubmissionTakenError,
    ThirdAssessorNeededError,
    WomanAssessorMissingError,
    confirm_practical,
    record_observation,
)
from courses.selectors.assessing import is_open

if TYPE_CHECKING:
    from assessments.models import PracticalExercise
    from courses.models import Enrolment


def language() -> str:
    """The language of the request."""
    return get_language() or "en"


@requires(Role.INSTRUCTOR, *CONFIRMERS)
@require_GET
def practicals(request: PersonRequest) -> HttpResponse:
    """List what the reader has to assess, and what the reader has to confirm."""
    today = timezone.localdate()
    confirms = request.user.has_role(*CONFIRMERS)
    assesses = request.user.has_role(Role.INSTRUCTOR)
    context = {
        "assesses": assesses,
        "confirms": confirms,
        "board": assessor_board(request.user, language(), today) if assesses else [],
        "to_confirm": confirmation_board(request.user, language()) if confirms else [],
    }
    return render(request, "assessments/practicals.html", context)


@requires(Role.INSTRUCTOR)
@require_http_methods(["GET", "POST"])
def observe(request: PersonRequest, code: str, enrolment: uuid.UUID) -> HttpResponse:
    """Show the checklist of one person, and store it."""
    now = timezone.now()
    found = subject_of(request.user, enrolment, code, Role.INSTRUCTOR)
    if found is None or not may_assess(request.user, *found, timezone.localdate(now)):
        raise Http404
    checklist = _checklist(request, *found)
    form = ObservationForm(request.POST or None, criteria=checklist.criteria)
    if request.method == "POST" and form.is_valid():
        try:
            record_observation(
                submission=form.cleaned_data["submission"],
                enrolment=found[0],
                code=code,
                scores=form.scores,
                comment=form.cleaned_data["comment"],
                by=request.user,
                at=now,
            )
        except ObservationRefusedError as error:
            form.add_error(None, str(error.refusal.label))
        except SubmissionTakenError:
            form.add_error(None, _("This form was used already. Open the checklist again from the list."))
        except CohortClosedError:
            form.add_error(None, _("The cohort is closed by protocol. Nothing more can be recorded."))
        else:
            messages.success(request, _("Saved. Your checklist is stored and can no longer be changed."))
            return redirect("assessments:observe", code=code, enrolment=enrolment)
    context = {"checklist": checklist, "form": form, "open": is_open(found[0].cohort)}
    return render(request, "assessments/observe.html", context, status=422 if form.errors else 200)


def _checklist(request: PersonRequest, enrolment: "Enrolment", exercise: "PracticalExercise") -> Checklist:
    checklist = checklist_of(
        enrolment,
        exercise,
        user=request.user,
        sees_sheets=sees_sheets(request.user, enrolment.cohort),
        language=language(),
        on=timezone.localdate(),
    )
    if checklist is None:
        raise Http404
    return checklist


@requires(*READS_SHEETS)
@require_http_methods(["GET", "POST"])
def confirm(request: PersonRequest, code: str, enrolment: uuid.UUID) -> HttpResponse:
    """Show the checklists side by side once both are in, and confirm what they say."""
    if request.method == "POST":
        return _confirm(request, code, enrolment)
    found = visible_subject(request.user, enrolment, code)
    if found is None:
        raise Http404
    return _review(request, *found)


def _review(
    request: PersonRequest, enrolment: "Enrolment", exercise: "PracticalExercise", error: str = ""
) -> HttpResponse:
    review = review_of(enrolment, exercise, user=request.user, language=language())
    if review is None:
        raise Http404
    confirms = enrolment.cohort.centre_id in request.user.centre_ids(*CONFIRMERS)
    context = {
        "review": review,
        "checklist": review.checklist,
        "confirms": confirms and is_open(enrolment.cohort),
        "error": error,
    }
    return render(request, "assessments/confirm.html", context, status=422 if error else 200)


def _confirm(request: PersonRequest, code: str, enrolment: uuid.UUID) -> HttpResponse:
    if not request.user.has_role(*CONFIRMERS):
        raise PermissionDenied
    found = subject_of(request.user, enrolment, code, *CONFIRMERS)
    if found is None:
        raise Http404
    typed = request.POST.get("try_number", "")
    try:
        result = confirm_practical(
            enrolment=found[0],
            code=code,
            try_number=int(typed) if typed.isdecimal() and len(typed) < 4 else 0,
            by=request.user,
            at=timezone.now(),
        )
    except PracticalError as error:
        return _review(request, *found, error=why_not(error))
    if result.passed:
        messages.success(request, _("Confirmed: competent."))
    else:
        messages.success(request, _("Confirmed: not yet competent. A re-sit before other assessors is possible."))
    return redirect("assessments:practicals")


def why_not(error: PracticalError) -> str:
    """Return in plain words why a practical exercise cannot be confirmed now."""
    words = {
        CohortClosedError: _("The cohort is closed by protocol. Nothing more can be confirmed."),
        ConfirmerAssessedError: _("You assessed this person yourself. Somebody else must confirm."),
        SecondAssessorMissingError: _("Two assessors have not recorded this try yet."),
        OutsiderMissingError: _(
            "All assessors teach this group. Somebody who did not teach it must record a checklist; then it can be"
            " confirmed."
        ),
        ThirdAssessorNeededError: _("The assessors differ. A third assessor must record a checklist first."),
        WomanAssessorMissingError: _(
            "This exercise needs a woman among the assessors. Ask a woman instructor to record a checklist."
        ),
    }
    return words.get(type(error), _("This cannot be confirmed now."))
