"""Change single class sessions by hand: add, move, cancel, split, join; say what was taught and how many hours."""

import datetime
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act, Role
from accounts.selectors.placements import people_with_role, rooms_at
from accounts.services.audit import remember
from courses.domain.clashes import overlap
from courses.domain.timetable import clock
from courses.enums import OPEN_COHORTS, SessionState
from courses.models import ClassSession, Cohort
from courses.selectors.clashes import booking, more_instructors_of
from courses.selectors.timetable import hours_open, week_of, with_records
from courses.services.cohort_states import hold
from courses.services.timetable import SessionGoneError, TimetableClosedError, lock_session

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 8  # academic hours in one session


@dataclass(frozen=True)
class Lesson:
    """When, where and by whom a class session is given; hours are academic hours, `first_hour` counts from 1."""

    date: datetime.date
    first_hour: int
    hours: int
    kind: str
    room: int | None = None
    instructor: uuid.UUID | None = None
    more: frozenset[uuid.UUID] = frozenset()


class SessionError(Exception):
    """The class session cannot be changed so; the subclass says why."""


class SessionBegunError(SessionError):
    """The roll was called, or something else is recorded of the session already."""


class GroupBusyError(SessionError):
    """The group has another class session at that time."""


class HoursUnknownError(SessionError):
    """The centre has no such lesson times on one day."""


class HoursPlannedError(SessionError):
    """The hours of a cancelled session are planned elsewhere in the timetable by now."""


class ReasonMissingError(SessionError):
    """A session is cancelled, and a cancellation taken back, with a reason."""


class NothingToJoinError(SessionError):
    """No session of the same part and kind follows directly on the same day."""


class NotOfTheCentreError(SessionError):
    """The room or a person does not belong to the centre of the cohort."""


class NotHeldError(SessionError):
    """Hours are delivered, and made up for, only of a session that was held."""


def add_session(
    *,
    cohort: Cohort,
    part: int,
    lesson: Lesson,
    by: "User",
    at: datetime.datetime,
    pk: uuid.UUID | None = None,
    makes_up: ClassSession | None = None,
) -> ClassSession:
    """Add a class session of one part of the programme (its id); with `makes_up` a make-up lesson for that session.

    `pk` was made with the form: sent twice, the first one is returned. Raises a SessionError or TimetableClosedError.
    """
    with transaction.atomic():
        cohort = hold(cohort.pk)
        _check_open(cohort)
        stored = ClassSession.objects.filter(pk=pk, cohort=cohort).first() if pk else None
        if stored is not None:
            return stored
        if not cohort.programme_version.parts.filter(pk=part).exists():
            raise NotOfTheCentreError
        if makes_up is not None and (makes_up.state != SessionState.HELD or makes_up.cohort_id != cohort.pk):
            raise NotHeldError
        session = ClassSession(pk=pk or uuid.uuid4(), cohort=cohort, part_id=part, makes_up=makes_up, by_hand=True)
        _put(session, lesson, at)
        session.save(force_insert=True)
        _teach_too(session, lesson.more)
        _ends(cohort, session)
        _remember(session, "added", by, new=_said(session) | {"makes_up": str(makes_up.pk) if makes_up else ""})
    return session


def edit_session(*, session: ClassSession, lesson: Lesson, by: "User", at: datetime.datetime) -> ClassSession:
    """Move a planned session or change its kind, hours, room or instructors.

    Once something is recorded of it only room and instructors change. Raises a SessionError, SessionGoneError or
    TimetableClosedError.
    """
    with transaction.atomic():
        session = _planned(session, allow_begun=True)
        old, place = _said(session), _place(session)
        before = more_instructors_of([session.pk])[session.pk]
        moved = place != (lesson.date, lesson.first_hour, lesson.hours, lesson.kind)
        if moved and (session.state == SessionState.HELD or _begun(session)):
            raise SessionBegunError
        _put(session, lesson, at, moved=moved)
        session.by_hand = session.by_hand or moved
        session.save()
        _teach_too(session, lesson.more)
        _ends(session.cohort, session)
        new = _said(session)
        if new != old or set(before) != set(lesson.more):
            _remember(session, "changed", by, old=old, new=new | {"more": sorted(map(str, lesson.more))})
    return session


def cancel_session(*, session: ClassSession, reason: str, by: "User", at: datetime.datetime) -> ClassSession:
    """Cancel a planned session. It never counts against a trainee; making the timetable again plans its hours anew.

    A cancelled one is returned as it is. Raises ReasonMissingError, SessionBegunError for one that was held, or
    TimetableClosedError.
    """
    reason = " ".join(reason.split())
    with transaction.atomic():
        session = lock_session(session.pk)
        _check_open(session.cohort)
        if session.state == SessionState.CANCELLED:
            return session
        if session.state == SessionState.HELD:
            raise SessionBegunError
        if not reason:
            raise ReasonMissingError
        session.state, session.cancel_reason = SessionState.CANCELLED, reason
        session.save(update_fields=["state", "cancel_reason"])
        _remember(session, "cancelled", by, old=_said(session), reason=reason)
    return session


