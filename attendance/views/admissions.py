"""Edge of admission by order: registrar or head proposes, the head of centre decides."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.services.orders import OrderKindDiffersError, OrderNumberMissingError
from attendance.access import SIGNS_DAYS, may_admit, may_propose
from attendance.forms.admission import AdmissionForm
from attendance.selectors.shares import standing_of
from attendance.services.admissions import (
    AdmissionReasonMissingError,
    AlreadyAdmittedError,
    FourEyesError,
    decide,
    propose,
)
from attendance.views.rolls import language
from courses.selectors.cohorts import name_in_cohort, visible_enrolments

if TYPE_CHECKING:
    from courses.models import Enrolment


@never_cache
@requires(*SIGNS_DAYS)
@require_http_methods(["GET", "POST"])
def admission(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the share of one person and the commission's order; POST proposes (`propose`) or decides (`decide`)."""
    enrolment = get_object_or_404(visible_enrolments(request.user), pk=pk)
    if not may_propose(request.user, enrolment.cohort):
        raise PermissionDenied
    if request.method == "POST" and "decide" in request.POST:
        return _decide(request, enrolment)
    if request.method == "POST":
        return _propose(request, enrolment)
    return _show(request, enrolment, _form(request, None))


def _form(request: PersonRequest, data: object) -> AdmissionForm:
    return AdmissionForm(data, calendar=request.user.calendar, today=timezone.localdate())


def _propose(request: PersonRequest, enrolment: "Enrolment") -> HttpResponse:
    form = _form(request, request.POST)
    if form.is_valid():
        try:
            propose(enrolment=enrolment, by=request.user, at=timezone.now(), **form.cleaned_data)
        except (AdmissionReasonMissingError, OrderNumberMissingError):
            form.add_error(None, _("Write the number of the order and the reason."))
        except OrderKindDiffersError:
            form.add_error("number", _("The centre has an order with this number and date for something else."))
        except AlreadyAdmittedError:
            form.add_error(None, _("This person is admitted already."))
        except FourEyesError:
            form.add_error(None, _("Nobody proposes their own admission."))
        else:
            messages.success(request, _("The order is written down. Another person must admit now."))
            return redirect("attendance:admission", pk=enrolment.pk)
    return _show(request, enrolment, form, 422)


def _decide(request: PersonRequest, enrolment: "Enrolment") -> HttpResponse:
    proposal = standing_of(enrolment).admission
    if not may_admit(request.user, enrolment.cohort):
        raise PermissionDenied
    if proposal is None:
        messages.warning(request, _("There is no order to decide on any more."))
        return redirect("attendance:admission", pk=enrolment.pk)
    admit = request.POST["decide"] == "admit"
    try:
        decide(admission=proposal, admit=admit, by=request.user, at=timezone.now())
    except FourEyesError:
        form = _form(request, None)
        return _show(request, enrolment, form, 422, _("You wrote down this order. Another person must admit."))
    messages.success(request, _("The person is admitted by order.") if admit else _("The proposal is turned down."))
    return redirect("attendance:history", pk=enrolment.pk)


def _show(
    request: PersonRequest, enrolment: "Enrolment", form: AdmissionForm, status: int = 200, refused: str = ""
) -> HttpResponse:
    standing = standing_of(enrolment)
    proposal = standing.admission
    context = {
        "enrolment": enrolment,
        "cohort": enrolment.cohort,
        "name": name_in_cohort(enrolment.person, enrolment.cohort, language(), by=request.user),
        "standing": standing,
        "share": standing.share,
        "form": form,
        "refused": refused,
        "proposal": proposal,
        "decides": proposal is not None
        and proposal.at is None
        and proposal.proposed_by_id != request.user.pk
        and may_admit(request.user, enrolment.cohort),
    }
    return render(request, "attendance/admission.html", context, status=status)
