"""In which cohort the rows stand that the audit trail names, for readers who may see them."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from assessments.models import Protocol, Result

if TYPE_CHECKING:
    from accounts.models import User


def cohorts_of_protocols(by: "User", ids: Collection[str]) -> dict[str, uuid.UUID]:
    """Return the cohort of each protocol that `by` may see, by the protocol's id as text. One query."""
    rows = Protocol.objects.visible_to(by).filter(pk__in=ids).values_list("pk", "cohort_id")
    return {str(pk): cohort for pk, cohort in rows}


def cohorts_of_results(by: "User", ids: Collection[str]) -> dict[str, uuid.UUID]:
    """Return the cohort of each result that `by` may see, by the result's id as text. One query."""
    rows = Result.objects.visible_to(by).filter(pk__in=ids).values_list("pk", "enrolment__cohort_id")
    return {str(pk): cohort for pk, cohort in rows}
