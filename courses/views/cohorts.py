"""Edges of cohorts: list, new one, page, enrolment and withdrawal."""

import uuid
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.selectors.imports import people_of
from accounts.selectors.placements import centres_of, learners_at
from courses.access import KEEPS_COHORTS, READS_COHORTS, may_keep, teaches_cohort
from courses.domain.timetable import NoLessonDaysError
from courses.enums import OPEN_COHORTS
from courses.forms import CohortForm, EnrolForm
from courses.selectors.cohorts import (
    candidates,
    cohort_rows,
    instructors_of,
    kept_cohorts,
    kept_enrolments,
    named,
    roster,
    teachers_at,
    versions_on_offer,
    visible_cohorts,
    withdrawn,
)
from courses.services.cohorts import CodeTakenError, NotAnInstructorError, create_cohort
from courses.services.enrolments import (
    CohortClosedError,
    CompletedError,
    OrderClashError,
    OtherCentreError,
    ReasonMissingError,
    RefusedPeopleError,
    WomenOnlyError,
    enrol_by_order,
    withdraw,
)

if TYPE_CHECKING:
    from courses.models import Cohort


def language() -> str:
    """The language of the request."""
    return get_language() or "en"


@requires(*READS_COHORTS)
@require_GET
def cohorts(request: PersonRequest) -> HttpResponse:
    """List the cohorts the reader may see."""
    return render(
        request,
        "courses/cohorts.html",
        {"cohorts": cohort_rows(request.user), "keeps": request.user.has_role(*KEEPS_COHORTS)},
    )


@requires(*KEEPS_COHORTS)
@require_http_methods(["GET", "POST"])
def cohort_new(request: PersonRequest) -> HttpResponse:
    """Make a cohort at a centre the reader keeps."""
    now = timezone.now()
    centres = centres_of(request.user, *KEEPS_COHORTS)
    form = CohortForm(
        request.POST if request.method == "POST" else None,
        by=request.user,
        today=timezone.localdate(now),
        language=language(),
        versions=versions_on_offer(),
        centres=centres,
        instructors=teachers_at(centres, timezone.localdate(now), language()),
    )
    if request.method == "POST" and form.is_valid():
        try:
            cohort = create_cohort(**form.cleaned_data, by=request.user, at=now)
        except CodeTakenError:
            form.add_error("code", _("Another cohort has this code already."))
        except NotAnInstructorError:
            form.add_error("instructors", _("Choose instructors of the centre that you chose."))
        except NoLessonDaysError:
            form.add_error("centre", _("This centre has no lesson days. Ask the administrator to set them."))
        else:
            messages.success(request, _("The cohort was made. Now enrol people and make the timetable."))
            return redirect("courses:cohort", pk=cohort.pk)
    return render(request, "courses/cohort_form.html", {"form": form}, status=422 if form.errors else 200)


@requires(*READS_COHORTS)
@require_GET
def cohort(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one cohort: its people, instructors and ways onward."""
    return _page(request, get_object_or_404(visible_cohorts(request.user), pk=pk))


def _page(request: PersonRequest, cohort: "Cohort", failed: dict[str, Any] | None = None) -> HttpResponse:
    context = {
        "cohort": cohort,
        "roster": roster(cohort, language(), by=request.user),
        "withdrawn": withdrawn(cohort, language(), by=request.user),
        "instructors": named(instructors_of(cohort), language()),
        "keeps": may_keep(request.user, cohort),
        "teaches": request.user.has_role(Role.INSTRUCTOR),
        "reads_rolls": not request.user.has_role(Role.HR) or request.user.has_role(*KEEPS_COHORTS),
        "prints_slips": cohort.state in OPEN_COHORTS and teaches_cohort(request.user, cohort),
        "failed": failed,
    }
    return render(request, "courses/cohort.html", context, status=422 if failed else 200)


@requires(*KEEPS_COHORTS)
@require_http_methods(["GET", "POST"])
def enrol(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Enrol people of the centre in a cohort, chosen from the list, pasted as numbers or coming from an import."""
    cohort = get_object_or_404(kept_cohorts(request.user), pk=pk)
    now = timezone.now()
    form = EnrolForm(request.POST if request.method == "POST" else None, by=request.user, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            outcome = enrol_by_order(
                cohort=cohort,
                people=form.people,
                order_number=data["order_number"],
                order_date=data["order_date"],
                by=request.user,
                at=now,
            )
        except (RefusedPeopleError, CohortClosedError, OrderClashError) as error:
            form.add_error("order_number" if isinstance(error, OrderClashError) else None, _refusal(error))
        else:
            _say_enrolled(request, len(outcome.new), len(outcome.already))
            return redirect("courses:cohort", pk=cohort.pk)
    ticked = form.ticked() if form.is_bound else _imported(request)
    people = candidates(cohort, learners_at(cohort.centre, timezone.localdate(now)), language())
    context = {"cohort": cohort, "form": form, "candidates": people, "ticked": ticked}
    return render(request, "courses/enrol.html", context, status=422 if form.errors else 200)


def _imported(request: PersonRequest) -> set[str]:
    """The ids of the people of the import named in the address, where there is one."""
    try:
        draft = uuid.UUID(request.GET.get("import", ""))
    except ValueError:
        return set()
    return {str(person.pk) for person in people_of(draft, request.user)}


def _refusal(error: Exception) -> str:
    if isinstance(error, CohortClosedError):
        return _("This cohort was closed by protocol. Nobody can be enrolled any more.")
    if isinstance(error, OrderClashError):
        return _("The centre has an order with this number and date already, for another purpose.")
    people = error.people if isinstance(error, RefusedPeopleError) else []
    names = {"names": ", ".join(f"{name} ({person.service_number})" for person, name in named(people, language()))}
    if isinstance(error, WomenOnlyError):
        return _("This programme is for women only. These people are not recorded as women: %(names)s.") % names
    if isinstance(error, OtherCentreError):
        return _("These people belong to another centre: %(names)s.") % names
    return _("The accounts of these people are closed: %(names)s.") % names


def _say_enrolled(request: HttpRequest, new: int, already: int) -> None:
    if new:
        text = ngettext("%(number)s person was enrolled.", "%(number)s people were enrolled.", new)
        messages.success(request, text % {"number": new})
    if already:
        text = ngettext(
            "%(number)s person was in the cohort already.", "%(number)s people were in the cohort already.", already
        )
        messages.info(request, text % {"number": already})


@requires(*KEEPS_COHORTS)
@require_POST
def withdraw_person(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Withdraw somebody from a cohort, with a reason."""
    enrolment = get_object_or_404(kept_enrolments(request.user), pk=pk)
    reason = request.POST.get("reason", "")
    try:
        withdraw(enrolment=enrolment, reason=reason, by=request.user, at=timezone.now())
    except ReasonMissingError:
        error = _("Write the reason.")
    except CohortClosedError:
        error = _("This cohort was closed by protocol. Nobody can be withdrawn any more.")
    except CompletedError:
        error = _("This person completed the course already.")
    else:
        messages.success(request, _("The person was withdrawn. Marks and results stay."))
        return redirect("courses:cohort", pk=enrolment.cohort_id)
    cohort = get_object_or_404(kept_cohorts(request.user), pk=enrolment.cohort_id)
    return _page(request, cohort, {"enrolment": enrolment.pk, "error": error, "reason": reason})
