"""What certificates take from results: the editions that were learned from."""

import uuid
from typing import TYPE_CHECKING

from assessments.enums import SETTLED
from assessments.models import Result

if TYPE_CHECKING:
    from courses.models import Cohort


def editions_learned(cohort: "Cohort") -> dict[uuid.UUID, dict[str, int]]:
    """Return for each enrolment of a cohort which edition of each lesson was current for its results. One query.

    Where two results name the same lesson, the newer edition stands.
    """
    found: dict[uuid.UUID, dict[str, int]] = {}
    rows = Result.objects.filter(enrolment__cohort=cohort, state__in=SETTLED).order_by()
    for enrolment, numbers in rows.values_list("enrolment", "edition_numbers"):
        own = found.setdefault(enrolment, {})
        for lesson, number in numbers.items():
            own[lesson] = max(number, own.get(lesson, 0))
    return found