def restore_session(*, session: ClassSession, reason: str, by: "User", at: datetime.datetime) -> ClassSession:
    """Take the cancellation of a session back: it is planned again, at its time, with room and instructors as before.

    One that is not cancelled is returned as it is. Raises ReasonMissingError, GroupBusyError, HoursPlannedError when
    the timetable gives its hours elsewhere by now, or TimetableClosedError.
    """
    del at  # the audit entry has the moment
    reason = " ".join(reason.split())
    with transaction.atomic():
        session = lock_session(session.pk)
        _check_open(session.cohort)
        if session.state != SessionState.CANCELLED:
            return session
        if not reason:
            raise ReasonMissingError
        _check_free(session)
        if session.makes_up_id is None and hours_open(session) < session.hours:
            raise HoursPlannedError
        old = {"reason": session.cancel_reason}
        session.state, session.cancel_reason = SessionState.PLANNED, ""
        session.save(update_fields=["state", "cancel_reason"])
        _ends(session.cohort, session)
        _remember(session, "restored", by, old=old, new=_said(session), reason=reason)
    return session


def split_session(
    *, session: ClassSession, first: int, by: "User", at: datetime.datetime
) -> tuple[ClassSession, ClassSession]:
    """Cut a planned session in two that follow each other: `first` academic hours, and the rest. No hour is lost.

    Raises HoursUnknownError when there is nothing to cut, a SessionError, SessionGoneError or TimetableClosedError.
    """
    with transaction.atomic():
        session = _planned(session)
        if not 1 <= first < session.hours:
            raise HoursUnknownError
        more = more_instructors_of([session.pk])[session.pk]
        lesson = _lesson(session, more)
        rest = ClassSession(
            cohort=session.cohort, part_id=session.part_id, makes_up_id=session.makes_up_id, by_hand=True
        )
        _times(session, replace(lesson, hours=first))
        _times(rest, replace(lesson, first_hour=lesson.first_hour + first, hours=lesson.hours - first))
        rest.kind, rest.room_id, rest.instructor_id = session.kind, session.room_id, session.instructor_id
        session.by_hand = True
        session.save()
        rest.save(force_insert=True)
        _teach_too(rest, more)
        _remember(session, "split", by, new={"hours": [session.hours, rest.hours], "rest": str(rest.pk)})
    return session, rest


def join_session(*, session: ClassSession, by: "User", at: datetime.datetime) -> ClassSession:
    """Join a planned session with the one that follows it directly: same day, part and kind. No hour is lost.

    Raises NothingToJoinError, a SessionError, SessionGoneError or TimetableClosedError.
    """
    with transaction.atomic():
        session = _planned(session)
        following = following_session(session)
        if following is None:
            raise NothingToJoinError
        if following.pk in with_records(session.cohort):
            raise SessionBegunError
        more = more_instructors_of([session.pk, following.pk])
        people = {*more[session.pk], *more[following.pk], following.instructor_id} - {None, session.instructor_id}
        following.delete()
        session.hours += following.hours
        session.ends_at = following.ends_at
        session.by_hand = True
        session.save()
        _teach_too(session, [pk for pk in people if pk is not None])
        _remember(session, "joined", by, new={"hours": session.hours, "with": str(following.pk)})
    return session


def following_session(session: ClassSession) -> ClassSession | None:
    """Return the planned session that could be joined to this one, or None. One query."""
    following: ClassSession | None = ClassSession.objects.filter(
        cohort=session.cohort_id,
        part=session.part_id,
        kind=session.kind,
        date=session.date,
        first_hour=session.first_hour + session.hours,
        hours__lte=LONGEST - session.hours,
        makes_up=session.makes_up_id,
        state=SessionState.PLANNED,
    ).first()
    return following


def record_taught(
    *, session: ClassSession, taught: str, delivered_hours: int | None, by: "User", at: datetime.datetime
) -> ClassSession:
    """Write what was really taught in a session that was held, and how many academic hours were given.

    `delivered_hours` is None where all were given. Raises NotHeldError, HoursUnknownError or TimetableClosedError.
    """
    with transaction.atomic():
        session = lock_session(session.pk)
        _check_open(session.cohort)
        if session.state != SessionState.HELD:
            raise NotHeldError
        if delivered_hours is not None and not 0 <= delivered_hours <= session.hours:
            raise HoursUnknownError
        old = {"hours": session.delivered_hours, "taught": session.taught}
        fewer = None if delivered_hours == session.hours else delivered_hours
        new = {"hours": fewer, "taught": taught.strip()[:500]}
        session.delivered_hours, session.taught = fewer, str(new["taught"])
        session.save(update_fields=["taught", "delivered_hours"])
        if new != old:
            _remember(session, "delivered", by, old={"hours": old["hours"]}, new={"hours": new["hours"]})
    return session


