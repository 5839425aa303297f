"""Edges of the roll: one screen for a session, and the correction of one mark."""

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
from django.views.decorators.http import require_http_methods

from accounts.access import PersonRequest, requires
from attendance.access import CALLS_ROLLS, READS_ROLLS, may_call
from attendance.domain.absences import asks_document
from attendance.domain.calling import Obstacle
from attendance.enums import Status
from attendance.forms import CorrectionForm, RollForm
from attendance.selectors.rolls import RollSheet, history_of, sheet_of, visible_marks
from attendance.selectors.sheets import sessions_with_rolls
from attendance.selectors.walk_ins import walk_ins_beside
from attendance.services.corrections import (
    MarkedError,
    NothingChangedError,
    NotOnTheRollError,
    correct,
    mark_missing,
)
from attendance.services.rolls import (
    PeopleMissingError,
    ReasonMissingError,
    RollRefusedError,
    SubmissionReusedError,
    take_roll,
)
from courses.selectors.cohorts import name_in_cohort, visible_enrolments

if TYPE_CHECKING:
    from courses.models import ClassSession


def language() -> str:
    """The language of the request."""
    return get_language() or "en"


def said(obstacle: Obstacle) -> str:
    """Return in plain words why a roll cannot be called or changed."""
    return {
        Obstacle.LOCKED: _("The results of this cohort were closed by protocol. Its rolls cannot be changed any more."),
        Obstacle.CANCELLED: _("This class session was cancelled."),
        Obstacle.FUTURE: _("This class session has not come yet. Its roll can be called on its day."),
        Obstacle.SIGNED: _("The day was signed. A mark can only be corrected now, with a reason."),
        Obstacle.ANOTHER: _("Somebody else called this roll. You can correct a mark, with a reason."),
    }[obstacle]


