"""Edges of confirming practical exercises."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from assessments.access import CONFIRMERS, READS_SHEETS
from assessments.selectors.sheets import review_of, subject_of, visible_subject
from assessments.services.practicals import (
    CohortClosedError,
    ConfirmerAssessedError,
    OutsiderMissingError,
    PracticalError,
    SecondAssessorMissingError,
    ThirdAssessorNeededError,
    WomanAssessorMissingError,
    confirm_practical,
)
from assessments.views.practicals import language
from courses.selectors.assessing import is_open

if TYPE_CHECKING:
    from assessments.models import PracticalExercise
    from courses.models import Enrolment


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
