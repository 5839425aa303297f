"""Locking by protocol and corrections afterwards."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.enums import Act, Role
from accounts.models import AuditEntry, Commission
from accounts.services.commissions import MemberNotStaffError
from accounts.services.roles import give_role
from assessments.enums import AttemptState, ResultKind, ResultState
from assessments.models import Attempt, Protocol, Result, ResultCorrection
from assessments.services.practicals import CohortClosedError, confirm_practical
from assessments.services.results import (
    GroundsMissingError,
    HeadAssessedError,
    NewCommission,
    NotHeadError,
    NothingChangedError,
    NotLockedError,
    PracticalsOpenError,
    ProtocolNumberMissingError,
    ResultContradictsError,
    correct_result,
    lock_results,
)
from assessments.services.starting import start
from assessments.signals import results_locked
from courses.enums import CohortState
from tests.factories.accounts import make_person
from tests.factories.assessments import make_practical, make_quiz, make_result, observe
from tests.factories.courses import enrol, make_cohort

DAY = datetime.date(2026, 12, 4)


def lock(cast, by=None, **fields) -> Protocol:
    return lock_results(
        **{"cohort": cast.cohort, "number": "12", "date": DAY, "by": by or cast.head, "at": timezone.now(), **fields}
    )


def correct(result, by, *, percent=55, passed=False, **fields) -> ResultCorrection:
    return correct_result(
        **{
            "result": result,
            "percent": Decimal(percent),
            "passed": passed,
            "reason": "Two sheets were exchanged",
            "document": "14/к",
            "submission": uuid.uuid4(),
            "by": by,
            "at": timezone.now(),
            **fields,
        }
    )


def confirmed_practical(cast, enrolment) -> Result:
    observe(enrolment, cast.instructor)
    observe(enrolment, cast.second_assessor)
    return confirm_practical(enrolment=enrolment, code="PX-2.2", try_number=1, by=cast.registrar, at=timezone.now())


def test_locking_locks_every_result_and_the_cohort(cast, django_capture_on_commit_callbacks) -> None:
    make_practical()
    confirmed_practical(cast, cast.enrolment)
    make_result(cast.enrolment)
    heard = []

    def hear(sender, **news) -> None:
        heard.append(news)

    results_locked.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        protocol = lock(cast, number=" 12  a ")
    results_locked.disconnect(hear)
    cast.cohort.refresh_from_db()
    assert cast.cohort.state == CohortState.LOCKED
    assert set(Result.objects.values_list("state", flat=True)) == {ResultState.LOCKED}
    assert (protocol.number, protocol.date, protocol.locked_by) == ("12 a", DAY, cast.head)
    assert [(one["protocol_id"], one["cohort_id"]) for one in heard] == [(protocol.pk, cast.cohort.pk)]
    assert AuditEntry.objects.get(act=Act.RESULTS_LOCKED).new["cohort"] == cast.cohort.code


def test_locking_twice_gives_the_same_protocol(cast, django_capture_on_commit_callbacks) -> None:
    first = lock(cast)
    with django_capture_on_commit_callbacks() as callbacks:
        again = lock(cast, number="13")
    assert (again.pk, again.number) == (first.pk, "12")
    assert callbacks == []
    assert Protocol.objects.count() == AuditEntry.objects.filter(act=Act.RESULTS_LOCKED).count() == 1


def test_other_cohorts_stay_as_they_are(cast) -> None:
    other = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version)
    (enrolment,) = enrol(other, make_person(centre=cast.khorog), by=cast.registrar)
    result = make_result(enrolment)
    lock(cast)
    result.refresh_from_db()
    other.refresh_from_db()
    assert (result.state, other.state) == (ResultState.CONFIRMED, CohortState.RUNNING)


def test_only_the_head_of_the_centre_locks(cast) -> None:
    for person in (cast.instructor, cast.registrar, cast.other_registrar, cast.administrator, cast.auditor):
        with pytest.raises(NotHeadError):
            lock(cast, by=person)
    assert not Protocol.objects.exists()


def test_a_head_who_assessed_does_not_lock(cast) -> None:
    make_practical()
    give_role(user=cast.instructor, role=Role.HEAD, centre=cast.khorog, by=None)
    confirmed_practical(cast, cast.enrolment)
    head = type(cast.head).objects.get(pk=cast.instructor.pk)
    with pytest.raises(HeadAssessedError):
        lock(cast, by=head)
    assert lock(cast)


def test_a_protocol_needs_a_number(cast) -> None:
    with pytest.raises(ProtocolNumberMissingError):
        lock(cast, number="  ")


def test_open_practicals_hold_the_lock_back_unless_a_reason_is_given(cast) -> None:
    make_practical()
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    observe(cast.classmate_enrolment, cast.instructor)
    with pytest.raises(PracticalsOpenError) as caught:
        lock(cast)
    assert {one.enrolment for one in caught.value.tries} == {cast.enrolment, cast.classmate_enrolment}
    assert not Protocol.objects.exists()
    lock(cast, reason="The second assessor was posted elsewhere")
    left = Result.objects.get()
    assert (left.state, left.confirmed_by) == (ResultState.SUBMITTED, None)
    assert AuditEntry.objects.get(act=Act.RESULTS_LOCKED).reason == "The second assessor was posted elsewhere"
    with pytest.raises(CohortClosedError):
        confirm_practical(enrolment=cast.enrolment, code="PX-2.2", try_number=1, by=cast.registrar, at=timezone.now())


def test_open_attempts_are_handed_in_first(cast) -> None:
    make_quiz(cast.cohort.programme_version.parts.get().module)
    attempt = start(code="M2.2", language="tg", by=cast.trainee, at=timezone.now())
    lock(cast)
    attempt = Attempt.objects.get(pk=attempt.pk)
    assert attempt.state == AttemptState.SUBMITTED
    result = Result.objects.get()
    assert (result.kind, result.state, result.passed) == (ResultKind.QUIZ, ResultState.LOCKED, False)


def test_the_commission_is_appointed_with_the_protocol(cast) -> None:
    members = (cast.instructor, cast.second_assessor, cast.registrar)
    protocol = lock(cast, commission=NewCommission("7", DAY, members, cast.registrar))
    commission = Commission.objects.get()
    assert protocol.commission == commission
    assert (commission.order.number, commission.order.kind) == ("7", "commission")
    assert {member.user for member in commission.members.all()} == set(members)
    assert commission.members.get(chair=True).user == cast.registrar


def test_a_commission_that_is_refused_leaves_everything_open(cast) -> None:
    members = (cast.instructor, cast.second_assessor, cast.other_instructor)
    with pytest.raises(MemberNotStaffError):
        lock(cast, commission=NewCommission("7", DAY, members, cast.instructor))
    cast.cohort.refresh_from_db()
    assert cast.cohort.state == CohortState.RUNNING
    assert not Protocol.objects.exists()


def test_a_correction_keeps_old_and_new(cast) -> None:
    result = make_result(cast.enrolment, percent=80)
    lock(cast)
    correction = correct(result, cast.head)
    result.refresh_from_db()
    assert (result.percent, result.passed, result.state) == (Decimal(55), False, ResultState.LOCKED)
    assert (correction.old, correction.new) == (
        {"percent": "80.00", "passed": True},
        {"percent": "55.00", "passed": False},
    )
    entry = AuditEntry.objects.get(act=Act.RESULT_CORRECTED)
    assert (entry.reason, entry.new["document"], entry.centre) == (correction.reason, "14/к", cast.khorog)


def test_the_same_correction_twice_is_one(cast) -> None:
    result = make_result(cast.enrolment)
    lock(cast)
    submission = uuid.uuid4()
    first = correct(result, cast.head, submission=submission)
    assert correct(result, cast.head, submission=submission) == first
    assert ResultCorrection.objects.count() == 1
    with pytest.raises(NothingChangedError):
        correct(result, cast.head)


def test_corrections_that_are_refused(cast) -> None:
    result = make_result(cast.enrolment)
    with pytest.raises(NotLockedError):
        correct(result, cast.head)
    lock(cast)
    with pytest.raises(NotHeadError):
        correct(result, cast.registrar)
    with pytest.raises(GroundsMissingError):
        correct(result, cast.head, reason=" ")
    with pytest.raises(GroundsMissingError):
        correct(result, cast.head, document="")
    for percent, passed in ((59, True), (60, False), (101, True), (-1, False)):
        with pytest.raises(ResultContradictsError):
            correct(result, cast.head, percent=percent, passed=passed)
    assert not ResultCorrection.objects.exists()


def test_enough_points_may_still_be_not_yet_competent(cast) -> None:
    make_practical()
    result = confirmed_practical(cast, cast.enrolment)
    lock(cast)
    with pytest.raises(ResultContradictsError):
        correct(result, cast.head, percent=69, passed=True)
    correct(result, cast.head, percent=90, passed=False)
    result.refresh_from_db()
    assert (result.percent, result.passed) == (Decimal(90), False)


def test_an_assessor_does_not_correct_what_she_assessed(cast) -> None:
    make_practical()
    result = confirmed_practical(cast, cast.enrolment)
    lock(cast)
    give_role(user=cast.instructor, role=Role.HEAD, centre=cast.khorog, by=None)
    with pytest.raises(HeadAssessedError):
        correct(result, type(cast.head).objects.get(pk=cast.instructor.pk), percent=90, passed=False)


def test_a_practical_left_unconfirmed_can_be_settled_by_correction(cast) -> None:
    make_practical()
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    lock(cast, reason="No registrar that week")
    result = Result.objects.get()
    correct(result, cast.head, percent=100, passed=True)
    result.refresh_from_db()
    assert (result.state, result.passed, result.confirmed_by) == (ResultState.LOCKED, True, cast.head)
