"""Edges of people who are not on the list: noted on the roll's page, matched to a person later or dismissed."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, requires
from attendance.access import CALLS_ROLLS, READS_ROLLS, may_call
from attendance.forms import DismissForm, MatchForm, WalkInForm
from attendance.selectors.walk_ins import (
    lines_of,
    open_walk_ins,
    people_to_match,
    settled_walk_ins,
    visible_walk_ins,
)
from attendance.services.rolls import RollRefusedError, SubmissionReusedError
from attendance.services.walk_ins import (
    MarkedOtherwiseError,
    OnTheListError,
    dismiss_walk_in,
    match_walk_in,
    record_walk_in,
    same,
)
from attendance.views.rolls import language, said
from courses.selectors.timetable import visible_sessions


@never_cache
@requires(*READS_ROLLS)
@require_GET
def walk_ins(request: PersonRequest) -> HttpResponse:
    """List the people who were in a room and not on its list."""
    context = {
        "waiting": open_walk_ins(request.user, language()),
        "settled": settled_walk_ins(request.user, language()),
    }
    return render(request, "attendance/walk_ins.html", context)


@never_cache
@requires(*CALLS_ROLLS)
@require_http_methods(["GET", "POST"])
def add(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Note somebody who is not on the list of a session, by a number or a sign."""
    session = get_object_or_404(visible_sessions(request.user), pk=pk)
    if not may_call(request.user, session.cohort):
        raise PermissionDenied
    form = WalkInForm(request.POST if request.method == "POST" else None, initial={"submission": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            record_walk_in(
                session=session,
                sign=data["sign"],
                submission=data["submission"],
                by=request.user,
                at=timezone.now(),
            )
        except OnTheListError:
            form.add_error("sign", _("This person is on the list of the cohort. Mark the person on the roll."))
        except SubmissionReusedError:
            form.add_error(None, _("This page was not complete. Look at the marks and save again."))
        except RollRefusedError as error:
            form.add_error(None, said(error.obstacle))
        else:
            messages.success(request, _("The person is noted. The registrar or the instructor says later who it was."))
            return redirect("attendance:roll", pk=session.pk)
    context = {"form": form, "session": session, "cohort": session.cohort}
    return render(request, "attendance/walk_in_add.html", context, status=422 if form.errors else 200)


@never_cache
@requires(*READS_ROLLS)
@require_http_methods(["GET", "POST"])
def walk_in(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one of them; POST matches a person of the cohort, or dismisses with a reason."""
    row = get_object_or_404(visible_walk_ins(request.user), pk=pk)
    mine = request.user.has_role(*CALLS_ROLLS) and may_call(request.user, row.session.cohort)
    people = people_to_match(row.session, request.user, language())
    choices = [(str(key), f"{number} · {name}" if name != number else number) for key, number, name in people]
    guess = next((str(key) for key, number, _name in people if same(row.sign, number)), "")
    sent = request.POST if request.method == "POST" else None
    dismissing = sent is not None and "dismiss" in sent
    match = MatchForm(None if dismissing else sent, people=choices, initial={"enrolment": guess})
    dismiss = DismissForm(sent if dismissing else None)
    form = dismiss if dismissing else match
    marked = None
    if sent is not None:
        if not mine:
            raise PermissionDenied
        try:
            if form.is_valid():
                if dismissing:
                    dismiss_walk_in(walk_in=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
                else:
                    chosen = uuid.UUID(form.cleaned_data["enrolment"])
                    match_walk_in(walk_in=row, enrolment=chosen, by=request.user, at=timezone.now())
                messages.success(request, _("It is settled who was not on the list."))
                return redirect("attendance:walk_ins")
        except MarkedOtherwiseError as error:
            marked = error.mark
            form.add_error(None, _("This person has another mark for this class session. Correct that mark first."))
        except RollRefusedError as error:
            form.add_error(None, said(error.obstacle))
    context = {
        "line": lines_of([row], request.user, language())[0],
        "cohort": row.session.cohort,
        "session": row.session,
        "match": match,
        "dismiss": dismiss,
        "may_settle": mine and row.settled_at is None,
        "marked": marked,
        "nobody": not people,
    }
    return render(request, "attendance/walk_in.html", context, status=422 if form.errors else 200)
