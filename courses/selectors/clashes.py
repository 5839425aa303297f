"""Read which class sessions want the same room, instructor or group at one time."""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.selectors.names import display, names_of
from courses.domain.clashes import Booking, ClashKind, clashes
from courses.enums import SessionState
from courses.models import ClassSession

if TYPE_CHECKING:
    from accounts.models import Room

MORE = ClassSession.more_instructors.through


@dataclass(frozen=True)
class ClashLine:
    """One clash of a session as it is shown: with which cohort, when, and over what."""

    kind: ClashKind
    cohort: str
    starts_at: datetime.datetime
    room: str
    person: str


def more_instructors_of(sessions: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Return who else teaches some sessions (ids), besides the instructor. One query."""
    more: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    rows = MORE.objects.filter(classsession__in=sessions).order_by("pk")
    for session, person in rows.values_list("classsession_id", "user_id"):
        more[session].append(person)
    return more


def bookings(sessions: Iterable[ClassSession]) -> list[Booking]:
    """Return whom and what some sessions take. One query."""
    listed = list(sessions)
    more = more_instructors_of([session.pk for session in listed])
    return [booking(session, more[session.pk]) for session in listed]


def booking(session: ClassSession, more: Iterable[uuid.UUID] = ()) -> Booking:
    """Return whom and what a session takes when `more` teach it besides its instructor."""
    people = {session.instructor_id, *more} - {None}
    return Booking(
        key=session.pk,
        group=session.cohort_id,
        begins=session.starts_at,
        ends=session.ends_at,
        room=session.room_id,
        people=frozenset(pk for pk in people if pk is not None),
    )


def clashes_of(sessions: Sequence[ClassSession], language: str) -> dict[uuid.UUID, list[ClashLine]]:
    """Return the clashes of sessions that are still to come, by session id. At most five queries."""
    planned = [session for session in sessions if session.state == SessionState.PLANNED]
    return clashes_with(bookings(planned), language) if planned else {}


def clashes_with(mine: Sequence[Booking], language: str) -> dict[uuid.UUID, list[ClashLine]]:
    """Return the clashes of bookings, which need not stand in the timetable, with what stands. At most four queries."""
    others = {session.pk: session for session in _at_the_same_time(mine)}
    found = clashes(mine, bookings(others.values()))
    names = names_of({clash.person for clash in found if clash.person is not None})
    lines: dict[uuid.UUID, list[ClashLine]] = defaultdict(list)
    for clash in found:
        other = others[clash.other]
        room = other.room.code if other.room and clash.kind is ClashKind.ROOM else ""
        person = display(names.get(clash.person, {}), language) if clash.person else ""
        lines[clash.mine].append(ClashLine(clash.kind, other.cohort.code, other.starts_at, room, person))
    return dict(lines)


def _at_the_same_time(mine: Sequence[Booking]) -> list[ClassSession]:
    """Sessions between the first and the last booking that share a room, a person or the group with one of them."""
    if not mine:
        return []
    rooms = {one.room for one in mine if one.room is not None}
    people = {pk for one in mine for pk in one.people}
    shared = Q(room__in=rooms) | Q(instructor__in=people) | Q(cohort__in={one.group for one in mine})
    shared |= Q(pk__in=MORE.objects.filter(user__in=people).values("classsession"))
    standing = ClassSession.objects.exclude(state=SessionState.CANCELLED).filter(
        shared, starts_at__lt=max(one.ends for one in mine), ends_at__gt=min(one.begins for one in mine)
    )
    return list(standing.select_related("cohort", "room"))


def rooms_taken(rooms: "Collection[Room]", since: datetime.date) -> list[Booking]:
    """Return what stands in some rooms from a day on, without people. One query."""
    standing = ClassSession.objects.exclude(state=SessionState.CANCELLED).filter(room__in=rooms, date__gte=since)
    return [booking(session) for session in standing]
