"""Edges of HR's console: search, comparing a paper with the record, verification records, the guide."""

import dataclasses
import uuid
from typing import TYPE_CHECKING

from csp.constants import SELF
from csp.decorators import csp_exempt, csp_update
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.names import asked_in_address
from accounts.selectors.places import all_centres
from certificates.access import OFFICES
from certificates.enums import Finding
from certificates.forms_hr import CompareForm, SearchForm
from certificates.selectors import check_papers, console, past, registers
from certificates.selectors.enquiries import waiting_for_hr
from certificates.services import check_papers as service
from certificates.services.checks import note_opening, note_past_opening, note_search
from certificates.views.ledger import language

if TYPE_CHECKING:
    from certificates.models import Certificate, CheckPaper, PastEntry, PastPage


@dataclasses.dataclass(frozen=True)
class Subject:
    """What is compared: a certificate or a line of a past register, with everything that is printed."""

    certificate: "Certificate | None"
    row: past.PastRow | None
    whole: registers.Whole | None
    fields: list[check_papers.Field]

    @property
    def entry(self) -> "PastEntry | None":
        return self.row.entry if self.row else None


@never_cache
@requires(*OFFICES)
@require_http_methods(["GET", "POST"])
def search(request: PersonRequest) -> HttpResponse:
    """Search certificates and past registers; say which registers cannot be searched here.

    What is searched for is posted: numbers may stand in an address, names do not.
    """
    today = timezone.localdate()
    asked_for = request.POST if request.method == "POST" else request.GET.copy()
    if request.method != "POST" and "q" in asked_for:
        asked_for["q"] = asked_in_address(str(asked_for["q"]))
    form = SearchForm(
        asked_for if "q" in asked_for else None, centres=all_centres(), language=language(), this_year=today.year
    )
    found, asked = None, ""
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        asked = data["q"].strip()
        if asked or (data["centre"] and data["year"]):
            found = console.find(asked, request.user, language(), today, centre=data["centre"], year=data["year"])
            note_search(by=request.user, found=len(found.lines) + len(found.past))
    is_hr = request.user.has_role(Role.HR)
    context = {
        "form": form,
        "q": asked,
        "found": found,
        "most": registers.MOST_FOUND,
        "most_past": past.MOST_FOUND,
        "is_hr": is_hr,
        "waiting": waiting_for_hr(today) if is_hr and not asked else None,
    }
    return render(request, "certificates/search.html", context, status=422 if form.errors else 200)


@csp_update({"frame-src": [SELF]})
@never_cache
@requires(Role.HR)
@require_http_methods(["GET", "POST"])
def compare(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show every printed field from the record beside the PDF; POST writes a verification record."""
    found = get_object_or_404(registers.visible_certificates(request.user), pk=pk)
    whole = registers.whole(found, request.user, language(), timezone.localdate())
    if request.method == "GET":
        note_opening(certificate=found, by=request.user)
    return _compare(request, Subject(found, None, whole, check_papers.fields_of(whole)))


@never_cache
@requires(*OFFICES)
@require_http_methods(["GET", "POST"])
def past_entry(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a line of a past register with the scan of its page; HR compares a paper with it."""
    entry = get_object_or_404(past.visible_entries(request.user), pk=pk)
    row = past.shown([entry], request.user)[0]
    if request.method == "GET":
        note_past_opening(entry=entry, by=request.user)
    fields = check_papers.fields_of_entry(entry, row.name, language())
    return _compare(request, Subject(None, row, None, fields))


def _compare(request: PersonRequest, subject: Subject) -> HttpResponse:
    is_hr = request.user.has_role(Role.HR)
    form = CompareForm(request.POST if request.method == "POST" else None, fields=subject.fields)
    if request.method == "POST" and is_hr and form.is_valid():
        paper = _write(request, subject, form)
        if paper is not None:
            messages.success(
                request,
                _("Verification record %(number)s is written and kept.") % {"number": check_papers.number_of(paper)},
            )
            return redirect("certificates:records")
    context = {
        "subject": subject,
        "certificate": subject.certificate,
        "whole": subject.whole,
        "form": form,
        "rows": form.rows(),
        "is_hr": is_hr,
        "earlier": check_papers.earlier(subject.certificate, subject.entry) if is_hr else None,
        "scan": _scan(subject.row) if subject.row else None,
    }
    status = 422 if form.errors else 200
    if request.method == "POST" and not is_hr:
        status = 403
    return render(request, "certificates/compare.html", context, status=status)


def _scan(row: past.PastRow) -> "PastPage | None":
    """Return the scan of the page on which a line stands, for who may open it."""
    if not row.scanned:
        return None
    return next((one for one in past.scans_of(row.entry.centre, row.entry.year) if one.page == row.entry.page), None)


def _write(request: PersonRequest, subject: Subject, form: CompareForm) -> "CheckPaper | None":
    """Write and keep a verification record; None with an error in the form when it contradicts itself."""
    from certificates.pdf.record import record_pdf  # noqa: PLC0415 - reason: WeasyPrint is loaded only where needed

    now = timezone.now()
    facts = check_papers.facts_to_freeze(subject.fields, subject.certificate, timezone.localdate(now))
    try:
        paper = service.write_check_paper(
            certificate=subject.certificate,
            entry=subject.entry,
            compared=form.compared(),
            facts=facts,
            finding=Finding(form.cleaned_data["finding"]),
            language=language(),
            by=request.user,
            at=now,
        )
    except service.NothingComparedError:
        form.add_error("finding", _("Compare at least one field before you write that the paper agrees."))
        return None
    except service.DiffersError:
        form.add_error("finding", _("One field differs: the paper does not agree with the register."))
        return None
    service.keep_pdf(paper=paper, pdf=record_pdf(paper, subject.fields))
    return paper


@never_cache
@requires(Role.HR)
@require_GET
def records(request: PersonRequest) -> HttpResponse:
    """Show the newest verification records."""
    rows = check_papers.visible_check_papers(request.user)[: check_papers.MOST_LISTED]
    listed = [{"row": row, "number": check_papers.number_of(row)} for row in rows]
    return render(request, "certificates/records.html", {"records": listed})


@csp_exempt()
@never_cache
@requires(Role.HR)
@require_GET
def record(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Send a verification record as PDF: as it was kept, or drawn again when the file is missing."""
    from certificates.pdf.record import record_pdf  # noqa: PLC0415 - reason: WeasyPrint is loaded only where needed

    found = get_object_or_404(check_papers.visible_check_papers(request.user), pk=pk)
    pdf = service.kept_pdf(found)
    if pdf is None:
        pdf = record_pdf(found, check_papers.drawn_fields(found, request.user))
        service.keep_pdf(paper=found, pdf=pdf)
    service.note_reading(paper=found, by=request.user)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="verification-{found.year}-{found.number:04d}.pdf"'
    return answer


@requires(*OFFICES)
@require_GET
def guide(request: PersonRequest) -> HttpResponse:
    """What to do with a doubtful paper."""
    return render(request, "certificates/guide.html", {})
