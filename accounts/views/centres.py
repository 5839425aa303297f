"""Edge of the settings of a centre, kept by its head."""

import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import PersonRequest, requires
from accounts.enums import Role
from accounts.forms_centres import HabitsForm, HolidayForm, RoomForm, habits_of
from accounts.models import Centre, Room
from accounts.selectors.placements import all_rooms_at, centres_of, holidays_at, own_holidays
from accounts.services.centres import (
    HolidayKnownError,
    RoomTakenError,
    add_holiday,
    add_room,
    change_habits,
    drop_holiday,
    retire_room,
    use_room,
)


def _own(request: PersonRequest, code: str) -> Centre:
    """The centre of that code which the reader heads."""
    for centre in centres_of(request.user, Role.HEAD):
        if centre.code == code:
            return centre
    raise Http404


@requires(Role.HEAD)
@require_GET
def own_centre(request: PersonRequest) -> HttpResponse:
    """Lead a head to the settings of the own centre."""
    centres = centres_of(request.user, Role.HEAD)
    if not centres:
        raise Http404
    return redirect("accounts:centre", code=centres[0].code)


@requires(Role.HEAD)
@require_http_methods(["GET", "POST"])
def centre(request: PersonRequest, code: str) -> HttpResponse:
    """Show the settings of a centre; POST stores lesson days, times, networks."""
    shown = _own(request, code)
    form = HabitsForm(request.POST if request.method == "POST" else None, initial=habits_of(shown))
    if request.method == "POST" and form.is_valid():
        change_habits(centre=shown, habits=form.habits(), by=request.user, at=timezone.now())
        messages.success(request, _("The settings of the centre are saved. Timetables made from now on follow them."))
        return redirect("accounts:centre", code=code)
    return _page(request, shown, form=form)


def _page(
    request: PersonRequest,
    shown: Centre,
    *,
    form: HabitsForm | None = None,
    room: RoomForm | None = None,
    holiday: HolidayForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    own = own_holidays(shown, today)
    sent = form or room or holiday
    context = {
        "centre": shown,
        "form": form or HabitsForm(initial=habits_of(shown)),
        "room_form": room or RoomForm(),
        "holiday_form": holiday or _holiday_form(request, sent=False),
        "rooms": all_rooms_at(shown),
        "holidays": own,
        "common": sorted(holidays_at(shown, today) - set(own)),
    }
    return render(request, "accounts/centre.html", context, status=422 if sent is not None and sent.errors else 200)


def _holiday_form(request: PersonRequest, *, sent: bool) -> HolidayForm:
    form = HolidayForm(request.POST if sent else None)
    field = form.fields["date"]
    field.for_reader(request.user.calendar, timezone.localdate())  # type: ignore[attr-defined]
    return form


@requires(Role.HEAD)
@require_POST
def room_new(request: PersonRequest, code: str) -> HttpResponse:
    """Add a room to a centre."""
    shown = _own(request, code)
    form = RoomForm(request.POST)
    if form.is_valid():
        try:
            add_room(centre=shown, **form.cleaned_data, by=request.user, at=timezone.now())
        except RoomTakenError:
            form.add_error("code", _("The centre has this room already."))
        else:
            messages.success(request, _("The room was added."))
            return redirect("accounts:centre", code=code)
    return _page(request, shown, room=form)


@requires(Role.HEAD)
@require_POST
def room_retire(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Take a room out of use."""
    room = _room(_own(request, code), pk)
    retire_room(room=room, by=request.user, at=timezone.now())
    messages.success(
        request, _("The room is out of use. Class sessions that are planned there stay until they are moved.")
    )
    return redirect("accounts:centre", code=code)


@requires(Role.HEAD)
@require_POST
def room_use(request: PersonRequest, code: str, pk: int) -> HttpResponse:
    """Take a retired room into use again."""
    room = _room(_own(request, code), pk)
    use_room(room=room, by=request.user, at=timezone.now())
    messages.success(request, _("The room is in use again."))
    return redirect("accounts:centre", code=code)


def _room(shown: Centre, pk: int) -> Room:
    for room in all_rooms_at(shown):
        if room.pk == pk:
            return room
    raise Http404


@requires(Role.HEAD)
@require_POST
def holiday_new(request: PersonRequest, code: str) -> HttpResponse:
    """Add a day without lessons to a centre."""
    shown = _own(request, code)
    form = _holiday_form(request, sent=True)
    if form.is_valid():
        try:
            add_holiday(centre=shown, date=form.cleaned_data["date"], by=request.user, at=timezone.now())
        except HolidayKnownError:
            form.add_error("date", _("This day is without lessons already."))
        else:
            messages.success(request, _("The day is without lessons. Make the timetables again where it matters."))
            return redirect("accounts:centre", code=code)
    return _page(request, shown, holiday=form)


@requires(Role.HEAD)
@require_POST
def holiday_drop(request: PersonRequest, code: str, date: str) -> HttpResponse:
    """Take a day without lessons away again."""
    shown = _own(request, code)
    try:
        day = datetime.date.fromisoformat(date)
    except ValueError as error:
        raise Http404 from error
    if drop_holiday(centre=shown, date=day, by=request.user, at=timezone.now()):
        messages.success(request, _("The day has lessons again."))
    return redirect("accounts:centre", code=code)
