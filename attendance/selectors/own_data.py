"""What `attendance` holds about one person, to be read by the person (accounts/selectors/data_copy.py)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from accounts.selectors.data_copy import Section
from attendance.models import Mark

if TYPE_CHECKING:
    from accounts.models import User


def own_data(person: "User", language: str) -> Sequence[Section]:
    """Return the marks of every class session. One query."""
    del language
    rows = Mark.objects.filter(enrolment__person=person).select_related("session__cohort")
    marks = [
        (
            row.session.date,
            row.session.first_hour,
            row.session.cohort.code,
            row.get_status_display(),
            row.minutes_late or "",
            row.document,
        )
        for row in rows.order_by("session__date", "session__first_hour")
    ]
    headings = (_("Date"), _("Hour"), _("Cohort"), _("Mark"), _("Minutes late"), _("Document number"))
    return [Section(_("Attendance"), headings, marks)]
