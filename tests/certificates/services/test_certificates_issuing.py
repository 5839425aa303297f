"""Issuing: no number twice and no gap, whatever breaks; facts are frozen; protected names stay sealed."""

import re
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.enums import Act, NameSource, OrderKind
from accounts.models import AuditEntry
from accounts.selectors.names import Name
from accounts.services.names import set_name
from accounts.services.orders import write_order
from certificates.enums import CertificateState, EventKind, Involvement, RevocationCategory
from certificates.models import Batch, Certificate, CertificateEvent, RegisterSeries
from certificates.models.certificates import FrozenError
from certificates.selectors.batches import batch_to_issue, lines_to_issue
from certificates.services.batches import (
    BatchOpenError,
    InvolvedError,
    NobodyReadyError,
    NotPreparedError,
    OrderClashError,
    SamePersonError,
    cancel_batch,
    issue_batch,
)
from certificates.services.issuing import issue_one, occasion_of, series_of
from certificates.services.revocations import revoke
from courses.models import Enrolment
from tests.factories.accounts import LONG_AGO, make_person
from tests.factories.certificates import (
    CEREMONY,
    ORDER_DAY,
    attend,
    certificate_of,
    graduate,
    graduate_all,
    issue,
    issued_all,
    lock,
    pass_all,
    prepare,
    run_job,
)
from tests.factories.courses import enrol, make_cohort, make_version


class Crash(Exception):
    """The power went."""


def numbers() -> list[int]:
    return sorted(Certificate.objects.values_list("number", flat=True))


def test_a_cohort_is_issued(cast) -> None:
    certificates = issued_all(cast)
    assert [one.serial for one in certificates] == [f"BFT-KHO-GEN-2026-0000{n}" for n in (1, 2, 3)]
    assert len({one.code for one in certificates}) == 3
    assert all(one.issued_on == CEREMONY and one.file_sha256 for one in certificates)
    assert CertificateEvent.objects.filter(kind=EventKind.ISSUED, actor=cast.head).count() == 3
    subjects = AuditEntry.objects.filter(act=Act.CERTIFICATES_ISSUED).values_list("subject", flat=True)
    assert sorted(subjects) == ["certificates.batch", *["certificates.certificate"] * 3]


def test_numbers_run_in_the_order_of_the_alphabet(cast) -> None:
    names = [one.person for one in issued_all(cast)]
    assert names.index(cast.classmate) < names.index(cast.trainee)  # Ғафурова before Каримзода


def test_only_who_is_entitled_is_in_the_batch(cast) -> None:
    graduate_all(cast)
    late = make_person(centre=cast.khorog)
    enrol(cast.cohort, late, by=cast.registrar)
    batch = prepare(cast.cohort, cast.registrar)
    assert batch.lines.count() == 3
    assert not batch.lines.filter(enrolment__person=late).exists()


def test_running_the_job_again_changes_nothing(cast) -> None:
    before = [(one.pk, one.serial, one.file_sha256) for one in issued_all(cast)]
    batch = Batch.objects.get()
    run_job(batch)
    issue_batch(batch=batch, by=cast.head, at=timezone.now())
    run_job(batch)
    assert [(one.pk, one.serial, one.file_sha256) for one in Certificate.objects.order_by("number")] == before
    assert CertificateEvent.objects.count() == 3


WRITTEN = ("registerseries", "certificate", "certificateevent", "auditentry", "enrolment", "credential")


@pytest.mark.parametrize("broken", WRITTEN)
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_crash_anywhere_leaves_no_gap_and_no_double(cast, broken: str, at: int) -> None:
    """The worker dies right after it has written a table for the first, second or third time."""
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    issue_batch(batch=batch, by=cast.head, at=timezone.now())
    seen = []

    def crash(execute, sql, *rest):
        done = execute(sql, *rest)
        if re.match(rf'(INSERT INTO|UPDATE) "[a-z]+_{broken}"', sql):
            seen.append(sql)
            if len(seen) == at:
                raise Crash
        return done

    with connection.execute_wrapper(crash):
        run_job(batch)
    assert seen, "the table was written"
    assert numbers() == list(range(1, len(numbers()) + 1))
    assert not RegisterSeries.objects.exclude(last_number=len(numbers())).exists()
    run_job(batch)
    run_job(batch)
    assert numbers() == [1, 2, 3]
    assert RegisterSeries.objects.get().last_number == 3
    assert Certificate.objects.exclude(file_sha256="").count() == 3


