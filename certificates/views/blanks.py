"""Edges of numbered blanks: spoilt ones, printers and their test page, printing a certificate on one."""

import uuid
from typing import TYPE_CHECKING

from csp.decorators import csp_exempt
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, may_open_name, requires
from accounts.selectors.places import centres_for_lists
from accounts.selectors.sealed import KeyDestroyedError
from certificates.access import KEEPERS, graduating_cohorts
from certificates.enums import CertificateState, SpoiltReason
from certificates.forms_ledger import BlankForm, PrinterForm, SpoiltForm
from certificates.selectors import ledger, registers
from certificates.selectors.batches import batches_in
from certificates.services import blanks as service
from certificates.services.checks import note_opening
from certificates.services.sealing import qr_address
from certificates.views.ledger import language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Centre
    from certificates.models import Batch, Certificate, PrintedBlank, Printer

ONE_PARCEL = 50  # certificates in one file for the printer: two seconds of drawing


def _centre(request: PersonRequest, asked: str) -> "tuple[list[Centre], Centre]":
    """Return the centres whose blanks the reader keeps, and the one asked for."""
    centres = centres_for_lists(request.user)
    chosen = next((one for one in centres if one.code == asked), None) or (centres[0] if not asked else None)
    if chosen is None:
        raise Http404
    return centres, chosen


def _address(centre: "Centre") -> str:
    return f"{reverse('certificates:blanks')}?centre={centre.code}"


def _page(
    request: PersonRequest, centre: "Centre", spoilt: SpoiltForm | None = None, printer: PrinterForm | None = None
) -> HttpResponse:
    forms = {
        "spoilt_form": spoilt or SpoiltForm(None, by=request.user, today=timezone.localdate(), initial=_given(request)),
        "printer_form": printer or PrinterForm(None),
    }
    context = {
        "centre": centre,
        "centres": centres_for_lists(request.user),
        "blanks": ledger.blanks_of(centre, language()),
        "printers": ledger.printers_of(centre),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "certificates/blanks.html", context, status=422 if wrong else 200)


def _given(request: PersonRequest) -> dict[str, str]:
    return {"number": request.GET.get("number", "")[:32]}


