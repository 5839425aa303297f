"""What the demonstration's first page leads to."""

import uuid
from typing import TYPE_CHECKING

from accounts.selectors.demonstration import invented_person
from certificates.selectors.cohort_papers import batch_of
from courses.selectors.finding import cohort_with_code
from desk.seats import Seat

if TYPE_CHECKING:
    from accounts.models import User

GRADUATING = "KHO-10D-1"
PREPARED = "KHO-GEN-1"


def person_in(seat: Seat) -> "User | None":
    """Return the person of the demonstration who sits in `seat`, or None while it was not loaded."""
    return invented_person(seat.number)


def graduating_cohort() -> uuid.UUID | None:
    """Return the id of the cohort that graduates in three days."""
    cohort = cohort_with_code(GRADUATING)
    return cohort.pk if cohort else None


def prepared_batch() -> uuid.UUID | None:
    """Return the id of the batch that the registrar prepared."""
    batch = batch_of(PREPARED)
    return batch.pk if batch else None
