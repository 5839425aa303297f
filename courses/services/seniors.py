"""The senior of a group: a trainee of the cohort who may prepare its rolls."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from courses.enums import OPEN_COHORTS
from courses.models import Cohort
from courses.services.cohort_states import hold
from courses.services.cohorts import CohortLockedError

if TYPE_CHECKING:
    from accounts.models import User


class NotInCohortError(ValueError):
    """The person is not enrolled in the cohort."""


def name_senior(*, cohort: Cohort, person: uuid.UUID | None, by: "User", at: datetime.datetime) -> Cohort:
    """Say who is the senior of a cohort (the person's id), or that nobody is. Remembered when it changes.

    Raises NotInCohortError or CohortLockedError.
    """
    with transaction.atomic():
        row = hold(cohort.pk)
        if row.state not in OPEN_COHORTS:
            raise CohortLockedError
        if person is not None and not row.enrolments.active().filter(person=person).exists():
            raise NotInCohortError
        if row.senior_id != person:
            old, row.senior_id = row.senior_id, person
            row.save(update_fields=["senior"])
            remember(
                act=Act.COHORT_CHANGED,
                by=by,
                subject=row,
                centre=row.centre,
                old={"senior": str(old) if old else ""},
                new={"senior": str(person) if person else ""},
            )
    return row
