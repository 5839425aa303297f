"""Edges of the group senior: who it is, and the roll that the senior prepares for the instructor."""

import uuid
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from attendance.access import CALLS_ROLLS, may_call
from attendance.enums import Status
from attendance.forms import RollForm, SeniorForm
from attendance.selectors.rolls import sheet_of
from attendance.selectors.sheets import sessions_with_rolls
from attendance.services.prepared import NotSeniorError, NotTodayError, prepare_roll
from attendance.services.rolls import PeopleMissingError, RollRefusedError
from attendance.views.rolls import language, said
from courses.selectors.cohorts import roster, visible_cohorts
from courses.services.cohorts import CohortLockedError
from courses.services.seniors import NotInCohortError, name_senior

if TYPE_CHECKING:
    from courses.models import ClassSession


@never_cache
@requires(Role.TRAINEE)
@require_http_methods(["GET", "POST"])
def prepare(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the senior of the group note who is there; the instructor's roll begins with it."""
    session = get_object_or_404(sessions_with_rolls(request.user), pk=pk)
    if session.cohort.senior_id != request.user.pk:
        raise Http404
    sheet = sheet_of(session, request.user, timezone.localdate(), language())
    form = RollForm(sheet, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.valid and _prepared(request, session, form):
        messages.success(request, _("It is saved. The instructor looks at it and signs the roll."))
        return redirect("attendance:prepare", pk=session.pk)
    context = {
        "sheet": sheet,
        "session": session,
        "cohort": session.cohort,
        "form": form,
        "open": session.date == timezone.localdate() and sheet.roll is None,
        "statuses": Status.choices,
    }
    return render(request, "attendance/prepare.html", context, status=422 if form.problems else 200)


def _prepared(request: PersonRequest, session: "ClassSession", form: RollForm) -> bool:
    """Store what was prepared; False puts what is wrong into the form."""
    try:
        prepare_roll(session=session, marks=form.entries, by=request.user, at=timezone.now())
    except NotSeniorError as error:
        raise Http404 from error
    except NotTodayError:
        form.problems.append(_("Only the rolls of today are prepared."))
    except PeopleMissingError:
        form.problems.append(_("Somebody was enrolled meanwhile. Look at the marks and save again."))
    except RollRefusedError as error:
        form.problems.append(said(error.obstacle))
    return not form.problems


@never_cache
@requires(*CALLS_ROLLS)
@require_http_methods(["GET", "POST"])
def senior(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Say which trainee is the senior of a cohort and may prepare its rolls."""
    cohort = get_object_or_404(visible_cohorts(request.user), pk=pk)
    if not may_call(request.user, cohort):
        raise PermissionDenied
    lines = roster(cohort, language(), by=request.user)
    people = [(str(line.person.pk), f"{line.person.service_number} · {line.name}") for line in lines]
    form = SeniorForm(
        request.POST if request.method == "POST" else None, people=people, initial={"senior": cohort.senior_id}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["senior"]
        try:
            name_senior(cohort=cohort, person=uuid.UUID(chosen) if chosen else None, by=request.user, at=timezone.now())
        except NotInCohortError:
            form.add_error("senior", _("This person is not enrolled in the cohort."))
        except CohortLockedError:
            form.add_error(None, _("The cohort was closed by protocol."))
        else:
            messages.success(request, _("The senior of the group is saved."))
            return redirect("attendance:cohort", pk=cohort.pk)
    return render(
        request, "attendance/senior.html", {"form": form, "cohort": cohort}, status=422 if form.errors else 200
    )
