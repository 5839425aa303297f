"""Sittings: plan a window, lead the room. Whatever is done stands as an event with its reason; time never gets lost."""

import datetime
import secrets
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import models, transaction

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.access import may_invigilate, may_plan_sitting
from assessments.enums import AttemptState, SittingAct
from assessments.models import Attempt, ExtraTime, Marking, Quiz, Sitting, SittingEvent
from assessments.services.attempts import hand_in
from courses.enums import OPEN_COHORTS

if TYPE_CHECKING:
    from accounts.models import Room, User
    from courses.models import Cohort, Enrolment

CODE_SIGNS = "23456789ACDEFGHJKMNPQRTUVWXY"  # none that is taken for another
CODE_LENGTH = 6
MOST_MINUTES = 240
LEAST_PERCENT, MOST_PERCENT = 5, 200


class SittingError(Exception):
    """A sitting cannot be planned or led so."""


class NotAllowedError(SittingError):
    """Only the centre's registrar and head plan a sitting, and they and its invigilators lead it."""


class WindowError(SittingError):
    """The window ends before it begins, or another one of the same quiz and cohort overlaps it."""


class ReasonMissingError(SittingError):
    """This act needs a reason."""


class MinutesError(SittingError):
    """Minutes are a whole number from 1 to 240, percent from 5 to 200."""


class SittingClosedError(SittingError):
    """The sitting is closed."""


class AttemptStateError(SittingError):
    """The attempt is not in a state for this act."""


def plan_sitting(
    *,
    pk: uuid.UUID,
    quiz: Quiz,
    cohort: "Cohort",
    room: "Room | None",
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    invigilators: "Collection[User]",
    by: "User",
    at: datetime.datetime,
) -> Sitting:
    """Plan a window in which a cohort may begin the quiz. `pk` is made with the form: sent again it returns the row.

    Raises NotAllowedError or WindowError.
    """
    with transaction.atomic():
        if not may_plan_sitting(by, cohort):
            raise NotAllowedError
        known = Sitting.objects.filter(pk=pk, cohort=cohort).first()
        if known is not None:
            return known
        others = Sitting.objects.select_for_update().filter(quiz=quiz, cohort=cohort, closed_at=None)
        if closes_at <= opens_at or any(one.opens_at < closes_at and opens_at < one.closes_at for one in others):
            raise WindowError
        sitting = Sitting.objects.create(
            id=pk,
            quiz=quiz,
            cohort=cohort,
            room=room,
            opens_at=opens_at,
            closes_at=closes_at,
            start_code="".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)) if quiz.start_code else "",
            created_by=by,
            created_at=at,
        )
        sitting.invigilators.set(invigilators)
        new = {"quiz": quiz.code, "cohort": cohort.code, "opens": opens_at.isoformat(), "closes": closes_at.isoformat()}
        remember(act=Act.SITTING_PLANNED, by=by, subject=sitting, centre=cohort.centre, new=new)
    return sitting


def pause(
    *, event: uuid.UUID, sitting: Sitting, attempt: Attempt | None, reason: str, by: "User", at: datetime.datetime
) -> SittingEvent:
    """Stop the time of one attempt, or of the whole room (None). What is paused already stays as it is."""
    with transaction.atomic():
        held, known = _open_sitting(event, sitting, by, reason)
        if known:
            return known
        if attempt is None and held.paused_at is None:
            held.paused_at = at
            held.save(update_fields=["paused_at"])
        _running(held, attempt).filter(paused_at=None).update(paused_at=at)
        return _record(event, held, attempt, SittingAct.PAUSED, reason=reason, by=by, at=at)


def resume(
    *, event: uuid.UUID, sitting: Sitting, attempt: Attempt | None, by: "User", at: datetime.datetime
) -> SittingEvent:
    """Let the time run again: everybody gets the time of the pause back. One event says how much, in seconds."""
    with transaction.atomic():
        held, known = _open_sitting(event, sitting, by)
        if known:
            return known
        if attempt is None and held.paused_at is not None:
            held.paused_at = None
            held.save(update_fields=["paused_at"])
        seconds = 0
        paused = list(_running(held, attempt).select_for_update(of=("self",)).filter(paused_at__isnull=False))
        for one in paused:
            lost = max(at - (one.paused_at or at), datetime.timedelta(0))
            one.deadline = one.deadline + lost if one.deadline else None
            one.paused_at, one.heard_at = None, at
            seconds = max(seconds, round(lost.total_seconds()))
        Attempt.objects.bulk_update(paused, ["deadline", "paused_at", "heard_at"])
        Sitting.objects.filter(pk=held.pk).update(heard_at=at)
        return _record(event, held, attempt, SittingAct.RESUMED, seconds=seconds, by=by, at=at)


