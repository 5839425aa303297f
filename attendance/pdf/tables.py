"""The day's report, a person's history and the charts as tables for spreadsheet programs."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from attendance.selectors.reports import REASONS
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from accounts.enums import Sex
    from attendance.selectors.charts import Figures
    from attendance.selectors.history import SessionMark
    from attendance.selectors.reports import CohortDay, DayReport, Strength

    Group = tuple[str, Sequence[tuple[object, Figures]]]  # a chart: its title, and figures by what it is drawn by

Line = list[object]


@dataclass(frozen=True)
class Table:
    """A heading row and the rows below it."""

    head: list[str]
    rows: list[Line]


def day_table(reports: "Sequence[DayReport]", date: datetime.date, language: str) -> Table:
    """Return the day's report: a row a cohort, a sum for each centre, and below it who was absent and why."""
    head = [_("Day"), _("Centre"), _("Cohort"), _("On the list"), _("In the ranks"), _("of them late")]
    head += [str(reason.label) for reason in REASONS]
    head += [_("Not marked"), _("Rolls called"), _("Class sessions")]
    rows: list[Line] = []
    absent: list[Line] = []
    for report in reports:
        if not report.cohorts:
            continue
        centre = pick(report.centre.titles, language).text
        for line in report.cohorts:
            numbers = [*_numbers(line.strength), line.called, line.sessions]
            rows.append([date, centre, line.cohort.code, *numbers])
            absent += _absent(line, date, centre)
        rows.append([date, centre, _("All together"), *_numbers(report.strength)])
    if absent:
        titles = [_("Day"), _("Centre"), _("Cohort"), _("Service number"), _("Name"), _("Absent")]
        rows += [[], list(titles), *absent]
    return Table(head, rows)


def _numbers(strength: "Strength") -> Line:
    return [strength.listed, strength.there, strength.late, *strength.reasons, strength.unmarked]


def _absent(line: "CohortDay", date: datetime.date, centre: str) -> list[Line]:
    return [
        [date, centre, line.cohort.code, one.person.service_number, one.name, str(status.label)]
        for one, status in line.absent
    ]


def history_table(sessions: "Sequence[SessionMark]", language: str) -> Table:
    """Return every class session of one person, oldest first, a row for each step of its mark.

    Who marked stands by service number. Hours and the mark that stands are on the first row of a session only, so
    that a sum counts them once.
    """
    head = [_("Day"), _("Begins at"), _("Part"), _("Kind"), _("Academic hours"), _("Mark"), _("Minutes late")]
    head += [_("Document number"), _("History of this mark"), _("When"), _("Who"), _("Reason")]
    rows: list[Line] = []
    for one in reversed(sessions):
        rows += _session(one, language)
    return Table(head, rows)


def _session(one: "SessionMark", language: str) -> list[Line]:
    session, mark = one.session, one.mark
    begins = localtime(session.starts_at).strftime("%H:%M")
    kind = _("Make-up lesson") if session.makes_up_id else session.get_kind_display()
    place: Line = [session.date, begins, pick(session.part.titles, language).text, kind]
    hours = session.hours if session.delivered_hours is None else session.delivered_hours
    if mark is None or one.status is None:
        stands: Line = [hours, _("Not marked"), None, ""]
    else:
        stands = [hours, str(one.status.label), mark.minutes_late or None, mark.document]
    steps = _steps(one) or [["", None, "", ""]]
    return [[*place, *(stands if number == 0 else [None, "", None, ""]), *step] for number, step in enumerate(steps)]


def _steps(one: "SessionMark") -> list[Line]:
    steps: list[Line] = []
    for step in one.steps:
        words = [str(step.status.label)]
        words += [_("made without a link")] if step.from_device else []
        words += [_("disputed")] if step.disputed else []
        steps.append([", ".join(words), _moment(step.at), step.by_number, step.reason])
    for row in one.disagreements:
        if row.settled_at:
            steps.append([_("Settled"), _moment(row.settled_at), row.by_number, row.reason])
    return steps


def _moment(at: datetime.datetime) -> datetime.datetime:
    """Return the moment as clocks at the centre show it."""
    return localtime(at).replace(tzinfo=None)


def charts_table(groups: "Sequence[Group]", total: "Figures") -> Table:
    """Return charts as one table, `groups` one below the other and everybody at the end; hours are academic hours."""
    head = [_("Charts of attendance"), "", _("People"), _("Attended"), _("Missed with a reason")]
    head += [_("Missed without reason"), _("Attended") + ", %"]
    rows = [_figures(title, name, found) for title, lines in groups for name, found in lines]
    return Table(head, [*rows, _figures(_("All together"), "", total)])


def _figures(title: str, name: object, found: "Figures") -> Line:
    return [title, name, found.people or None, found.attended, found.excused, found.absent, found.percent]


def sex_word(sex: "Sex | None") -> str:
    """Return the word for a sex, or that it is not stated."""
    return str(sex.label) if sex else _("Not stated")