def test_two_workers_with_the_same_list_issue_each_person_once(cast) -> None:
    graduate_all(cast)
    issue_batch(batch=prepare(cast.cohort, cast.registrar), by=cast.head, at=timezone.now())
    batch = batch_to_issue(Batch.objects.get().pk)
    first, second = lines_to_issue(batch), lines_to_issue(batch)
    assert len(first) == len(second) == 3
    made = []
    for line in [one for pair in zip(first, second, strict=True) for one in pair]:
        occasion = occasion_of(batch, planned_hours=4, held_hours=4, protocol=None, honours=False)
        names = {"cyrl": Name("cyrl", "Каримзода", "Далер", "Саид")}
        made.append(
            issue_one(
                line=line,
                occasion=occasion,
                series=series_of(batch),
                holder=names,
                signatory=names,
                by=cast.head,
                at=timezone.now(),
            )
        )
    assert [one is None for one in made] == [False, True] * 3
    assert numbers() == [1, 2, 3]
    assert RegisterSeries.objects.get().last_number == 3


def test_who_is_not_entitled_any_more_is_left_out(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    issue_batch(batch=batch, by=cast.head, at=timezone.now())
    cast.enrolment.results.filter(kind="practical").update(passed=False)
    Enrolment.objects.filter(pk=cast.afghan_enrolment.pk).update(state="withdrawn")
    run_job(batch)
    assert [one.person for one in Certificate.objects.all()] == [cast.classmate]
    cast.enrolment.results.update(passed=True)
    run_job(batch)
    assert numbers() == [1, 2]


def test_preparing_twice_is_one_batch(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    with pytest.raises(BatchOpenError) as raised:
        prepare(cast.cohort, cast.registrar)
    assert raised.value.batch == batch
    cancel_batch(batch=batch, by=cast.registrar, at=timezone.now())
    assert prepare(cast.cohort, cast.registrar).pk != batch.pk


def test_nobody_ready_makes_no_batch(cast) -> None:
    with pytest.raises(NobodyReadyError):
        prepare(cast.cohort, cast.registrar)
    issued_all(cast)
    with pytest.raises(NobodyReadyError):
        prepare(cast.cohort, cast.registrar)


def test_an_order_of_another_kind_is_refused(cast) -> None:

    graduate_all(cast)
    write_order(
        centre=cast.khorog, kind=OrderKind.ENROLMENT, number="146-к", date=ORDER_DAY, by=cast.registrar,
        at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(OrderClashError):
        prepare(cast.cohort, cast.registrar)
    assert not Batch.objects.exists()


def test_four_eyes(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    with pytest.raises(SamePersonError):
        issue_batch(batch=batch, by=cast.registrar, at=timezone.now())
    with pytest.raises(InvolvedError) as taught:
        issue_batch(batch=batch, by=cast.instructor, at=timezone.now())
    assert taught.value.involvement == Involvement.TAUGHT
    Enrolment.objects.filter(pk=cast.enrolment.pk).update(enrolled_by=cast.head)
    with pytest.raises(InvolvedError) as enrolled:
        issue_batch(batch=batch, by=cast.head, at=timezone.now())
    assert enrolled.value.involvement == Involvement.ENROLLED
    batch.refresh_from_db()
    assert batch.state == "prepared"
    assert not Certificate.objects.exists()


def test_a_cancelled_batch_is_not_issued(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    cancel_batch(batch=batch, by=cast.registrar, at=timezone.now())
    with pytest.raises(NotPreparedError):
        issue_batch(batch=batch, by=cast.head, at=timezone.now())
    run_job(batch)
    assert not Certificate.objects.exists()


def test_series_go_on_over_programmes_of_one_course(cast) -> None:

    made = []
    for code in ("BIC-3M", "BIC-10D"):
        cohort = make_cohort(centre=cast.khorog, version=make_version(code=code))
        (enrolment,) = enrol(cohort, make_person(centre=cast.khorog), by=cast.registrar)
        graduate(cohort, enrolment, instructor=cast.instructor, registrar=cast.registrar)
        made += issue(prepare(cohort, cast.registrar), cast.head)
    assert [one.serial for one in made] == ["BFT-KHO-BIC-2026-00001", "BFT-KHO-BIC-2026-00002"]


def test_frozen_fields_cannot_be_changed(cast) -> None:
    certificate = issued_all(cast)[0]
    row = Certificate.objects.get(pk=certificate.pk)
    row.serial = "BFT-KHO-GEN-2026-99999"
    with pytest.raises(FrozenError):
        row.save()
    with pytest.raises(FrozenError):
        Certificate.objects.filter(pk=certificate.pk).update(facts={})
    with pytest.raises(FrozenError):
        row.delete()


def test_protected_names_are_nowhere_in_clear(cast, settings) -> None:
    issued_all(cast, second_language="fa-af")
    certificate = certificate_of(cast.afghan)
    assert certificate.names is None
    assert not certificate.check_allowed
    assert certificate.file_name.endswith(".pdf.sealed")
    with connection.cursor() as cursor:
        cursor.execute("select name from sqlite_master where type='table'" if connection.vendor == "sqlite" else
                       "select tablename from pg_tables where schemaname='public'")  # fmt: skip
        everything = ""
        for (table,) in cursor.fetchall():
            cursor.execute(f'select * from "{table}"')
            everything += repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor])
    for name in ("زهرا", "غلام", "ZAHRA", "\\\\u0632\\\\u0647\\\\u0631\\\\u0627", "زهرا".encode().hex()):
        assert name not in everything
    stored = b"".join(path.read_bytes() for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file())
    assert "زهرا".encode() not in stored
    assert str(certificate.pk) in "".join(path.name for path in settings.PRIVATE_ROOT.rglob("*.sealed"))
    assert "ZAHRA" not in repr([path.name for path in settings.PRIVATE_ROOT.rglob("*")])


def test_a_name_changed_later_does_not_touch_the_record(cast) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    holder = certificate.person
    set_name(
        person=holder,
        name=Name("cyrl", "Нав", "Ном", ""),
        source=NameSource.DOCUMENT,
        confirmed=True,
        by=cast.registrar,
        on=LONG_AGO,
    )
    certificate.refresh_from_db()
    assert "Нав" not in str(certificate.names)


def test_a_standing_certificate_stands_once(cast) -> None:

    certificate = issued_all(cast)[0]
    certificate.pk = uuid.uuid4()
    certificate._state.adding = True
    certificate.code, certificate.serial, certificate.number = "X" * 16, "X", 99
    certificate._frozen = {}
    with pytest.raises(IntegrityError), transaction.atomic():
        certificate.save(force_insert=True)


def test_after_revocation_a_new_one_can_be_issued(cast) -> None:

    certificate = issued_all(cast)[0]
    revoke(
        certificate=certificate, order_number="9", order_date=ORDER_DAY, category=RevocationCategory.ERROR,
        by=cast.hr, at=timezone.now(),
    )  # fmt: skip
    again = issue(prepare(cast.cohort, cast.registrar, number="147"), cast.head)
    assert [one.number for one in again] == [4]
    assert Certificate.objects.filter(state=CertificateState.ISSUED).count() == 3


def test_pass_all_is_needed(cast) -> None:
    """The factory proves nothing by itself: without results nobody is ready."""

    attend(cast.cohort, cast.instructor)
    lock(cast.cohort, cast.registrar)
    with pytest.raises(NobodyReadyError):
        prepare(cast.cohort, cast.registrar)
    pass_all(cast.enrolment, cast.registrar)
    assert prepare(cast.cohort, cast.registrar).lines.count() == 1
