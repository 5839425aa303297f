"""Four eyes: who had a hand in what ends in a certificate does not issue it alone (architecture.md 5.11)."""

from typing import TYPE_CHECKING

from assessments.selectors.involvement import marked_in
from certificates.enums import Involvement
from courses.selectors.cohorts import instructors_of

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.models import Batch


def involvement_of(user: "User", batch: "Batch") -> Involvement | None:
    """Return what `user` did for the people of the batch, or None when nothing stands against issuing."""
    if batch.prepared_by_id == user.pk:
        return Involvement.PREPARED
    if batch.lines.filter(enrolment__enrolled_by=user).exists():
        return Involvement.ENROLLED
    if batch.lines.filter(enrolment__person=user).exists():
        return Involvement.IN_IT
    if any(instructor.pk == user.pk for instructor in instructors_of(batch.cohort)):
        return Involvement.TAUGHT
    if marked_in(user, batch.cohort):
        return Involvement.ASSESSED
    return None
