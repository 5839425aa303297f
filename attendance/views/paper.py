"""Edges of rolls on paper: blank sheets with numbers, the keyboard grid, scans, and marks from a spreadsheet."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from attendance.access import CALLS_ROLLS, READS_ROLLS, may_call, may_read_scan
from attendance.domain.scans import CONTENT_TYPES
from attendance.enums import Status
from attendance.forms import GridForm, ScanForm, SheetForm, SheetIn, why_no_scan
from attendance.pdf.blank import draw_blank
from attendance.selectors.rolls import sheet_of
from attendance.selectors.sheets import paper_sheets, sessions_with_rolls, visible_sheets
from attendance.services.paper import (
    LARGEST_SCAN,
    ScanThereError,
    ScanTooLargeError,
    ScanUnreadableError,
    keep_scan,
    number_sheet,
    scans_folder,
)
from attendance.views.rolls import language, refusal, saved, store

if TYPE_CHECKING:
    from courses.models import ClassSession


def _session(request: PersonRequest, pk: uuid.UUID) -> "ClassSession":
    """Return a session whose roll the person may call."""
    session: ClassSession = get_object_or_404(sessions_with_rolls(request.user), pk=pk)
    if not may_call(request.user, session.cohort):
        raise PermissionDenied
    return session


@never_cache
@requires(*READS_ROLLS)
@require_http_methods(["GET", "POST"])
def paper(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """List the blank sheets of a session; POST gives a number to a new one and shows it as PDF."""
    session = get_object_or_404(sessions_with_rolls(request.user), pk=pk)
    mine = request.user.has_role(*CALLS_ROLLS) and may_call(request.user, session.cohort)
    if request.method == "POST":
        if not mine:
            raise PermissionDenied
        sheet = number_sheet(session=session, by=request.user, at=timezone.now())
        return redirect("attendance:blank", pk=sheet.pk)
    return _paper(request, session, ScanForm(), mine=mine)


def _paper(
    request: PersonRequest,
    session: "ClassSession",
    form: ScanForm,
    *,
    mine: bool = True,
    failed: uuid.UUID | None = None,
) -> HttpResponse:
    context = {
        "session": session,
        "cohort": session.cohort,
        "sheets": paper_sheets(session, language()),
        "form": form,
        "mine": mine,
        "failed": failed,
    }
    return render(request, "attendance/paper.html", context, status=422 if form.errors else 200)


@never_cache
@requires(*READS_ROLLS)
@require_GET
def blank(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a numbered blank roll as PDF, with the names that the reader may read."""
    sheet = get_object_or_404(visible_sheets(request.user), pk=pk)
    session = get_object_or_404(sessions_with_rolls(request.user), pk=sheet.session_id)
    roll = sheet_of(session, request.user, timezone.localdate(), language())
    answer = HttpResponse(draw_blank(sheet, roll, language()), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="roll-{session.date.isoformat()}-{sheet.number}.pdf"'
    return answer


@never_cache
@requires(*READS_ROLLS)
@require_http_methods(["GET", "POST"])
def scan(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the scan of a filled sheet to whoever may read the roll; POST keeps it."""
    sheet = get_object_or_404(visible_sheets(request.user), pk=pk)
    if request.method == "GET":
        if not may_read_scan(request.user, sheet.session.cohort):
            raise PermissionDenied
        path = scans_folder() / sheet.scan
        if not sheet.scan or not path.is_file():
            raise Http404
        kind = path.suffix.lstrip(".")
        name = f"roll-{sheet.session.date.isoformat()}-{sheet.number}.{kind}"
        return FileResponse(path.open("rb"), content_type=CONTENT_TYPES[kind], filename=name)
    if not request.user.has_role(*CALLS_ROLLS) or not may_call(request.user, sheet.session.cohort):
        raise PermissionDenied
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            data = form.cleaned_data["scan"].read(LARGEST_SCAN + 1)
            keep_scan(sheet=sheet, data=data, by=request.user, at=timezone.now())
        except (ScanThereError, ScanTooLargeError, ScanUnreadableError) as error:
            form.add_error("scan", why_no_scan(error))
        else:
            messages.success(request, _("The scan is kept."))
            return redirect("attendance:paper", pk=sheet.session_id)
    session = get_object_or_404(sessions_with_rolls(request.user), pk=sheet.session_id)
    return _paper(request, session, form, failed=sheet.pk)


@never_cache
@requires(*CALLS_ROLLS)
@require_http_methods(["GET", "POST"])
def grid(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Type the filled sheet, one letter a person; it is stored as the roll."""
    session = _session(request, pk)
    sheet = sheet_of(session, request.user, timezone.localdate(), language())
    form = GridForm(sheet, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.valid and store(request, session, form):
        return saved(request, session, form)
    context = {
        "session": session,
        "cohort": session.cohort,
        "sheet": sheet,
        "form": form,
        "refused": refusal(sheet),
        "statuses": Status.choices,
    }
    return render(request, "attendance/grid.html", context, status=422 if form.problems else 200)


@never_cache
@requires(*CALLS_ROLLS)
@require_http_methods(["GET", "POST"])
def spreadsheet(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Read one session's marks from a file and show them with every problem; the page of the roll stores them."""
    session = _session(request, pk)
    sheet = sheet_of(session, request.user, timezone.localdate(), language())
    form = SheetForm(request.POST or None, request.FILES or None)
    read = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        read = SheetIn(file.read(), file.name, sheet)
    context = {
        "session": session,
        "cohort": session.cohort,
        "sheet": sheet,
        "form": form,
        "read": read,
        "submission": uuid.uuid4(),
        "refused": refusal(sheet),
    }
    failed = form.errors or (read and read.problems)
    return render(request, "attendance/paper_sheet.html", context, status=422 if failed else 200)
