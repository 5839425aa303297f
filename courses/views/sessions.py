"""Edges of one class session: its page, added and changed by hand, and what was taught."""

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from courses.access import KEEPS_COHORTS, may_keep, may_teach
from courses.domain.timetable import THEORY
from courses.enums import OPEN_COHORTS, SessionState
from courses.forms_timetable import SessionForm, TaughtForm, begun_with
from courses.selectors.clashes import more_instructors_of
from courses.selectors.cohorts import kept_cohorts
from courses.selectors.sessions import clashes_if, free_hours, offered_for, page_of
from courses.selectors.timetable import visible_sessions
from courses.services import sessions_by_hand as by_hand
from courses.services.timetable import SessionGoneError, TimetableClosedError
from courses.views.cohorts import language

if TYPE_CHECKING:
    from courses.models import ClassSession, Cohort

TEACHES_OR_KEEPS = (Role.INSTRUCTOR, *KEEPS_COHORTS)


def said(error: Exception) -> str:
    """Return in plain words why a class session is not changed."""
    sentences: dict[type[Exception], str] = {
        by_hand.SessionBegunError: _("Something is recorded of this class session already. It stays where it is."),
        by_hand.GroupBusyError: _("This cohort has another class session at that time."),
        by_hand.HoursUnknownError: _("The day has not so many lessons. Choose fewer hours or an earlier beginning."),
        by_hand.ReasonMissingError: _("Write the reason."),
        by_hand.HoursPlannedError: _("Its hours are planned elsewhere in the timetable by now. Cancel those first."),
        by_hand.NothingToJoinError: _("There is no class session of the same kind directly after this one."),
        by_hand.NotOfTheCentreError: _("Choose a room and instructors of the centre of this cohort."),
        by_hand.NotHeldError: _("This class session was not held yet."),
        SessionGoneError: _("This class session was cancelled."),
        TimetableClosedError: _("This cohort was closed by protocol. Its timetable stays as it is."),
    }
    return sentences[type(error)]


CHANGES = (by_hand.SessionError, SessionGoneError, TimetableClosedError)


def _form(
    request: PersonRequest,
    cohort: "Cohort",
    initial: dict[str, Any],
    *,
    fixed: bool,
    sent: bool,
    room: int | None = None,
) -> SessionForm:
    today = timezone.localdate()
    return SessionForm(
        request.POST if sent else None,
        by=request.user,
        today=today,
        language=language(),
        offered=offered_for(cohort, today, language(), room=room),
        fixed=fixed,
        initial=initial,
    )


