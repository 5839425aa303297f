"""Edges of results: the table of a cohort, its protocol, corrections afterwards."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.authorisations import staff_of
from accounts.selectors.names import sorted_people
from accounts.services.commissions import ChairNotMemberError, CommissionTooSmallError, MemberNotStaffError
from accounts.services.orders import OrderKindDiffersError, OrderNumberMissingError
from assessments.access import (
    READS_EXAM_SHEETS,
    READS_RESULTS,
    READS_SHEETS,
    may_close,
    may_confirm_marks,
    may_keep_papers,
)
from assessments.forms.protocols import PaperForm
from assessments.forms.results import CorrectionForm, LockForm
from assessments.selectors.involvement import marked_in, teaches_in
from assessments.selectors.own_results import own_results
from assessments.selectors.protocol_files import papers_of
from assessments.selectors.result_tables import correctable, corrections_read, protocol_read, result_table
from assessments.selectors.results import marks_open, open_practicals, protocol_of, result_in
from assessments.services.results import (
    GroundsMissingError,
    HeadAssessedError,
    HeadTeachesError,
    MarksOpenError,
    NewCommission,
    NothingChangedError,
    PracticalsOpenError,
    ProtocolNumberMissingError,
    ResultContradictsError,
    correct_result,
    lock_results,
)
from assessments.views.practicals import language
from courses.access import READS_COHORTS
from courses.selectors.assessing import is_open
from courses.selectors.cohorts import visible_cohorts

if TYPE_CHECKING:
    from courses.models import Cohort


@requires(*READS_RESULTS)
@require_http_methods(["GET", "POST"])
def results(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show where everybody stands; a POST by the head of centre corrects one locked result."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    if request.method == "POST":
        return _correct(request, cohort)
    return _table(request, cohort, None)


def _table(request: PersonRequest, cohort: "Cohort", form: CorrectionForm | None) -> HttpResponse:
    return results_page(request, cohort, form=form)


def results_page(
    request: PersonRequest, cohort: "Cohort", *, form: CorrectionForm | None = None, paper_form: PaperForm | None = None
) -> HttpResponse:
    """Render the results: the table for the staff, the own results in plain words for a trainee."""
    protocol = protocol_of(cohort)
    table = result_table(cohort, request.user, language())
    context = {"cohort": cohort, "table": table, "protocol": protocol_read(protocol, language()) if protocol else None}
    only_own = all(line.number == request.user.service_number for line in table.lines)
    if not request.user.has_role(*READS_EXAM_SHEETS) or (table.lines and only_own):
        context |= {"own": [own_results(cohort, line) for line in table.lines]}
        return render(request, "assessments/own_results.html", context)
    closes, keeps = may_close(request.user, cohort), may_keep_papers(request.user, cohort)
    if form is None and protocol and closes:
        form = CorrectionForm(results=correctable(cohort, request.user, language()))
    context |= {
        "corrections": corrections_read(cohort, request.user, language()) if protocol else [],
        "form": form,
        "closes": closes and is_open(cohort),
        "staff": True,
        "reads_cohorts": request.user.has_role(*READS_COHORTS),
        "may_look": request.user.has_role(*READS_SHEETS),
        "may_confirm_marks": is_open(cohort) and may_confirm_marks(request.user, cohort),
        "papers": papers_of(request.user, protocol) if protocol else [],
        "paper_form": paper_form or (PaperForm() if protocol and keeps else None),
    }
    failed = (form and form.errors) or (paper_form and paper_form.errors)
    return render(request, "assessments/results.html", context, status=422 if failed else 200)


def _correct(request: PersonRequest, cohort: "Cohort") -> HttpResponse:
    if not may_close(request.user, cohort):
        raise PermissionDenied
    if is_open(cohort):
        raise Http404
    form = CorrectionForm(request.POST, results=correctable(cohort, request.user, language()))
    if form.is_valid():
        data = form.cleaned_data
        result = result_in(cohort, uuid.UUID(data["result"]))
        try:
            if result is None:
                raise Http404
            correct_result(
                result=result,
                percent=data["percent"],
                passed=data["passed"],
                reason=data["reason"],
                document=data["document"],
                submission=data["submission"],
                by=request.user,
                at=timezone.now(),
            )
        except HeadAssessedError:
            form.add_error("result", _("You assessed this person in this exercise. Somebody else must correct it."))
        except ResultContradictsError:
            form.add_error("passed", _("Percentage and verdict do not go together by the programme's pass mark."))
        except NothingChangedError:
            form.add_error("percent", _("The result says this already."))
        except GroundsMissingError:
            form.add_error("reason", _("Write the reason and the number of the document."))
        else:
            messages.success(request, _("The correction is recorded."))
            return redirect("assessments:results", pk=cohort.pk)
    return _table(request, cohort, form)


@requires(Role.HEAD)
@require_http_methods(["GET", "POST"])
def lock(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Close a cohort by protocol."""
    now = timezone.now()
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    if not may_close(request.user, cohort):
        raise Http404
    if not is_open(cohort):
        messages.info(request, _("The results of this cohort are locked already."))
        return redirect("assessments:results", pk=cohort.pk)
    today = timezone.localdate(now)
    form = LockForm(
        request.POST or None,
        staff=sorted_people(staff_of(cohort.centre, today), language()),
        calendar=request.user.calendar,
        today=today,
    )
    if request.method == "POST" and form.is_valid() and _locked(request, cohort, form):
        messages.success(request, _("The results are locked by protocol."))
        return redirect("assessments:results", pk=cohort.pk)
    context = {
        "cohort": cohort,
        "form": form,
        "open_practicals": open_practicals(cohort, language()),
        "assessed": marked_in(request.user, cohort),
        "teaches": teaches_in(request.user, cohort),
        "marks_open": marks_open(cohort),
    }
    return render(request, "assessments/lock.html", context, status=422 if form.errors else 200)


def _locked(request: PersonRequest, cohort: "Cohort", form: LockForm) -> bool:
    """Lock the results; False with the errors in the form."""
    data = form.cleaned_data
    commission = None
    if form.names_commission:
        commission = NewCommission(data["order_number"], data["order_date"], tuple(data["members"]), data["chair"])
    try:
        lock_results(
            cohort=cohort,
            number=data["number"],
            date=data["date"],
            commission=commission,
            reason=data["reason"],
            by=request.user,
            at=timezone.now(),
        )
    except HeadAssessedError:
        form.add_error(None, head_assessed())
    except HeadTeachesError:
        form.add_error("members", _("You teach this cohort. Lock its results with a commission."))
    except MarksOpenError:
        form.add_error("reason", _("Some answers are not marked, or their marks not confirmed. Or write a reason."))
    except PracticalsOpenError:
        form.add_error("reason", _("Some practical exercises are not confirmed. Confirm them, or write a reason."))
    except ProtocolNumberMissingError:
        form.add_error("number", _("A protocol needs a number."))
    except (CommissionTooSmallError, ChairNotMemberError):
        form.add_error("members", _("A commission has at least three members, the chair among them."))
    except MemberNotStaffError:
        form.add_error("members", _("Every member must work at the centre on the date of the order."))
    except (OrderKindDiffersError, OrderNumberMissingError):
        form.add_error("order_number", _("This number and date belong to another order of the centre."))
    else:
        return True
    return False


def head_assessed() -> str:
    """Return why a head who gave marks in the cohort cannot lock its results."""
    return _(
        "You assessed somebody of this cohort. Nobody alone teaches, marks and locks: another head of the centre must "
        "lock the results."
    )
