"""Edges of quizzes on paper: print, type the sheets, keep their scans."""

import mimetypes
import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from assessments.access import SETTLES
from assessments.forms.paper_quizzes import PrintForm, SheetGrid
from assessments.pdf.quizzes import KINDS_OF_PAPER, draw_quiz_paper
from assessments.selectors import paper_quizzes as read
from assessments.services import paper_quizzes as keep
from assessments.views.practicals import language
from attendance.services.paper import LARGEST_SCAN, ScanTooLargeError, ScanUnreadableError
from courses.access import READS_COHORTS


def said(error: keep.PaperError) -> str:
    """Return in plain words why a quiz is not printed."""
    return {
        keep.BankShortError: _("There are too few questions, or too few are approved in the languages of the cohort."),
        keep.CohortClosedError: _("The cohort is closed by protocol."),
    }.get(type(error), _("You cannot print this quiz."))


@never_cache
@requires(*SETTLES)
@require_http_methods(["GET", "POST"])
def papers(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """What was printed for a cohort; POST draws the versions of a quiz."""
    found = read.cohort_to_print(request.user, pk)
    if found is None:
        raise Http404
    cohort = found.cohort
    form = PrintForm(request.POST if request.method == "POST" else None, quizzes=found.printed, language=language())
    if request.method == "POST" and form.is_valid():
        try:
            drawn = keep.draw_papers(
                submission=form.cleaned_data["submission"],
                quiz=form.cleaned_data["quiz"],
                cohort=cohort,
                versions=form.cleaned_data["versions"],
                by=request.user,
                at=timezone.now(),
            )
        except keep.PaperError as error:
            form.add_error(None, said(error))
        else:
            return redirect("assessments:quiz_paper", pk=drawn[0].pk)
    context = {"cohort": cohort, "form": form, "printings": read.printings_of(cohort, found.typed)}
    context["reads_cohorts"] = request.user.has_role(*READS_COHORTS)
    return render(request, "assessments/quiz_papers.html", context, status=422 if form.errors else 200)


def _printing(request: PersonRequest, pk: uuid.UUID) -> read.Printing:
    found = read.printing_for(request.user, pk)
    if found is None:
        raise Http404
    return found


@never_cache
@requires(*SETTLES)
@require_GET
def printing(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """One printing: its papers as PDF, who gets which version, the sheets that were typed."""
    return _page(request, _printing(request, pk))


def _page(
    request: PersonRequest, found: read.Printing, error: str = "", failed: uuid.UUID | None = None
) -> HttpResponse:
    context = {
        "printing": found,
        "cohort": found.cohort,
        "quiz": found.quiz,
        "places": read.places_of(found, language(), by=request.user),
        "sees_questions": read.sees_questions(request.user, found, timezone.localdate()),
        "sees_key": read.sees_key(request.user, found, timezone.localdate()),
        "error": error,
        "failed": failed,
        "reads_cohorts": request.user.has_role(*READS_COHORTS),
    }
    return render(request, "assessments/quiz_paper.html", context, status=422 if error else 200)


@never_cache
@requires(*SETTLES)
@require_GET
def pdf(request: PersonRequest, pk: uuid.UUID, what: str) -> HttpResponse:
    """Question sheets, answer sheets, or the key sheet, which is for the head and the commission alone."""
    found = _printing(request, pk)
    if what not in KINDS_OF_PAPER:
        raise Http404
    today = timezone.localdate()
    if what == "key" and not read.sees_key(request.user, found, today):
        raise Http404
    if what == "questions" and not read.sees_questions(request.user, found, today):
        raise Http404
    places = read.places_of(found, language(), by=request.user)
    drawn = draw_quiz_paper(found, places, what, language())
    answer = HttpResponse(drawn, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.quiz.code}-{what}.pdf"'
    return answer


@never_cache
@requires(*SETTLES)
@require_http_methods(["GET", "POST"])
def grid(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Type the answers of the sheets, one row a person; they are stored all together."""
    found = _printing(request, pk)
    sent = request.method == "POST"
    places = read.places_of(found, language(), by=request.user)
    if sent and keep.stored_before(request.POST.get("submission", ""), [one.line.enrolment.pk for one in places]):
        return redirect("assessments:quiz_paper", pk=found.pk)
    typed = SheetGrid(places, found.papers, read.asked_in(found.papers), request.POST if sent else None)
    if sent and typed.valid:
        try:
            stored = keep.enter_sheets(
                submission=uuid.UUID(typed.submission), sheets=typed.sheets, by=request.user, at=timezone.now()
            )
        except keep.SheetsRefusedError as error:
            typed.refuse(error.why)
        except keep.PaperError as error:
            typed.problem = said(error)
        else:
            messages.success(request, _("Sheets stored: %(number)s.") % {"number": len(stored)})
            return redirect("assessments:quiz_paper", pk=found.pk)
    context = {"printing": found, "cohort": found.cohort, "quiz": found.quiz, "grid": typed}
    bad = sent and not typed.valid
    return render(request, "assessments/quiz_paper_grid.html", context, status=422 if bad else 200)


@never_cache
@requires(*SETTLES)
@require_http_methods(["GET", "POST"])
def scan(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show the scan of a typed sheet; POST keeps it."""
    sheet = read.sheet_for_scan(request.user, pk)
    if sheet is None:
        raise Http404
    if request.method == "GET":
        path = keep.scans_folder() / sheet.scan
        if not sheet.scan or not path.is_file():
            raise Http404
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        name = f"{sheet.paper.quiz.code}-{sheet.paper.code}{path.suffix}"
        return FileResponse(path.open("rb"), content_type=kind, filename=name)
    error = _("Choose a file.")
    file = request.FILES.get("scan")
    if file is not None:
        try:
            keep.keep_answer_scan(sheet=sheet, data=file.read(LARGEST_SCAN + 1), by=request.user, at=timezone.now())
        except ScanTooLargeError:
            error = _("The file is larger than 10 MB.")
        except ScanUnreadableError:
            error = _("This file is no PDF, JPEG or PNG. Scan the sheet again.")
        except keep.ScanThereError:
            error = _("This sheet has a scan already. What was kept is not replaced.")
        else:
            messages.success(request, _("The scan is kept."))
            return redirect("assessments:quiz_paper", pk=sheet.paper_id)
    return _page(request, _printing(request, sheet.paper_id), error, sheet.pk)