@never_cache
@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def blanks(request: PersonRequest) -> HttpResponse:
    """Show the blanks of a centre; POST writes down a spoilt one."""
    centre = _centre(request, request.GET.get("centre", ""))[1]
    if request.method == "GET":
        return _page(request, centre)
    form = SpoiltForm(request.POST, by=request.user, today=timezone.localdate())
    if form.is_valid():
        data = form.cleaned_data
        try:
            service.spoil_blank(
                centre=centre,
                number=data["number"],
                reason=SpoiltReason(data["reason"]),
                act_number=data["act_number"],
                act_date=data["act_date"],
                note=data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except service.NumberMissingError:
            form.add_error("number", _("A number has at least one letter or digit."))
        except service.BlankSpoiltError:
            form.add_error("number", _("This blank was written down as spoilt already."))
        else:
            messages.success(request, _("The spoilt blank is written down for good."))
            return redirect(_address(centre))
    return _page(request, centre, spoilt=form)


@requires(*KEEPERS)
@require_POST
def printer(request: PersonRequest) -> HttpResponse:
    """Keep the offsets of a printer."""
    centre = _centre(request, request.GET.get("centre", ""))[1]
    form = PrinterForm(request.POST)
    if not form.is_valid():
        return _page(request, centre, printer=form)
    data = form.cleaned_data
    service.keep_printer(
        centre=centre,
        name=data["name"],
        right_mm=data["right_mm"],
        down_mm=data["down_mm"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("The printer is set. Print the test page to see it."))
    return redirect(_address(centre))


@csp_exempt()
@never_cache
@requires(*KEEPERS)
@require_GET
def test_page(request: PersonRequest, pk: int, orientation: str) -> HttpResponse:
    """Send the test page of a printer."""
    from certificates.pdf.crosses import SIZES, test_page  # noqa: PLC0415 - reason: WeasyPrint is loaded where needed

    found = _printer(request, str(pk))
    if found is None or orientation not in SIZES:
        raise Http404
    return _pdf(test_page(found, language(), orientation), f"test-page-{pk}")


def _printer(request: PersonRequest, asked: str) -> "Printer | None":
    centres = centres_for_lists(request.user)
    return next((one for centre in centres for one in ledger.printers_of(centre) if str(one.pk) == asked), None)


def _kept_certificate(request: PersonRequest, pk: uuid.UUID) -> "Certificate":
    """Return a certificate of a centre whose blanks the reader keeps."""
    found = get_object_or_404(registers.visible_certificates(request.user), pk=pk)
    if found.centre_id not in ledger.kept_centre_ids(request.user) or not may_open_name(request.user, found.person):
        raise PermissionDenied
    return found


@never_cache
@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def blank(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down on which numbered blank a certificate is printed, and offer its text for the printer."""
    found = _kept_certificate(request, pk)
    printers = ledger.printers_of(found.centre)
    form = BlankForm(request.POST if request.method == "POST" else None, printers=printers)
    if request.method == "POST" and form.is_valid():
        chosen = next((one for one in printers if str(one.pk) == form.cleaned_data["printer"]), None)
        try:
            service.use_blank(
                certificate=found,
                number=form.cleaned_data["number"],
                printer=chosen,
                by=request.user,
                at=timezone.now(),
            )
        except service.NumberMissingError:
            form.add_error("number", _("A number has at least one letter or digit."))
        except service.BlankUsedError:
            form.add_error("number", _("Another certificate was printed on a blank of this number."))
        except service.BlankSpoiltError:
            form.add_error("number", _("This blank was written down as spoilt already."))
        except service.NotStandingError:
            form.add_error(None, _("This certificate is revoked or replaced: it is not printed any more."))
        else:
            messages.success(request, _("The number of the blank is in the register. Now print the text on it."))
            return redirect("certificates:blank", pk=found.pk)
    context = {
        "certificate": found,
        "form": form,
        "printed": ledger.blanks_of_certificate(found),
        "standing": found.state == CertificateState.ISSUED,
    }
    return render(request, "certificates/blank.html", context, status=422 if form.errors else 200)


@csp_exempt()
@never_cache
@requires(*KEEPERS)
@require_GET
def blank_paper(request: PersonRequest, pk: uuid.UUID, number: uuid.UUID) -> HttpResponse:
    """Send the text of a certificate alone, shifted for the printer, for the blank that was written down."""
    found = _kept_certificate(request, pk)
    used = next((row for row, spoilt in ledger.blanks_of_certificate(found) if row.pk == number and not spoilt), None)
    if used is None:
        raise Http404
    try:
        return _texts(request, [(found, used)], f"{found.serial}-blank")
    except KeyDestroyedError:
        messages.error(request, _("This person's names were erased. The paper cannot be shown any more."))
        return redirect("certificates:blank", pk=found.pk)


def _texts(request: PersonRequest, printed: "Sequence[tuple[Certificate, PrintedBlank]]", name: str) -> HttpResponse:
    """Return the texts of certificates for their blanks. Each gets the pattern that stands in its file."""
    from certificates.pdf.drawing import OnBlank, draw_on_blanks  # noqa: PLC0415 - reason: WeasyPrint is loaded late
    from certificates.pdf.store import pdf_of  # noqa: PLC0415 - reason: the same
    from certificates.selectors.papers import paper_of  # noqa: PLC0415 - reason: the same

    prints = []
    for certificate, used in printed:
        if certificate.seal is None:
            pdf_of(certificate)  # seals it
            certificate.refresh_from_db(fields=["seal"])
        shift = (float(used.printer.right_mm), float(used.printer.down_mm)) if used.printer else (0.0, 0.0)
        prints.append(OnBlank(paper_of(certificate), qr_address(certificate), *shift))
    pdf = draw_on_blanks(prints)
    for certificate, _used in printed:
        note_opening(certificate=certificate, by=request.user)
    return _pdf(pdf, name)


def _kept_batch(request: PersonRequest, pk: uuid.UUID) -> "Batch":
    """Return a batch of a centre whose blanks the reader keeps."""
    found = get_object_or_404(batches_in(graduating_cohorts(request.user)), pk=pk)
    if found.cohort.centre_id not in ledger.kept_centre_ids(request.user):
        raise PermissionDenied
    return found


@never_cache
@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def batch_blanks(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Give the certificates of a batch blanks that follow each other, and offer their texts for printing."""
    found = _kept_batch(request, pk)
    state = ledger.batch_to_print(found)
    printers = ledger.printers_of(found.cohort.centre)
    form = BlankForm(request.POST if request.method == "POST" else None, printers=printers)
    if request.method == "POST" and form.is_valid():
        chosen = next((one for one in printers if str(one.pk) == form.cleaned_data["printer"]), None)
        try:
            service.use_blanks(
                certificates=state.waiting,
                first=form.cleaned_data["number"],
                printer=chosen,
                by=request.user,
                at=timezone.now(),
            )
        except service.NumberMissingError:
            form.add_error("number", _("The number of the first blank must end in digits."))
        except service.BlankError as error:
            text = _("The blank %(number)s is used or spoilt already. Nothing was written down.")
            form.add_error("number", text % {"number": f"\u2068{error.number}\u2069"})
        else:
            messages.success(request, _("The numbers of the blanks are in the register. Now print the texts on them."))
            return redirect("certificates:batch_blanks", pk=found.pk)
    parcels = range(0, len(state.printed), ONE_PARCEL)
    context = {
        "batch": found,
        "state": state,
        "form": form,
        "parcels": [(start, start + 1, min(start + ONE_PARCEL, len(state.printed))) for start in parcels],
    }
    return render(request, "certificates/batch_blanks.html", context, status=422 if form.errors else 200)


@csp_exempt()
@never_cache
@requires(*KEEPERS)
@require_GET
def batch_blanks_paper(request: PersonRequest, pk: uuid.UUID, start: int) -> HttpResponse:
    """Send the texts of a parcel of certificates in the order of their numbers."""
    found = _kept_batch(request, pk)
    parcel = ledger.batch_to_print(found).printed[start : start + ONE_PARCEL]
    if not parcel:
        raise Http404
    try:
        return _texts(request, parcel, f"{found.cohort.code}-blanks-{start + 1}")
    except KeyDestroyedError:
        messages.error(request, _("This person's names were erased. The paper cannot be shown any more."))
        return redirect("certificates:batch_blanks", pk=found.pk)


def _pdf(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
