"""Certificates of attendance: a rule, a register and series of their own; an appeal holds up only its own line."""

import datetime
import uuid

import pytest
from django.utils import timezone

from assessments.models import Appeal
from certificates.domain.entitlement import Attendance, Facts, Requirement, Thresholds, decide_attendance
from certificates.enums import CertificateKind, CertificateState, Reason, RegisterKind
from certificates.models import Batch, Certificate, RegisterSeries
from certificates.selectors.entitlement import entitlements_by_enrolment
from certificates.selectors.graduation import graduation_of
from certificates.services.batches import NobodyReadyError, prepare_batch
from courses.enums import EnrolmentState
from courses.models import Enrolment
from tests.factories.accounts import make_person
from tests.factories.certificates import CEREMONY, ORDER_DAY, attend, graduate_all, issue, lock, pass_all, prepare
from tests.factories.courses import enrol

RULE = Thresholds(90, 60, attendance_paper_percent=50)


def prepare_attendance(cohort, by, *, number: str = "147-к") -> Batch:
    return prepare_batch(
        cohort=cohort,
        batch_id=uuid.uuid4(),
        order_number=number,
        order_date=ORDER_DAY,
        effective_on=CEREMONY,
        second_language="ru",
        by=by,
        at=timezone.now(),
        register=RegisterKind.ATTENDANCE,
    )


def file_appeal(enrolment, by) -> Appeal:
    return Appeal.objects.create(
        enrolment=enrolment, grounds="x", filed_by=by, decide_by=timezone.localdate() + datetime.timedelta(days=7)
    )


@pytest.fixture
def mixed(cast):
    """The trainee passed everything, the classmate only attended, the afghan missed three of ten hours."""
    attend(cast.cohort, cast.instructor, present=7, absent=3, enrolment=cast.afghan_enrolment)
    pass_all(cast.enrolment, cast.registrar)
    lock(cast.cohort, cast.registrar)
    return cast


@pytest.mark.parametrize(("percent", "entitled"), [("49.9", False), ("50.0", True), ("100", True)])
def test_the_share_of_hours_decides_and_nothing_else(percent: str, entitled: bool) -> None:
    from decimal import Decimal  # noqa: PLC0415 - reason: used here alone

    facts = Facts(
        withdrawn=False,
        locked=True,
        attendance=Attendance(False, Decimal(percent), Decimal(percent), owed_hours=9),
        requirements=(Requirement("quiz", "M2.2", "failed"), Requirement("practical", "PX-2.2", "missing")),
        has_name=True,
    )
    found = decide_attendance(facts, RULE)
    assert (found.entitled, found.honours) == (entitled, False)
    assert [one.reason for one in found.reasons] == ([] if entitled else [Reason.FEW_HOURS])


def test_who_gets_which(mixed) -> None:
    found = entitlements_by_enrolment(mixed.cohort)
    registers = {pk: [kind for kind in RegisterKind.values if one.entitled_in(kind)] for pk, one in found.items()}
    assert registers == {
        mixed.enrolment.pk: ["qualification"],
        mixed.classmate_enrolment.pk: ["attendance"],
        mixed.afghan_enrolment.pk: ["attendance"],
    }


def test_too_few_hours_give_no_paper(cast) -> None:
    attend(cast.cohort, cast.instructor, present=4, absent=6, enrolment=cast.afghan_enrolment)
    lock(cast.cohort, cast.registrar)
    batch = prepare_attendance(cast.cohort, cast.registrar)
    assert {line.enrolment_id for line in batch.lines.all()} == {cast.enrolment.pk, cast.classmate_enrolment.pk}
    reasons = entitlements_by_enrolment(cast.cohort)[cast.afghan_enrolment.pk].reasons_in(RegisterKind.ATTENDANCE)
    assert [(one.reason, one.have, one.need) for one in reasons] == [(Reason.FEW_HOURS, "40", "50")]


