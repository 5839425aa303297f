"""Names of people of several cohorts, as one reader may see them."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts.access import may_open_name
from accounts.selectors.names import display, names_of
from courses.selectors.cohorts import taught_cohorts

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Enrolment


def names_for(enrolments: "Collection[Enrolment]", language: str, *, by: "User") -> dict[uuid.UUID, str]:
    """Return names by enrolment id; a protected person's only to who teaches the cohort or may open the name.

    Everybody else reads the service number. Enrolments come with their people. Two queries.
    """
    taught = set(taught_cohorts(by).values_list("pk", flat=True)) if enrolments else set()
    open_to = [row.person for row in enrolments if row.cohort_id in taught or may_open_name(by, row.person)]
    names = names_of(open_to)
    return {row.pk: display(names.get(row.person_id, {}), language, row.person.service_number) for row in enrolments}
