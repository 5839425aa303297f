"""Hold a cohort still while something is decided about it, and close it."""

import datetime
import uuid

from accounts.models import User
from courses.enums import OPEN_COHORTS, CohortState
from courses.models import Cohort


def hold(cohort_id: uuid.UUID) -> Cohort:
    """Return the cohort as it is now, locked against others until the caller's transaction ends."""
    held = Cohort.objects.select_for_update(of=("self",)).select_related("centre", "programme_version")
    return held.get(pk=cohort_id)


def lock(*, cohort: Cohort, by: User, at: datetime.datetime) -> bool:
    """Close the cohort by protocol; True when it was open, False when it was closed already.

    Runs in the caller's transaction; the caller remembers the act (who, `by`, and when, `at`) with the protocol.
    """
    del by, at  # kept in the protocol; part of the promised signature
    closed = Cohort.objects.filter(pk=cohort.pk, state__in=OPEN_COHORTS).update(state=CohortState.LOCKED)
    cohort.state = CohortState.LOCKED
    return bool(closed)
