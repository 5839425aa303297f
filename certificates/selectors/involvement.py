"""Four eyes: who had a hand in what ends in a certificate does not issue it alone (architecture.md 5.11)."""

from typing import TYPE_CHECKING

from assessments.selectors.involvement import marked_in
from certificates.enums import Involvement
from courses.selectors.graduating import everybody_who_taught

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.models import Batch
    from courses.models import Cohort, Enrolment


def involvement_of(user: "User", batch: "Batch") -> Involvement | None:
    """Return what `user` did for the people of the batch, or None when nothing stands against issuing."""
    if batch.prepared_by_id == user.pk:
        return Involvement.PREPARED
    if batch.lines.filter(enrolment__enrolled_by=user).exists():
        return Involvement.ENROLLED
    if batch.lines.filter(enrolment__person=user).exists():
        return Involvement.IN_IT
    return _of_cohort(user, batch.cohort)


def involvement_in(user: "User", enrolment: "Enrolment") -> Involvement | None:
    """Return what `user` did for one person, or None when nothing stands against a certificate of hers or his."""
    if enrolment.enrolled_by_id == user.pk:
        return Involvement.ENROLLED
    if enrolment.person_id == user.pk:
        return Involvement.IN_IT
    return _of_cohort(user, enrolment.cohort)


def _of_cohort(user: "User", cohort: "Cohort") -> Involvement | None:
    if user.pk in everybody_who_taught(cohort):
        return Involvement.TAUGHT
    if marked_in(user, cohort):
        return Involvement.ASSESSED
    return None
