"""Let the people of a cohort check in themselves, or no longer."""

import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from courses.enums import OPEN_COHORTS
from courses.models import Cohort
from courses.services.cohort_states import hold
from courses.services.timetable import TimetableClosedError

if TYPE_CHECKING:
    from accounts.models import User


def allow_check_in(*, cohort: Cohort, allowed: bool, by: "User", at: datetime.datetime) -> Cohort:
    """Switch self check-in of a cohort on or off; remembered when it changes. Raises TimetableClosedError."""
    del at  # the audit entry has the moment
    with transaction.atomic():
        cohort = hold(cohort.pk)
        if cohort.state not in OPEN_COHORTS:
            raise TimetableClosedError
        if cohort.self_check_in != allowed:
            cohort.self_check_in = allowed
            cohort.save(update_fields=["self_check_in"])
            remember(
                act=Act.COHORT_CHANGED,
                by=by,
                subject=cohort,
                centre=cohort.centre,
                old={"self_check_in": not allowed},
                new={"self_check_in": allowed},
            )
    return cohort
