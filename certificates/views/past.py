"""Edges of registers of past years: the coverage map, upload, dry run, the year's lines, scans of ledger pages."""

import dataclasses
import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import NATIONAL, Role
from accounts.selectors.places import all_centres, centre_with_code, centres_for_lists
from certificates.access import KEEPERS, OFFICES
from certificates.domain.past_rows import Judged, PastColumn, PastFinding, PastReason
from certificates.domain.scans import ScanTooLargeError, ScanUnreadableError
from certificates.enums import PastDraftState
from certificates.forms_files import suffix_of, why_unreadable
from certificates.forms_ledger import PageScanForm, PastUploadForm
from certificates.models import PastDraft, PastPage
from certificates.selectors import past
from certificates.selectors.coverage import FIRST_YEAR, coverage
from certificates.selectors.ledger import kept_centre_ids
from certificates.services import past_registers as service
from certificates.services.checks import note_search
from certificates.views.ledger import language, posted
from foundation.spreadsheets.problems import SheetUnreadable

if TYPE_CHECKING:
    from accounts.models import Centre

_ISOLATE, _POP = "\u2068", "\u2069"  # round what stood in the file


@dataclasses.dataclass(frozen=True)
class ShownLine:
    """A line of the dry run in the reader's language."""

    judged: Judged
    reasons: list[tuple[str, str]]
    sealed: bool


@never_cache
@requires(*OFFICES)
@require_GET
def years(request: PersonRequest) -> HttpResponse:
    """Show which registers can be searched here: centre × year."""
    context = {"map": coverage(timezone.localdate().year), "keeps": bool(centres_for_lists(request.user))}
    return render(request, "certificates/past_years.html", context)


@never_cache
@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def upload(request: PersonRequest) -> HttpResponse:
    """Upload the register of a past year; nothing is written yet."""
    centres, today = centres_for_lists(request.user), timezone.localdate()
    given = {"year": request.GET.get("year", ""), "centre": request.GET.get("centre", "")}
    form = PastUploadForm(**posted(request), centres=centres, language=language(), this_year=today.year, initial=given)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            draft = service.keep_register(
                data=data["file"].read(),
                suffix=suffix_of(data["file"]),
                centre=centre_with_code(centres, data["centre"]),
                year=data["year"],
                by=request.user,
                at=timezone.now(),
            )
        except SheetUnreadable as error:
            form.add_error("file", why_unreadable(error))
        except service.RegisterEmptyError:
            form.add_error("file", _("The list has headings but no lines below them."))
        except service.RegisterTooLongError:
            form.add_error("file", _("The list has more than 2000 lines. Divide it into several files."))
        else:
            if draft.state == PastDraftState.DONE:
                messages.info(request, _("This very file was loaded already. Nothing was changed."))
            return redirect("certificates:past_draft", pk=draft.pk)
    context = {"form": form, "columns": PastColumn.choices}
    return render(request, "certificates/past_upload.html", context, status=422 if form.errors else 200)


@never_cache
@requires(*KEEPERS)
@require_http_methods(["GET", "POST"])
def draft(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """What the register would do, line by line; confirmed here, whole or not at all."""
    shown = get_object_or_404(PastDraft.objects.visible_to(request.user).select_related("centre"), pk=pk)
    status = 200
    if request.method == "POST":
        whole = request.POST.get("whole") == "1"
        try:
            service.confirm_register(draft=shown, whole=whole, by=request.user, at=timezone.now())
        except service.LinesRefusedError:
            messages.error(request, _("Nothing was written: a register is taken whole, and some lines are refused."))
            status = 422
        except past.DraftClosedError:
            pass
        else:
            messages.success(request, _("The register is loaded."))
            return redirect("certificates:past_year", centre=shown.centre.code, year=shown.year)
    if shown.state == PastDraftState.DONE:
        return redirect("certificates:past_year", centre=shown.centre.code, year=shown.year)
    try:
        plan = past.dry_run(shown, timezone.localdate())
    except past.DraftClosedError:
        return render(request, "certificates/past_expired.html", {}, status=410)
    context = {
        "draft": shown,
        "plan": plan,
        "counts": plan.counts(),
        "refused": [_shown(one, plan) for one in plan.refused],
        "new": [_shown(one, plan) for one in plan.new],
        "same": [one.number for one in plan.lines if one.number in plan.same],
    }
    return render(request, "certificates/past_draft.html", context, status=status)


def _shown(one: Judged, plan: past.PastPlan) -> ShownLine:
    return ShownLine(one, [_said(reason) for reason in one.reasons], one.number in plan.protected)


def _said(finding: PastFinding) -> tuple[str, str]:
    """Return the column's label and the reason as a sentence; what stood in the file is isolated."""
    column = str(PastColumn(finding.column).label) if finding.column in PastColumn.values else ""
    text = str(PastReason(finding.code).label) % {"value": f"{_ISOLATE}{finding.value or '…'}{_POP}"}
    return column, text


def _centre_and_year(code: str, year: int) -> "Centre":
    try:
        centre = centre_with_code(all_centres(), code)
    except LookupError as error:
        raise Http404 from error
    if not FIRST_YEAR - 13 <= year <= timezone.localdate().year:
        raise Http404
    return centre


@never_cache
@requires(*OFFICES)
@require_http_methods(["GET", "POST"])
def year(request: PersonRequest, centre: str, year: int) -> HttpResponse:
    """Show what is loaded of a centre's year; POST keeps the scan of a ledger page."""
    found = _centre_and_year(centre, year)
    near = past.may_read_sealed(request.user, found.pk)
    keeps = found.pk in kept_centre_ids(request.user)
    form = PageScanForm(**posted(request))
    if request.method == "POST":
        if not keeps:
            raise PermissionDenied
        if form.is_valid() and _keep(request, form, found, year):
            return redirect("certificates:past_year", centre=found.code, year=year)
    visible = keeps or request.user.has_role(*NATIONAL)
    rows = past.year_rows(found, year, request.user) if visible else []
    if rows and not keeps:
        note_search(by=request.user, found=len(rows))
    context = {
        "centre": found,
        "year": year,
        "cell": coverage(timezone.localdate().year).cell(found.code, year),
        "rows": rows,
        "visible": visible,
        "is_hr": request.user.has_role(Role.HR),
        "scans": past.scans_of(found, year) if near else [],
        "keeps": keeps,
        "form": form,
    }
    return render(request, "certificates/past_year.html", context, status=422 if form.errors else 200)


def _keep(request: PersonRequest, form: PageScanForm, centre: "Centre", year: int) -> bool:
    """Keep a scan; False with an error beside the field when it cannot be kept."""
    try:
        service.keep_page(
            centre=centre,
            year=year,
            page=form.cleaned_data["page"],
            data=form.cleaned_data["file"].read(),
            by=request.user,
            at=timezone.now(),
        )
    except service.PageMissingError:
        form.add_error("page", _("Write the number of the page."))
    except (ScanTooLargeError, ScanUnreadableError):
        form.add_error("file", _("This is no picture that can be read. Send JPEG or PNG."))
    else:
        messages.success(request, _("The scan is kept."))
        return True
    return False


@never_cache
@requires(*OFFICES)
@require_GET
def scan(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Send the scan of a ledger page to who may read its names."""
    try:
        page = past.scan_for(request.user, pk)
    except PastPage.DoesNotExist as error:
        raise Http404 from error
    data = service.opened_page(page=page, by=request.user)
    if data is None:
        raise Http404
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Content-Disposition"] = f'inline; filename="ledger-{page.pk}.jpg"'
    return answer
