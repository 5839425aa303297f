"""What is heard of a room. A power cut gives the lost time back; a link that broke while pages lived on does not.

Source of the rule: decision 0015. A room is gone when nothing was heard of anybody in it for SILENT, with at least two
attempts open. When somebody comes back the outage is recorded; each attempt whose page was loaded anew gets back the
time in which it was not heard, once an outage. A page that lived on has kept its answers, and its time ran.
"""

import dataclasses
import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from assessments.domain.allowance import SILENT
from assessments.enums import AttemptState, SittingAct
from assessments.models import Attempt, Sitting, SittingEvent
from assessments.selectors.standings import time_is_over
from assessments.services.attempts import AttemptUnknownError

if TYPE_CHECKING:
    from accounts.models import User

LEAST_OPEN = 2  # somebody alone is not a room: the invigilator gives the time
OFTEN = datetime.timedelta(seconds=10)


@dataclasses.dataclass(frozen=True)
class Heard:
    """What a page is told: seconds left (None without a limit), whether the time stands still, whether it is over."""

    remaining: int | None
    paused: bool
    over: bool


def hear(*, attempt_id: uuid.UUID, lived: bool, by: "User", at: datetime.datetime) -> Heard:
    """Note a sign of life of `by`'s attempt; `lived` says that the page was there all the time.

    Two statements, and one or two writes at most every ten seconds. Raises AttemptUnknownError.
    """
    found = Attempt.objects.select_related("sitting").filter(pk=attempt_id, enrolment__person=by)
    attempt = found.first()
    if attempt is None:
        raise AttemptUnknownError(attempt_id)
    sitting = attempt.sitting
    if sitting is not None and attempt.state == AttemptState.OPEN and sitting.closed_at is None:
        if attempt.heard_at is not None and at - attempt.heard_at > SILENT:
            attempt = _came_back(attempt, sitting, lived=lived, at=at)
        elif attempt.heard_at is None or at - attempt.heard_at > OFTEN:
            Attempt.objects.filter(pk=attempt.pk).update(heard_at=at)
            Sitting.objects.filter(pk=sitting.pk).update(heard_at=at)
    return told(attempt, at)


def told(attempt: Attempt, at: datetime.datetime) -> Heard:
    """Return what the page of an attempt is told at this moment."""
    remaining = None
    if attempt.deadline is not None:
        until = attempt.paused_at or at
        remaining = max(0, round((attempt.deadline - until).total_seconds()))
    over = attempt.state != AttemptState.OPEN or time_is_over(attempt, at)
    return Heard(remaining, attempt.paused_at is not None, over)


def _came_back(attempt: Attempt, sitting: Sitting, *, lived: bool, at: datetime.datetime) -> Attempt:
    with transaction.atomic():
        # the sitting first, as everywhere; apart from the attempt, because PostgreSQL locks no nullable side of a join
        sitting = Sitting.objects.select_for_update().get(pk=sitting.pk)
        attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
        heard = attempt.heard_at
        if attempt.state != AttemptState.OPEN or heard is None or at - heard <= SILENT:
            return attempt
        if sitting.heard_at is not None and at - sitting.heard_at > SILENT and _is_room(sitting):
            _record(sitting, None, sitting.heard_at, at)
        outage = sitting.events.filter(act=SittingAct.OUTAGE, attempt=None, at__gt=heard).exists()
        if outage and not lived and attempt.paused_at is None:
            lost = _record(sitting, attempt, heard, at)
            if attempt.deadline is not None:
                attempt.deadline += lost
        attempt.heard_at = at
        attempt.save(update_fields=["heard_at", "deadline"])
        Sitting.objects.filter(pk=sitting.pk).update(heard_at=at)
        return attempt


def _is_room(sitting: Sitting) -> bool:
    return sitting.attempts.filter(state=AttemptState.OPEN).count() >= LEAST_OPEN


def _record(
    sitting: Sitting, attempt: Attempt | None, since: datetime.datetime, at: datetime.datetime
) -> datetime.timedelta:
    lost = at - since
    seconds = round(lost.total_seconds())
    SittingEvent.objects.create(
        sitting=sitting, attempt=attempt, act=SittingAct.OUTAGE, seconds=seconds, by=None, at=at
    )
    return lost
