"""Read one class session: who teaches it, what clashes, what makes it up, and what its form offers."""

import datetime
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils import timezone

from accounts.selectors.names import display, names_of
from accounts.selectors.placements import rooms_at
from courses.domain.clashes import Booking
from courses.domain.timetable import clock, read_times
from courses.enums import SessionState
from courses.models import ClassSession, Cohort
from courses.selectors.clashes import ClashLine, clashes_of, clashes_with, more_instructors_of
from courses.selectors.cohorts import instructors_of, named, teachers_at
from courses.selectors.timetable import week_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Room, User
    from courses.models import ProgrammePart
    from courses.services.sessions_by_hand import Lesson


@dataclass(frozen=True)
class SessionPage:
    """One class session with the names of who teaches it, its clashes, and the make-up lessons for it."""

    instructor: str
    more: list[str]
    clashes: list[ClashLine]
    makes_up: ClassSession | None
    made_up_in: list[ClassSession]
    joinable: bool


@dataclass(frozen=True)
class Offered:
    """What a centre offers for a session; instructors with their names, those of the cohort apart."""

    times: "Sequence[datetime.time]"
    rooms: "Sequence[Room]"
    instructors: "Sequence[tuple[User, str]]"
    colleagues: "Sequence[tuple[User, str]]"
    parts: "Sequence[ProgrammePart]"


def page_of(session: ClassSession, language: str) -> SessionPage:
    """Return what the page of a session shows. A constant number of queries."""
    more = more_instructors_of([session.pk])[session.pk]
    staff = names_of({pk for pk in (session.instructor_id, *more) if pk is not None})
    names = {pk: display(found, language) for pk, found in staff.items()}
    extra = ClassSession.objects.filter(makes_up=session).exclude(state=SessionState.CANCELLED)
    return SessionPage(
        instructor=names.get(session.instructor_id, "") if session.instructor_id else "",
        more=[names.get(pk, "") for pk in more],
        clashes=clashes_of([session], language).get(session.pk, []),
        makes_up=ClassSession.objects.filter(pk=session.makes_up_id).first() if session.makes_up_id else None,
        made_up_in=list(extra),
        joinable=_following(session),
    )


def _following(session: ClassSession) -> bool:
    following = ClassSession.objects.filter(
        cohort=session.cohort_id,
        part=session.part_id,
        kind=session.kind,
        date=session.date,
        first_hour=session.first_hour + session.hours,
        makes_up=session.makes_up_id,
        state=SessionState.PLANNED,
    )
    return session.state == SessionState.PLANNED and following.exists()


def free_hours(session: ClassSession) -> range:
    """Return after how many academic hours a planned session can be cut."""
    return range(1, session.hours) if session.state == SessionState.PLANNED else range(0)


def offered_for(cohort: Cohort, today: datetime.date, language: str, *, room: int | None = None) -> Offered:
    """Return what can be chosen for a session of a cohort: lesson times, rooms and people of its centre.

    `room` is the one where the session stands: it may stay although it was retired.
    """
    return Offered(
        times=read_times(cohort.centre.lesson_times),
        rooms=rooms_at(cohort.centre, also=room),
        instructors=named(instructors_of(cohort), language),
        colleagues=teachers_at([cohort.centre], today, language),
        parts=list(cohort.programme_version.parts.all()),
    )


def clashes_if(cohort: Cohort, session: ClassSession | None, lesson: "Lesson", language: str) -> list[ClashLine]:
    """Return what a session would clash with if it were given so; nothing where the centre has no such hours."""
    week = week_of(cohort.centre, lesson.date)
    if lesson.first_hour + lesson.hours - 1 > len(week.lesson_times):
        return []
    begin, end = clock(week, lesson.first_hour, lesson.hours)
    mine = Booking(
        key=session.pk if session else uuid.uuid4(),
        group=cohort.pk,
        begins=timezone.make_aware(datetime.datetime.combine(lesson.date, begin)),
        ends=timezone.make_aware(datetime.datetime.combine(lesson.date, end)),
        room=lesson.room,
        people=frozenset(pk for pk in {lesson.instructor, *lesson.more} if pk is not None),
    )
    if session is not None and session.state != SessionState.PLANNED:
        mine = replace(mine, begins=session.starts_at, ends=session.ends_at)
    return clashes_with([mine], language).get(mine.key, [])
