"""Batches: what the progress page shows, and what the job has left to do."""

import dataclasses
import uuid
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.selectors.names import display, names_of
from assessments.selectors.results import protocol_of
from certificates.enums import ISSUE_BATCH, BatchState, CertificateState, Involvement
from certificates.models import Batch, BatchLine, Certificate
from certificates.selectors.entitlement import Entitlement, entitlements_by_enrolment, withdrawn
from certificates.selectors.involvement import involvement_of
from certificates.selectors.signatories import SignatoryLine, signatory_lines
from courses.selectors.cohorts import roster
from courses.selectors.timetable import hours_delivered, hours_of_programme
from foundation.jobs.models import JobState
from foundation.jobs.reading import is_open, newest

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Protocol
    from courses.models import Cohort


@dataclasses.dataclass(frozen=True)
class BatchPerson:
    name: str
    line: BatchLine
    certificate: Certificate | None
    entitlement: Entitlement | None  # only where nothing was issued


@dataclasses.dataclass(frozen=True)
class BatchProgress:
    """Where a batch stands: its people, how many certificates are issued and drawn, whether work goes on."""

    batch: Batch
    people: list[BatchPerson]
    issued: int
    drawn: int
    working: bool
    failed: bool
    involvement: Involvement | None
    prepared_by: str
    issued_by: str
    signatories: list[SignatoryLine]

    @property
    def unfinished(self) -> bool:
        """Approved, nobody works on it, and somebody who is entitled has no certificate or no PDF."""
        if self.batch.state != BatchState.ISSUED or self.working:
            return False
        register = self.batch.register
        left = any(one.entitlement is not None and one.entitlement.entitled_in(register) for one in self.people)
        return left or self.drawn < self.issued


@dataclasses.dataclass(frozen=True)
class Hours:
    """Academic hours of the programme and of the sessions held, and the protocol that closed the cohort."""

    planned: int
    held: int
    protocol: "Protocol | None"


def batches_in(cohorts: "QuerySet[Cohort]") -> QuerySet[Batch]:
    """Return the batches of some cohorts, with cohort, programme, centre, order and design."""
    return Batch.objects.filter(cohort__in=cohorts).select_related(
        "cohort__centre", "cohort__programme_version__programme", "order", "prepared_by", "issued_by", "design"
    )


def progress_of(batch: Batch, user: "User", language: str) -> BatchProgress:
    """Return where a batch stands, with the people's names, and what keeps `user` from issuing it."""
    lines = list(batch.lines.select_related("enrolment__person", "renews"))
    certificates = {one.enrolment_id: one for one in Certificate.objects.filter(batch=batch)}
    job = newest(ISSUE_BATCH, str(batch.pk))
    staff = [person for person in (batch.prepared_by, batch.issued_by) if person is not None]
    names = names_of(staff)
    said = {person.pk: display(names[person.pk], language, person.service_number) for person in staff}
    return BatchProgress(
        batch=batch,
        people=_people(batch, lines, certificates, user, language),
        issued=len(certificates),
        drawn=sum(1 for one in certificates.values() if one.file_name),
        working=is_open(job),
        failed=job is not None and job.state == JobState.FAILED,
        involvement=involvement_of(user, batch) if batch.state == BatchState.PREPARED else None,
        prepared_by=said[batch.prepared_by_id],
        issued_by=said.get(batch.issued_by_id, "") if batch.issued_by_id else "",
        signatories=signatory_lines(batch, language),
    )


def _people(
    batch: Batch,
    lines: list[BatchLine],
    certificates: dict[uuid.UUID, Certificate],
    user: "User",
    language: str,
) -> list[BatchPerson]:
    """Return the people of a batch in the order of the alphabet; who was withdrawn meanwhile stands at the end."""
    entitled = entitlements_by_enrolment(batch.cohort) if len(certificates) < len(lines) else {}
    names = {line.enrolment.pk: line.name for line in roster(batch.cohort, language, by=user)}
    place = {pk: number for number, pk in enumerate(names)}
    people = []
    for line in sorted(lines, key=lambda line: place.get(line.enrolment_id, len(place))):
        certificate = certificates.get(line.enrolment_id)
        standing = None if certificate else entitled.get(line.enrolment_id) or withdrawn(line.enrolment)
        name = names.get(line.enrolment_id, line.enrolment.person.service_number)
        people.append(BatchPerson(name, line, certificate, standing))
    return people


def batch_to_issue(pk: uuid.UUID) -> Batch:
    """Return a batch with all that the job needs. Raises Batch.DoesNotExist."""
    return Batch.objects.select_related(
        "cohort__centre", "cohort__programme_version__programme", "order", "design", "issued_by"
    ).get(pk=pk)


def lines_to_issue(batch: Batch) -> list[BatchLine]:
    """Return the lines whose person has no certificate of this batch and no standing one of this enrolment."""
    done = Certificate.objects.filter(batch=batch).values("enrolment")
    standing = Certificate.objects.filter(
        enrolment__cohort=batch.cohort_id, register=batch.register, state=CertificateState.ISSUED
    )
    lines = batch.lines.exclude(enrolment__in=done).exclude(enrolment__in=standing.values("enrolment"))
    return list(lines.select_related("enrolment__person", "batch").order_by("pk"))


def how_many_undrawn(batch: Batch) -> int:
    """Return how many certificates of a batch have no PDF yet. One query."""
    return Certificate.objects.filter(batch=batch, file_sha256="").count()


def whole_hours(cohort: "Cohort") -> Hours:
    """Return hours and protocol of a cohort as they are printed."""
    return Hours(hours_of_programme(cohort.programme_version), hours_delivered(cohort), protocol_of(cohort))
