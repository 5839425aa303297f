"""Assessors are blind to each other until two checklists are in: no selector tells a score before."""

import dataclasses

import pytest
from django.utils import timezone

from accounts.enums import AuthorisationKind, Role
from accounts.models import Authorisation
from assessments.enums import Refusal, RequirementState, WorkState
from assessments.models import Observation
from assessments.selectors.boards import assessor_board, confirmation_board
from assessments.selectors.result_tables import result_table
from assessments.selectors.results import results_of, statuses_of
from assessments.selectors.sheets import checklist_of, review_of
from assessments.services.practicals import confirm_practical
from tests.factories.accounts import LONG_AGO, make_staff
from tests.factories.assessments import coach, make_practical, observe

# 5 points of 8: a percentage that occurs nowhere else
TELLTALE, SECRET, COMMENT = (2, 1, 2, 0), "62.5", "knees shaking"
EVERYBODY = (
    "trainee",
    "classmate",
    "second_assessor",
    "registrar",
    "head",
    "auditor",
    "administrator",
    "hr",
    "other_instructor",
    "stranger",
)


@pytest.fixture
def exercise(cast):
    return make_practical()


def told(cast, exercise, name: str) -> str:
    """Everything that the selectors say to one person about the enrolment, as one text."""
    user = getattr(cast, name)
    today = timezone.localdate()
    said = [
        assessor_board(user, "en", today),
        confirmation_board(user, "en"),
        checklist_of(cast.enrolment, exercise, user=user, sees_sheets=False, language="en"),
        review_of(cast.enrolment, exercise, user=user, language="en"),
        result_table(cast.cohort, user, "en"),
        statuses_of(cast.cohort),
        results_of(cast.cohort),
        list(Observation.objects.visible_to(user).values()),
    ]
    return repr([dataclasses.asdict(one) if dataclasses.is_dataclass(one) else one for one in said])


@pytest.mark.parametrize("name", EVERYBODY)
def test_one_checklist_is_seen_by_its_assessor_alone(cast, exercise, name) -> None:
    observe(cast.enrolment, cast.instructor, TELLTALE, comment=COMMENT)
    said = told(cast, exercise, name)
    assert SECRET not in said
    assert COMMENT not in said
    own = told(cast, exercise, "instructor")
    assert SECRET in own
    assert COMMENT in own


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("instructor", True),
        ("second_assessor", True),
        ("registrar", True),
        ("head", True),
        ("auditor", True),
        ("administrator", True),
        ("trainee", False),
        ("classmate", False),
        ("other_instructor", False),
        ("other_registrar", False),
        ("stranger", False),
    ],
)
def test_two_checklists_are_seen_by_both_assessors_and_those_who_confirm(cast, exercise, name, sees) -> None:
    observe(cast.enrolment, cast.instructor, TELLTALE)
    observe(cast.enrolment, cast.second_assessor)
    assert Observation.objects.visible_to(getattr(cast, name)).count() == (2 if sees else 0)


def test_the_third_assessor_is_as_blind_as_the_first(cast, exercise) -> None:
    third = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3")
    Authorisation.objects.create(user=third, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    observe(cast.enrolment, cast.instructor, TELLTALE)
    observe(cast.enrolment, cast.second_assessor)
    assert not Observation.objects.visible_to(third).exists()
    checklist = checklist_of(cast.enrolment, exercise, user=third, sees_sheets=False, language="en")
    assert checklist is not None
    assert (checklist.sheets, checklist.refusal, checklist.state) == ((), None, WorkState.DIFFER)
    observe(cast.enrolment, third)
    assert Observation.objects.visible_to(third).count() == 3


def test_a_confirmed_try_is_seen_by_the_trainee_and_the_next_one_is_not(cast, exercise) -> None:
    weak = (0, 0, 0, 0)
    observe(cast.enrolment, cast.instructor, weak)
    observe(cast.enrolment, cast.second_assessor, weak)
    confirm_practical(enrolment=cast.enrolment, code="PX-2.2", try_number=1, by=cast.head, at=timezone.now())
    assert Observation.objects.visible_to(cast.trainee).count() == 2
    assert not Observation.objects.visible_to(cast.classmate).exists()
    other = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3")
    Authorisation.objects.create(user=other, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    coach(cast.enrolment, cast.instructor)
    observe(cast.enrolment, other, TELLTALE)
    assert Observation.objects.visible_to(cast.trainee).count() == 2
    assert Observation.objects.visible_to(cast.instructor).filter(try_number=2).count() == 0


def test_the_board_says_whose_turn_it_is(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor)
    observe(cast.classmate_enrolment, cast.instructor)
    observe(cast.classmate_enrolment, cast.second_assessor)
    today = timezone.localdate()
    (group,) = assessor_board(cast.instructor, "en", today)
    (listed,) = group.exercises
    mine = {row.enrolment_id: row for row in listed.rows}
    assert (listed.code, listed.to_record, len(listed.rows)) == ("PX-2.2", 1, 3)
    assert (mine[cast.enrolment.pk].state, mine[cast.enrolment.pk].recorded) == (WorkState.ONE_IN, True)
    assert mine[cast.classmate_enrolment.pk].state == WorkState.AGREED
    assert mine[cast.afghan_enrolment.pk].to_record
    (group,) = assessor_board(cast.second_assessor, "en", today)
    hers = {row.enrolment_id: row for row in group.exercises[0].rows}
    assert hers[cast.enrolment.pk].to_record
    assert hers[cast.classmate_enrolment.pk].refusal is Refusal.RECORDED
    assert assessor_board(cast.other_instructor, "en", today) == []
    (group,) = confirmation_board(cast.registrar, "en")
    states = {row.enrolment_id: row.complete for row in group.exercises[0].rows}
    assert states == {cast.enrolment.pk: False, cast.classmate_enrolment.pk: True}
    assert confirmation_board(cast.other_registrar, "en") == []
    assert confirmation_board(cast.instructor, "en") == []


def test_an_authorised_assessor_sees_only_that_course(cast, exercise) -> None:
    outsider = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3")
    today = timezone.localdate()
    assert assessor_board(outsider, "en", today) == []
    Authorisation.objects.create(user=outsider, kind=AuthorisationKind.ASSESS, course_code="M3", valid_from=LONG_AGO)
    assert assessor_board(outsider, "en", today) == []
    Authorisation.objects.create(user=outsider, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    assert len(assessor_board(outsider, "en", today)) == 1


def test_waiting_results_tell_no_percentage(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor, TELLTALE)
    observe(cast.enrolment, cast.second_assessor, TELLTALE)
    practical = statuses_of(cast.cohort)[cast.enrolment.pk][1]
    assert (practical.state, practical.percent, practical.grade) == (RequirementState.WAITING, None, None)
    assert results_of(cast.cohort) == {}
