"""Make the timetable of a cohort, and record that a session was held."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.selectors.placements import rooms_at
from accounts.services.audit import remember
from courses.domain.clashes import Booking, overlap
from courses.domain.timetable import Planned, Slot, Week, clock
from courses.enums import OPEN_COHORTS, CohortState, SessionState
from courses.models import ClassSession, Cohort
from courses.selectors.clashes import booking, rooms_taken
from courses.selectors.cohorts import instructors_of
from courses.selectors.timetable import sessions_planned, week_of, with_records
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import User

Place = tuple[int, str, datetime.date, int, int, datetime.datetime, datetime.datetime]


@dataclass(frozen=True)
class TimetableOutcome:
    """What generating did, in sessions: made anew, taken away, left as they were, and kept because they were held."""

    made: int
    removed: int
    same: int
    held: int


class TimetableClosedError(Exception):
    """The cohort was closed by protocol; its timetable stays as it is."""


class SessionGoneError(Exception):
    """The session was cancelled."""


def generate(
    *, cohort: Cohort, by: "User", at: datetime.datetime, starts_on: datetime.date | None = None
) -> TimetableOutcome:
    """Make the class sessions of a cohort from its programme version; with `starts_on` the cohort moves to that day.

    Sessions that were held, cancelled, moved or added by hand, or of which something is recorded already are never
    touched and their hours not planned again (hours that were cancelled or not delivered are; make-up lessons give no
    new ones). Planned ones that no longer fit are replaced, so doing it twice changes nothing. The last day of the
    cohort becomes the day of the last session. Raises TimetableClosedError or NoLessonDaysError.
    """
    with transaction.atomic():
        cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
        if cohort.state not in OPEN_COHORTS:
            raise TimetableClosedError
        cohort.starts_on = starts_on or cohort.starts_on
        standing = list(ClassSession.objects.select_for_update().filter(cohort=cohort))
        recorded = with_records(cohort)
        settled = [session for session in standing if _stays(session) or session.pk in recorded]
        week = week_of(cohort.centre, cohort.starts_on)
        planned = sessions_planned(cohort.programme_version, week, cohort.starts_on, _given(settled), _taken(settled))
        outcome = _replace(cohort, planned, week, standing, {session.pk for session in settled})
        _move_ends(cohort, settled, planned)
        if outcome.made or outcome.removed:
            remember(
                act=Act.TIMETABLE_MADE,
                by=by,
                subject=cohort,
                centre=cohort.centre,
                new={"made": outcome.made, "removed": outcome.removed, "starts_on": str(cohort.starts_on)},
            )
    return outcome


def _stays(session: ClassSession) -> bool:
    return session.state != SessionState.PLANNED or session.by_hand or session.makes_up_id is not None


def _given(settled: Iterable[ClassSession]) -> Counter[tuple[str, str]]:
    given: Counter[tuple[str, str]] = Counter()
    for session in settled:
        if session.state != SessionState.CANCELLED and session.makes_up_id is None:
            fewer = session.delivered_hours
            given[str(session.part_id), session.kind] += session.hours if fewer is None else fewer
    return given


def _taken(settled: Iterable[ClassSession]) -> set[Slot]:
    return {(session.date, hour) for session in settled for hour in _hours(session)}


def _hours(session: ClassSession) -> range:
    return range(session.first_hour, session.first_hour + session.hours)


def _replace(
    cohort: Cohort, planned: list[Planned], week: Week, standing: list[ClassSession], settled: set[uuid.UUID]
) -> TimetableOutcome:
    replaceable = {_place(session): session for session in standing if session.pk not in settled}
    wanted = {_place_of(session, week): session for session in planned}
    gone = [session.pk for place, session in replaceable.items() if place not in wanted]
    ClassSession.objects.filter(pk__in=gone, state=SessionState.PLANNED).delete()
    teachers = _teachers(cohort)
    new = [_session(cohort, place, teachers) for place in wanted if place not in replaceable]
    _give_rooms(cohort, new)
    ClassSession.objects.bulk_create(new, batch_size=200)
    _hand_over(cohort, [session for place, session in replaceable.items() if place in wanted], teachers)
    return TimetableOutcome(
        made=len(new), removed=len(gone), same=len(replaceable) - len(gone), held=len(standing) - len(replaceable)
    )


def _give_rooms(cohort: Cohort, new: list[ClassSession]) -> None:
    """Give each session the first room of the centre that is free then, or the first of all where none is free."""
    rooms = rooms_at(cohort.centre)
    if not new or not rooms:
        return
    taken: dict[datetime.date, list[Booking]] = defaultdict(list)
    for booked in rooms_taken(rooms, min(session.date for session in new)):
        taken[booked.begins.date()].append(booked)
    for session in new:
        mine = booking(session)
        busy = {booked.room for booked in taken[mine.begins.date()] if overlap(mine, booked)}
        session.room = next((room for room in rooms if room.pk not in busy), rooms[0])


def _place(session: ClassSession) -> Place:
    return (
        session.part_id,
        session.kind,
        session.date,
        session.first_hour,
        session.hours,
        session.starts_at,
        session.ends_at,
    )


def _place_of(planned: Planned, week: Week) -> Place:
    begin, end = clock(week, planned.first_hour, planned.hours)
    return (
        int(planned.part),
        planned.kind,
        planned.date,
        planned.first_hour,
        planned.hours,
        timezone.make_aware(datetime.datetime.combine(planned.date, begin)),
        timezone.make_aware(datetime.datetime.combine(planned.date, end)),
    )


def _session(cohort: Cohort, place: Place, teachers: dict[int, uuid.UUID | None]) -> ClassSession:
    part, kind, date, first_hour, hours, starts_at, ends_at = place
    return ClassSession(
        cohort=cohort,
        part_id=part,
        kind=kind,
        date=date,
        first_hour=first_hour,
        hours=hours,
        starts_at=starts_at,
        ends_at=ends_at,
        instructor_id=teachers[part],
    )


def _teachers(cohort: Cohort) -> dict[int, uuid.UUID | None]:
    """Give the modules to the instructors in turn; a part without a module counts as one of its own."""
    instructors = instructors_of(cohort)
    modules = {part.pk: part.module_id or -part.pk for part in cohort.programme_version.parts.all()}
    turn: dict[int, uuid.UUID | None] = {}
    teachers: dict[int, uuid.UUID | None] = defaultdict(lambda: None)
    for part, module in modules.items():
        if instructors and module not in turn:
            turn[module] = instructors[len(turn) % len(instructors)].pk
        teachers[part] = turn.get(module)
    return teachers


def hand_over(*, cohort: Cohort) -> int:
    """Give planned sessions of people who no longer teach the cohort to its instructors; return how many.

    Sessions that were held or cancelled keep whom they had. Runs in the caller's transaction, which holds the cohort.
    """
    planned = ClassSession.objects.select_for_update().filter(cohort=cohort, state=SessionState.PLANNED)
    return _hand_over(cohort, list(planned), _teachers(cohort))


def _hand_over(cohort: Cohort, kept: list[ClassSession], teachers: dict[int, uuid.UUID | None]) -> int:
    """Give sessions of somebody who no longer teaches the cohort, or of nobody, to whoever has the module now."""
    current = {instructor.pk for instructor in instructors_of(cohort)}
    changed = [session for session in kept if session.instructor_id not in current and current]
    for session in changed:
        session.instructor_id = teachers[session.part_id]
    ClassSession.objects.bulk_update(changed, ["instructor"], batch_size=200)
    return len(changed)


def _move_ends(cohort: Cohort, settled: list[ClassSession], planned: list[Planned]) -> None:
    days = [session.date for session in settled if session.state != SessionState.CANCELLED]
    days += [session.date for session in planned]
    cohort.ends_on = max(days, default=cohort.ends_on)
    cohort.ends_on = max(cohort.ends_on, cohort.starts_on)
    cohort.save(update_fields=["starts_on", "ends_on"])


def record_held(*, session: ClassSession, taught: str = "") -> ClassSession:
    """Record that a session was held (its roll was called); the first one sets the cohort running.

    Called inside the transaction that writes the roll, with the session locked. Raises SessionGoneError for a
    cancelled session.
    """
    if session.state == SessionState.CANCELLED:
        raise SessionGoneError
    session.state = SessionState.HELD
    session.taught = taught or session.taught
    session.save(update_fields=["state", "taught"])
    Cohort.objects.filter(pk=session.cohort_id, state=CohortState.PLANNED).update(state=CohortState.RUNNING)
    return session


def lock_session(pk: uuid.UUID) -> ClassSession:
    """Return a session with its cohort, both locked until the caller's transaction ends; the cohort first."""
    cohort = hold(ClassSession.objects.values_list("cohort_id", flat=True).get(pk=pk))
    session: ClassSession = ClassSession.objects.select_for_update().get(pk=pk)
    session.cohort = cohort
    return session
