"""Who signed that the names are right, before they are frozen."""

import dataclasses
import datetime
import uuid
from typing import TYPE_CHECKING

from accounts.selectors.names import current_name_ids, display, names_of
from certificates.models import NameProof

if TYPE_CHECKING:
    from courses.models import Cohort, Enrolment


@dataclasses.dataclass(frozen=True)
class Proof:
    """Somebody signed the names as they are now: who noted it, and when."""

    by: str
    at: datetime.datetime


def proofs_of(cohort: "Cohort") -> set[tuple[uuid.UUID, str]]:
    """Return (enrolment, ids of the names that were signed) of a cohort. One query."""
    return set(NameProof.objects.filter(enrolment__cohort=cohort).values_list("enrolment", "names"))


def standing_proofs(cohort: "Cohort", enrolments: "list[Enrolment]", language: str) -> dict[uuid.UUID, Proof]:
    """Return the proofs that still hold, by enrolment id: a name changed afterwards has to be signed anew.

    Three queries.
    """
    current = current_name_ids([one.person_id for one in enrolments])
    wanted = {(one.pk, current[one.person_id]) for one in enrolments}
    rows = [
        row
        for row in NameProof.objects.filter(enrolment__cohort=cohort).select_related("by")
        if (row.enrolment_id, row.names) in wanted
    ]
    names = names_of({row.by_id for row in rows})
    return {row.enrolment_id: Proof(display(names[row.by_id], language, row.by.service_number), row.at) for row in rows}
