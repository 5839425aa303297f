"""The day's report of the duty officer, and the month's sheet of the journal."""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.selectors.names import display, names_of
from attendance.enums import EXCUSED, THERE, Status
from attendance.models import Correction, DaySheet, Mark
from courses.enums import SessionState
from courses.selectors.cohorts import roster, rosters
from courses.selectors.timetable import instructor_names, sessions_at, sessions_of

if TYPE_CHECKING:
    from accounts.models import Centre, User
    from courses.models import ClassSession, Cohort
    from courses.selectors.cohorts import RosterLine

REASONS = tuple(status for status in Status if status in EXCUSED or status == Status.ABSENT)


@dataclass(frozen=True)
class Strength:
    """On the list, in the ranks, late, absent by reason, and those for whom nothing is marked yet."""

    listed: int
    there: int
    late: int
    by_reason: Counter[Status]
    unmarked: int = 0

    @property
    def reasons(self) -> list[int]:
        """How many are absent for each of REASONS, in that order."""
        return [self.by_reason[status] for status in REASONS]

    @property
    def absent(self) -> int:
        return sum(self.by_reason.values())


@dataclass(frozen=True)
class CohortDay:
    """One cohort: the strength as the latest roll of the day says it, and who was absent there."""

    cohort: "Cohort"
    latest: "ClassSession | None"
    called: int
    sessions: int
    strength: Strength
    absent: list[tuple["RosterLine", Status]]


@dataclass(frozen=True)
class DayReport:
    """The day of one centre."""

    centre: "Centre"
    cohorts: list[CohortDay]
    strength: Strength
    sheet: DaySheet | None
    signed_by: str


def day_reports(centres: "Sequence[Centre]", date: datetime.date, user: "User", language: str) -> list[DayReport]:
    """Return the day's reports of some centres. A constant number of queries."""
    ids = [centre.pk for centre in centres]
    by_cohort: dict[uuid.UUID, list[ClassSession]] = defaultdict(list)
    for session in sessions_at(ids, date):
        by_cohort[session.cohort_id].append(session)
    cohorts = [sessions[0].cohort for sessions in by_cohort.values()]
    people = rosters(cohorts, language, by=user)
    latest = {
        pk: max((row for row in sessions if row.state == SessionState.HELD), key=_latest, default=None)
        for pk, sessions in by_cohort.items()
    }
    marks = _marks([row.pk for row in latest.values() if row])
    days = [
        _cohort_day(cohort, by_cohort[cohort.pk], latest[cohort.pk], people[cohort.pk], marks) for cohort in cohorts
    ]
    sheets = {sheet.centre_id: sheet for sheet in DaySheet.objects.filter(centre__in=ids, date=date)}
    signers = names_of({sheet.signed_by_id for sheet in sheets.values()})
    return [
        DayReport(
            centre=centre,
            cohorts=(own := [day for day in days if day.cohort.centre_id == centre.pk]),
            strength=_sum([day.strength for day in own]),
            sheet=sheets.get(centre.pk),
            signed_by=display(signers[sheets[centre.pk].signed_by_id], language) if centre.pk in sheets else "",
        )
        for centre in centres
    ]


def _latest(session: "ClassSession") -> tuple[bool, int]:
    """The later session counts; a make-up lesson, where only some are expected, only when there is no other."""
    return session.makes_up_id is None, session.first_hour


def _marks(sessions: list[uuid.UUID]) -> dict[uuid.UUID, Status]:
    """Return statuses by enrolment: each of these sessions is of another cohort."""
    rows = Mark.objects.filter(session__in=sessions).order_by().values_list("enrolment", "status")
    return {enrolment: Status(status) for enrolment, status in rows}


def _cohort_day(
    cohort: "Cohort",
    sessions: "list[ClassSession]",
    latest: "ClassSession | None",
    people: "list[RosterLine]",
    marks: dict[uuid.UUID, Status],
) -> CohortDay:
    marked = [(line, marks[line.enrolment.pk]) for line in people if line.enrolment.pk in marks]
    statuses = Counter(status for _line, status in marked)
    strength = Strength(
        listed=len(people),
        there=sum(statuses[status] for status in THERE),
        late=statuses[Status.LATE],
        by_reason=Counter({status: statuses[status] for status in REASONS if statuses[status]}),
        unmarked=len(people) - len(marked),
    )
    called = sum(session.state == SessionState.HELD for session in sessions)
    absent = [(line, status) for line, status in marked if status not in THERE]
    return CohortDay(cohort, latest, called, len(sessions), strength, absent)


