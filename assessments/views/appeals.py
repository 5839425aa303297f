"""Edges of appeals: those of a cohort and filing one; one appeal, who hears it and what was decided."""

import uuid
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.selectors.commissions import commissions_at, read_commissions
from assessments.access import READS_EXAM_SHEETS, READS_RESULTS, may_close
from assessments.enums import AppealState, ResultState
from assessments.forms.protocols import AppealForm, DecisionForm, HandOverForm
from assessments.selectors.appeals import (
    appeal_choices,
    appeal_visible,
    appeals_in,
    choice_read,
    deadline_of,
    partial_to,
    read_appeals,
)
from assessments.services import appeals as appealing
from assessments.services.results import HeadAssessedError, NothingChangedError, ResultContradictsError
from assessments.views.practicals import language
from courses.access import READS_COHORTS
from courses.selectors.cohorts import visible_cohorts
from foundation.languages.calendars import format_date

if TYPE_CHECKING:
    from django import forms

    from assessments.models import Appeal
    from courses.models import Cohort
    from foundation.languages.calendars import Calendar


@requires(*READS_RESULTS)
@require_http_methods(["GET", "POST"])
def appeals(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the appeals of a cohort that the reader may see; POST files one."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    choices = appeal_choices(cohort, request.user, language())
    form = AppealForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST":
        if not choices:
            raise PermissionDenied
        if form.is_valid() and _filed(request, cohort, form):
            messages.success(request, _("The appeal is filed."))
            return redirect("assessments:appeals", pk=cohort.pk)
    today, until = timezone.localdate(), deadline_of(cohort, None)
    context = {
        "cohort": cohort,
        "appeals": appeals_in(cohort, request.user, language(), today),
        "form": form if choices else None,
        "until": until,
        "over": until is not None and until < today,
        "staff": request.user.has_role(*READS_EXAM_SHEETS),
        "reads_cohorts": request.user.has_role(*READS_COHORTS),
    }
    return render(request, "assessments/appeals.html", context, status=422 if form.errors else 200)


def _filed(request: PersonRequest, cohort: "Cohort", form: AppealForm) -> bool:
    """File the appeal; False with the errors in the form."""
    enrolment, result = choice_read(cohort, request.user, form.cleaned_data["about"])
    if enrolment is None:
        raise Http404
    try:
        appealing.file_appeal(
            submission=form.cleaned_data["submission"],
            enrolment=enrolment,
            result=result,
            grounds=form.cleaned_data["grounds"],
            by=request.user,
            at=timezone.now(),
        )
    except appealing.NotAppellantError as error:
        raise PermissionDenied from error
    except appealing.AppealTooLateError as error:
        day = format_date(error.until, language(), cast("Calendar", request.user.calendar))
        form.add_error("about", _("The last day for this appeal was %(day)s.") % {"day": day})
    except appealing.AppealOpenError:
        form.add_error("about", _("An appeal against this waits for its decision already."))
    except appealing.AppealGroundsMissingError:
        form.add_error("grounds", _("Write why."))
    except (appealing.ResultElsewhereError, appealing.SubmissionTakenError) as error:
        raise Http404 from error
    else:
        return True
    return False


@requires(*READS_RESULTS)
@require_http_methods(["GET", "POST"])
def appeal(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one appeal; POST by the head gives it to a commission (`hand_over`) or records the decision (`decide`)."""
    found = appeal_visible(request.user, pk)
    if found is None:
        raise Http404
    if request.method == "POST":
        if not may_close(request.user, found.enrolment.cohort):
            raise PermissionDenied
        form = _form(found, request)
        if form is None:
            raise Http404
        done = _handed_over if isinstance(form, HandOverForm) else _decided
        if form.is_valid() and done(request, found, form):
            return redirect("assessments:appeal", pk=found.pk)
        return _page(request, found, sent=form)
    return _page(request, found)


def _form(found: "Appeal", request: PersonRequest) -> HandOverForm | DecisionForm | None:
    step = request.POST.get("step")
    if step == "hand_over":
        return HandOverForm(request.POST, choices=_commissions(found))
    if step == "decide":
        return DecisionForm(request.POST, corrects=_corrects(found))
    return None


def _corrects(found: "Appeal") -> bool:
    return found.result is not None and found.result.state == ResultState.LOCKED


def _commissions(found: "Appeal") -> list[tuple[str, str]]:
    listed = commissions_at(found.enrolment.cohort.centre, timezone.localdate(), language())
    return [
        (str(one.commission.pk), f"№ {one.commission.order.number} · " + "; ".join(one.members))
        for one in listed
        if one.in_force
    ]


def _page(request: PersonRequest, found: "Appeal", *, sent: "forms.Form | None" = None) -> HttpResponse:
    cohort, today = found.enrolment.cohort, timezone.localdate()
    partial = request.user.pk in partial_to(found)
    decides = may_close(request.user, cohort) and found.state == AppealState.FILED and not partial
    context = {
        "cohort": cohort,
        "line": read_appeals([found], cohort, request.user, language(), today)[0],
        "heard_by": read_commissions([found.commission], today, language())[0] if found.commission else None,
        "partial": partial and may_close(request.user, cohort) and found.state == AppealState.FILED,
    }
    if decides:
        chosen = {"commission": str(found.commission_id or "")}
        context["hand_over"] = HandOverForm(choices=_commissions(found), initial=chosen)
        if found.commission_id:
            context["decide"] = DecisionForm(corrects=_corrects(found))
    if sent is not None:
        context["hand_over" if isinstance(sent, HandOverForm) else "decide"] = sent
    return render(request, "assessments/appeal.html", context, status=422 if sent is not None else 200)


def _handed_over(request: PersonRequest, found: "Appeal", form: "forms.Form") -> bool:
    try:
        appealing.hand_over(
            appeal=found, commission=uuid.UUID(form.cleaned_data["commission"]), by=request.user, at=timezone.now()
        )
    except appealing.HearerMarkedError:
        form.add_error(
            "commission", _("A member of this commission marked this result or filed the appeal. Choose another one.")
        )
    except appealing.CommissionUnknownError:
        form.add_error("commission", _("A commission has at least three members."))
    except appealing.AppealError as error:
        form.add_error(None, _why_not(error))
    else:
        messages.success(request, _("The commission is named."))
        return True
    return False


def _decided(request: PersonRequest, found: "Appeal", form: "forms.Form") -> bool:
    data = form.cleaned_data
    percent, passed = data.get("percent"), data.get("passed")
    values = None if percent is None or passed is None else appealing.NewValues(percent, passed)
    try:
        appealing.decide_appeal(
            appeal=found,
            upheld=data["upheld"],
            decision=data["decision"],
            document=data["document"],
            values=values,
            by=request.user,
            at=timezone.now(),
        )
    except appealing.CorrectionMissingError:
        form.add_error("percent", _("Write the new percentage and the new verdict."))
    except ResultContradictsError:
        form.add_error("passed", _("Percentage and verdict do not go together by the programme's pass mark."))
    except NothingChangedError:
        form.add_error("percent", _("The result says this already."))
    except appealing.AppealGroundsMissingError:
        form.add_error("decision", _("Write the reason and the number of the document."))
    except (appealing.AppealError, HeadAssessedError) as error:
        form.add_error(None, _why_not(error))
    else:
        messages.success(request, _("The decision is recorded."))
        return True
    return False


def _why_not(error: Exception) -> str:
    if isinstance(error, appealing.AlreadyDecidedError):
        return _("This appeal has been decided already.")
    if isinstance(error, appealing.NotHeardError):
        return _("Name the commission first.")
    return _("You marked this result or filed this appeal. Another head of the centre must decide about it.")
