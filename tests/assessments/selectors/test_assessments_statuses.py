"""Where people stand in what their programme asks for, their grades, and what the lists cost."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.enums import AuthorisationKind, Role
from accounts.models import Authorisation
from assessments.enums import RequirementState, ResultKind, ResultState
from assessments.models import Result
from assessments.selectors.boards import assessor_board, confirmation_board
from assessments.selectors.result_tables import result_table
from assessments.selectors.results import grades_of, open_practicals, results_of, statuses_for, statuses_of
from assessments.services.practicals import confirm_practical
from assessments.services.starting import start
from courses.models import Enrolment
from tests.factories.accounts import LONG_AGO, make_staff
from tests.factories.assessments import coach, make_practical, make_quiz, make_result, observe
from tests.factories.courses import enrol, make_cohort, make_module, make_version

WEAK = (0, 0, 0, 0)


def states(cast, enrolment) -> list[str]:
    return [one.state for one in statuses_of(cast.cohort)[enrolment.pk]]


def confirm(cast, enrolment, try_number: int = 1) -> Result:
    return confirm_practical(enrolment=enrolment, code="PX-2.2", try_number=try_number, by=cast.head, at=timezone.now())


def test_a_practical_goes_from_missing_to_passed(cast) -> None:
    make_practical()
    assert states(cast, cast.enrolment) == [RequirementState.MISSING, RequirementState.MISSING]
    observe(cast.enrolment, cast.instructor)
    assert states(cast, cast.enrolment)[1] == RequirementState.OPEN
    observe(cast.enrolment, cast.second_assessor)
    assert states(cast, cast.enrolment)[1] == RequirementState.WAITING
    confirm(cast, cast.enrolment)
    status = statuses_of(cast.cohort)[cast.enrolment.pk][1]
    assert (status.kind, status.code, status.state, status.percent, status.tries, status.grade) == (
        ResultKind.PRACTICAL,
        "PX-2.2",
        RequirementState.PASSED,
        Decimal(100),
        1,
        5,
    )
    assert states(cast, cast.classmate_enrolment)[1] == RequirementState.MISSING


def test_a_failed_practical_stays_failed_until_the_re_sit_begins(cast) -> None:
    make_practical()
    third = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3")
    Authorisation.objects.create(user=third, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    observe(cast.enrolment, cast.instructor, WEAK)
    observe(cast.enrolment, cast.second_assessor, WEAK)
    confirm(cast, cast.enrolment)
    status = statuses_of(cast.cohort)[cast.enrolment.pk][1]
    assert (status.state, status.grade, status.percent) == (RequirementState.FAILED, 2, Decimal(0))
    coach(cast.enrolment, cast.instructor)
    observe(cast.enrolment, third)
    status = statuses_of(cast.cohort)[cast.enrolment.pk][1]
    assert (status.state, status.tries, status.percent) == (RequirementState.OPEN, 2, None)


def test_a_quiz_goes_from_missing_to_passed(cast) -> None:
    make_quiz(make_module("M2.2"))
    start(code="M2.2", language="tg", by=cast.trainee, at=timezone.now())
    assert states(cast, cast.enrolment)[0] == RequirementState.OPEN
    make_result(cast.classmate_enrolment, percent=59, passed=False)
    status = statuses_of(cast.cohort)[cast.classmate_enrolment.pk][0]
    assert (status.state, status.grade) == (RequirementState.FAILED, 2)
    make_result(cast.enrolment, percent=75)
    status = statuses_of(cast.cohort)[cast.enrolment.pk][0]
    assert (status.state, status.grade) == (RequirementState.PASSED, 4)


def test_grades_weigh_quiz_and_practical_of_one_module(cast) -> None:
    make_practical()
    make_result(cast.enrolment, percent=60)
    practical = {"kind": ResultKind.PRACTICAL, "confirmed_by": cast.head}
    make_result(cast.enrolment, "PX-2.2", percent=100, **practical)
    make_result(cast.classmate_enrolment, percent=100)
    make_result(cast.classmate_enrolment, "PX-2.2", percent=90, passed=False, **practical)
    make_result(cast.afghan_enrolment, percent=100)
    found = grades_of(cast.cohort)
    mine = found[cast.enrolment.pk]
    assert mine.parts["M2.2"].percent == Decimal("84.00")
    assert (mine.average, mine.complete, mine.honours) == (Decimal("4.00"), True, False)
    assert found[cast.classmate_enrolment.pk].average == Decimal("2.00")
    unfinished = found[cast.afghan_enrolment.pk]
    assert (unfinished.parts, unfinished.average, unfinished.complete) == ({}, None, False)


@pytest.mark.parametrize(("tries", "expected"), [(1, True), (2, False)])
def test_honours(cast, tries, expected) -> None:
    make_practical()
    make_result(cast.enrolment, percent=95, tries=tries)
    make_result(cast.enrolment, "PX-2.2", percent=95, kind=ResultKind.PRACTICAL, confirmed_by=cast.head)
    assert grades_of(cast.cohort)[cast.enrolment.pk].honours is expected


def test_withdrawn_people_are_not_in_the_table(cast) -> None:
    cast.enrolment.state = "withdrawn"
    cast.enrolment.save()
    assert cast.enrolment.pk not in statuses_of(cast.cohort)
    assert len(result_table(cast.cohort, cast.head, "en").lines) == 2


def test_a_trainee_sees_the_own_line_only(cast) -> None:
    table = result_table(cast.cohort, cast.trainee, "tg")
    assert [line.enrolment_id for line in table.lines] == [cast.enrolment.pk]
    assert [column.title for column in table.columns] == ["M2.2 tg", ""]
    make_practical()
    assert [column.title for column in result_table(cast.cohort, cast.trainee, "tg").columns][1] == "PX-2.2 title tg"


def test_results_of_leaves_out_what_nobody_confirmed(cast) -> None:
    make_result(cast.enrolment)
    make_result(cast.enrolment, "PX-2.2", kind=ResultKind.PRACTICAL, state=ResultState.SUBMITTED)
    assert [one.code for one in results_of(cast.cohort)[cast.enrolment.pk]] == ["M2.2"]


def test_open_practicals_are_listed_by_name(cast) -> None:
    make_practical()
    observe(cast.classmate_enrolment, cast.instructor)
    observe(cast.enrolment, cast.instructor)
    listed = open_practicals(cast.cohort, "tg")
    assert [one.name for one in listed] == ["Ғафурова Зулфия Саид", "Каримзода Далер Саид"]


def test_lists_cost_the_same_for_one_and_three(cast) -> None:
    make_practical()
    version = make_version(code="ONE", modules=(make_module("M2.2"),), quizzes=("M2.2",), practicals=("PX-2.2",))
    small = make_cohort(centre=cast.khorog, version=version, instructors=(cast.instructor, cast.second_assessor))
    (only,) = enrol(small, cast.trainee, by=cast.registrar)
    today = timezone.localdate()

    def costs(cohort, enrolments) -> list[int]:
        for enrolment in enrolments:
            observe(enrolment, cast.instructor)
            observe(enrolment, cast.second_assessor)
        counted = []
        for call in (
            lambda: statuses_of(cohort),
            lambda: grades_of(cohort),
            lambda: result_table(cohort, cast.head, "en"),
            lambda: open_practicals(cohort, "en"),
        ):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                call()
            counted.append(len(queries))
        return counted

    cast.head.roles()  # read once a request, whatever the list
    assert costs(small, [only]) == costs(cast.cohort, [cast.enrolment, cast.classmate_enrolment, cast.afghan_enrolment])
    for board in (lambda: assessor_board(cast.instructor, "en", today), lambda: confirmation_board(cast.head, "en")):
        Enrolment.objects.update(state="enrolled")
        with CaptureQueriesContext(connection) as many:
            board()
        Enrolment.objects.exclude(pk=only.pk).update(state="withdrawn")
        with CaptureQueriesContext(connection) as one:
            board()
        assert len(one) == len(many)


def test_own_statuses_can_be_read_alone(cast) -> None:
    make_result(cast.enrolment)
    found = statuses_for(cast.cohort, [cast.enrolment])
    assert list(found) == [cast.enrolment.pk]
    assert found[cast.enrolment.pk][0].state == RequirementState.PASSED
