"""Read the share attended, for one person or a whole cohort, always in the same few queries."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from attendance.domain.shares import Share, Thresholds, share
from attendance.domain.tallies import Lesson, Owed, Plan, Tally, plan_of, plan_of_part, tally
from attendance.enums import EXCUSED, Status
from attendance.models import Admission, Mark, ShareWarning
from courses.enums import SessionKind, SessionState
from courses.selectors.cohorts import enrolments_of, roster
from courses.selectors.timetable import hours_of_programme

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment, ProgrammePart, ProgrammeVersion
    from courses.selectors.cohorts import RosterLine

__all__ = [
    "PartShare",
    "PersonAttendance",
    "Share",
    "Standing",
    "admitted",
    "attendance_of",
    "parts_of",
    "share_of",
    "shares_of",
    "standing_of",
    "standings_of",
]

Marks = Mapping[uuid.UUID, Mapping[uuid.UUID, Status]]  # enrolment → session → status


@dataclass(frozen=True)
class Standing:
    """Where somebody stands: the share, practical lessons to be made up, an order of the commission."""

    share: Share
    owed: tuple[Owed, ...] = ()
    admission: Admission | None = None
    by_status: Counter[Status] = field(default_factory=Counter)
    made_up_hours: int = 0

    @property
    def owed_hours(self) -> int:
        """Hours of practical lessons that have to be made up."""
        return sum(one.hours for one in self.owed)

    @property
    def earned(self) -> bool:
        """True when share and practical lessons are enough by themselves."""
        return self.share.meets and not self.owed

    @property
    def by_order(self) -> bool:
        """True when the commission admitted the person by an order."""
        return self.admission is not None and self.admission.at is not None

    @property
    def admitted(self) -> bool:
        """True when the person is admitted to examination and certificate: earned, or by order."""
        return self.earned or self.by_order


@dataclass(frozen=True)
class PersonAttendance:
    """One person of a cohort: the share attended, and hours by status."""

    line: "RosterLine"
    standing: Standing
    warning: ShareWarning | None = None

    @property
    def share(self) -> Share:
        return self.standing.share

    @property
    def hours(self) -> Counter[Status]:
        """Hours by status; of missed ones those that were not made up."""
        return self.standing.by_status

    @property
    def late_hours(self) -> int:
        """Hours of sessions to which the person came late."""
        return self.hours[Status.LATE]

    @property
    def absent_hours(self) -> int:
        """Hours held and missed without a reason; hours for which nothing was marked are among them."""
        return self.share.missed_hours - self.share.excused_hours

    @property
    def reasons(self) -> list[tuple[Status, int]]:
        """Hours missed by reason, without those that did not occur."""
        return [(status, self.hours[status]) for status in Status if status in EXCUSED and self.hours[status]]


@dataclass(frozen=True)
class PartShare:
    """One part of the programme with one person's share of its hours."""

    part: "ProgrammePart"
    share: Share
    owed_hours: int


def share_of(enrolment: "Enrolment") -> Share:
    """Return one person's share by the thresholds of the cohort's programme version. At most four queries."""
    return standing_of(enrolment).share


def shares_of(cohort: "Cohort") -> dict[uuid.UUID, Share]:
    """Return the shares of everybody enrolled in the cohort and not withdrawn, by enrolment id."""
    return {pk: standing.share for pk, standing in standings_of(cohort).items()}


def standing_of(enrolment: "Enrolment") -> Standing:
    """Return where one person stands. At most four queries."""
    return standings_of(enrolment.cohort, [enrolment])[enrolment.pk]


def admitted(enrolment: "Enrolment") -> bool:
    """True when somebody may be examined and get the certificate: by the hours, or by order of the commission."""
    return standing_of(enrolment).admitted


def standings_of(cohort: "Cohort", enrolments: "Collection[Enrolment] | None" = None) -> dict[uuid.UUID, Standing]:
    """Return where everybody enrolled and not withdrawn stands, or some of them, by enrolment id.

    Three or four queries, one more when nobody is named.
    """
    people = enrolments_of(cohort) if enrolments is None else enrolments
    version = cohort.programme_version
    plan = plan_of(lessons_of(cohort))
    ids = [enrolment.pk for enrolment in people]
    orders = {row.enrolment_id: row for row in _admissions(cohort, ids)}
    found = _tallies(plan, marks_of(cohort, ids), ids, version)
    planned = plan.planned_hours or hours_of_programme(version)
    return {
        pk: Standing(
            share=_share(planned, plan.held_hours, counted, version),
            owed=counted.owed,
            admission=orders.get(pk),
            by_status=counted.by_status,
            made_up_hours=counted.made_up,
        )
        for pk, counted in found.items()
    }


