"""Lists of attendance that leave the house: who took one is remembered. Protected people stand by their number."""

import dataclasses
import datetime
from collections import Counter
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from attendance.selectors.charts import CentreCharts, CohortCharts, charts_of_centre, charts_of_cohort
from attendance.selectors.history import SessionMark, history_of_person
from attendance.selectors.reports import CohortDay, DayReport, day_reports
from attendance.selectors.shares import PersonAttendance, attendance_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import Centre, User
    from courses.models import Cohort, Enrolment
    from courses.selectors.cohorts import RosterLine


def export(*, cohort: "Cohort", language: str, kind: str, by: "User") -> list[PersonAttendance]:
    """Return the people of a cohort for a file of a `kind`, and remember it."""
    people = [
        dataclasses.replace(person, line=_without_name(person.line))
        for person in attendance_of(cohort, language, by=by)
    ]
    new = {"list": "attendance", "kind": kind, "rows": len(people)}
    remember(act=Act.EXPORTED, by=by, subject=cohort, centre=cohort.centre, new=new)
    return people


def export_day(
    *, centres: "Sequence[Centre]", date: datetime.date, language: str, kind: str, by: "User"
) -> list[DayReport]:
    """Return the day's reports of some centres for a file, and remember it for each centre that has class sessions."""
    found = [
        dataclasses.replace(report, cohorts=[_day_without_names(day) for day in report.cohorts])
        for report in day_reports(centres, date, by, language)
    ]
    with transaction.atomic():
        for report in found:
            if report.cohorts:
                new = {"list": "report of the day", "kind": kind, "rows": len(report.cohorts), "date": str(date)}
                remember(act=Act.EXPORTED, by=by, subject=report.centre, centre=report.centre, new=new)
    return found


def export_history(*, enrolment: "Enrolment", language: str, kind: str, by: "User") -> list[SessionMark]:
    """Return all class sessions of one person, newest first, for a file, and remember it."""
    sessions = history_of_person(enrolment, language)
    new = {"list": "history of attendance", "kind": kind, "rows": len(sessions)}
    remember(act=Act.EXPORTED, by=by, subject=enrolment, centre=enrolment.cohort.centre, new=new)
    return sessions


def note_month_sheet(*, cohort: "Cohort", month: str, by: "User") -> None:
    """Remember that the sheet of a month, with its names, was taken as paper."""
    new = {"list": "month sheet", "kind": "pdf", "date": month}
    remember(act=Act.EXPORTED, by=by, subject=cohort, centre=cohort.centre, new=new)


def export_cohort_charts(*, cohort: "Cohort", kind: str, by: "User") -> CohortCharts:
    """Return the charts of one cohort for a file, and remember it."""
    charts = charts_of_cohort(cohort)
    new = {"list": "charts of attendance", "kind": kind, "rows": len(charts.weeks) + len(charts.sexes)}
    remember(act=Act.EXPORTED, by=by, subject=cohort, centre=cohort.centre, new=new)
    return charts


def export_charts(*, cohorts: "Sequence[Cohort]", kind: str, by: "User") -> CentreCharts:
    """Return the charts of some cohorts for a file, and remember it for each of their centres."""
    charts = charts_of_centre(cohorts)
    rows = Counter(cohort.centre for cohort in cohorts)
    with transaction.atomic():
        for centre, number in rows.items():
            new = {"list": "charts of attendance", "kind": kind, "rows": number}
            remember(act=Act.EXPORTED, by=by, subject=centre, centre=centre, new=new)
    return charts


def _day_without_names(day: CohortDay) -> CohortDay:
    return dataclasses.replace(day, absent=[(_without_name(line), status) for line, status in day.absent])


def _without_name(line: "RosterLine") -> "RosterLine":
    return dataclasses.replace(line, name=line.person.service_number) if line.person.protected else line