@requires(*KEEPS_COHORTS)
@require_http_methods(["GET", "POST"])
def session_new(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a class session to a cohort by hand; with `?makes_up=` a make-up lesson for a session that was held."""
    cohort = get_object_or_404(kept_cohorts(request.user), pk=pk)
    makes_up = _made_up(request, cohort)
    initial = begun_with(makes_up, []) if makes_up else {"kind": THEORY, "hours": 1, "first_hour": 1}
    initial |= {
        "pk": uuid.uuid4(),
        "date": timezone.localdate() if makes_up else max(cohort.starts_on, timezone.localdate()),
    }
    form = _form(request, cohort, initial, fixed=makes_up is not None, sent=request.method == "POST")
    clashes: list[Any] = []
    if request.method == "POST" and form.is_valid():
        clashes = clashes_if(cohort, None, form.lesson(), language())
        if not clashes or "despite" in request.POST:
            try:
                added = by_hand.add_session(
                    cohort=cohort,
                    part=makes_up.part_id if makes_up else int(form.cleaned_data["part"]),
                    lesson=form.lesson(),
                    pk=form.cleaned_data["pk"],
                    makes_up=makes_up,
                    by=request.user,
                    at=timezone.now(),
                )
            except CHANGES as error:
                form.add_error(None, said(error))
                clashes = []
            else:
                messages.success(request, _("The class session was added."))
                return redirect("courses:session", pk=added.pk)
    context = {"cohort": cohort, "form": form, "makes_up": makes_up, "clashes": clashes}
    return render(request, "courses/timetable_session_new.html", context, status=422 if form.errors or clashes else 200)


def _made_up(request: PersonRequest, cohort: "Cohort") -> "ClassSession | None":
    asked = request.GET.get("makes_up", "")
    if not asked:
        return None
    try:
        pk = uuid.UUID(asked)
    except ValueError as error:
        raise Http404 from error
    held = visible_sessions(request.user).filter(cohort=cohort, state=SessionState.HELD)
    return get_object_or_404(held, pk=pk)


@never_cache
@requires(*TEACHES_OR_KEEPS)
@require_http_methods(["GET", "POST"])
def session(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Show one class session; POST, by who keeps the cohort, moves or changes it."""
    shown = get_object_or_404(visible_sessions(request.user), pk=pk)
    if request.method != "POST":
        return _page(request, shown)
    if not may_keep(request.user, shown.cohort):
        raise PermissionDenied
    form = _edit_form(request, shown, sent=True)
    clashes: list[Any] = []
    if form.is_valid():
        clashes = clashes_if(shown.cohort, shown, form.lesson(), language())
        if not clashes or "despite" in request.POST:
            try:
                by_hand.edit_session(session=shown, lesson=form.lesson(), by=request.user, at=timezone.now())
            except CHANGES as error:
                form.add_error(None, said(error))
                clashes = []
            except ObjectDoesNotExist as error:
                raise Http404 from error
            else:
                messages.success(request, _("The class session is saved."))
                return redirect("courses:session", pk=shown.pk)
    return _page(request, shown, {"form": form, "clashes": clashes})


def _edit_form(request: PersonRequest, shown: "ClassSession", *, sent: bool) -> SessionForm:
    more = more_instructors_of([shown.pk])[shown.pk]
    return _form(request, shown.cohort, begun_with(shown, more), fixed=True, sent=sent, room=shown.room_id)


def _page(request: PersonRequest, shown: "ClassSession", failed: dict[str, Any] | None = None) -> HttpResponse:
    keeps = may_keep(request.user, shown.cohort)
    is_open = shown.cohort.state in OPEN_COHORTS
    changes = keeps and is_open and shown.state != SessionState.CANCELLED
    teaches = keeps or may_teach(request.user, shown.cohort)
    context = {
        "session": shown,
        "cohort": shown.cohort,
        "page": page_of(shown, language()),
        "keeps": keeps,
        "is_open": is_open,
        "teaches": teaches,
        "free_hours": free_hours(shown),
        **(failed or {}),
    }
    if changes and "form" not in context:
        context["form"] = _edit_form(request, shown, sent=False)
    if teaches and is_open and shown.state == SessionState.HELD and "taught_form" not in context:
        context["taught_form"] = TaughtForm(session=shown, language=language())
    return render(request, "courses/timetable_session.html", context, status=422 if failed else 200)


def _kept(request: PersonRequest, pk: uuid.UUID) -> "ClassSession":
    return get_object_or_404(visible_sessions(request.user).filter(cohort__in=kept_cohorts(request.user)), pk=pk)


def _change(
    request: PersonRequest, pk: uuid.UUID, change: Callable[["ClassSession"], object], done: str
) -> HttpResponse:
    """Change a session in one way, say it, or show the page again with the reason why not."""
    shown = _kept(request, pk)
    try:
        change(shown)
    except CHANGES as error:
        return _page(request, shown, {"problem": said(error), "reason": request.POST.get("reason", "")})
    except ObjectDoesNotExist as error:
        raise Http404 from error
    messages.success(request, done)
    return redirect("courses:session", pk=pk)


@requires(*KEEPS_COHORTS)
@require_POST
def session_cancel(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Cancel a class session, with a reason."""
    reason = request.POST.get("reason", "")[:300]

    def change(shown: "ClassSession") -> object:
        return by_hand.cancel_session(session=shown, reason=reason, by=request.user, at=timezone.now())

    return _change(request, pk, change, _("The class session was cancelled. It counts against nobody."))


@requires(*KEEPS_COHORTS)
@require_POST
def session_restore(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Take the cancellation of a class session back, with a reason."""
    reason = request.POST.get("reason", "")[:300]

    def change(shown: "ClassSession") -> object:
        return by_hand.restore_session(session=shown, reason=reason, by=request.user, at=timezone.now())

    return _change(request, pk, change, _("The class session is planned again."))


@requires(*KEEPS_COHORTS)
@require_POST
def session_split(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Cut a class session in two."""
    first = request.POST.get("first", "")
    hours = int(first) if first.isascii() and first.isdecimal() and len(first) < 3 else 0

    def change(shown: "ClassSession") -> object:
        return by_hand.split_session(session=shown, first=hours, by=request.user, at=timezone.now())

    return _change(request, pk, change, _("The class session was split in two."))


@requires(*KEEPS_COHORTS)
@require_POST
def session_join(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Join a class session with the one that follows it."""

    def change(shown: "ClassSession") -> object:
        return by_hand.join_session(session=shown, by=request.user, at=timezone.now())

    return _change(request, pk, change, _("The two class sessions are one now."))


@requires(*TEACHES_OR_KEEPS)
@require_POST
def session_taught(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Write what was really taught and how many hours were given."""
    shown = get_object_or_404(visible_sessions(request.user), pk=pk)
    if not may_keep(request.user, shown.cohort) and not may_teach(request.user, shown.cohort):
        raise PermissionDenied
    form = TaughtForm(request.POST, session=shown, language=language())
    if form.is_valid():
        try:
            by_hand.record_taught(
                session=shown,
                taught=form.cleaned_data["taught"],
                delivered_hours=form.cleaned_data["delivered_hours"],
                by=request.user,
                at=timezone.now(),
            )
        except CHANGES as error:
            form.add_error(None, said(error))
        else:
            messages.success(request, _("The class session is saved."))
            return redirect("courses:session", pk=shown.pk)
    return _page(request, shown, {"taught_form": form})
