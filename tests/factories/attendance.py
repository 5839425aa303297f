"""Class sessions and rolls for tests."""

import datetime
import uuid

from django.utils import timezone

from accounts.models import User
from attendance.enums import Status
from attendance.models import Mark, MarkConflict, MarkEvent, Roll
from attendance.services.rolls import Entry, take_roll
from courses.models import ClassSession, Cohort
from courses.selectors.cohorts import enrolments_of

HOURS = ((8, 30), (9, 25), (10, 30), (11, 25), (14, 0), (14, 55))


def make_session(
    cohort: Cohort,
    *,
    date: datetime.date | None = None,
    first_hour: int = 1,
    hours: int = 1,
    kind: str = "theory",
    instructor: User | None = None,
    state: str = "planned",
) -> ClassSession:
    """A class session of the first part of the cohort's programme, today unless told otherwise."""
    date = date or timezone.localdate()
    begin = timezone.make_aware(datetime.datetime.combine(date, datetime.time(*HOURS[first_hour - 1])))
    return ClassSession.objects.create(
        cohort=cohort,
        part=cohort.programme_version.parts.earliest("position"),
        date=date,
        first_hour=first_hour,
        hours=hours,
        starts_at=begin,
        ends_at=begin + datetime.timedelta(minutes=50 * hours),
        kind=kind,
        instructor=instructor,
        state=state,
    )


def call_roll(
    session: ClassSession,
    by: User,
    *,
    at: datetime.datetime | None = None,
    submission: uuid.UUID | None = None,
    reason: str = "",
    **statuses: Status,
) -> Roll:
    """Call a roll: everybody present but those named by service number, with `_` for `-`."""
    wanted = {number.replace("_", "-"): status for number, status in statuses.items()}
    marks = {}
    for enrolment in enrolments_of(session.cohort):
        status = wanted.get(enrolment.person.service_number, Status.PRESENT)
        marks[enrolment.pk] = Entry(status, minutes_late=5 if status == Status.LATE else 0)
    return take_roll(
        session=session,
        marks=marks,
        submission=submission or uuid.uuid4(),
        by=by,
        at=at or timezone.now(),
        reason=reason,
    )


def make_conflict(
    mark: Mark, by: User, *, status: Status = Status.SICK, clock: datetime.timedelta = datetime.timedelta(0)
) -> MarkConflict:
    """Another device said something else of the person; `clock` is how far that device's clock is ahead."""
    now = timezone.now()
    event = MarkEvent.objects.create(
        session_id=mark.session_id,
        enrolment_id=mark.enrolment_id,
        status=status,
        by=by,
        device=uuid.uuid4(),
        sequence=1,
        device_at=now + clock,
        offset_ms=round(-clock.total_seconds() * 1000),
        received_at=now,
    )
    standing = MarkEvent.objects.get(pk=mark.event) if mark.event else None
    return MarkConflict.objects.create(
        session_id=mark.session_id, enrolment_id=mark.enrolment_id, standing=standing, other=event, opened_at=now
    )