def extend(
    *,
    event: uuid.UUID,
    sitting: Sitting,
    attempt: Attempt | None,
    minutes: int,
    reason: str,
    by: "User",
    at: datetime.datetime,
) -> SittingEvent:
    """Give one attempt or the whole room so many minutes more (1–240), also when the time was over and it is open."""
    if not 1 <= minutes <= MOST_MINUTES:
        raise MinutesError
    more = datetime.timedelta(minutes=minutes)
    with transaction.atomic():
        held, known = _open_sitting(event, sitting, by, reason)
        if known:
            return known
        running = list(_running(held, attempt).select_for_update(of=("self",)).filter(deadline__isnull=False))
        for one in running:
            # given afterwards it counts from now: minutes that are over are no time
            one.deadline = max(one.deadline or at, one.paused_at or at) + more
            one.heard_at = at
        Attempt.objects.bulk_update(running, ["deadline", "heard_at"])
        return _record(event, held, attempt, SittingAct.EXTENDED, seconds=minutes * 60, reason=reason, by=by, at=at)


def note(
    *, event: uuid.UUID, sitting: Sitting, attempt: Attempt | None, reason: str, by: "User", at: datetime.datetime
) -> SittingEvent:
    """Write down what happened in the room, or with one attempt (`reason`). Nothing else changes."""
    with transaction.atomic():
        held, known = _open_sitting(event, sitting, by, reason)
        return known or _record(event, held, attempt, SittingAct.INCIDENT, reason=reason, by=by, at=at)


def identify(
    *, event: uuid.UUID, sitting: Sitting, enrolment: "Enrolment", by: "User", at: datetime.datetime
) -> SittingEvent:
    """Record that the invigilator has seen who sits there. Once a person and sitting."""
    with transaction.atomic():
        held, known = _open_sitting(event, sitting, by)
        seen = held.events.filter(act=SittingAct.IDENTIFIED, enrolment=enrolment).first()
        if known or seen:
            return known or seen  # type: ignore[return-value]
        return _record(event, held, None, SittingAct.IDENTIFIED, enrolment=enrolment, by=by, at=at)


def reopen(
    *,
    event: uuid.UUID,
    sitting: Sitting,
    attempt: Attempt,
    minutes: int,
    reason: str,
    by: "User",
    at: datetime.datetime,
) -> SittingEvent:
    """Open an attempt of this sitting again that was handed in, for so many minutes from now.

    Its points are taken back until it is handed in again. Not when the result is locked, nor while another attempt of
    the person at this quiz is open. Raises AttemptStateError.
    """
    if not 1 <= minutes <= MOST_MINUTES:
        raise MinutesError
    with transaction.atomic():
        held, known = _open_sitting(event, sitting, by, reason)
        if known:
            return known
        row = Attempt.objects.select_for_update(of=("self",)).get(pk=attempt.pk, sitting=held)
        others = Attempt.objects.filter(enrolment=row.enrolment_id, quiz=row.quiz_id)
        newer = others.filter(number__gt=row.number).exists()
        marked = Marking.objects.filter(question__attempt=row).exists()  # nobody marks an answer twice
        if row.state == AttemptState.OPEN or newer or marked or not _cohort_open(row):
            raise AttemptStateError
        row.state, row.submitted_at, row.points, row.percent, row.passed = AttemptState.OPEN, None, None, None, None
        row.deadline, row.heard_at = at + datetime.timedelta(minutes=minutes), at
        row.save()
        row.drawn.update(points=None)
        return _record(event, held, row, SittingAct.REOPENED, seconds=minutes * 60, reason=reason, by=by, at=at)


