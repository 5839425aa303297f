"""Results that an auditor draws from, and sums of results that name nobody."""

import datetime
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from assessments.enums import SETTLED
from assessments.models import Result

if TYPE_CHECKING:
    from accounts.models import Centre, User


def settled_results(by: "User", since: datetime.date, until: datetime.date, centre: "Centre | None") -> list[str]:
    """Return the ids of the results that were settled in some days, sorted. One query."""
    rows = Result.objects.visible_to(by).filter(
        state__in=SETTLED, updated_at__date__gte=since, updated_at__date__lte=until
    )
    if centre is not None:
        rows = rows.filter(enrolment__cohort__centre=centre)
    return sorted(str(pk) for pk in rows.values_list("pk", flat=True))


def results_drawn(by: "User", ids: Collection[str]) -> dict[str, Result]:
    """Return results by id with person and cohort. One query."""
    rows = Result.objects.visible_to(by).filter(pk__in=ids)
    return {str(row.pk): row for row in rows.select_related("enrolment__person", "enrolment__cohort__centre")}


def results_summed(cohorts: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """Return for each cohort how many people have settled results, and how many of them passed everything so far.

    One query.
    """
    found: dict[uuid.UUID, tuple[int, int]] = {}
    rows = Result.objects.filter(state__in=SETTLED, enrolment__cohort__in=cohorts).exclude(enrolment__state="withdrawn")
    by_person = (
        rows.order_by().values("enrolment__cohort", "enrolment").annotate(failed=Count("pk", filter=Q(passed=False)))
    )
    for cohort, failed in by_person.values_list("enrolment__cohort", "failed"):
        people, passed = found.get(cohort, (0, 0))
        found[cohort] = (people + 1, passed + (failed == 0))
    return found
