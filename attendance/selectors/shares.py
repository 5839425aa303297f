"""Read the share attended, for one person or a whole cohort, always in the same few queries."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Sum

from attendance.domain.shares import Share, Thresholds, share
from attendance.enums import EXCUSED, THERE, Status
from attendance.models import Mark
from courses.enums import SessionState
from courses.selectors.cohorts import enrolments_of, roster
from courses.selectors.timetable import hours_of_programme, hours_of_timetable

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment
    from courses.selectors.cohorts import RosterLine

__all__ = ["PersonAttendance", "Share", "attendance_of", "share_of", "shares_of"]


@dataclass(frozen=True)
class PersonAttendance:
    """One person of a cohort: the share attended, and hours by status."""

    line: "RosterLine"
    share: Share
    hours: Counter[Status] = field(default_factory=Counter)

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


def share_of(enrolment: "Enrolment") -> Share:
    """Return one person's share by the thresholds of the cohort's programme version. Three queries."""
    return _shares(enrolment.cohort, [enrolment])[enrolment.pk]


def shares_of(cohort: "Cohort") -> dict[uuid.UUID, Share]:
    """Return the shares of everybody enrolled in the cohort and not withdrawn, by enrolment id. Four queries."""
    return _shares(cohort, enrolments_of(cohort))


def attendance_of(cohort: "Cohort", language: str, *, by: "User") -> list[PersonAttendance]:
    """Return everybody in the cohort in the order of `language`'s alphabet, with share and hours by status."""
    lines = roster(cohort, language, by=by)
    hours = _hours_by_status(cohort, [line.enrolment for line in lines])
    shares = _shares(cohort, [line.enrolment for line in lines], hours)
    return [PersonAttendance(line, shares[line.enrolment.pk], hours[line.enrolment.pk]) for line in lines]


def _shares(
    cohort: "Cohort",
    enrolments: "list[Enrolment]",
    hours: dict[uuid.UUID, Counter[Status]] | None = None,
) -> dict[uuid.UUID, Share]:
    version = cohort.programme_version
    thresholds = Thresholds(version.attendance_percent, version.attendance_excused_percent)
    planned, held = hours_of_timetable(cohort)
    planned = planned or hours_of_programme(version)
    hours = _hours_by_status(cohort, enrolments) if hours is None else hours
    return {
        enrolment.pk: share(
            planned=planned,
            held=held,
            attended=sum(hours[enrolment.pk][status] for status in THERE),
            excused=sum(hours[enrolment.pk][status] for status in EXCUSED),
            thresholds=thresholds,
        )
        for enrolment in enrolments
    }


def _hours_by_status(cohort: "Cohort", enrolments: "list[Enrolment]") -> dict[uuid.UUID, Counter[Status]]:
    """Return academic hours by status for each enrolment, of sessions that were held. One query."""
    hours: dict[uuid.UUID, Counter[Status]] = {enrolment.pk: Counter() for enrolment in enrolments}
    marks = Mark.objects.filter(session__cohort=cohort, session__state=SessionState.HELD)
    if len(enrolments) == 1:
        marks = marks.filter(enrolment=enrolments[0])
    rows = marks.order_by().values_list("enrolment", "status").annotate(hours=Sum("session__hours"))
    for pk, status, total in rows:
        if pk in hours:
            hours[pk][Status(status)] += total
    return hours