def _sum(strengths: list[Strength]) -> Strength:
    by_reason: Counter[Status] = Counter()
    for one in strengths:
        by_reason.update(one.by_reason)
    return Strength(
        listed=sum(one.listed for one in strengths),
        there=sum(one.there for one in strengths),
        late=sum(one.late for one in strengths),
        by_reason=by_reason,
        unmarked=sum(one.unmarked for one in strengths),
    )


@dataclass(frozen=True)
class Note:
    """A correction as it stands below the table: what, who, when, why; one for all people marked so at one time."""

    number: int
    session: "ClassSession"
    service_number: str
    old: Status | None  # None: nothing was marked
    new: Status
    reason: str
    by: str
    at: datetime.datetime
    people: int = 1


@dataclass(frozen=True)
class MonthRow:
    """One person: a status (or None) and the numbers of notes for each session; hours missed in the month."""

    line: "RosterLine"
    cells: list[tuple[Status | None, list[int]]]
    missed_hours: int
    missed_without_reason: int


@dataclass(frozen=True)
class MonthSheet:
    """A month of one cohort, as in the paper journal."""

    cohort: "Cohort"
    first: datetime.date
    sessions: "list[ClassSession]"
    rows: list[MonthRow]
    notes: list[Note]
    instructors: list[str]


def months_of(cohort: "Cohort") -> list[datetime.date]:
    """Return the first days of the months in which the cohort had class sessions, oldest first."""
    return list(sessions_of(cohort).order_by().dates("date", "month"))


def month_sheet(cohort: "Cohort", first: datetime.date, language: str, *, by: "User") -> MonthSheet:
    """Return the sheet of the month that begins on `first`; only sessions whose roll was called. Constant queries."""
    until = (first + datetime.timedelta(days=32)).replace(day=1)
    held = sessions_of(cohort).filter(state=SessionState.HELD, date__gte=first, date__lt=until)
    sessions = list(held.order_by("date", "first_hour"))
    people = roster(cohort, language, by=by)
    marks: dict[tuple[uuid.UUID, uuid.UUID], Status] = {}
    rows = Mark.objects.filter(session__in=[session.pk for session in sessions]).order_by()
    for enrolment, session, status in rows.values_list("enrolment", "session", "status"):
        marks[enrolment, session] = Status(status)
    notes, numbers = _notes(sessions, language)
    return MonthSheet(
        cohort=cohort,
        first=first,
        sessions=sessions,
        rows=[_month_row(line, sessions, marks, numbers) for line in people],
        notes=notes,
        instructors=sorted(instructor_names(sessions, language).values()),
    )


def _notes(
    sessions: "list[ClassSession]", language: str
) -> tuple[list[Note], dict[tuple[uuid.UUID, uuid.UUID], list[int]]]:
    """Return the corrections of some sessions in the order of the sheet, and their numbers by person and session."""
    by_id = {session.pk: session for session in sessions}
    found = list(
        Correction.objects.filter(mark__session__in=by_id)
        .select_related("mark__enrolment__person")
        .order_by("mark__session__date", "mark__session__first_hour", "at")
    )
    names = names_of({row.by_id for row in found})
    together: dict[tuple[object, ...], list[Correction]] = defaultdict(list)
    for row in found:
        together[row.mark.session_id, row.at, row.by_id, row.reason, row.old, row.new].append(row)
    numbers: dict[tuple[uuid.UUID, uuid.UUID], list[int]] = defaultdict(list)
    notes = []
    for number, rows in enumerate(together.values(), 1):
        for row in rows:
            numbers[row.mark.enrolment_id, row.mark.session_id].append(number)
        first = rows[0]
        notes.append(
            Note(
                number=number,
                session=by_id[first.mark.session_id],
                service_number=first.mark.enrolment.person.service_number,
                old=Status(first.old) if first.old else None,
                new=Status(first.new),
                reason=first.reason,
                by=display(names[first.by_id], language),
                at=first.at,
                people=len(rows),
            )
        )
    return notes, numbers


def _month_row(
    line: "RosterLine",
    sessions: "list[ClassSession]",
    marks: dict[tuple[uuid.UUID, uuid.UUID], Status],
    numbers: dict[tuple[uuid.UUID, uuid.UUID], list[int]],
) -> MonthRow:
    pk = line.enrolment.pk
    cells = [(marks.get((pk, session.pk)), numbers.get((pk, session.pk), [])) for session in sessions]
    missed = without = 0
    for session, (status, _numbers) in zip(sessions, cells, strict=True):
        if status in THERE:
            continue
        hours = session.hours if session.delivered_hours is None else session.delivered_hours
        missed += hours
        without += 0 if status in EXCUSED else hours
    return MonthRow(line, cells, missed, without)
