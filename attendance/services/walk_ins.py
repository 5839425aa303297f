"""People in the room who are not on the list: noted by a sign, matched to a person later, or dismissed."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act
from accounts.services.audit import remember
from attendance.domain.calling import Obstacle
from attendance.enums import THERE, Status
from attendance.models import Mark, WalkIn
from attendance.selectors.situations import situation
from attendance.services.rolls import (
    ReasonMissingError,
    RollError,
    RollRefusedError,
    SubmissionReusedError,
    event_id,
    event_of,
)
from courses.enums import OPEN_COHORTS
from courses.selectors.cohorts import enrolments_of
from courses.services.timetable import lock_session
from foundation.languages.text import ascii_digits

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession, Enrolment


class SignMissingError(RollError):
    """Somebody who is not on the list is known by a service number or a sign."""


class OnTheListError(RollError):
    """The service number belongs to somebody who is on the list."""


class NotEnrolledError(RollError):
    """The person is not enrolled in the cohort of the session."""


class MarkedOtherwiseError(RollError):
    """The person has a mark of this session that says something else; that mark is to be corrected first."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(str(mark.pk))
        self.mark = mark


def record_walk_in(
    *, session: "ClassSession", sign: str, submission: uuid.UUID, by: "User", at: datetime.datetime
) -> WalkIn:
    """Note somebody who is not on the list; the same `submission` again returns the first one.

    Raises SignMissingError, OnTheListError, SubmissionReusedError, or RollRefusedError when the session has not come,
    was cancelled, its day was signed or the cohort is closed.
    """
    sign = " ".join(sign.split())
    with transaction.atomic():
        session = lock_session(session.pk)
        made: WalkIn | None = WalkIn.objects.filter(pk=submission).first()
        if made is not None:
            if made.session_id != session.pk:
                raise SubmissionReusedError
            return made
        _check_open(session, by, timezone.localdate(at))
        if not sign:
            raise SignMissingError
        if any(same(sign, row.person.service_number) for row in enrolments_of(session.cohort)):
            raise OnTheListError
        walk_in: WalkIn = WalkIn.objects.create(
            pk=submission, session=session, sign=sign[:64], recorded_by=by, recorded_at=at
        )
    return walk_in


def match_walk_in(*, walk_in: WalkIn, enrolment: uuid.UUID, by: "User", at: datetime.datetime) -> WalkIn:
    """Say who it was: somebody enrolled in the cohort (meanwhile). Without a mark the person is marked present.

    A settled one is returned as it is. Raises NotEnrolledError, MarkedOtherwiseError, or RollRefusedError after the
    protocol. After the day was signed a person without a mark is still marked, and that is remembered.
    """
    with transaction.atomic():
        session = lock_session(walk_in.session_id)
        row: WalkIn = WalkIn.objects.select_for_update().get(pk=walk_in.pk)
        if row.settled_at is not None:
            return row
        _check_unlocked(session)
        found = next((one for one in enrolments_of(session.cohort) if one.pk == enrolment), None)
        if found is None:
            raise NotEnrolledError
        _mark_present(row, session, found, by, at)
        row.enrolment, row.settled_by, row.settled_at = found, by, at
        row.save()
    return row


def dismiss_walk_in(*, walk_in: WalkIn, reason: str, by: "User", at: datetime.datetime) -> WalkIn:
    """Say why nobody is matched. A settled one is returned as it is. Raises ReasonMissingError."""
    reason = " ".join(reason.split())
    with transaction.atomic():
        lock_session(walk_in.session_id)
        row: WalkIn = WalkIn.objects.select_for_update().get(pk=walk_in.pk)
        if row.settled_at is not None:
            return row
        if not reason:
            raise ReasonMissingError
        row.reason, row.settled_by, row.settled_at = reason[:300], by, at
        row.save()
    return row


def same(sign: str, number: str) -> bool:
    """True when what was written down is this service number, however it was typed."""

    def plain(text: str) -> str:
        return "".join(letter for letter in ascii_digits(text).casefold() if letter.isalnum())

    return plain(sign) == plain(number)


def _check_open(session: "ClassSession", by: "User", today: datetime.date) -> None:
    at = situation(session, None, by, today)
    refused = (
        (not at.cohort_open and Obstacle.LOCKED)
        or (at.cancelled and Obstacle.CANCELLED)
        or (at.in_future and Obstacle.FUTURE)
        or (at.day_signed and Obstacle.SIGNED)
    )
    if refused:
        raise RollRefusedError(refused)


def _check_unlocked(session: "ClassSession") -> None:
    if session.cohort.state not in OPEN_COHORTS:
        raise RollRefusedError(Obstacle.LOCKED)


def _mark_present(
    row: WalkIn, session: "ClassSession", enrolment: "Enrolment", by: "User", at: datetime.datetime
) -> None:
    mark = Mark.objects.select_for_update().filter(session=session, enrolment=enrolment).first()
    if mark is not None:
        if mark.status not in THERE:
            raise MarkedOtherwiseError(mark)
        return
    mark = Mark(session=session, enrolment=enrolment, status=Status.PRESENT, marked_by=by, marked_at=at)
    mark.event = event_id(row.pk, enrolment.pk)
    mark.save()
    event_of(mark, row.pk, by, at).save(force_insert=True)
    remember(
        act=Act.MARK_CORRECTED,
        by=by,
        subject=mark,
        centre=session.cohort.centre,
        old={"status": ""},
        new={"status": str(mark.status), "walk_in": str(row.pk)},
    )
