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
from attendance.services.rolls import (
    LONGEST_LATE,
    EntryError,
    RollError,
    RollRefusedError,
    entry_of,
    event_id,
    event_of,
)
from attendance.services.warnings import look_again
from courses.enums import OPEN_COHORTS
from courses.services.timetable import lock_session

if TYPE_CHECKING:
    from accounts.models import User


class ReasonMissingError(RollError):
    """A correction needs a reason."""


class NothingChangedError(RollError):
    """The mark says that already."""


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
