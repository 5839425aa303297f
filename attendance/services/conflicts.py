"""Settle what two devices said differently: a person chooses, with a reason; both marks stay readable."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from attendance.domain.calling import Obstacle
from attendance.models import Correction, Mark, MarkConflict, MarkEvent
from attendance.services.rolls import ReasonMissingError, RollError, RollRefusedError
from attendance.services.warnings import look_again
from courses.enums import OPEN_COHORTS
from courses.services.timetable import lock_session

if TYPE_CHECKING:
    from accounts.models import User


class NotInConflictError(RollError):
    """The event that was chosen is none of the two, nor does it stand now."""


def settle(
    *, conflict: MarkConflict, chosen: uuid.UUID, reason: str, by: "User", at: datetime.datetime
) -> MarkConflict:
    """Choose one of the two marks of a conflict (`chosen`: the id of its event), or what stands now, and say why.

    The mark says then what was chosen; when it changes, or nothing stood, a correction keeps old, new and why.
    A settled conflict is returned as it is. Raises ReasonMissingError, NotInConflictError, or RollRefusedError after
    the protocol.
    """
    reason = " ".join(reason.split())
    with transaction.atomic():
        session = lock_session(conflict.session_id)
        row: MarkConflict = MarkConflict.objects.select_for_update().get(pk=conflict.pk)
        if row.settled_at is not None:
            return row
        if session.cohort.state not in OPEN_COHORTS:
            raise RollRefusedError(Obstacle.LOCKED)
        if not reason:
            raise ReasonMissingError
        if chosen not in {row.standing_id, row.other_id, _stands(row)}:
            raise NotInConflictError
        event = MarkEvent.objects.get(pk=chosen)
        old = _let_stand(event, reason, by, at)
        row.chosen, row.reason, row.settled_by, row.settled_at = event, reason, by, at
        row.save()
        remember(
            act=Act.MARK_CORRECTED,
            by=by,
            subject=row,
            centre=session.cohort.centre,
            old={"status": old},
            new={"status": event.status, "minutes": event.minutes_late},
            reason=reason,
        )
        look_again(cohort=session.cohort, at=at, enrolments=[row.enrolment])
    return row


def _stands(row: MarkConflict) -> uuid.UUID | None:
    """The event that the mark shows now: after a correction, or another conflict, it can be a third."""
    mark = Mark.objects.filter(session=row.session_id, enrolment=row.enrolment_id).first()
    return mark.event if mark else None


def _let_stand(event: MarkEvent, reason: str, by: "User", at: datetime.datetime) -> str:
    """Make the mark say what the event says; return what it said before, empty for nothing."""
    mark = Mark.objects.select_for_update().filter(session=event.session_id, enrolment=event.enrolment_id).first()
    if mark is None:
        mark = Mark(session_id=event.session_id, enrolment_id=event.enrolment_id, status=event.status)
    old = "" if mark._state.adding else mark.status
    if mark.event == event.pk:
        return old
    mark.status, mark.minutes_late, mark.document = event.status, event.minutes_late, event.document
    mark.marked_by, mark.marked_at, mark.event = by, at, event.pk
    mark.save()
    if old != event.status:
        Correction.objects.create(mark=mark, old=old, new=event.status, reason=reason, by=by, at=at)
    return old
