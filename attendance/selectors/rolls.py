"""Read one roll: the people in the reader's order, what is marked, and what may be done with it."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from accounts.selectors.names import display, names_of
from accounts.selectors.photos import photos_of
from attendance.domain.calling import Obstacle, Situation, obstacle
from attendance.enums import THERE, Status
from attendance.models import Correction, Mark, MarkEvent, PreparedRoll, Roll
from attendance.selectors.make_ups import not_needed
from attendance.selectors.reasons import reasons_of
from attendance.selectors.sheets import Prepared, entries_of
from attendance.selectors.situations import situation
from courses.access import may_keep, may_teach
from courses.selectors.cohorts import roster

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession
    from courses.selectors.cohorts import RosterLine


@dataclass(frozen=True)
class RollLine:
    """One person on the roll; without a mark present is proposed."""

    line: "RosterLine"
    status: Status
    minutes_late: int
    document: str
    mark: uuid.UUID | None
    corrections: int
    event: uuid.UUID | None = None  # the event that is shown: what a device knew when it made a mark


@dataclass(frozen=True)
class RollSheet:
    """A roll as one reader sees it: `editable` now, or else `refused` says why; `correctable` afterwards."""

    session: "ClassSession"
    roll: Roll | None
    taken_by: str
    instructor: str
    lines: list[RollLine]
    editable: bool
    correctable: bool
    refused: Obstacle | None
    allowed: bool = False  # the reader calls rolls of this cohort
    prepared_by: str = ""  # the group senior, while the roll is not called
    prepared_at: datetime.datetime | None = None
    asks_reason: bool = False  # the day was signed: why is the roll called only now?
    photos: Mapping[uuid.UUID, uuid.UUID] = field(default_factory=dict)  # by person, where the centre allows them

    @property
    def there(self) -> int:
        """How many are marked, or proposed, as present or late."""
        return sum(line.status in THERE for line in self.lines if line.mark or not self.roll)

    @property
    def unmarked(self) -> int:
        """How many people a roll that was called says nothing of."""
        return sum(line.mark is None for line in self.lines) if self.roll else 0


@dataclass(frozen=True)
class HistoryLine:
    """One event in the life of a mark; `reason` only where it was a correction."""

    at: datetime.datetime
    status: Status
    minutes_late: int
    document: str
    by: str
    reason: str


def sheet_of(
    session: "ClassSession", by: "User", today: datetime.date, language: str, *, kept: bool = False
) -> RollSheet:
    """Return the roll of a session in the order of `language`'s alphabet. A constant number of queries.

    `kept`: as a device may keep it for a day without a link: protected people by their number, editable although its
    day has not come, and not when the day was signed.
    """
    roll, prepared = _stored(session)
    noted = entries_of(prepared) if prepared else {}
    at = situation(session, roll, by, today)
    refused = obstacle(at)
    teaches = may_teach(by, session.cohort)
    allowed = teaches or may_keep(by, session.cohort)
    marks = {mark.enrolment_id: mark for mark in _marks(session)}
    left_out = not_needed(session)
    people = [
        line for line in roster(session.cohort, language, by=by, teaches=teaches) if line.enrolment.pk not in left_out
    ]
    if kept:
        people = [_by_number(line) for line in people]
        refused = Obstacle.SIGNED if at.day_signed else None if refused is Obstacle.FUTURE else refused
    staff = {pk: display(names, language) for pk, names in names_of(_staff(session, roll)).items()}
    return RollSheet(
        session=session,
        roll=roll,
        taken_by=staff.get(roll.taken_by_id, "") if roll else "",
        instructor=staff.get(session.instructor_id, "") if session.instructor_id else "",
        lines=[_line(line, marks.get(line.enrolment.pk), noted.get(line.enrolment.pk)) for line in people],
        editable=allowed and refused is None,
        correctable=allowed and _correctable(at) and refused is not None,
        refused=refused if allowed else None,
        allowed=allowed,
        prepared_by=next((line.name for line in people if prepared and line.person.pk == prepared.prepared_by_id), ""),
        prepared_at=prepared.prepared_at if prepared else None,
        asks_reason=at.day_signed and refused is None,
        photos={} if kept else _photos(session, people, by),
    )


def _photos(session: "ClassSession", people: "list[RosterLine]", by: "User") -> dict[uuid.UUID, uuid.UUID]:
    if not session.cohort.centre.photos_on_rolls:
        return {}
    return photos_of([line.person.pk for line in people], by=by)


def _stored(session: "ClassSession") -> tuple[Roll | None, PreparedRoll | None]:
    """Return the roll, and while there is none what was prepared; both are at hand in `sessions_with_rolls`."""
    if hasattr(session, "day_signed"):
        roll: Roll | None = getattr(session, "roll", None)
        return roll, None if roll else getattr(session, "prepared_roll", None)
    roll = Roll.objects.filter(session=session).first()
    return roll, None if roll else PreparedRoll.objects.filter(session=session).first()


def _correctable(at: Situation) -> bool:
    return at.called and at.cohort_open and not at.cancelled


def _marks(session: "ClassSession") -> QuerySet[Mark]:
    return Mark.objects.filter(session=session).annotate(corrected=Count("corrections"))


def _staff(session: "ClassSession", roll: Roll | None) -> set[uuid.UUID]:
    ids = {session.instructor_id, roll.taken_by_id if roll else None}
    return {pk for pk in ids if pk is not None}


def _line(line: "RosterLine", mark: Mark | None, noted: Prepared | None) -> RollLine:
    if mark is None and noted is not None:
        return RollLine(line, noted.status, noted.minutes_late, noted.document, None, 0)
    if mark is None:
        return RollLine(line, Status.PRESENT, 0, "", None, 0)
    corrected = getattr(mark, "corrected", 0)
    return RollLine(line, Status(mark.status), mark.minutes_late, mark.document, mark.pk, corrected, mark.event)


def _by_number(line: "RosterLine") -> "RosterLine":
    return replace(line, name=line.person.service_number) if line.person.protected else line


def visible_marks(user: "User") -> QuerySet[Mark]:
    """Return the marks `user` may see, with session, cohort, centre and person."""
    return Mark.objects.visible_to(user).select_related("session__cohort__centre", "session__part", "enrolment__person")


def history_of(mark: Mark, language: str) -> list[HistoryLine]:
    """Return everything that happened to a mark, oldest first: what was marked, and corrections with their reasons."""
    events = list(
        MarkEvent.objects.filter(session=mark.session_id, enrolment=mark.enrolment_id).order_by("received_at")
    )
    reasons = reasons_of(Correction.objects.filter(mark=mark), mark.enrolment_id)
    names = {pk: display(found, language) for pk, found in names_of({event.by_id for event in events}).items()}
    return [
        HistoryLine(
            at=event.received_at,
            status=Status(event.status),
            minutes_late=event.minutes_late,
            document=event.document,
            by=names.get(event.by_id, ""),
            reason=reasons.get(event.pk, ""),
        )
        for event in events
    ]
