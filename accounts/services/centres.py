"""Settings of a centre: lesson days and times, rooms, holidays, networks. Their acts are remembered."""

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.enums import Act
from accounts.models import Centre, Holiday, Room
from accounts.services.audit import remember

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Habits:
    """How a centre works: weekdays (0 = Monday), beginnings of its academic hours ("08:30"), networks, photos."""

    weekdays: Sequence[int]
    lesson_times: Sequence[str]
    networks: Sequence[str]
    photos_on_rolls: bool


class RoomTakenError(Exception):
    """The centre has a room of this code already."""


class HolidayKnownError(Exception):
    """This day is a holiday of the centre already."""


def change_habits(*, centre: Centre, habits: Habits, by: "User", at: datetime.datetime) -> Centre:
    """Store how a centre works. Timetables that stand are not changed by it; making one again follows it."""
    del at  # the audit entry has the moment
    with transaction.atomic():
        centre = Centre.objects.select_for_update().get(pk=centre.pk)
        old = {name: getattr(centre, name) for name in asdict(habits)}
        new: dict[str, Any] = {
            "weekdays": sorted(habits.weekdays),
            "lesson_times": sorted(habits.lesson_times),
            "networks": list(habits.networks),
            "photos_on_rolls": habits.photos_on_rolls,
        }
        changed = [name for name in new if new[name] != old[name]]
        if changed:
            for name in changed:
                setattr(centre, name, new[name])
            centre.save(update_fields=changed)
            _remember(centre, by, old={n: old[n] for n in changed}, new={n: new[n] for n in changed})
    return centre


def add_room(*, centre: Centre, code: str, seats: int, by: "User", at: datetime.datetime) -> Room:
    """Add a room to a centre. Raises RoomTakenError."""
    del at
    with transaction.atomic():
        room, made = Room.objects.get_or_create(centre=centre, code=code.strip(), defaults={"seats": seats})
        if not made:
            raise RoomTakenError
        _remember(centre, by, new={"room": room.code, "seats": seats})
    return room


def retire_room(*, room: Room, by: "User", at: datetime.datetime) -> Room:
    """Take a room out of use: no new session is given there; those that stand there stay, and so does the row."""
    return _use(room, at, by)


def use_room(*, room: Room, by: "User", at: datetime.datetime) -> Room:
    """Take a retired room into use again."""
    del at  # the audit entry has the moment
    return _use(room, None, by)


def _use(room: Room, retired_at: datetime.datetime | None, by: "User") -> Room:
    with transaction.atomic():
        room = Room.objects.select_for_update().get(pk=room.pk)
        if (room.retired_at is None) != (retired_at is None):
            room.retired_at = retired_at
            room.save(update_fields=["retired_at"])
            _remember(room.centre, by, new={"room": room.code, "retired": retired_at is not None})
    return room


def add_holiday(*, centre: Centre, date: datetime.date, by: "User", at: datetime.datetime) -> Holiday:
    """Make a day free of lessons at a centre. Raises HolidayKnownError."""
    del at
    with transaction.atomic():
        holiday, made = Holiday.objects.get_or_create(centre=centre, date=date)
        if not made:
            raise HolidayKnownError
        _remember(centre, by, new={"holiday": str(date)})
    return holiday


def drop_holiday(*, centre: Centre, date: datetime.date, by: "User", at: datetime.datetime) -> bool:
    """Make a holiday of the centre a day of lessons again; False when it was none. Holidays of all centres stay."""
    del at
    with transaction.atomic():
        gone, _rows = Holiday.objects.filter(centre=centre, date=date).delete()
        if gone:
            _remember(centre, by, old={"holiday": str(date)})
    return bool(gone)


def _remember(centre: Centre, by: "User", *, old: Any = None, new: Any = None) -> None:
    remember(act=Act.CENTRE_CHANGED, by=by, subject=centre, centre=centre, old=old, new=new)
