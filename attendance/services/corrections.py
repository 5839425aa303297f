"""Correct a mark afterwards: who, when, old, new and why."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from attendance.domain.calling import Obstacle
from attendance.enums import EXCUSED, Status
from attendance.models import Correction, Mark
from attendance.selectors.make_ups import on_the_roll
from attendance.services.rolls import (
    LONGEST_LATE,
    Entry,
    EntryError,
    ReasonMissingError,
    RollError,
    RollRefusedError,
    check_entry,
    entry_of,
    event_id,
    event_of,
)
from attendance.services.warnings import look_again
from courses.enums import OPEN_COHORTS, SessionState
from courses.services.timetable import lock_session

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession


class NothingChangedError(RollError):
    """The mark says that already."""


class MarkedError(RollError):
    """There is a mark by now: it is corrected."""


class NotOnTheRollError(RollError):
    """The person is not on the roll of this session, or the roll was not called."""


def mark_missing(
    *,
    session: "ClassSession",
    enrolment: uuid.UUID,
    status: Status,
    reason: str,
    submission: uuid.UUID,
    by: "User",
    at: datetime.datetime,
    minutes_late: int = 0,
    document: str = "",
) -> Mark:
    """Mark somebody (id of the enrolment) of whom a roll that was called says nothing, even after the day was signed.

    A correction whose old mark is empty keeps why. The same `submission` again returns the mark. Raises
    ReasonMissingError, MarkedError, NotOnTheRollError, EntryError or RollRefusedError after the protocol.
    """
    reason = " ".join(reason.split())
    with transaction.atomic():
        session = lock_session(session.pk)
        mark: Mark | None = Mark.objects.filter(session=session, enrolment=enrolment).first()
        if mark is not None:
            if mark.event == event_id(submission, enrolment):
                return mark
            raise MarkedError
        if session.cohort.state not in OPEN_COHORTS:
            raise RollRefusedError(Obstacle.LOCKED)
        person = next((one for one in on_the_roll(session) if one.pk == enrolment), None)
        if person is None or session.state != SessionState.HELD:
            raise NotOnTheRollError
        if not reason:
            raise ReasonMissingError
        entry = Entry(status, minutes_late, document.strip() if status in EXCUSED else "")
        check_entry(entry)
        mark = Mark(session=session, enrolment=person, status=status, minutes_late=minutes_late)
        mark.document, mark.marked_by, mark.marked_at = entry.document, by, at
        mark.event = event_id(submission, enrolment)
        mark.save(force_insert=True)
        event_of(mark, submission, by, at).save(force_insert=True)
        Correction.objects.create(
            pk=submission,
            mark=mark,
            old="",
            new=status,
            reason=reason,
            document=entry.document,
            by=by,
            at=at,
        )
        remember(
            act=Act.MARK_CORRECTED,
            by=by,
            subject=mark,
            centre=session.cohort.centre,
            old={"status": ""},
            new={"status": str(status), "minutes": minutes_late},
            reason=reason,
        )
        look_again(cohort=session.cohort, at=at, enrolments=[person])
    return mark


def correct(
    *,
    mark: Mark,
    status: Status,
    reason: str,
    submission: uuid.UUID,
    by: "User",
    at: datetime.datetime,
    minutes_late: int = 0,
    document: str = "",
) -> Correction:
    """Correct a mark: the mark says the new thing, the correction and the event keep the old, the new and why.

    The same `submission` again returns the correction made before. Raises ReasonMissingError, NothingChangedError,
    EntryError (late needs minutes, only late has them) or RollRefusedError after the protocol.
    """
    reason = " ".join(reason.split())
    document = document.strip() if status in EXCUSED else ""
    with transaction.atomic():
        session = lock_session(mark.session_id)
        made: Correction | None = Correction.objects.filter(pk=submission).first()
        if made is not None:
            return made
        mark = Mark.objects.select_for_update().get(pk=mark.pk)
        if session.cohort.state not in OPEN_COHORTS:
            raise RollRefusedError(Obstacle.LOCKED)
        if not reason:
            raise ReasonMissingError
        if (status == Status.LATE) != (1 <= minutes_late <= LONGEST_LATE):
            raise EntryError
        before = entry_of(mark)
        mark.status, mark.minutes_late, mark.document = status, minutes_late, document
        if entry_of(mark) == before:
            raise NothingChangedError
        mark.marked_by, mark.marked_at = by, at
        mark.event = event_id(submission, mark.enrolment_id)
        mark.save()
        event_of(mark, submission, by, at).save(force_insert=True)
        correction: Correction = Correction.objects.create(
            pk=submission,
            mark=mark,
            old=before.status,
            new=status,
            reason=reason,
            document=document,
            by=by,
            at=at,
        )
        remember(
            act=Act.MARK_CORRECTED,
            by=by,
            subject=mark,
            centre=session.cohort.centre,
            old={"status": str(before.status), "minutes": before.minutes_late},
            new={"status": str(status), "minutes": minutes_late},
            reason=reason,
        )
        look_again(cohort=session.cohort, at=at, enrolments=[mark.enrolment])
    return correction
