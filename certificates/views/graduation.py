"""Edges of graduation: who is ready, preparing a batch, issuing it, and its progress."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from certificates.access import KEEPERS, READERS, graduating_cohorts, may_issue, may_prepare
from certificates.domain.entitlement import NotYet
from certificates.enums import ISSUE_BATCH, BatchState, Involvement, Reason
from certificates.forms import PrepareForm
from certificates.selectors.batches import BatchProgress, Person, batches_in, graduation_of, progress_of
from certificates.selectors.reasons import sentence
from certificates.services import batches as batch_service
from foundation.jobs import queue
from foundation.jobs.tasks import drain_jobs

if TYPE_CHECKING:
    from certificates.models import Batch
    from courses.models import Cohort

REFRESH_SECONDS = 3


def language() -> str:
    """The language of the request."""
    return get_language() or "en"


def remedy(reason: NotYet, cohort: "Cohort", person: uuid.UUID) -> tuple[str, str]:
    """Return address and words of the page where something can still be done."""
    if reason.reason in (Reason.ATTENDANCE, Reason.PRACTICE_MISSED):
        return reverse("attendance:cohort", args=[cohort.pk]), _("Attendance of the cohort")
    if reason.reason in (Reason.LETTERS, Reason.NO_NAME):
        return reverse("accounts:person", args=[person]), _("Correct the name")
    if reason.reason == Reason.WITHDRAWN:
        return reverse("courses:cohort", args=[cohort.pk]), _("Open the cohort")
    if reason.reason == Reason.NOT_LOCKED:
        return reverse("assessments:lock", args=[cohort.pk]), _("Lock the results")
    return reverse("assessments:results", args=[cohort.pk]), _("Results of the cohort")


def _blocked(cohort: "Cohort", people: list[Person]) -> list[dict[str, object]]:
    return [
        {
            "name": one.name,
            "person": one.entitlement.enrolment.person,
            "reasons": [
                {"text": sentence(reason), "remedy": remedy(reason, cohort, one.entitlement.enrolment.person_id)}
                for reason in one.entitlement.reasons
            ],
        }
        for one in people
    ]


@never_cache
@requires(*KEEPERS, *READERS)
@require_GET
def graduation(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who of a cohort is ready, who is not yet and why, and the batches."""
    cohort = get_object_or_404(graduating_cohorts(request.user), pk=pk)
    return _graduation(request, cohort, _form(request, cohort, bound=False))


def _form(request: PersonRequest, cohort: "Cohort", *, bound: bool) -> PrepareForm:
    return PrepareForm(
        request.POST if bound else None, by=request.user, today=timezone.localdate(), ends_on=cohort.ends_on
    )


def _graduation(request: PersonRequest, cohort: "Cohort", form: PrepareForm) -> HttpResponse:
    found = graduation_of(cohort, request.user, language())
    context = {
        "cohort": cohort,
        "found": found,
        "blocked": _blocked(cohort, found.blocked),
        "form": form,
        "may_prepare": may_prepare(request.user, cohort) and found.ready and found.prepared is None,
    }
    return render(request, "certificates/graduation.html", context, status=422 if form.errors else 200)


@requires(Role.REGISTRAR)
@require_POST
def prepare(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Prepare a batch; a second click leads to the same one."""
    cohort = get_object_or_404(graduating_cohorts(request.user), pk=pk)
    if not may_prepare(request.user, cohort):
        raise PermissionDenied
    form = _form(request, cohort, bound=True)
    if form.is_valid():
        data = form.cleaned_data
        try:
            batch = batch_service.prepare_batch(
                cohort=cohort,
                batch_id=data["pk"],
                order_number=data["order_number"],
                order_date=data["order_date"],
                effective_on=data["effective_on"],
                second_language=data["second_language"],
                by=request.user,
                at=timezone.now(),
            )
        except batch_service.NobodyReadyError:
            form.add_error(None, _("Nobody of this cohort is ready for a certificate now."))
        except batch_service.OrderClashError:
            form.add_error(
                "order_number", _("An order with this number and date exists already, and it is of another kind.")
            )
        except batch_service.BatchOpenError as error:
            messages.warning(request, _("Certificates of this cohort are prepared already."))
            return redirect("certificates:batch", pk=error.batch.pk)
        else:
            messages.success(request, _("The certificates are prepared. Now the head of centre issues them."))
            return redirect("certificates:batch", pk=batch.pk)
    return _graduation(request, cohort, form)


def _batch_or_404(request: PersonRequest, pk: uuid.UUID) -> "Batch":
    return get_object_or_404(batches_in(graduating_cohorts(request.user)), pk=pk)


@never_cache
@requires(*KEEPERS, *READERS)
@require_GET
def batch(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a batch: its people, who prepared it, and how far issuing is. Refreshes itself while work goes on."""
    found = _batch_or_404(request, pk)
    state = progress_of(found, request.user, language())
    response = render(request, "certificates/batch.html", _batch_context(request, state))
    if state.working:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def _batch_context(request: PersonRequest, state: BatchProgress) -> dict[str, object]:
    found = state.batch
    issues = may_issue(request.user, found)
    return {
        "state": state,
        "batch": found,
        "people": [
            {
                "name": one.name,
                "number": one.line.enrolment.person.service_number,
                "honours": one.line.honours,
                "certificate": one.certificate,
                "reasons": [sentence(reason) for reason in one.entitlement.reasons] if one.entitlement else [],
            }
            for one in state.people
        ],
        "total": len(state.people),
        "may_issue": issues and found.state == BatchState.PREPARED and state.involvement is None,
        "obstacle": state.involvement.label if issues and state.involvement else "",
        "may_continue": issues and state.unfinished and found.issued_by_id == request.user.pk,
        "may_cancel": found.state == BatchState.PREPARED and (issues or may_prepare(request.user, found.cohort)),
    }


@requires(Role.HEAD)
@require_POST
def issue(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Issue a batch: approve it and put the work down. Pressed again, it makes only what is missing."""
    found = _batch_or_404(request, pk)
    if not may_issue(request.user, found):
        raise PermissionDenied
    try:
        batch_service.issue_batch(batch=found, by=request.user, at=timezone.now())
    except batch_service.SamePersonError:
        messages.error(request, Involvement.PREPARED.label)
    except batch_service.InvolvedError as error:
        messages.error(request, error.involvement.label)
    except batch_service.NotPreparedError:
        messages.error(request, _("These certificates were issued or cancelled in the meantime."))
    else:
        queue.put(kind=ISSUE_BATCH, subject=str(found.pk), total=2 * found.lines.count())
        drain_jobs.enqueue()
        messages.success(request, _("The certificates are being issued. This takes a few seconds for each person."))
    return redirect("certificates:batch", pk=found.pk)


@requires(*KEEPERS)
@require_POST
def cancel_batch(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel a prepared batch, so that it can be prepared anew."""
    found = _batch_or_404(request, pk)
    try:
        batch_service.cancel_batch(batch=found, by=request.user, at=timezone.now())
    except batch_service.NotPreparedError:
        messages.error(request, _("These certificates were issued already and cannot be cancelled, only revoked."))
        return redirect("certificates:batch", pk=found.pk)
    messages.success(request, _("The prepared certificates were cancelled. Nothing was issued."))
    return redirect("certificates:graduation", pk=found.cohort_id)