def close(*, event: uuid.UUID, sitting: Sitting, by: "User", at: datetime.datetime) -> SittingEvent:
    """Close the room: every open attempt is handed in with the answers that are there."""
    with transaction.atomic():
        held, known = _open_sitting(event, sitting, by)
        if known:
            return known
        held.closed_at, held.paused_at = at, None
        held.save(update_fields=["closed_at", "paused_at"])
        for attempt in _running(held, None).select_related("enrolment__person"):
            hand_in(attempt_id=attempt.pk, confirmed=True, by=attempt.enrolment.person, at=at)
        return _record(event, held, None, SittingAct.CLOSED, by=by, at=at)


def give_extra_time(
    *, enrolment: "Enrolment", percent: int, reason: str, document: str, by: "User", at: datetime.datetime
) -> ExtraTime:
    """Give somebody so many percent more time (5–200) in all quizzes of the enrolment; what was given before ends.

    Attempts that run already keep their time: the invigilator extends them.
    """
    if not LEAST_PERCENT <= percent <= MOST_PERCENT:
        raise MinutesError
    if not reason.strip():
        raise ReasonMissingError
    with transaction.atomic():
        if not may_plan_sitting(by, enrolment.cohort):
            raise NotAllowedError
        now = ExtraTime.objects.select_for_update().filter(enrolment=enrolment, ended_at=None).first()
        if now and (now.percent, now.reason, now.document) == (percent, reason.strip(), document.strip()):
            return now
        ExtraTime.objects.filter(enrolment=enrolment, ended_at=None).update(ended_at=at)
        given = ExtraTime.objects.create(
            enrolment=enrolment, percent=percent, reason=reason.strip(), document=document.strip(), by=by, at=at
        )
        new = {"enrolment": str(enrolment.pk), "percent": percent, "document": given.document}
        centre = enrolment.cohort.centre
        remember(act=Act.EXTRA_TIME_GIVEN, by=by, subject=given, centre=centre, new=new, reason=given.reason)
    return given


def end_extra_time(*, enrolment: "Enrolment", by: "User", at: datetime.datetime) -> None:
    """Take the extra time of somebody back, for attempts to come."""
    with transaction.atomic():
        if not may_plan_sitting(by, enrolment.cohort):
            raise NotAllowedError
        if ExtraTime.objects.filter(enrolment=enrolment, ended_at=None).update(ended_at=at):
            new = {"enrolment": str(enrolment.pk), "percent": 0}
            centre = enrolment.cohort.centre
            remember(act=Act.EXTRA_TIME_GIVEN, by=by, subject=enrolment, centre=centre, new=new)


def _open_sitting(
    event: uuid.UUID, sitting: Sitting, by: "User", reason: str | None = None
) -> tuple[Sitting, SittingEvent | None]:
    """Hold the sitting; return it with the event when that was recorded before. A `reason` given must not be empty."""
    held = Sitting.objects.select_for_update(of=("self",)).select_related("cohort__centre", "quiz").get(pk=sitting.pk)
    if not may_invigilate(by, held):
        raise NotAllowedError
    known = held.events.filter(pk=event).first()
    if known is None and held.closed_at is not None:
        raise SittingClosedError
    if known is None and reason is not None and not reason.strip():
        raise ReasonMissingError
    return held, known


def _running(sitting: Sitting, attempt: Attempt | None) -> "models.QuerySet[Attempt]":
    running = Attempt.objects.filter(sitting=sitting, state=AttemptState.OPEN)
    return running if attempt is None else running.filter(pk=attempt.pk)


def _cohort_open(attempt: Attempt) -> bool:
    return attempt.enrolment.cohort.state in OPEN_COHORTS


def _record(
    event: uuid.UUID,
    sitting: Sitting,
    attempt: Attempt | None,
    act: SittingAct,
    *,
    by: "User",
    at: datetime.datetime,
    enrolment: "Enrolment | None" = None,
    seconds: int = 0,
    reason: str = "",
) -> SittingEvent:
    row = SittingEvent.objects.create(
        id=event,
        sitting=sitting,
        attempt=attempt,
        enrolment=enrolment,
        act=act,
        seconds=seconds,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    new = {"act": str(act), "attempt": str(attempt.pk) if attempt else None, "seconds": seconds}
    remember(act=Act.SITTING_LED, by=by, subject=sitting, centre=sitting.cohort.centre, new=new, reason=row.reason)
    return row
