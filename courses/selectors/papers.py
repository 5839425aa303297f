"""Timetables as they hang on the wall: a week a page, lesson times down, days across."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Room, User
from courses.enums import SessionState
from courses.models import ClassSession
from courses.selectors.timetable import teachers_of, visible_sessions

if TYPE_CHECKING:
    from courses.models import Cohort

WEEKS = 4  # weeks of a room or an instructor on one screen


@dataclass(frozen=True)
class Cell:
    """One session on the wall."""

    session: ClassSession
    teachers: str


@dataclass(frozen=True)
class WallRow:
    """The sessions that begin at one time of the day, day by day."""

    begins: datetime.time
    days: list[list[Cell]]


@dataclass(frozen=True)
class WallWeek:
    """One calendar week; `number` is counted from the first week with lessons."""

    number: int
    days: list[datetime.date]
    rows: list[WallRow]
    hours: int


def wall_of(sessions: "QuerySet[ClassSession]", language: str) -> list[WallWeek]:
    """Return sessions that were not cancelled, a week a page. Three queries."""
    listed = list(sessions.exclude(state=SessionState.CANCELLED).order_by("starts_at"))
    teachers = teachers_of(listed, language)
    weeks: dict[datetime.date, list[ClassSession]] = defaultdict(list)
    for session in listed:
        weeks[session.date - datetime.timedelta(days=session.date.weekday())].append(session)
    first = min(weeks, default=None)
    return [
        _week(monday, 1 if first is None else (monday - first).days // 7 + 1, weeks[monday], teachers)
        for monday in sorted(weeks)
    ]


def _week(monday: datetime.date, number: int, sessions: list[ClassSession], teachers: dict[uuid.UUID, str]) -> WallWeek:
    """Days from Monday to Friday, longer where there are lessons on Saturday or Sunday."""
    length = max(5, *(session.date.weekday() + 1 for session in sessions))
    days = [monday + datetime.timedelta(days=number) for number in range(length)]
    cells: dict[tuple[datetime.time, datetime.date], list[Cell]] = defaultdict(list)
    for session in sessions:
        begins = timezone.localtime(session.starts_at).time()
        cells[begins, session.date].append(Cell(session, teachers.get(session.pk, "")))
    times = sorted({begins for begins, _day in cells})
    rows = [WallRow(begins, [cells.get((begins, day), []) for day in days]) for begins in times]
    return WallWeek(number, days, rows, sum(session.hours for session in sessions))


def sessions_on_paper(cohort: "Cohort") -> "QuerySet[ClassSession]":
    """Return the sessions of a cohort with part and room."""
    return ClassSession.objects.filter(cohort=cohort).select_related("cohort", "part", "room")


def instructor_seen_by(user: User, pk: uuid.UUID) -> User | None:
    """Return who teaches sessions that `user` may see, or `user` self; else None."""
    if pk == user.pk:
        return user
    person: User | None = User.objects.filter(pk=pk).first()
    if person is None or not sessions_taught_by(person, visible_sessions(user)).exists():
        return None
    return person


def sessions_taught_by(person: User, among: "QuerySet[ClassSession]") -> "QuerySet[ClassSession]":
    """Return those sessions of `among` that a person teaches, alone or with others."""
    together = ClassSession.more_instructors.through.objects.filter(user=person).values("classsession")
    return among.filter(Q(instructor=person) | Q(pk__in=together))


def room_seen_by(user: User, pk: int) -> Room | None:
    """Return a room of a centre where `user` works, or None."""
    room: Room | None = Room.objects.visible_to(user).select_related("centre").filter(pk=pk).first()
    return room


def sessions_in(room: Room) -> "QuerySet[ClassSession]":
    """Return everything that stands in a room, whatever cohort it is: the room is taken then."""
    return ClassSession.objects.filter(room=room).select_related("cohort", "part", "room")


def weeks_from(sessions: "QuerySet[ClassSession]", day: datetime.date) -> "QuerySet[ClassSession]":
    """Return the sessions of the weeks that are shown at once, from the Monday on or before `day`."""
    monday = day - datetime.timedelta(days=day.weekday())
    return sessions.filter(date__gte=monday, date__lt=monday + datetime.timedelta(weeks=WEEKS))
