"""Nobody alone teaches, marks and locks: who had a hand in the marks of a cohort, or teaches it."""

import uuid
from typing import TYPE_CHECKING

from assessments.models import LateDecision, Marking, Observation
from assessments.selectors.practicals import assessed_by
from courses.selectors.cohorts import instructors_of

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Attempt, Result
    from courses.models import Cohort


def marked_in(user: "User", cohort: "Cohort") -> bool:
    """True when `user` gave marks in the cohort: a checklist, points for an answer, a decision on a late one.

    Who only sat in the room as invigilator gave none.
    """
    if assessed_by(user, cohort):
        return True
    if Marking.objects.filter(by=user, question__attempt__enrolment__cohort=cohort).exists():
        return True
    return LateDecision.objects.filter(by=user, response__attempt__enrolment__cohort=cohort).exists()


def teaches_in(user: "User", cohort: "Cohort") -> bool:
    """True when `user` is an instructor of the cohort."""
    return any(person.pk == user.pk for person in instructors_of(cohort))


def markers_of(result: "Result") -> set[uuid.UUID]:
    """Return the ids of everybody who gave marks for one result, of whatever kind."""
    observers = Observation.objects.filter(enrolment=result.enrolment_id, version__exercise__code=result.code)
    markings = Marking.objects.filter(
        question__attempt__enrolment=result.enrolment_id, question__attempt__quiz__code=result.code
    )
    return {*observers.values_list("assessor", flat=True), *markings.values_list("by", flat=True)}


def marked_alone(attempt: "Attempt") -> bool:
    """True when answers of the attempt were marked by hand, and one person did it all. One query."""
    markings = Marking.objects.filter(question__attempt=attempt).order_by()
    return markings.values("by").distinct().count() == 1
