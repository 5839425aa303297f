"""Appeals: who files, until when, who hears, what a decision does."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.enums import Act, Role
from accounts.models import AuditEntry, Holiday
from accounts.services.commissions import CommissionEndsBeforeError, appoint, end_commission
from assessments.enums import AppealState, ResultState
from assessments.models import Appeal, Quiz, ResultCorrection, Sitting
from assessments.selectors.appeals import appeals_in, deadline_of
from assessments.services.appeals import (
    AlreadyDecidedError,
    AppealGroundsMissingError,
    AppealOpenError,
    AppealTooLateError,
    CommissionUnknownError,
    CorrectionMissingError,
    DeciderMarkedError,
    HearerMarkedError,
    NewValues,
    NotAppellantError,
    NotDeciderError,
    NotHeardError,
    ResultElsewhereError,
    decide_appeal,
    file_appeal,
    hand_over,
)
from assessments.services.confirming import (
    ConfirmerMarkedError,
    NotConfirmerOfMarksError,
    ResultsClosedError,
    confirm_marks,
)
from assessments.services.practicals import confirm_practical
from assessments.services.results import (
    HeadAssessedError,
    HeadTeachesError,
    MarksOpenError,
    NewCommission,
    correct_result,
    lock_results,
)
from courses.models import CohortInstructor
from tests.factories.accounts import make_staff
from tests.factories.assessments import make_practical, make_result, mark_by_hand, observe

FRIDAY = datetime.datetime(2026, 12, 4, 12, tzinfo=datetime.UTC)
WEDNESDAY = FRIDAY + datetime.timedelta(days=5)


def lock(cast, at=FRIDAY, **fields):
    return lock_results(
        **{"cohort": cast.cohort, "number": "12", "date": at.date(), "by": cast.head, "at": at, **fields}
    )


def appeal(cast, result=None, *, by=None, at=FRIDAY, **fields) -> Appeal:
    return file_appeal(
        **{
            "submission": uuid.uuid4(),
            "enrolment": cast.enrolment,
            "result": result,
            "grounds": "Question 4 has two right answers",
            "by": by or cast.trainee,
            "at": at,
            **fields,
        }
    )


def commission(cast, *people, number="7"):
    return appoint(
        centre=cast.khorog, number=number, date=FRIDAY.date(), members=people, chair=people[0], by=cast.head, at=FRIDAY
    )


def outsiders(cast, count=3):
    return [make_staff(Role.INSTRUCTOR, centre=cast.khorog, number=f"KHO-X{n}") for n in range(count)]


def decide(cast, filed, *, upheld=False, values=None, by=None, **fields) -> Appeal:
    return decide_appeal(
        **{
            "appeal": filed,
            "upheld": upheld,
            "decision": "The key was right",
            "document": "3/а",
            "by": by or cast.head,
            "at": WEDNESDAY,
            "values": values,
            **fields,
        }
    )


def test_a_trainee_files_and_it_is_on_record(cast) -> None:
    result = make_result(cast.enrolment)
    filed = appeal(cast, result)
    assert (filed.state, filed.filed_by, filed.decide_by) == (
        AppealState.FILED,
        cast.trainee,
        datetime.date(2026, 12, 9),
    )
    assert AuditEntry.objects.get(act=Act.APPEAL_FILED).subject_id == str(filed.pk)
    assert appeal(cast, result, submission=filed.pk).pk == filed.pk
    with pytest.raises(AppealOpenError):
        appeal(cast, result)
    assert appeal(cast).result is None  # against the outcome of the course
    with pytest.raises(AppealOpenError):
        appeal(cast)
    assert Appeal.objects.count() == 2


def test_others_file_for_her_or_not_at_all(cast) -> None:
    assert appeal(cast, by=cast.instructor).filed_by == cast.instructor
    for person in (cast.classmate, cast.other_instructor, cast.other_registrar, cast.hr, cast.administrator):
        with pytest.raises(NotAppellantError):
            appeal(cast, by=person)


def test_an_appeal_says_why_and_against_an_own_result(cast) -> None:
    with pytest.raises(AppealGroundsMissingError):
        appeal(cast, grounds="  ")
    with pytest.raises(ResultElsewhereError):
        appeal(cast, make_result(cast.classmate_enrolment))
    assert not Appeal.objects.exists()


def test_three_working_days_after_the_protocol(cast) -> None:
    result = make_result(cast.enrolment)
    assert deadline_of(cast.cohort, result) is None
    lock(cast)
    result.refresh_from_db()
    assert deadline_of(cast.cohort, result) == datetime.date(2026, 12, 9)  # a weekend lies between
    Holiday.objects.create(centre=cast.khorog, date=datetime.date(2026, 12, 8))
    assert deadline_of(cast.cohort, result) == datetime.date(2026, 12, 10)
    appeal(cast, result, at=FRIDAY + datetime.timedelta(days=6))
    with pytest.raises(AppealTooLateError) as caught:
        appeal(cast, at=FRIDAY + datetime.timedelta(days=7))
    assert caught.value.until == datetime.date(2026, 12, 10)


def test_a_corrected_result_can_be_appealed_anew(cast) -> None:
    result = make_result(cast.enrolment)
    lock(cast)
    later = FRIDAY + datetime.timedelta(days=30)
    correct_result(
        result=result,
        percent=Decimal(40),
        passed=False,
        reason="Sheets exchanged",
        document="1",
        submission=uuid.uuid4(),
        by=cast.head,
        at=later,
    )
    result.refresh_from_db()
    assert deadline_of(cast.cohort, result) > later.date()
    assert deadline_of(cast.cohort, None) < later.date()


def test_nobody_who_marked_hears_or_decides(cast) -> None:
    make_practical()
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    result = confirm_practical(
        enrolment=cast.enrolment, code="PX-2.2", try_number=1, by=cast.registrar, at=timezone.now()
    )
    filed = appeal(cast, result)
    one, two, three = outsiders(cast)
    partial = commission(cast, one, two, cast.instructor)
    with pytest.raises(HearerMarkedError) as caught:
        hand_over(appeal=filed, commission=partial.pk, by=cast.head, at=FRIDAY)
    assert caught.value.people == (cast.instructor,)
    fair = commission(cast, one, two, three, number="8")
    for person in (cast.registrar, cast.instructor, cast.administrator):
        with pytest.raises(NotDeciderError):
            hand_over(appeal=filed, commission=fair.pk, by=person, at=FRIDAY)
    with pytest.raises(NotHeardError):
        decide(cast, filed)
    for _ in range(2):
        assert hand_over(appeal=filed, commission=fair.pk, by=cast.head, at=FRIDAY).commission == fair
    assert AuditEntry.objects.filter(act=Act.APPEAL_HANDED_OVER).count() == 1
    cast.instructor.role_assignments.create(role=Role.HEAD, centre=cast.khorog)
    marker = type(cast.head).objects.get(pk=cast.instructor.pk)
    with pytest.raises(DeciderMarkedError):
        decide(cast, filed, by=marker)
    assert decide(cast, filed).state == AppealState.REJECTED


def test_a_commission_of_another_centre_or_ended_does_not_hear(cast) -> None:
    filed = appeal(cast)
    hearers = outsiders(cast)
    ended = commission(cast, *hearers)
    end_commission(commission=ended, last_day=FRIDAY.date(), by=cast.head, at=FRIDAY)
    with pytest.raises(CommissionUnknownError):
        hand_over(appeal=filed, commission=ended.pk, by=cast.head, at=WEDNESDAY)
    with pytest.raises(CommissionUnknownError):
        hand_over(appeal=filed, commission=uuid.uuid4(), by=cast.head, at=WEDNESDAY)
    new = NewCommission("9", FRIDAY.date(), tuple(hearers), hearers[1])
    assert hand_over(appeal=filed, new=new, by=cast.head, at=WEDNESDAY).commission.order.number == "9"


def heard(cast, result) -> Appeal:
    return hand_over(
        appeal=appeal(cast, result), commission=commission(cast, *outsiders(cast)).pk, by=cast.head, at=FRIDAY
    )


def test_upheld_it_corrects_the_locked_result_once(cast) -> None:
    result = make_result(cast.enrolment, percent=58, passed=False)
    lock(cast)
    filed = heard(cast, result)
    with pytest.raises(CorrectionMissingError):
        decide(cast, filed, upheld=True)
    for _ in range(2):
        done = decide(cast, filed, upheld=True, values=NewValues(Decimal(62), passed=True))
    result.refresh_from_db()
    assert (done.state, result.percent, result.passed, result.state) == (
        AppealState.UPHELD,
        Decimal(62),
        True,
        ResultState.LOCKED,
    )
    correction = ResultCorrection.objects.get()
    assert (correction.document, correction.reason) == ("3/а", "The key was right")
    assert AuditEntry.objects.filter(act=Act.APPEAL_DECIDED).count() == 1
    with pytest.raises(AlreadyDecidedError):
        decide(cast, filed, upheld=False)


def test_rejected_it_changes_nothing_and_needs_a_document(cast) -> None:
    result = make_result(cast.enrolment)
    lock(cast)
    filed = heard(cast, result)
    with pytest.raises(AppealGroundsMissingError):
        decide(cast, filed, document=" ")
    assert decide(cast, filed).state == AppealState.REJECTED
    assert not ResultCorrection.objects.exists()
    assert appeal(cast, result).state == AppealState.FILED  # another one within the days


def test_an_appeal_holds_up_nobody(cast) -> None:
    appeal(cast, make_result(cast.enrolment))
    assert lock(cast)


def test_reading_appeals_costs_the_same_for_one_and_three(cast, django_assert_num_queries) -> None:
    day = FRIDAY.date()
    appeal(cast, make_result(cast.enrolment))
    cast.administrator.roles()
    with django_assert_num_queries(2):
        appeals_in(cast.cohort, cast.administrator, "tg", day)
    for other in (cast.classmate_enrolment, cast.afghan_enrolment):
        appeal(cast, make_result(other), enrolment=other, by=other.person)
    with django_assert_num_queries(2):
        lines = appeals_in(cast.cohort, cast.administrator, "tg", WEDNESDAY.date() + datetime.timedelta(days=1))
    assert [line.late for line in lines] == [True] * 3
    assert [line.appeal.enrolment for line in appeals_in(cast.cohort, cast.trainee, "tg", day)] == [cast.enrolment]


def test_a_commission_ends_once(cast) -> None:
    formed = commission(cast, *outsiders(cast))
    with pytest.raises(CommissionEndsBeforeError):
        end_commission(commission=formed, last_day=datetime.date(2026, 12, 3), by=cast.head, at=FRIDAY)
    for _ in range(2):
        end_commission(commission=formed, last_day=FRIDAY.date(), by=cast.head, at=FRIDAY)
    with pytest.raises(CommissionEndsBeforeError):
        end_commission(commission=formed, last_day=WEDNESDAY.date(), by=cast.head, at=WEDNESDAY)
    assert AuditEntry.objects.filter(act=Act.COMMISSION_ENDED).count() == 1


def test_what_one_person_marked_waits_for_another(cast) -> None:
    result = mark_by_hand(cast.enrolment, cast.instructor)
    assert (result.state, result.confirmed_at) == (ResultState.SUBMITTED, None)
    with pytest.raises(MarksOpenError):
        lock(cast)
    with pytest.raises(ConfirmerMarkedError):
        confirm_marks(result=result, by=cast.instructor, at=FRIDAY)
    for person in (cast.trainee, cast.other_registrar, cast.administrator):
        with pytest.raises(NotConfirmerOfMarksError):
            confirm_marks(result=result, by=person, at=FRIDAY)
    for _ in range(2):
        confirm_marks(result=result, by=cast.second_assessor, at=FRIDAY)
    result.refresh_from_db()
    assert (result.state, result.confirmed_by) == (ResultState.CONFIRMED, cast.second_assessor)
    assert AuditEntry.objects.filter(act=Act.MARKS_CONFIRMED).count() == 1
    lock(cast)


def test_two_markers_need_no_third(cast) -> None:
    result = mark_by_hand(cast.enrolment, cast.instructor, cast.second_assessor)
    assert result.state == ResultState.CONFIRMED


def test_left_behind_with_a_reason_they_never_count(cast) -> None:
    result = mark_by_hand(cast.enrolment, cast.instructor)
    lock(cast, reason="The second marker was posted elsewhere")
    result.refresh_from_db()
    assert result.state == ResultState.SUBMITTED
    with pytest.raises(ResultsClosedError):
        confirm_marks(result=result, by=cast.registrar, at=FRIDAY)


def test_a_head_who_marked_answers_does_not_lock(cast) -> None:
    result = mark_by_hand(cast.enrolment, cast.head)
    confirm_marks(result=result, by=cast.registrar, at=FRIDAY)
    with pytest.raises(HeadAssessedError):
        lock(cast)


def test_a_head_who_teaches_locks_with_a_commission_only(cast) -> None:
    CohortInstructor.objects.create(cohort=cast.cohort, user=cast.head)
    with pytest.raises(HeadTeachesError):
        lock(cast)
    people = outsiders(cast)
    assert lock(cast, commission=NewCommission("7", FRIDAY.date(), tuple(people), people[0]))


def test_a_pass_that_stood_is_not_lost_to_a_mark_that_nobody_confirmed(cast) -> None:
    mark_by_hand(cast.enrolment, cast.instructor, cast.second_assessor, percent=65)
    better = mark_by_hand(cast.enrolment, cast.instructor, percent=90)
    assert better.state == ResultState.SUBMITTED
    lock(cast, reason="The second marker was posted elsewhere")
    better.refresh_from_db()
    assert (better.state, better.percent, better.passed) == (ResultState.LOCKED, Decimal(65), True)


def test_a_head_who_only_sat_in_the_room_locks(cast) -> None:
    quiz = Quiz.objects.create(code="GEN-EXIT", purpose="exit", programme=cast.cohort.programme_version.programme)
    sitting = Sitting.objects.create(
        quiz=quiz,
        cohort=cast.cohort,
        opens_at=FRIDAY,
        closes_at=WEDNESDAY,
        created_by=cast.registrar,
    )
    sitting.invigilators.add(cast.head)
    assert lock(cast)