@never_cache
@requires(*READS_ROLLS)
@require_http_methods(["GET", "POST"])
def roll(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the roll of a session; POST stores it, however often it is sent."""
    session = get_object_or_404(sessions_with_rolls(request.user), pk=pk)
    if request.method == "POST":
        return _store(request, session)
    if "kept" in request.GET and request.user.has_role(*CALLS_ROLLS):
        return _show(request, session, None, kept=True)
    return _show(request, session, None)


def _store(request: PersonRequest, session: "ClassSession") -> HttpResponse:
    if not request.user.has_role(*CALLS_ROLLS) or not may_call(request.user, session.cohort):
        raise PermissionDenied
    sheet = sheet_of(session, request.user, timezone.localdate(), language())
    form = RollForm(sheet, request.POST)
    if not form.valid:
        return _show(request, session, form, sheet)
    if store(request, session, form):
        return saved(request, session, form)
    return _show(request, sessions_with_rolls(request.user).get(pk=session.pk), form)


def store(request: PersonRequest, session: "ClassSession", form: RollForm) -> bool:
    """Store a roll that was sent; False puts what is wrong into the form."""
    try:
        take_roll(
            session=session,
            marks=form.entries,
            submission=form.submission,
            by=request.user,
            at=timezone.now(),
            taught=form.taught,
            reason=form.reason,
        )
    except RollRefusedError as error:
        form.problems.append(said(error.obstacle))
    except SubmissionReusedError:
        form.problems.append(_("This page was sent before with other marks. Look at the marks and save again."))
        form.renew()
    except ReasonMissingError:
        form.problems.append(_("Why is the roll called after the day was signed?"))
    except PeopleMissingError:
        form.problems.append(_("Somebody was enrolled meanwhile. Look at the marks and save again."))
    return not form.problems


def saved(request: PersonRequest, session: "ClassSession", form: RollForm) -> HttpResponse:
    """Say that the roll is saved, and how many are there."""
    there = sum(entry.status in (Status.PRESENT, Status.LATE) for entry in form.entries.values())
    numbers = {"there": there, "all": len(form.entries)}
    messages.success(request, _("The roll is saved: present %(there)s of %(all)s.") % numbers)
    return redirect("attendance:roll", pk=session.pk)


def refusal(sheet: RollSheet) -> str:
    """Return in plain words why the reader cannot call this roll now; empty when nothing stands in the way."""
    return said(sheet.refused) if sheet.refused else ""


def _show(
    request: PersonRequest,
    session: "ClassSession",
    form: RollForm | None,
    sheet: RollSheet | None = None,
    *,
    kept: bool = False,
) -> HttpResponse:
    now = timezone.now()  # before the marks are read: what is stored meanwhile is newer than the page
    sheet = sheet or sheet_of(session, request.user, timezone.localdate(now), language(), kept=kept)
    documents = asks_document(session.cohort.programme_version.absence_rules)
    context = {
        "sheet": sheet,
        "session": session,
        "cohort": session.cohort,
        "form": form or RollForm(sheet),
        "refused": refusal(sheet),
        "documents": [status.label for status in Status if status in documents],
        "asks_document": documents,
        "walk_ins": [] if kept else walk_ins_beside(session, request.user, language()),
        "calls": request.user.has_role(*CALLS_ROLLS) and not kept and sheet.allowed,
        "statuses": Status.choices,
        "now": now,
        "kept": kept,
    }
    return render(request, "attendance/roll.html", context, status=422 if form else 200)


@never_cache
@requires(*CALLS_ROLLS)
@require_http_methods(["GET", "POST"])
def correction(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Correct one mark, with a reason; show everything that happened to it."""
    mark = get_object_or_404(visible_marks(request.user), pk=pk)
    if not may_call(request.user, mark.session.cohort):
        raise PermissionDenied
    form = CorrectionForm(
        request.POST if request.method == "POST" else None,
        initial={
            "submission": uuid.uuid4(),
            "status": mark.status,
            "minutes": mark.minutes_late or "",
            "document": mark.document,
        },
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            correct(
                mark=mark,
                status=data["entry"].status,
                minutes_late=data["entry"].minutes_late,
                document=data["entry"].document,
                reason=data["reason"],
                submission=data["submission"],
                by=request.user,
                at=timezone.now(),
            )
        except NothingChangedError:
            form.add_error("status", _("The mark says this already."))
        except RollRefusedError as error:
            form.add_error(None, said(error.obstacle))
        else:
            messages.success(request, _("The mark is corrected. The old one stays in its history."))
            return redirect("attendance:roll", pk=mark.session_id)
    context = {
        "mark": mark,
        "session": mark.session,
        "cohort": mark.session.cohort,
        "name": name_in_cohort(mark.enrolment.person, mark.session.cohort, language(), by=request.user),
        "person": mark.enrolment.person,
        "history": history_of(mark, language()),
        "form": form,
    }
    return render(request, "attendance/correct.html", context, status=422 if form.errors else 200)


@never_cache
@requires(*CALLS_ROLLS)
@require_http_methods(["GET", "POST"])
def missing(request: PersonRequest, pk: uuid.UUID, enrolment: uuid.UUID) -> HttpResponse:
    """Mark somebody of whom a roll that was called says nothing, with a reason."""
    session = get_object_or_404(sessions_with_rolls(request.user), pk=pk)
    person = get_object_or_404(visible_enrolments(request.user), pk=enrolment, cohort=session.cohort_id).person
    if not may_call(request.user, session.cohort):
        raise PermissionDenied
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial={"submission": uuid.uuid4()})
    form.fields["reason"].label = _("Reason")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            mark_missing(
                session=session,
                enrolment=enrolment,
                status=data["entry"].status,
                minutes_late=data["entry"].minutes_late,
                document=data["entry"].document,
                reason=data["reason"],
                submission=data["submission"],
                by=request.user,
                at=timezone.now(),
            )
        except MarkedError:
            form.add_error(None, _("This person has a mark by now. It can be corrected."))
        except NotOnTheRollError:
            form.add_error(None, _("This person is not on the roll, or the roll is not called yet."))
        except RollRefusedError as error:
            form.add_error(None, said(error.obstacle))
        else:
            messages.success(request, _("The mark is saved."))
            return redirect("attendance:roll", pk=pk)
    context = {
        "session": session,
        "cohort": session.cohort,
        "name": name_in_cohort(person, session.cohort, language(), by=request.user),
        "person": person,
        "form": form,
    }
    return render(request, "attendance/correct.html", context, status=422 if form.errors else 200)
