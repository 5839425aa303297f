"""Edges of graduation: who is ready and who is not yet, names to be signed, preparing certificates."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from certificates.access import KEEPERS, READERS, graduating_cohorts, may_prepare
from certificates.enums import RegisterKind
from certificates.forms import PrepareForm
from certificates.selectors.desk_papers import names_to_sign
from certificates.selectors.graduation import Person, graduation_of
from certificates.selectors.reasons import sentence
from certificates.services import batches as batch_service
from certificates.services.exports import note_export
from certificates.services.proofs import NamesChangedError, note_proofs
from certificates.views.remedies import remedies
from courses.access import may_keep

if TYPE_CHECKING:
    from certificates.models import Batch
    from courses.models import Cohort


def language() -> str:
    """The language of the request."""
    return get_language() or "en"


def _blocked(cohort: "Cohort", people: list[Person], *, keeps: bool) -> list[dict[str, object]]:
    return [
        {
            "name": one.name,
            "person": one.entitlement.enrolment.person,
            "attendance": one.ready_for_attendance,
            "paper": one.attendance,
            "reasons": [
                {"text": sentence(reason), "remedies": remedies(reason, cohort, one.entitlement) if keeps else []}
                for reason in one.reasons
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
    keeps = may_keep(request.user, cohort)
    waiting = [one for one in found.blocked if one.waits_for_protocol]
    context = {
        "cohort": cohort,
        "found": found,
        "keeps": keeps,
        "blocked": _blocked(cohort, [one for one in found.blocked if not one.waits_for_protocol], keeps=keeps),
        "waiting": waiting,
        "form": form,
        "may_prepare": may_prepare(request.user, cohort) and found.ready and found.prepared is None,
        "may_prepare_attendance": may_prepare(request.user, cohort)
        and found.for_attendance
        and found.prepared_attendance is None,
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
    batch = _prepared(request, cohort, form, RegisterKind.QUALIFICATION)
    return redirect("certificates:batch", pk=batch.pk) if batch else _graduation(request, cohort, form)


@never_cache
@requires(*KEEPERS, *READERS)
@require_http_methods(["GET", "POST"])
def attendance(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show who gets a certificate of attendance; POST prepares those certificates."""
    cohort = get_object_or_404(graduating_cohorts(request.user), pk=pk)
    prepares = may_prepare(request.user, cohort)
    form = _form(request, cohort, bound=request.method == "POST")
    if request.method == "POST":
        if not prepares:
            raise PermissionDenied
        batch = _prepared(request, cohort, form, RegisterKind.ATTENDANCE)
        if batch:
            return redirect("certificates:batch", pk=batch.pk)
    found = graduation_of(cohort, request.user, language())
    left_out = [
        {"name": one.name, "reasons": [sentence(reason) for reason in one.entitlement.reasons_in("attendance")]}
        for one in found.blocked
        if not one.ready_for_attendance and one.attendance is None
    ]
    context = {
        "cohort": cohort,
        "found": found,
        "left_out": left_out,
        "form": form,
        "may_prepare": prepares and found.for_attendance and found.prepared_attendance is None,
    }
    return render(request, "certificates/attendance.html", context, status=422 if form.errors else 200)


def _prepared(request: PersonRequest, cohort: "Cohort", form: PrepareForm, register: str) -> "Batch | None":
    """Prepare what the form says; None when it cannot be done, and the form then says why."""
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        batch = batch_service.prepare_batch(
            cohort=cohort,
            batch_id=data["pk"],
            order_number=data["order_number"],
            order_date=data["order_date"],
            effective_on=data["effective_on"],
            second_language=data["second_language"],
            third_language=data["third_language"],
            design=data["design"],
            by=request.user,
            at=timezone.now(),
            register=register,
        )
    except batch_service.NobodyReadyError:
        form.add_error(None, _("Nobody of this cohort is ready for a certificate now."))
    except batch_service.LettersError as error:
        form.add_error(None, _("These letters cannot be printed: %(letters)s") % {"letters": error.letters})
    except batch_service.OrderClashError:
        form.add_error(
            "order_number", _("An order with this number and date exists already, and it is of another kind.")
        )
    except batch_service.BatchOpenError as error:
        messages.warning(request, _("Certificates of this cohort are prepared already."))
        return error.batch
    else:
        messages.success(request, _("The certificates are prepared. Now the head of centre issues them."))
        return batch
    return None


@never_cache
@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def names(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show whose names were signed; POST notes who signed the sheet."""
    cohort = get_object_or_404(graduating_cohorts(request.user), pk=pk)
    if request.method == "POST":
        if not may_keep(request.user, cohort):
            raise PermissionDenied
        signed = _signed(request)
        try:
            new = note_proofs(cohort=cohort, signed=signed, by=request.user, at=timezone.now())
        except NamesChangedError:
            messages.error(
                request, _("A name was changed since this page was opened. Nothing was noted: print the sheet again.")
            )
        else:
            if new:
                messages.success(request, _("The signatures are noted."))
            return redirect("certificates:names", pk=cohort.pk)
    lines = names_to_sign(cohort, request.user, language())
    context = {"cohort": cohort, "lines": lines, "open": [one for one in lines if one.proof is None and one.readable]}
    return render(request, "certificates/names.html", context, status=422 if request.method == "POST" else 200)


def _signed(request: PersonRequest) -> dict[uuid.UUID, str]:
    """Return who was ticked, with the ids of the names that stood on the page. What is no id is passed over."""
    found = {}
    for value in request.POST.getlist("signed"):
        try:
            pk = uuid.UUID(value)
        except ValueError:
            continue
        found[pk] = request.POST.get(f"names-{pk}", "")[:200]
    return found


@never_cache
@requires(*KEEPERS)
@require_GET
def names_sheet(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The sheet on which everybody signs the own name in every script; protected people have a page of their own."""
    cohort = get_object_or_404(graduating_cohorts(request.user), pk=pk)
    lines = [one for one in names_to_sign(cohort, request.user, language()) if one.readable]
    what = "names to sign"
    note_export(subject=cohort, centre=cohort.centre, kind="paper", lines=len(lines), by=request.user, what=what)
    context = {
        "cohort": cohort,
        "together": [one for one in lines if not one.enrolment.person.protected],
        "apart": [one for one in lines if one.enrolment.person.protected],
        "today": timezone.localdate(),
    }
    return render(request, "certificates/names_sheet.html", context)