def test_they_have_series_and_words_of_their_own(mixed) -> None:
    (real,) = issue(prepare(mixed.cohort, mixed.registrar), mixed.head)
    papers = issue(prepare_attendance(mixed.cohort, mixed.registrar), mixed.head)
    assert real.serial == "BFT-KHO-GEN-2026-00001"
    assert [one.serial for one in papers] == ["BFT-KHO-GEN-2026-A00001", "BFT-KHO-GEN-2026-A00002"]
    assert {one.kind for one in papers} == {CertificateKind.ATTENDANCE}
    assert {(row.register, row.last_number) for row in RegisterSeries.objects.all()} == {
        ("qualification", 1),
        ("attendance", 2),
    }
    facts = {one.enrolment_id: one.facts for one in papers}[mixed.afghan_enrolment.pk]
    assert facts["hours"] == {"planned": 4, "held": 2, "attended": 2}  # never more than was held
    assert facts["annex"] is None
    assert facts["printed"]["ru"]["words"]["heading"] == "СПРАВКА ОБ УЧАСТИИ"
    assert "посещено 2" in str(facts["printed"]["ru"]["lines"])
    assert all(one.valid_until is None and not one.facts["honours"] for one in papers)


def test_the_course_is_not_completed_by_it(mixed) -> None:
    issue(prepare_attendance(mixed.cohort, mixed.registrar), mixed.head)
    mixed.classmate_enrolment.refresh_from_db()
    assert mixed.classmate_enrolment.state == EnrolmentState.ENROLLED


def test_one_batch_of_each_register_may_wait(mixed) -> None:
    first, second = prepare(mixed.cohort, mixed.registrar), prepare_attendance(mixed.cohort, mixed.registrar)
    found = graduation_of(mixed.cohort, mixed.head, "en")
    assert (found.prepared, found.prepared_attendance) == (first, second)


def test_nobody_gets_it_twice(mixed) -> None:
    issue(prepare_attendance(mixed.cohort, mixed.registrar), mixed.head)
    with pytest.raises(NobodyReadyError):
        prepare_attendance(mixed.cohort, mixed.registrar, number="148")


def test_who_passes_later_gets_the_certificate_beside_it(mixed) -> None:
    issue(prepare_attendance(mixed.cohort, mixed.registrar), mixed.head)
    pass_all(mixed.classmate_enrolment, mixed.registrar)
    issue(prepare(mixed.cohort, mixed.registrar), mixed.head)
    standing = Certificate.objects.filter(enrolment=mixed.classmate_enrolment, state=CertificateState.ISSUED)
    assert {one.register for one in standing} == set(RegisterKind.values)


def test_who_becomes_entitled_meanwhile_is_left_out_of_the_paper(mixed) -> None:
    batch = prepare_attendance(mixed.cohort, mixed.registrar)
    pass_all(mixed.classmate_enrolment, mixed.registrar)
    papers = issue(batch, mixed.head)
    assert [one.enrolment_id for one in papers] == [mixed.afghan_enrolment.pk]


def test_who_was_withdrawn_gets_nothing(mixed) -> None:
    batch = prepare_attendance(mixed.cohort, mixed.registrar)
    Enrolment.objects.filter(pk=mixed.afghan_enrolment.pk).update(state=EnrolmentState.WITHDRAWN)
    assert [one.enrolment_id for one in issue(batch, mixed.head)] == [mixed.classmate_enrolment.pk]


def test_an_appeal_holds_up_nobody_else(cast) -> None:
    graduate_all(cast)
    appeal = file_appeal(cast.enrolment, cast.registrar)
    found = entitlements_by_enrolment(cast.cohort)
    assert found[cast.enrolment.pk].appeal == appeal.pk
    assert [one.reason for one in found[cast.enrolment.pk].reasons] == [Reason.APPEAL]
    batch = prepare(cast.cohort, cast.registrar)
    assert {line.enrolment_id for line in batch.lines.all()} == {cast.classmate_enrolment.pk, cast.afghan_enrolment.pk}


def test_an_appeal_filed_after_preparing_holds_up_its_line_until_it_is_decided(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    appeal = file_appeal(cast.enrolment, cast.registrar)
    assert cast.enrolment.pk not in {one.enrolment_id for one in issue(batch, cast.head)}
    appeal.state, appeal.decision, appeal.document = "rejected", "x", "7"
    appeal.decided_at, appeal.decided_by = timezone.now(), cast.head
    appeal.save()
    late = issue(batch, cast.head)
    assert [one.number for one in late] == [1, 2, 3]
    assert late[-1].enrolment_id == cast.enrolment.pk


def test_somebody_new_does_not_change_the_others(mixed) -> None:
    enrol(mixed.cohort, make_person(centre=mixed.khorog), by=mixed.registrar)
    assert prepare_attendance(mixed.cohort, mixed.registrar).lines.count() == 2
