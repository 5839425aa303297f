"""The room of a sitting as the invigilator sees it: who sits, who is connected, who is stuck, who was checked."""

import dataclasses
import datetime
import enum
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Prefetch, Q

from accounts.enums import Role
from assessments.access import may_invigilate
from assessments.domain.allowance import SILENT
from assessments.enums import AttemptState, SittingAct
from assessments.models import Attempt, ExtraTime, Quiz, Sitting, SittingEvent
from courses.selectors.cohorts import RosterLine, roster

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort

KEEPERS = (Role.REGISTRAR, Role.HEAD)
STUCK = datetime.timedelta(minutes=8)


class Presence(enum.StrEnum):
    """What is known of somebody in the room."""

    ABSENT = "absent"  # has not begun
    HERE = "here"
    STUCK = "stuck"  # connected, and no answer for long
    SILENT = "silent"  # begun, and nothing heard
    PAUSED = "paused"
    DONE = "done"


@dataclasses.dataclass(frozen=True)
class Seat:
    """One person of the cohort in the sitting: `answered` of `questions`, the moment of the last `answer`."""

    line: RosterLine
    presence: Presence
    attempt: Attempt | None
    answered: int
    questions: int
    answer: datetime.datetime | None
    identified: bool
    extra_percent: int
    remaining: int | None  # minutes


@dataclasses.dataclass(frozen=True)
class Room:
    """A sitting with everybody in it, and what was done, newest first."""

    sitting: Sitting
    seats: Sequence[Seat]
    events: Sequence[SittingEvent]

    def count(self, *presences: str) -> int:
        """How many are in one of these states."""
        return sum(seat.presence in presences for seat in self.seats)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many are in each state that somebody is in."""
        return [(str(one), self.count(one)) for one in Presence if self.count(one)]

    @property
    def begun(self) -> int:
        """How many have begun."""
        return sum(seat.attempt is not None for seat in self.seats)


def sitting_for(user: "User", pk: uuid.UUID) -> Sitting | None:
    """Return a sitting that `user` may lead, with quiz, cohort and centre, or None."""
    found = (
        Sitting.objects.visible_to(user)
        .filter(pk=pk)
        .select_related("quiz", "cohort__centre", "cohort__programme_version__programme", "room")
        .first()
    )
    return found if found is not None and may_invigilate(user, found) else None


def sittings_of(user: "User", at: datetime.datetime) -> list[Sitting]:
    """Return the sittings that `user` may lead and that are not long over, the next ones first. Two queries."""
    since = at - datetime.timedelta(days=14)
    listed = Sitting.objects.visible_to(user).filter(closes_at__gte=since)
    listed = listed.select_related("quiz", "cohort__centre", "room").annotate(
        begun=Count("attempts"), open=Count("attempts", filter=Q(attempts__state=AttemptState.OPEN))
    )
    centres = user.centre_ids(*KEEPERS)
    mine = Q(cohort__centre__in=[*centres, *user.centre_ids(Role.INVIGILATOR)]) | Q(invigilators=user)
    return list(listed.filter(mine).distinct().order_by("closed_at", "-opens_at"))


def room_of(sitting: Sitting, language: str, at: datetime.datetime, *, by: "User") -> Room:
    """Return the room. The number of queries does not depend on how many people sit there."""
    attempts: dict[uuid.UUID, Any] = {}
    rows = Attempt.objects.filter(sitting=sitting).annotate(
        answered=Count("responses__position", distinct=True),
        answer=Max("responses__received_at"),
        questions=Count("drawn", distinct=True),
    )
    for attempt in rows.order_by("number"):
        attempts[attempt.enrolment_id] = attempt
    events = list(
        sitting.events.select_related("by", "attempt__enrolment__person", "enrolment__person").order_by("-at")
    )
    identified = {event.enrolment_id for event in events if event.act == SittingAct.IDENTIFIED}
    extra = dict(
        ExtraTime.objects.filter(enrolment__cohort=sitting.cohort_id, ended_at=None).values_list("enrolment", "percent")
    )
    seats = [
        _seat(
            line, attempts.get(line.enrolment.pk), line.enrolment.pk in identified, extra.get(line.enrolment.pk, 0), at
        )
        for line in roster(sitting.cohort, language, by=by)
    ]
    return Room(sitting, seats, events)


def _seat(line: RosterLine, attempt: Any, identified: bool, extra: int, at: datetime.datetime) -> Seat:
    if attempt is None:
        return Seat(line, Presence.ABSENT, None, 0, 0, None, identified, extra, None)
    remaining = None
    if attempt.deadline is not None and attempt.state == AttemptState.OPEN:
        until = attempt.paused_at or at
        remaining = max(0, -(-int((attempt.deadline - until).total_seconds()) // 60))
    return Seat(
        line,
        _presence(attempt, at),
        attempt,
        attempt.answered,
        attempt.questions,
        attempt.answer,
        identified,
        extra,
        remaining,
    )


def _presence(attempt: Any, at: datetime.datetime) -> Presence:
    if attempt.state != AttemptState.OPEN:
        return Presence.DONE
    if attempt.paused_at is not None:
        return Presence.PAUSED
    heard = max((moment for moment in (attempt.heard_at, attempt.answer) if moment), default=None)
    if heard is None or at - heard > SILENT:
        return Presence.SILENT
    if at - (attempt.answer or attempt.started_at) > STUCK:
        return Presence.STUCK
    return Presence.HERE


def quizzes_for(cohort: "Cohort") -> list[Quiz]:
    """Return the quizzes that can be sat by a cohort: of the modules it is taught, and of its programme."""
    version = cohort.programme_version
    found = Quiz.objects.filter(retired_at=None).filter(
        Q(module__in=version.parts.values("module")) | Q(programme=version.programme_id)
    )
    return list(found.select_related("module").order_by("purpose", "code").distinct())


def sittings_of_cohort(cohort: "Cohort") -> list[Sitting]:
    """Return the sittings of a cohort, newest first, with quiz and room."""
    events = Prefetch("events", queryset=SittingEvent.objects.order_by("at"))
    return list(Sitting.objects.filter(cohort=cohort).select_related("quiz", "room").prefetch_related(events))


def extra_times_of(cohort: "Cohort") -> list[ExtraTime]:
    """Return who of a cohort has more time now."""
    given = ExtraTime.objects.filter(enrolment__cohort=cohort, ended_at=None)
    return list(given.select_related("enrolment__person", "by"))