def _teach_too(session: ClassSession, people: Iterable[uuid.UUID]) -> None:
    session.more_instructors.set(cast("Iterable[User]", people))  # the manager takes ids as well


def _check_open(cohort: Cohort) -> None:
    if cohort.state not in OPEN_COHORTS:
        raise TimetableClosedError


def _planned(session: ClassSession, *, allow_begun: bool = False) -> ClassSession:
    """Lock a session that may be changed."""
    session = lock_session(session.pk)
    _check_open(session.cohort)
    if session.state == SessionState.CANCELLED:
        raise SessionGoneError
    if not allow_begun and (session.state == SessionState.HELD or _begun(session)):
        raise SessionBegunError
    return session


def _begun(session: ClassSession) -> bool:
    return session.pk in with_records(session.cohort)


def _put(session: ClassSession, lesson: Lesson, at: datetime.datetime, *, moved: bool = True) -> None:
    """Make a session say what `lesson` says, when the group is free then."""
    if moved:
        _times(session, lesson)
        session.kind = lesson.kind
        _check_free(session)
    _check_people(session, lesson, timezone.localdate(at))
    session.room_id, session.instructor_id = lesson.room, lesson.instructor


def _check_free(session: ClassSession) -> None:
    """The group has nothing else at the time of a session."""
    mine = booking(session)
    of_that_day = ClassSession.objects.filter(cohort=session.cohort, date=session.date).exclude(pk=session.pk)
    standing = of_that_day.exclude(state=SessionState.CANCELLED)
    if any(overlap(mine, booking(other)) for other in standing):
        raise GroupBusyError


def _check_people(session: ClassSession, lesson: Lesson, today: datetime.date) -> None:
    """Rooms and people are those of the centre; what stood before may stay."""
    known = {None, session.instructor_id, *more_instructors_of([session.pk])[session.pk]}
    wanted = {pk for pk in (lesson.instructor, *lesson.more) if pk is not None and pk not in known}
    centre = session.cohort.centre
    if wanted and people_with_role(centre, Role.INSTRUCTOR, today).filter(pk__in=wanted).count() != len(wanted):
        raise NotOfTheCentreError
    if lesson.room not in {None, session.room_id, *(room.pk for room in rooms_at(centre))}:
        raise NotOfTheCentreError


def _times(session: ClassSession, lesson: Lesson) -> None:
    """Put a session on a day and its hours; the clock is that of the centre's lesson times."""
    week = week_of(session.cohort.centre, lesson.date)
    last = lesson.first_hour + lesson.hours - 1
    if not 1 <= lesson.hours <= LONGEST or not 1 <= lesson.first_hour <= last <= len(week.lesson_times):
        raise HoursUnknownError
    begin, end = clock(week, lesson.first_hour, lesson.hours)
    session.date, session.first_hour, session.hours = lesson.date, lesson.first_hour, lesson.hours
    session.starts_at = timezone.make_aware(datetime.datetime.combine(lesson.date, begin))
    session.ends_at = timezone.make_aware(datetime.datetime.combine(lesson.date, end))


def _lesson(session: ClassSession, more: Iterable[uuid.UUID]) -> Lesson:
    return Lesson(
        session.date,
        session.first_hour,
        session.hours,
        session.kind,
        session.room_id,
        session.instructor_id,
        frozenset(more),
    )


def _place(session: ClassSession) -> tuple[datetime.date, int, int, str]:
    return session.date, session.first_hour, session.hours, str(session.kind)


def _ends(cohort: Cohort, session: ClassSession) -> None:
    """A session after the last day of the cohort makes the cohort longer."""
    Cohort.objects.filter(pk=cohort.pk, ends_on__lt=session.date).update(ends_on=session.date)


def _said(session: ClassSession) -> dict[str, Any]:
    return {
        "date": str(session.date),
        "hour": session.first_hour,
        "hours": session.hours,
        "kind": str(session.kind),
        "room": session.room_id,
        "instructor": str(session.instructor_id or ""),
    }


def _remember(
    session: ClassSession, what: str, by: "User", *, new: Any = None, old: Any = None, reason: str = ""
) -> None:
    remember(
        act=Act.TIMETABLE_MADE,
        by=by,
        subject=session,
        centre=session.cohort.centre,
        old=old,
        new={"cohort": session.cohort.code, "what": what, **(new or {})},
        reason=reason,
    )
