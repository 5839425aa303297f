"""The graduation page: who of a cohort is ready, who is not yet and why, whose name is signed, who has the paper."""

import dataclasses
import uuid
from typing import TYPE_CHECKING

from certificates.enums import BatchState, CertificateState, Reason, RegisterKind
from certificates.models import Batch, Certificate
from certificates.selectors.entitlement import Entitlement, entitlements_by_enrolment
from certificates.selectors.proofs import Proof, standing_proofs
from certificates.selectors.renewals import renewed_by
from courses.selectors.cohorts import roster

if TYPE_CHECKING:
    from accounts.models import User
    from certificates.domain.entitlement import NotYet
    from courses.models import Cohort


@dataclasses.dataclass(frozen=True)
class Person:
    """One person on the graduation page: entitled or not yet, and the standing certificates if there are any.

    `renews` is the certificate that a new one would renew; `proof` says that the name was signed as it is now.
    """

    name: str
    entitlement: Entitlement
    certificate: Certificate | None
    attendance: Certificate | None = None
    proof: Proof | None = None
    renews: Certificate | None = None

    @property
    def ready(self) -> bool:
        """Entitled, and no certificate yet."""
        return self.entitlement.entitled and self.certificate is None

    @property
    def ready_for_attendance(self) -> bool:
        """Gets a certificate of attendance, and has none yet."""
        gets = self.entitlement.entitled_in(RegisterKind.ATTENDANCE)
        return gets and self.certificate is None and self.attendance is None

    @property
    def reasons(self) -> "tuple[NotYet, ...]":
        """What holds up this person and not everybody: while results are open, the protocol holds up all."""
        own = tuple(one for one in self.entitlement.reasons if one.reason != Reason.NOT_LOCKED)
        return own or self.entitlement.reasons

    @property
    def waits_for_protocol(self) -> bool:
        """Nothing but the protocol is missing."""
        return bool(self.entitlement.reasons) and all(
            one.reason == Reason.NOT_LOCKED for one in self.entitlement.reasons
        )


@dataclasses.dataclass(frozen=True)
class Graduation:
    """A cohort before its ceremony."""

    people: list[Person]
    batches: list[Batch]

    @property
    def ready(self) -> list[Person]:
        return [one for one in self.people if one.ready]

    @property
    def blocked(self) -> list[Person]:
        return [one for one in self.people if one.certificate is None and not one.ready]

    @property
    def issued(self) -> list[Person]:
        return [one for one in self.people if one.certificate is not None]

    @property
    def unproved(self) -> list[Person]:
        """People without a certificate whose name, as it is now, nobody signed."""
        return [one for one in self.people if one.certificate is None and one.proof is None]

    @property
    def for_attendance(self) -> list[Person]:
        """Who gets a certificate of attendance."""
        return [one for one in self.people if one.ready_for_attendance]

    @property
    def with_attendance(self) -> list[Person]:
        return [one for one in self.people if one.attendance is not None]

    @property
    def renewing(self) -> bool:
        """A new certificate of somebody who is ready renews an old one."""
        return any(one.renews is not None for one in self.ready)

    @property
    def unlocked(self) -> bool:
        """The results have not been locked by protocol: nobody can be ready."""
        return any(one.reason == Reason.NOT_LOCKED for person in self.people for one in person.entitlement.reasons)

    @property
    def prepared(self) -> Batch | None:
        """The batch that waits for the head of centre."""
        return self.prepared_in(RegisterKind.QUALIFICATION)

    @property
    def prepared_attendance(self) -> Batch | None:
        """The batch of certificates of attendance that waits for the head of centre."""
        return self.prepared_in(RegisterKind.ATTENDANCE)

    def prepared_in(self, register: str) -> Batch | None:
        """Return the batch of a register that waits for the head of centre."""
        waiting = (one for one in self.batches if one.state == BatchState.PREPARED and one.register == register)
        return next(waiting, None)


def graduation_of(cohort: "Cohort", user: "User", language: str) -> Graduation:
    """Return everybody of a cohort in the order of the alphabet, and its batches that were not cancelled."""
    found = entitlements_by_enrolment(cohort)
    standing: dict[str, dict[uuid.UUID, Certificate]] = {kind: {} for kind in RegisterKind.values}
    for row in Certificate.objects.filter(enrolment__cohort=cohort, state=CertificateState.ISSUED):
        standing[row.register][row.enrolment_id] = row
    lines = roster(cohort, language, by=user)
    proofs = standing_proofs(cohort, [line.enrolment for line in lines], language)
    renewable = renewed_by(cohort, [line.person.pk for line in lines])
    people = [
        Person(
            name=line.name,
            entitlement=found[line.enrolment.pk],
            certificate=standing[RegisterKind.QUALIFICATION].get(line.enrolment.pk),
            attendance=standing[RegisterKind.ATTENDANCE].get(line.enrolment.pk),
            proof=proofs.get(line.enrolment.pk),
            renews=renewable.get(line.person.pk),
        )
        for line in lines
    ]
    batches = Batch.objects.filter(cohort=cohort).exclude(state=BatchState.CANCELLED)
    return Graduation(people, list(batches.select_related("order")))
