"""Read what two devices said differently of one person: both marks, who made them, where and when."""

import datetime
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.selectors.names import display, names_of
from attendance.access import may_call
from attendance.enums import Status
from attendance.models import Mark, MarkConflict, MarkEvent
from attendance.selectors.people import names_for
from courses.enums import OPEN_COHORTS
from courses.selectors.cohorts import kept_cohorts, taught_cohorts
from foundation.outbox.receiving import DOUBTFUL_CLOCK

if TYPE_CHECKING:
    from accounts.models import Centre, User
    from courses.models import ClassSession

LISTED = 30  # settled ones in the list


@dataclass(frozen=True)
class Told:
    """One of the marks: what it says, who made it on which device, when by which clock. Ids are of the event.

    `device` is a short sign of the device, empty for a mark made on line; `device_at` is what its clock said, and
    `doubtful` when that clock was wrong by more than five minutes or is unknown.
    """

    event: uuid.UUID
    status: Status
    minutes_late: int
    document: str
    by: str
    device: str
    received_at: datetime.datetime
    device_at: datetime.datetime | None
    doubtful: bool
    stands: bool
    chosen: bool


@dataclass(frozen=True)
class ConflictLine:
    """One conflict in the list."""

    conflict: MarkConflict
    session: "ClassSession"
    name: str
    number: str
    standing: Status | None
    other: Status


@dataclass(frozen=True)
class ConflictsOfCentre:
    """The open conflicts of one centre, oldest first."""

    centre: "Centre"
    lines: list[ConflictLine]


@dataclass(frozen=True)
class ConflictView:
    """One conflict: the marks to choose from, first the one that stood; `nothing_stood` when there was none."""

    conflict: MarkConflict
    session: "ClassSession"
    name: str
    number: str
    told: list[Told]
    nothing_stood: bool
    settled_by: str
    open: bool
    may_settle: bool


def visible_conflicts(user: "User") -> QuerySet[MarkConflict]:
    """Return the conflicts `user` may see, with session, cohort, centre, person and both events."""
    return MarkConflict.objects.visible_to(user).select_related(
        "session__cohort__centre", "session__part", "session__room", "enrolment__person", "standing", "other", "chosen"
    )


def waiting_for(user: "User") -> int:
    """Return how many conflicts wait in the cohorts whose rolls `user` calls or keeps. One query."""
    return MarkConflict.objects.open().filter(_in_cohorts_of(user)).count()


def waiting_in(session: "ClassSession") -> int:
    """Return how many conflicts of a session wait for a person. One query."""
    return MarkConflict.objects.open().filter(session=session).count()


def conflicts_by_centre(user: "User", language: str) -> list[ConflictsOfCentre]:
    """Return the open conflicts `user` may see, by centre. Three queries, however many there are."""
    lines = _lines(list(visible_conflicts(user).filter(settled_at__isnull=True).order_by("opened_at")), user, language)
    centres = {line.session.cohort.centre_id: line.session.cohort.centre for line in lines}
    return [
        ConflictsOfCentre(centre, [line for line in lines if line.session.cohort.centre_id == pk])
        for pk, centre in sorted(centres.items(), key=lambda pair: pair[1].code)
    ]


def settled_lately(user: "User", language: str) -> list[ConflictLine]:
    """Return the conflicts that were settled last. Three queries."""
    settled = visible_conflicts(user).filter(settled_at__isnull=False).order_by("-settled_at")
    return _lines(list(settled[:LISTED]), user, language)


def conflict_view(conflict: MarkConflict, user: "User", language: str) -> ConflictView:
    """Return one conflict with everything by which a person can choose. A constant number of queries."""
    mark = Mark.objects.filter(session=conflict.session_id, enrolment=conflict.enrolment_id).first()
    events = _events(conflict, mark)
    staff = names_of({pk for pk in (*(event.by_id for event in events), conflict.settled_by_id) if pk})
    names = {pk: display(found, language) for pk, found in staff.items()}
    is_open = conflict.settled_at is None
    cohort = conflict.session.cohort
    return ConflictView(
        conflict=conflict,
        session=conflict.session,
        name=names_for([conflict.enrolment], language, by=user)[conflict.enrolment_id],
        number=conflict.enrolment.person.service_number,
        told=[_told(event, names, mark, conflict.chosen_id) for event in events],
        nothing_stood=conflict.standing_id is None,
        settled_by=names.get(conflict.settled_by_id, "") if conflict.settled_by_id else "",
        open=is_open,
        may_settle=is_open and cohort.state in OPEN_COHORTS and may_call(user, cohort),
    )


def _in_cohorts_of(user: "User") -> Q:
    return Q(session__cohort__in=kept_cohorts(user).values("pk")) | Q(
        session__cohort__in=taught_cohorts(user).values("pk")
    )


def _lines(conflicts: list[MarkConflict], user: "User", language: str) -> list[ConflictLine]:
    names = names_for([row.enrolment for row in conflicts], language, by=user)
    return [
        ConflictLine(
            conflict=row,
            session=row.session,
            name=names[row.enrolment_id],
            number=row.enrolment.person.service_number,
            standing=Status(row.standing.status) if row.standing else None,
            other=Status(row.other.status),
        )
        for row in conflicts
    ]


def _events(conflict: MarkConflict, mark: Mark | None) -> list[MarkEvent]:
    """The two of the conflict; while it is open also the one that stands by now, if it is a third."""
    events = [event for event in (conflict.standing, conflict.other) if event is not None]
    known = {event.pk for event in events}
    if conflict.settled_at is None and mark and mark.event and mark.event not in known:
        events += MarkEvent.objects.filter(pk=mark.event)
    return events


def _told(event: MarkEvent, names: dict[uuid.UUID, str], mark: Mark | None, chosen: uuid.UUID | None) -> Told:
    wrong_by = None if event.offset_ms is None else abs(datetime.timedelta(milliseconds=event.offset_ms))
    return Told(
        event=event.pk,
        status=Status(event.status),
        minutes_late=event.minutes_late,
        document=event.document,
        by=names.get(event.by_id, ""),
        device=str(event.device)[:8] if event.device else "",
        received_at=event.received_at,
        device_at=event.device_at,
        doubtful=event.device is not None and (wrong_by is None or wrong_by > DOUBTFUL_CLOCK),
        stands=mark is not None and mark.event == event.pk,
        chosen=chosen == event.pk,
    )
