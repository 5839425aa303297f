"""The attendance of a cohort as a table for spreadsheet programs."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from attendance.enums import EXCUSED, Status
from attendance.selectors.shares import PersonAttendance

REASONS = tuple(status for status in Status if status in EXCUSED)


def header() -> list[str]:
    """Return the headings in the reader's language."""
    return [
        "№",
        _("Name"),
        _("Service number"),
        _("Sex"),
        _("Hours planned"),
        _("Hours held"),
        _("Hours attended"),
        _("Attended of planned") + ", %",
        _("Attended so far") + ", %",
        _("Late"),
        _("Absent"),
        *(str(status.label) for status in REASONS),
        _("Hours made up"),
        _("Practical lessons to make up"),
        _("Admission"),
    ]


def rows(people: Sequence[PersonAttendance]) -> list[list[object]]:
    """Return one row a person; hours are academic hours of 45 minutes."""
    return [_row(number, person) for number, person in enumerate(people, 1)]


def _row(number: int, person: PersonAttendance) -> list[object]:
    share, who = person.share, person.line.person
    return [
        number,
        person.line.name,
        who.service_number,
        who.get_sex_display(),
        share.planned_hours,
        share.held_hours,
        share.attended_hours,
        share.percent,
        share.so_far_percent,
        person.late_hours,
        person.absent_hours,
        *(person.hours[status] for status in REASONS),
        person.standing.made_up_hours,
        person.standing.owed_hours,
        admission_of(person),
    ]


def admission_of(person: PersonAttendance) -> str:
    """Return in a word where somebody stands with the admission."""
    if person.standing.earned:
        return _("Enough")
    if person.standing.by_order:
        return _("Admitted by order")
    if person.share.unreachable:
        return _("Out of reach")
    return _("Not yet")
