"""Where two class sessions want the same room, the same instructor or the same group at one time: rules only."""

import datetime
import enum
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


class ClashKind(enum.Enum):
    """What two class sessions want at the same time."""

    GROUP = "group"
    ROOM = "room"
    INSTRUCTOR = "instructor"


@dataclass(frozen=True)
class Booking:
    """Whom and what one class session takes, from `begins` until `ends`."""

    key: uuid.UUID
    group: uuid.UUID
    begins: datetime.datetime
    ends: datetime.datetime
    room: int | None
    people: frozenset[uuid.UUID]


@dataclass(frozen=True)
class Clash:
    """`mine` and `other` want the same thing; `person` only where it is an instructor."""

    kind: ClashKind
    mine: uuid.UUID
    other: uuid.UUID
    person: uuid.UUID | None = None


def overlap(one: Booking, other: Booking) -> bool:
    """True when the two run at the same time; one that begins when the other ends does not."""
    return one.begins < other.ends and other.begins < one.ends


def clashes(mine: Iterable[Booking], all_of_them: Iterable[Booking]) -> list[Clash]:
    """Return what each of `mine` has in common with another booking at the same time. Their order is kept."""
    by_day: dict[datetime.date, list[Booking]] = defaultdict(list)
    for booking in all_of_them:
        by_day[booking.begins.date()].append(booking)
    return [
        clash
        for booking in mine
        for other in by_day[booking.begins.date()]
        if other.key != booking.key and overlap(booking, other)
        for clash in _in_common(booking, other)
    ]


def _in_common(mine: Booking, other: Booking) -> list[Clash]:
    found = []
    if mine.group == other.group:
        found.append(Clash(ClashKind.GROUP, mine.key, other.key))
    if mine.room is not None and mine.room == other.room:
        found.append(Clash(ClashKind.ROOM, mine.key, other.key))
    found += [Clash(ClashKind.INSTRUCTOR, mine.key, other.key, pk) for pk in sorted(mine.people & other.people)]
    return found
