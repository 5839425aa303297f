"""Edges of a batch: who is in it, who signs, issuing with progress, its papers for the ceremony."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from certificates.access import KEEPERS, READERS, graduating_cohorts, may_issue, may_prepare
from certificates.enums import DRAW_BATCH, ISSUE_BATCH, BatchState, Involvement
from certificates.forms_desk import FREE, SignatoryForm
from certificates.selectors.batches import BatchProgress, batches_in, progress_of
from certificates.selectors.desk_papers import called
from certificates.selectors.reasons import sentence
from certificates.selectors.signatories import head_choices
from certificates.services import batches as batch_service
from certificates.services import signatories as signatory_service
from certificates.services.exports import note_export
from certificates.views.graduation import language
from courses.access import may_keep
from foundation.jobs import queue
from foundation.jobs.tasks import drain_jobs

if TYPE_CHECKING:
    from certificates.models import Batch

REFRESH_SECONDS = 3
SIGNATORIES = 2  # forms on the page


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
                "renews": one.line.renews,
                "certificate": one.certificate,
                "reasons": (
                    [sentence(reason) for reason in one.entitlement.reasons_in(found.register)]
                    if one.entitlement
                    else []
                ),
            }
            for one in state.people
        ],
        "total": len(state.people),
        "keeps": may_keep(request.user, found.cohort),
        "may_issue": issues and found.state == BatchState.PREPARED and state.involvement is None,
        "obstacle": state.involvement.label if issues and state.involvement else "",
        "may_continue": issues and state.unfinished and found.issued_by_id == request.user.pk,
        "may_name": found.state == BatchState.PREPARED and (issues or may_prepare(request.user, found.cohort)),
        "may_cancel": found.state == BatchState.PREPARED and (issues or may_prepare(request.user, found.cohort)),
    }


@requires(Role.HEAD, confirmed=True)
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
    except batch_service.NotInOfficeError:
        messages.error(request, _("Somebody who is to sign is not head of the centre on the day of the certificates."))
    except batch_service.NotPreparedError:
        messages.error(request, _("These certificates were issued or cancelled in the meantime."))
    else:
        queue.put(kind=ISSUE_BATCH, subject=str(found.pk), total=2 * found.lines.count())
        drain_jobs.enqueue()
        queue.put(kind=DRAW_BATCH, subject=str(found.pk))
        drain_jobs.enqueue()  # a second worker, if there is one, helps to draw
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


@never_cache
@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def signatories(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Name who signs a prepared batch."""
    found = _batch_or_404(request, pk)
    if not (may_issue(request.user, found) or may_prepare(request.user, found.cohort)):
        raise PermissionDenied
    forms = _signatory_forms(request, found)
    valid = [form.is_valid() for form in forms]  # each of them, so that every mistake is shown
    problem = ""
    if request.method == "POST" and all(valid):
        chosen = [one for form in forms if (one := form.chosen()) is not None]
        try:
            signatory_service.name_signatories(batch=found, chosen=chosen, by=request.user, at=timezone.now())
        except batch_service.NotInOfficeError:
            problem = _("Somebody who is to sign is not head of the centre on the day of the certificates.")
        except signatory_service.SignatoryUnreadableError as error:
            problem = _("These letters cannot be printed: %(letters)s") % {"letters": error.letters}
        except batch_service.NotPreparedError:
            messages.error(request, _("These certificates were issued or cancelled in the meantime."))
            return redirect("certificates:batch", pk=found.pk)
        else:
            messages.success(request, _("It is noted who signs."))
            return redirect("certificates:batch", pk=found.pk)
    wrong = problem or any(form.is_bound and form.errors for form in forms)
    context = {"batch": found, "forms": forms, "problem": problem}
    return render(request, "certificates/signatories.html", context, status=422 if wrong else 200)


def _signatory_forms(request: PersonRequest, batch: "Batch") -> list[SignatoryForm]:
    heads = head_choices(batch.cohort.centre, batch.effective_on, language())
    rows = list(batch.signatories.all())
    nobody = (_("The head of centre who issues them"), _("Nobody else"))
    forms = []
    for place in range(SIGNATORIES):
        row = rows[place] if place < len(rows) else None
        initial = {}
        if row is not None:
            initial = {"person": str(row.person_id) if row.person_id else FREE}
            initial |= {f"name_{script}": name for script, name in row.names.items()}
            initial |= {f"office_{code}": office for code, office in row.offices.items()}
        data = request.POST if request.method == "POST" else None
        forms.append(
            SignatoryForm(data, heads=heads, nobody=nobody[min(place, 1)], prefix=f"s{place + 1}", initial=initial)
        )
    return forms


@never_cache
@requires(*KEEPERS)
@require_GET
def calling_list(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The list in the order in which people are called at the ceremony: with honours first."""
    found = _batch_or_404(request, pk)
    lines = called(found, language(), honours_first=True)
    _note_list(request, found, "calling list", len(lines))
    return render(request, "certificates/calling_list.html", {"batch": found, "cohort": found.cohort, "lines": lines})


@never_cache
@requires(*KEEPERS)
@require_GET
def receipt_sheet(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The sheet on which everybody signs for the paper received, in the order of the register."""
    found = _batch_or_404(request, pk)
    lines = called(found, language(), honours_first=False)
    _note_list(request, found, "receipt sheet", len(lines))
    return render(request, "certificates/receipt_sheet.html", {"batch": found, "cohort": found.cohort, "lines": lines})


def _note_list(request: PersonRequest, batch: "Batch", what: str, lines: int) -> None:
    centre = batch.cohort.centre
    note_export(subject=batch, centre=centre, kind="paper", lines=lines, by=request.user, what=what)
