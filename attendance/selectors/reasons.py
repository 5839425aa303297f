"""Why marks were corrected, by the event that came of it."""

import uuid
from collections.abc import Iterable

from attendance.models import Correction


def reasons_of(corrections: Iterable[Correction], enrolment: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return reasons by the id of the event; `corrections` are of one person.

    The event of a correction made by hand has an id made from it; where a whole roll was called after the day was
    signed, each correction has the id of its event.
    """
    reasons: dict[uuid.UUID, str] = {}
    for row in corrections:
        reasons[row.pk] = reasons[uuid.uuid5(row.pk, str(enrolment))] = row.reason
    return reasons
