"""The evidence file of one certificate: from the enrolment to the signature, everything that stands behind it."""

import dataclasses
import uuid
from typing import TYPE_CHECKING, Any

from accounts.selectors.names import KeyDestroyedError, display, names_of
from assessments.selectors.evidence import Work, work_of
from assessments.selectors.results import protocol_of
from attendance.selectors.shares import PartShare, Standing, parts_of, standing_of
from certificates.domain.names import printed_name
from certificates.models import Certificate, CertificateEvent, NameProof
from certificates.selectors.papers import frozen_names
from courses.selectors.cohorts import instructors_of

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Protocol
    from courses.models import Enrolment


@dataclasses.dataclass(frozen=True)
class Evidence:
    """What the file says. `names` of everybody who acted, by id; protected people stand under their number."""

    certificate: Certificate
    enrolment: "Enrolment"
    holder: str
    standing: Standing
    parts: list[PartShare]
    work: Work
    protocol: "Protocol | None"
    proofs: list[NameProof]
    events: list[CertificateEvent]
    instructors: "list[User]"
    names: dict[uuid.UUID, str]


def evidence_of(certificate: Certificate, language: str) -> Evidence:
    """Return the evidence of a certificate. The number of queries does not depend on how much was done."""
    row = Certificate.objects.select_related(
        "person",
        "centre",
        "batch__order",
        "batch__prepared_by",
        "batch__issued_by",
        "enrolment__cohort__programme_version__programme",
        "enrolment__cohort__centre",
        "enrolment__order",
        "enrolment__enrolled_by",
        "enrolment__person",
    ).get(pk=certificate.pk)
    enrolment, work = row.enrolment, work_of(row.enrolment)
    events = list(row.events.select_related("actor", "order"))
    proofs = list(NameProof.objects.filter(enrolment=enrolment).select_related("by"))
    protocol, instructors = protocol_of(enrolment.cohort), instructors_of(enrolment.cohort)
    return Evidence(
        certificate=row,
        enrolment=enrolment,
        holder=_holder(row, language),
        standing=standing_of(enrolment),
        parts=parts_of(enrolment),
        work=work,
        protocol=protocol,
        proofs=proofs,
        events=events,
        instructors=instructors,
        names=_said(_people(row, work, events, proofs, protocol, instructors), language),
    )


def _holder(certificate: Certificate, language: str) -> str:
    """Return the name on the paper, or the number of a protected person: the file leaves the house."""
    if certificate.person.protected:
        return certificate.person.service_number
    try:
        return printed_name(frozen_names(certificate)["holder"], language, "")
    except KeyDestroyedError:
        return certificate.person.service_number


def _people(
    row: Certificate,
    work: Work,
    events: list[CertificateEvent],
    proofs: list[NameProof],
    protocol: "Protocol | None",
    instructors: "list[User]",
) -> "list[User]":
    """Return everybody who had a hand in it."""
    batch = row.batch
    found: list[Any] = [row.enrolment.enrolled_by, *instructors]
    found += [batch.prepared_by, batch.issued_by] if batch else []
    found += [one.assessor for one in work.observations] + [one.from_paper for one in work.observations]
    found += [one.confirmed_by for one in work.results] + [one.by for one in work.corrections]
    found += [one.decided_by for one in work.appeals] + [one.filed_by for one in work.appeals]
    found += [one.actor for one in events] + [one.by for one in proofs]
    found += [protocol.locked_by] if protocol else []
    return [person for person in found if person is not None]


def _said(people: "list[User]", language: str) -> dict[uuid.UUID, str]:
    """Return how everybody stands in the file: with a name, protected people with their number. One query."""
    names = names_of({person for person in people if not person.protected})
    return {person.pk: display(names.get(person.pk, {}), language, person.service_number) for person in people}
