"""Days of rolls that an auditor draws from."""

import datetime
from typing import TYPE_CHECKING

from courses.selectors.cohorts import visible_cohorts
from courses.selectors.timetable import held_sessions

if TYPE_CHECKING:
    from accounts.models import Centre, User


def days_with_rolls(
    by: "User", since: datetime.date, until: datetime.date, centre: "Centre | None"
) -> list[tuple[str, datetime.date]]:
    """Return the days on which rolls were called, with the code of the centre, sorted. One query."""
    cohorts = visible_cohorts(by) if centre is None else visible_cohorts(by).filter(centre=centre)
    rows = held_sessions(list(cohorts)).filter(date__gte=since, date__lte=until)
    return sorted(set(rows.order_by().values_list("cohort__centre__code", "date")))
