"""Edges of what belongs to a protocol: its papers, the exam sheet and the protocol as PDF, marks to confirm."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from assessments.access import CONFIRMERS, READS_EXAM_SHEETS, may_keep_papers
from assessments.forms.protocols import PaperForm
from assessments.pdf.papers import FIRST_LANGUAGE, SECOND_LANGUAGES, draw_exam_sheet, draw_protocol
from assessments.selectors.exam_papers import exam_paper
from assessments.selectors.protocol_files import paper_of
from assessments.selectors.results import protocol_of, result_seen
from assessments.services.confirming import (
    ConfirmerMarkedError,
    NotConfirmerOfMarksError,
    ResultsClosedError,
    confirm_marks,
)
from assessments.services.protocol_files import (
    PaperTooLargeError,
    PaperUnreadableError,
    keep_paper,
    note_printing,
    path_of,
)
from assessments.views.practicals import language
from assessments.views.results import results_page
from courses.selectors.cohorts import kept_cohorts, visible_cohorts

if TYPE_CHECKING:
    from assessments.selectors.exam_papers import ExamPaper
    from courses.models import Cohort

ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg"}


@requires(*CONFIRMERS)
@require_POST
def papers(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep a paper of the protocol."""
    cohort = get_object_or_404(kept_cohorts(request.user), pk=pk)
    protocol = protocol_of(cohort)
    if protocol is None or not may_keep_papers(request.user, cohort):
        raise Http404
    form = PaperForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            keep_paper(
                protocol=protocol,
                title=form.cleaned_data["title"],
                data=form.data_read(),
                by=request.user,
                at=timezone.now(),
            )
        except PaperTooLargeError:
            form.add_error("file", _("The file is larger than 10 MB."))
        except PaperUnreadableError:
            form.add_error("file", _("This file is no PDF and no JPEG, or it is not complete."))
        else:
            messages.success(request, _("The paper is kept."))
            return redirect("assessments:results", pk=cohort.pk)
    return results_page(request, cohort, paper_form=form)


@never_cache
@requires(*READS_EXAM_SHEETS)
@require_GET
def paper(request: PersonRequest, pk: uuid.UUID) -> HttpResponseBase:
    """Show a paper of a protocol to the staff of its cohort."""
    found = paper_of(request.user, pk)
    if found is None or not path_of(found).is_file():
        raise Http404
    name = f"protocol-{found.digest[:12]}.{ENDINGS.get(found.media_type, 'bin')}"
    response = FileResponse(path_of(found).open("rb"), content_type=found.media_type, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _staffed(request: PersonRequest, pk: uuid.UUID) -> "Cohort":
    """The cohort, for its staff: somebody who is enrolled in it reads the own results only."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    if cohort.enrolments.filter(person=request.user).exists():
        raise Http404
    return cohort


def _printed(request: PersonRequest, cohort: "Cohort") -> "ExamPaper":
    second = request.GET.get("with") or language()
    languages = (FIRST_LANGUAGE, second if second in SECOND_LANGUAGES else SECOND_LANGUAGES[0])
    return exam_paper(cohort, request.user, languages)


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


@never_cache
@requires(*READS_EXAM_SHEETS)
@require_GET
def exam_sheet(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Return the exam sheet of a cohort as PDF, in Tajik and a second language (`?with=`)."""
    cohort = _staffed(request, pk)
    pdf = draw_exam_sheet(_printed(request, cohort))
    note_printing(cohort=cohort, what="exam sheet", by=request.user)
    return _pdf(pdf, f"{cohort.code}-exam-sheet")


@never_cache
@requires(*READS_EXAM_SHEETS)
@require_GET
def protocol(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Return the protocol of a closed cohort as PDF, in Tajik and a second language (`?with=`)."""
    cohort = _staffed(request, pk)
    printed = _printed(request, cohort)
    if printed.protocol is None:
        raise Http404
    pdf = draw_protocol(printed)
    note_printing(cohort=cohort, what="protocol", by=request.user)
    return _pdf(pdf, f"{cohort.code}-protocol")


@requires(Role.INSTRUCTOR, *CONFIRMERS)
@require_POST
def confirm(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Confirm the result of a quiz that one other person marked."""
    result = result_seen(request.user, pk)
    if result is None:
        raise Http404
    try:
        confirm_marks(result=result, by=request.user, at=timezone.now())
    except NotConfirmerOfMarksError as error:
        raise Http404 from error
    except ConfirmerMarkedError:
        messages.error(request, _("You marked these answers yourself. Somebody else must confirm them."))
    except ResultsClosedError:
        messages.error(request, _("The results of this cohort are locked already."))
    else:
        messages.success(request, _("The result is confirmed."))
    return redirect("assessments:results", pk=result.enrolment.cohort_id)
