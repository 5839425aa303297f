"""Note that trainees signed the name-proof sheet: the names are right as they stand on it."""

import datetime
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.selectors.names import current_name_ids
from accounts.services.audit import remember
from certificates.models import NameProof
from courses.selectors.cohorts import enrolments_of
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort


class NamesChangedError(Exception):
    """Some names were changed since the page was opened; nothing was noted. `enrolments` are those people."""

    def __init__(self, enrolments: list[uuid.UUID]) -> None:
        super().__init__(len(enrolments))
        self.enrolments = enrolments


def note_proofs(*, cohort: "Cohort", signed: Mapping[uuid.UUID, str], by: "User", at: datetime.datetime) -> int:
    """Note for each enrolment of `signed` that the person signed these names; return how many are new.

    The values are the ids of the names that stood on the page (accounts.selectors.names.current_name_ids). Noted twice
    is noted once; who is not in the cohort is passed over. Raises NamesChangedError.
    """
    with transaction.atomic():
        held = hold(cohort.pk)
        rows = [row for row in enrolments_of(held) if row.pk in signed]
        current = current_name_ids([row.person_id for row in rows])
        changed = [row.pk for row in rows if not signed[row.pk] or current[row.person_id] != signed[row.pk]]
        if changed:
            raise NamesChangedError(changed)
        known = set(NameProof.objects.filter(enrolment__in=rows).values_list("enrolment", "names"))
        new = [row for row in rows if (row.pk, signed[row.pk]) not in known]
        for row in new:
            proof = NameProof.objects.create(enrolment=row, names=signed[row.pk], by=by, at=at)
            remember(act=Act.NAME_PROVED, by=by, subject=row, centre=held.centre, new={"proof": str(proof.pk)})
    return len(new)
