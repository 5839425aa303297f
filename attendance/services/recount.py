"""Count everything again from events, corrections and settled conflicts; what stands must be the same.

Writes nothing. Differences are named by ids, never by names.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from attendance.domain.replaying import Happened, Hours, Settled, hours_of, says
from attendance.enums import Status
from attendance.models import Correction, Mark, MarkConflict, MarkEvent, Roll, ShareWarning
from attendance.selectors.shares import lessons_of, standings_of
from courses.enums import CohortState
from courses.selectors.cohorts import cohorts_in

if TYPE_CHECKING:
    from courses.models import Cohort

Key = tuple[uuid.UUID, uuid.UUID]  # session, enrolment
Says = tuple[str, int, str]


@dataclass(frozen=True)
class Difference:
    """Something that does not follow from the tables: what, of which row, what stands and what was counted."""

    what: str
    row: str
    stands: object
    counted: object

    def __str__(self) -> str:
        return f"{self.what} {self.row}: stands {self.stands}, counted {self.counted}"


@dataclass
class Recount:
    """How much was counted, and every difference."""

    cohorts: int = 0
    marks: int = 0
    people: int = 0
    differences: list[Difference] = field(default_factory=list)


def recount() -> Recount:
    """Count all cohorts again, one after another."""
    found = Recount()
    for cohort in cohorts_in(*CohortState):
        counted = _counted_marks(cohort)
        standing = _standing_marks(cohort)
        found.cohorts += 1
        found.marks += len(standing)
        found.differences += _compare("mark", standing, counted)
        found.differences += _sessions(cohort)
        found.differences += _corrections(cohort)
        found.differences += _people(cohort, counted, found)
    return found


def _compare(what: str, standing: dict[Key, Says], counted: dict[Key, Says]) -> Iterator[Difference]:
    for key in standing.keys() | counted.keys():
        if standing.get(key) != counted.get(key):
            row = f"session {key[0]} enrolment {key[1]}"
            yield Difference(what, row, _words(standing.get(key)), _words(counted.get(key)))


def _words(said: Says | None) -> str:
    """What a mark says, without the number of a document."""
    return f"{said[0]} {said[1]}" if said else "nothing"


def _standing_marks(cohort: "Cohort") -> dict[Key, Says]:
    rows = Mark.objects.filter(session__cohort=cohort).order_by()
    return {
        (session, enrolment): (status, minutes, document)
        for session, enrolment, status, minutes, document in rows.values_list(
            "session", "enrolment", "status", "minutes_late", "document"
        )
    }


def _counted_marks(cohort: "Cohort") -> dict[Key, Says]:
    conflicts = list(MarkConflict.objects.filter(session__cohort=cohort))
    held_back = {conflict.other_id for conflict in conflicts}
    settled: dict[Key, list[Settled]] = defaultdict(list)
    for conflict in conflicts:
        if conflict.chosen_id is not None and conflict.settled_at is not None:
            key = (conflict.session_id, conflict.enrolment_id)
            settled[key].append(Settled(conflict.chosen_id, conflict.settled_at))
    events: dict[Key, list[Happened]] = defaultdict(list)
    rows = MarkEvent.objects.filter(session__cohort=cohort).order_by()
    for pk, session, enrolment, status, minutes, document, at, sequence in rows.values_list(
        "pk", "session", "enrolment", "status", "minutes_late", "document", "received_at", "sequence"
    ):
        said = (status, minutes, document)
        events[session, enrolment].append(Happened(pk, said, at, sequence, pk in held_back))
    counted = {key: says(happened, settled[key]) for key, happened in events.items()}
    return {key: said for key, said in counted.items() if said is not None}


def _sessions(cohort: "Cohort") -> Iterator[Difference]:
    """A session was held exactly when its roll was signed."""
    rolls = set(Roll.objects.filter(session__cohort=cohort).values_list("session", flat=True))
    held = {lesson.id for lesson in lessons_of(cohort) if lesson.held}
    for pk in rolls ^ held:
        yield Difference("session", str(pk), "held" if pk in held else "not held", "roll" if pk in rolls else "no roll")


def _corrections(cohort: "Cohort") -> Iterator[Difference]:
    """Every correction has an event that says the new thing."""
    events = set(MarkEvent.objects.filter(session__cohort=cohort).values_list("session", "enrolment", "status"))
    rows = Correction.objects.filter(mark__session__cohort=cohort)
    for pk, session, enrolment, new in rows.values_list("pk", "mark__session", "mark__enrolment", "new"):
        if (session, enrolment, new) not in events:
            yield Difference("correction", str(pk), new, "no event")


def _people(cohort: "Cohort", counted: dict[Key, Says], found: Recount) -> Iterator[Difference]:
    """Shares and warnings follow from the marks that were counted again."""
    lessons = lessons_of(cohort)
    marks: dict[uuid.UUID, dict[uuid.UUID, Status]] = defaultdict(dict)
    for (session, enrolment), said in counted.items():
        marks[enrolment][session] = Status(said[0])
    warned = set(
        ShareWarning.objects.filter(enrolment__cohort=cohort, lifted_at=None).values_list("enrolment", flat=True)
    )
    for pk, standing in standings_of(cohort).items():
        found.people += 1
        share = standing.share
        hours = hours_of(lessons, marks[pk])
        planned = share.planned_hours if lessons else 0
        stands = Hours(planned, share.held_hours, share.attended_hours, share.excused_hours, standing.owed_hours)
        if stands != hours:
            yield Difference("share", f"enrolment {pk}", stands, hours)
        if cohort.state == CohortState.RUNNING and (pk in warned) != share.unreachable:
            yield Difference("warning", f"enrolment {pk}", pk in warned, share.unreachable)
