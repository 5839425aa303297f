"""Everything that happened to one person's marks, session by session, and warnings for who should know."""

import datetime
import uuid
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from accounts.enums import Role
from accounts.selectors.names import Name, display, names_of
from attendance.enums import Status
from attendance.models import Admission, Correction, Mark, MarkConflict, MarkEvent, ShareWarning
from attendance.selectors.reasons import reasons_of
from courses.enums import OPEN_COHORTS, EnrolmentState
from courses.selectors.timetable import sessions_of

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession, Enrolment

Names = dict[uuid.UUID, dict[str, Name]]


@dataclass(frozen=True)
class Step:
    """One event, or a correction when `reason` is said; `offset` says how wrong the device's clock was, in seconds."""

    at: datetime.datetime
    status: Status
    minutes_late: int
    document: str
    by: str
    reason: str
    from_device: bool
    disputed: bool
    by_number: str


@dataclass(frozen=True)
class Disagreement:
    """Two marks that disagreed: when it was seen, and how a person settled it; `reason` is empty while it is open."""

    opened_at: datetime.datetime
    status: Status
    reason: str
    by: str
    settled_at: datetime.datetime | None
    by_number: str


@dataclass(frozen=True)
class SessionMark:
    """One class session in a person's history."""

    session: "ClassSession"
    mark: Mark | None
    steps: list[Step]
    disagreements: list[Disagreement]

    @property
    def status(self) -> Status | None:
        return Status(self.mark.status) if self.mark else None

    @property
    def told(self) -> bool:
        """True when there is more to tell than the mark itself."""
        return len(self.steps) > 1 or bool(self.disagreements)


def history_of_person(enrolment: "Enrolment", language: str) -> list[SessionMark]:
    """Return the sessions of the cohort that were called, or marked for this person, newest first. Six queries."""
    sessions = list(sessions_of(enrolment.cohort).order_by("-date", "-first_hour"))
    marks = {mark.session_id: mark for mark in Mark.objects.filter(enrolment=enrolment)}
    events = list(MarkEvent.objects.filter(enrolment=enrolment).select_related("by").order_by("received_at"))
    conflicts = list(MarkConflict.objects.filter(enrolment=enrolment).select_related("other", "settled_by"))
    corrections = list(Correction.objects.filter(mark__enrolment=enrolment))
    reasons = reasons_of(corrections, enrolment.pk)
    names = names_of({event.by_id for event in events} | {row.settled_by_id for row in conflicts if row.settled_by_id})
    disputed = {row.other_id for row in conflicts}
    steps: dict[uuid.UUID, list[Step]] = defaultdict(list)
    for event in events:
        steps[event.session_id].append(_step(event, reasons, names, disputed, language))
    settled: dict[uuid.UUID, list[Disagreement]] = defaultdict(list)
    for row in conflicts:
        settled[row.session_id].append(_disagreement(row, names, language))
    return [
        SessionMark(session, marks.get(session.pk), steps[session.pk], settled[session.pk])
        for session in sessions
        if session.state == "held" or session.pk in marks or session.pk in steps
    ]


def _step(
    event: MarkEvent, reasons: dict[uuid.UUID, str], names: Names, disputed: set[uuid.UUID], language: str
) -> Step:
    return Step(
        at=event.received_at,
        status=Status(event.status),
        minutes_late=event.minutes_late,
        document=event.document,
        by=display(names[event.by_id], language),
        reason=reasons.get(event.pk, ""),
        from_device=event.device is not None,
        disputed=event.pk in disputed,
        by_number=event.by.service_number,
    )


def _disagreement(row: MarkConflict, names: Names, language: str) -> Disagreement:
    by = display(names[row.settled_by_id], language) if row.settled_by_id else ""
    number = row.settled_by.service_number if row.settled_by else ""
    return Disagreement(row.opened_at, Status(row.other.status), row.reason, by, row.settled_at, number)


def warnings_for(user: "User") -> QuerySet[ShareWarning]:
    """Return the warnings that stand and that `user` may see, with cohort, programme version and person."""
    rows: Any = ShareWarning.objects.visible_to(user).filter(lifted_at=None, enrolment__cohort__state__in=OPEN_COHORTS)
    found: QuerySet[ShareWarning] = rows.exclude(enrolment__state=EnrolmentState.WITHDRAWN).select_related(
        "enrolment__cohort__programme_version", "enrolment__person"
    )
    return found


def proposals_for(user: "User") -> QuerySet[Admission]:
    """Return the admissions by order that wait for `user` as head of centre."""
    rows: Any = Admission.objects.filter(at=None, enrolment__cohort__centre__in=user.centre_ids(Role.HEAD))
    found: QuerySet[Admission] = rows.exclude(proposed_by=user).select_related("enrolment__cohort", "enrolment__person")
    return found
