"""Issuing on PostgreSQL, where two really act at once: heads, workers, registers, a renewal beside a duplicate."""

import uuid

import pytest
from django.db.models.signals import post_save
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEntry
from accounts.selectors.names import current_name_ids
from certificates.enums import ISSUE_BATCH, CertificateState, EventKind, RegisterKind
from certificates.models import Batch, Certificate, CertificateEvent, NameProof, RegisterSeries
from certificates.services.batches import BatchError, issue_batch, prepare_batch
from certificates.services.duplicates import DuplicateError, replace
from certificates.services.proofs import note_proofs
from certificates.tasks import issue_batch as work
from foundation.jobs.models import Job
from tests.factories.accounts import make_person, make_staff
from tests.factories.certificates import (
    CEREMONY,
    ORDER_DAY,
    attend,
    graduate,
    graduate_all,
    lock,
    pass_all,
    prepare,
    run_job,
)
from tests.factories.courses import enrol, make_cohort, make_version
from tests.postgres.together import at_once

pytestmark = pytest.mark.postgres


class Crash(Exception):
    """The power went."""


def job(batch: Batch) -> Job:
    return Job(kind=ISSUE_BATCH, subject=str(batch.pk), state="running", pk=uuid.uuid4())


def numbers(register: str = RegisterKind.QUALIFICATION) -> list[int]:
    return sorted(Certificate.objects.filter(register=register).values_list("number", flat=True))


def prepare_in(cast, register: str, batch_id: uuid.UUID, number: str = "5") -> Batch:
    return prepare_batch(
        cohort=cast.cohort, batch_id=batch_id, order_number=number, order_date=ORDER_DAY, effective_on=CEREMONY,
        second_language="ru", by=cast.registrar, at=timezone.now(), register=register,
    )  # fmt: skip


def test_pressing_prepare_twice_at_once_makes_one_batch(cast) -> None:
    graduate_all(cast)
    pk = uuid.uuid4()
    made = at_once(*[lambda: prepare_in(cast, RegisterKind.QUALIFICATION, pk)] * 3)
    assert [getattr(one, "pk", one) for one in made] == [pk] * 3
    assert Batch.objects.get().lines.count() == 3


def test_two_forms_at_once_leave_one_prepared_batch(cast) -> None:
    graduate_all(cast)
    made = at_once(*[lambda: prepare_in(cast, RegisterKind.QUALIFICATION, uuid.uuid4())] * 2)
    assert sum(isinstance(one, Batch) for one in made) == 1
    assert sum(isinstance(one, BatchError) for one in made) == 1


def test_two_heads_who_press_at_once_are_one_issuer(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    other = make_staff(Role.HEAD, centre=cast.khorog, number="KHO-H2")
    done = at_once(*[lambda by=by: issue_batch(batch=batch, by=by, at=timezone.now()) for by in (cast.head, other)])
    assert sum(isinstance(one, Batch) for one in done) == 1
    batch.refresh_from_db()
    assert batch.issued_by in (cast.head, other)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_crash_in_the_middle_and_two_workers_afterwards(cast, at: int) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    issue_batch(batch=batch, by=cast.head, at=timezone.now())
    seen = []

    def crash(sender, **_kwargs) -> None:
        seen.append(sender)
        if len(seen) == at:
            raise Crash

    post_save.connect(crash, sender=AuditEntry)
    try:
        run_job(batch)
    finally:
        post_save.disconnect(crash, sender=AuditEntry)
    assert numbers() == []  # ten are issued in one transaction, all or none
    at_once(*[lambda: work(job(batch))] * 2)
    run_job(batch)
    assert numbers() == [1, 2, 3]
    assert RegisterSeries.objects.get().last_number == 3
    assert CertificateEvent.objects.filter(kind=EventKind.ISSUED).count() == 3


def test_both_registers_at_once_have_no_gap_and_nobody_twice(cast) -> None:
    attend(cast.cohort, cast.instructor)
    pass_all(cast.enrolment, cast.registrar)
    lock(cast.cohort, cast.registrar)
    batches = [prepare_in(cast, register, uuid.uuid4()) for register in RegisterKind.values]
    for batch in batches:
        issue_batch(batch=batch, by=cast.head, at=timezone.now())
    at_once(*[lambda batch=batch: work(job(batch)) for batch in (*batches, *batches)])
    for batch in batches:
        run_job(batch)
    assert numbers() == [1]
    assert numbers(RegisterKind.ATTENDANCE) == [1, 2]


def test_a_renewal_beside_a_duplicate_of_the_old_one_locks_nobody_out(cast) -> None:
    person = make_person(centre=cast.khorog)
    version = make_version(code="HBM-30H")
    version.validity_months = 36
    version.save()
    batches = []
    for number in ("1", "2"):
        cohort = make_cohort(centre=cast.khorog, version=version)
        (enrolment,) = enrol(cohort, person, by=cast.registrar)
        graduate(cohort, enrolment, instructor=cast.instructor, registrar=cast.registrar)
        batches.append(prepare(cohort, cast.registrar, number=number))
        issue_batch(batch=batches[-1], by=cast.head, at=timezone.now())
        if number == "1":
            run_job(batches[0])
    old = Certificate.objects.get()
    other = make_staff(Role.HEAD, centre=cast.khorog, number="KHO-H2")
    done = at_once(
        lambda: work(job(batches[1])),
        lambda: replace(certificate=old, order_number="8", order_date=ORDER_DAY, by=other, at=timezone.now()),
    )
    assert isinstance(done[1], Certificate | DuplicateError)
    run_job(batches[1])
    old.refresh_from_db()
    assert old.state in (CertificateState.RENEWED, CertificateState.REPLACED)
    assert numbers() == list(range(1, Certificate.objects.count() + 1))


def test_a_signature_noted_twice_at_once_is_noted_once(cast) -> None:
    signed = {cast.enrolment.pk: current_name_ids([cast.trainee])[cast.trainee.pk]}
    done = at_once(*[lambda: note_proofs(cohort=cast.cohort, signed=signed, by=cast.registrar, at=timezone.now())] * 3)
    assert sorted(done) == [0, 0, 1]
    assert NameProof.objects.count() == 1