def parts_of(enrolment: "Enrolment") -> list[PartShare]:
    """Return one person's share of each part of the programme, in its order. Three queries."""
    cohort, version = enrolment.cohort, enrolment.cohort.programme_version
    lessons = lessons_of(cohort)
    marks = marks_of(cohort, [enrolment.pk])
    found = []
    for part in version.parts.all():
        plan = plan_of_part(lessons, part.pk)
        counted = _tallies(plan, marks, [enrolment.pk], version)[enrolment.pk]
        planned = plan.planned_hours or (0 if lessons else part.theory_hours + part.practice_hours)
        owed = sum(one.hours for one in counted.owed)
        found.append(PartShare(part, _share(planned, plan.held_hours, counted, version), owed))
    return found


def attendance_of(cohort: "Cohort", language: str, *, by: "User") -> list[PersonAttendance]:
    """Return everybody in the cohort in the order of `language`'s alphabet, with share and hours by status."""
    lines = roster(cohort, language, by=by)
    standings = standings_of(cohort, [line.enrolment for line in lines])
    warnings = {row.enrolment_id: row for row in ShareWarning.objects.filter(enrolment__cohort=cohort, lifted_at=None)}
    return [PersonAttendance(line, standings[line.enrolment.pk], warnings.get(line.enrolment.pk)) for line in lines]


def lessons_of(cohort: "Cohort") -> list[Lesson]:
    """Return the class sessions of a cohort that count, as the rules see them. One query."""
    rows = (
        cohort.sessions.exclude(state=SessionState.CANCELLED)
        .order_by()
        .values_list("pk", "part", "hours", "delivered_hours", "state", "makes_up", "kind", "part__practice_in_full")
    )
    return [
        Lesson(
            id=pk,
            part=part,
            hours=hours if given is None or state != SessionState.HELD else given,
            held=state == SessionState.HELD,
            makes_up=makes_up,
            in_full=in_full and kind == SessionKind.PRACTICE and makes_up is None,
        )
        for pk, part, hours, given, state, makes_up, kind, in_full in rows
    ]


def marks_of(cohort: "Cohort", enrolments: Collection[uuid.UUID]) -> Marks:
    """Return what is marked for some people of a cohort, by person and session. One query."""
    rows = Mark.objects.filter(session__cohort=cohort)
    if len(enrolments) == 1:
        rows = rows.filter(enrolment__in=enrolments)
    statuses = {str(status): status for status in Status}
    marks: dict[uuid.UUID, dict[uuid.UUID, Status]] = defaultdict(dict)
    for enrolment, session, status in rows.order_by().values_list("enrolment", "session", "status"):
        marks[enrolment][session] = statuses[status]
    return marks


def percents_of(version: "ProgrammeVersion") -> dict[Status, int]:
    """Return what share of the hours missed for each reason counts as attended, in percent."""
    rules = version.absence_rules or {}
    return {status: int(rules.get(str(status), {}).get("percent", 0)) for status in EXCUSED}


def _tallies(
    plan: Plan, marks: Marks, enrolments: Collection[uuid.UUID], version: "ProgrammeVersion"
) -> dict[uuid.UUID, Tally]:
    percents = percents_of(version)
    return {pk: tally(plan, marks.get(pk, {}), percents) for pk in enrolments}


def _share(planned: int, held: int, counted: Tally, version: "ProgrammeVersion") -> Share:
    return share(
        planned=planned,
        held=held,
        attended=counted.attended,
        excused=counted.excused,
        thresholds=Thresholds(version.attendance_percent, version.attendance_excused_percent),
        credit=counted.credit,
        make_up=counted.make_up,
    )


def _admissions(cohort: "Cohort", enrolments: Collection[uuid.UUID]) -> list[Admission]:
    rows = Admission.objects.filter(enrolment__cohort=cohort).select_related("order")
    if len(enrolments) == 1:
        rows = rows.filter(enrolment__in=enrolments)
    return list(rows)
