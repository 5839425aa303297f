"""Answers marked by people: blind, by one or two, decided by a third; points changed with a reason."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, Authorisation
from assessments.domain.hand_marks import Given, settle
from assessments.enums import SETTLED, AttemptState, MarkingStage, ResultState
from assessments.models import Marking, Result
from assessments.selectors.attempts import review
from assessments.selectors.hand_marking import piles_for, sheet_for, to_confirm_for
from assessments.services.marking import (
    AnswerUnknownError,
    ClosedError,
    NotSettledYetError,
    PointsError,
    ReasonMissingError,
    TakenError,
    change_points,
)
from courses.enums import CohortState
from tests.conftest import Cast
from tests.factories.accounts import LONG_AGO
from tests.factories.assessments import make_question, make_quiz, mark_by_hand
from tests.factories.marking import (
    AT,
    TODAY,
    essay_of,
    make_essay_quiz,
    mark_essay,
    sit_essay,
    sit_in_commission,
    third_marker,
)


def change(attempt, by, points, **fields):
    values = {"submission": uuid.uuid4(), "reason": "A page was not read", "at": AT, "on": TODAY, **fields}
    question = values.pop("question", None) or essay_of(attempt)
    return change_points(question=question, points=Decimal(points), by=by, **values)


@pytest.mark.parametrize(
    ("given", "second", "points", "needed"),
    [
        ([], False, None, "first"),
        ([("first", 2)], False, 2, None),
        ([("first", 2)], True, None, "second"),
        ([("first", 2), ("second", 3)], True, Decimal("2.5"), None),
        ([("first", 1), ("second", 3)], True, None, "decision"),
        ([("first", 1), ("second", 3), ("decision", 2)], True, 2, None),
        ([("first", 1), ("override", 3), ("override", 2)], False, 2, None),
    ],
)
def test_what_markers_gave_becomes_points(given, second, points, needed) -> None:
    found = settle([Given(stage, Decimal(value)) for stage, value in given], second=second)
    assert (found.points, found.needed) == (points, needed)


def test_an_attempt_with_an_essay_waits_and_is_finished_by_its_marker(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    assert (attempt.state, attempt.percent, essay_of(attempt).points) == (AttemptState.MARKING, None, None)
    assert not Result.objects.exists()
    marking = mark_essay(attempt, cast.instructor, (1, 1), comment="Good")
    attempt.refresh_from_db()
    assert (attempt.state, attempt.points, attempt.max_points) == (AttemptState.SUBMITTED, 5, 6)
    assert (attempt.percent, attempt.passed, attempt.submitted_at) == (Decimal("83.33"), True, AT)
    assert (marking.points, marking.rubric, marking.comment) == (2, [1, 1], "Good")
    result = Result.objects.get()
    assert (result.percent, result.passed) == (Decimal("83.33"), True)
    assert result.state == ResultState.SUBMITTED  # one person marked alone: a second one confirms
    assert AuditEntry.objects.filter(act="answer_marked").count() == 1


def test_an_empty_essay_is_worth_nothing_at_once(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee, essay="")
    assert (attempt.state, attempt.percent, essay_of(attempt).points) == (AttemptState.SUBMITTED, 50, 0)


def test_two_markers_who_agree_within_a_point_make_a_mean(cast: Cast) -> None:
    make_essay_quiz(second_marker=True)
    attempt = sit_essay(cast.trainee)
    mark_essay(attempt, cast.instructor, (1, 2))
    with pytest.raises(AnswerUnknownError):  # never the same person twice
        mark_essay(attempt, cast.instructor, (1, 2), "second")
    mark_essay(attempt, cast.second_assessor, (0, 2), "second")
    attempt.refresh_from_db()
    assert essay_of(attempt).points == Decimal("2.5")
    assert attempt.percent == Decimal("91.67")
    assert Result.objects.get().state == ResultState.CONFIRMED


def test_a_third_person_decides_between_two_who_differ(cast: Cast) -> None:
    make_essay_quiz(second_marker=True)
    attempt = sit_essay(cast.trainee)
    mark_essay(attempt, cast.instructor, (0, 0))
    assert sheet_for(cast.second_assessor, essay_of(attempt).pk, TODAY, "tg").earlier == ()  # blind
    mark_essay(attempt, cast.second_assessor, (1, 2), "second")
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.MARKING
    third = third_marker(cast)
    sheet = sheet_for(third, essay_of(attempt).pk, TODAY, "tg")
    assert sheet.stage == MarkingStage.DECISION
    assert [one.points for one in sheet.earlier] == [0, 3]
    mark_essay(attempt, third, (1, 1), "decision")
    attempt.refresh_from_db()
    assert (attempt.state, essay_of(attempt).points) == (AttemptState.SUBMITTED, 2)


def test_the_same_form_is_stored_once_and_the_second_of_two_at_once_is_told(cast: Cast) -> None:
    make_essay_quiz()
    attempt, pk = sit_essay(cast.trainee), uuid.uuid4()
    first = mark_essay(attempt, cast.instructor, (1, 1), submission=pk)
    assert mark_essay(attempt, cast.instructor, (0, 0), submission=pk) == first
    with pytest.raises(TakenError):
        mark_essay(attempt, cast.second_assessor, (1, 1))
    assert Marking.objects.count() == 1


def test_the_second_of_two_first_markers_is_told_who_is_needed_now(cast: Cast) -> None:
    make_essay_quiz(second_marker=True)
    attempt = sit_essay(cast.trainee)
    mark_essay(attempt, cast.instructor, (1, 1))
    with pytest.raises(TakenError) as told:
        mark_essay(attempt, cast.second_assessor, (1, 1))
    assert told.value.needed == MarkingStage.SECOND


@pytest.mark.parametrize("rubric", [(), (1,), (2, 1), (1, -1), (1, 1, 1)])
def test_points_outside_the_rubric_are_refused(cast: Cast, rubric) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    with pytest.raises(PointsError):
        mark_essay(attempt, cast.instructor, rubric)


def test_who_may_mark(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    Authorisation.objects.create(user=cast.other_instructor, kind="assess", course_code="M2", valid_from=LONG_AGO)
    for person in (cast.other_instructor, cast.head, cast.registrar, cast.trainee, cast.administrator):
        assert piles_for(person, TODAY) == []
        with pytest.raises(AnswerUnknownError):
            mark_essay(attempt, person, (1, 1))
    assert [pile.count for pile in piles_for(cast.instructor, TODAY)] == [1]
    cast.instructor.language = "ru"
    assert piles_for(cast.instructor, TODAY) == []  # does not read Tajik answers
    Authorisation.objects.filter(user=cast.second_assessor).update(valid_to=AT.date().replace(day=1))
    assert piles_for(cast.second_assessor, TODAY) == []


def test_results_that_one_marked_alone_wait_on_the_page_of_the_others(cast: Cast, django_assert_num_queries) -> None:
    for code in ("M2.2", "M2.3"):
        result = mark_by_hand(cast.trainee.enrolments.get(), cast.instructor, code=code)
        assert result.state not in SETTLED
    assert to_confirm_for(cast.instructor) == []
    assert to_confirm_for(cast.other_instructor) == []
    to_confirm_for(cast.second_assessor)  # the roles are known by now
    with django_assert_num_queries(3):
        found = to_confirm_for(cast.second_assessor)
    assert [(one.quiz, one.cohort, one.count) for one in found] == [
        ("M2.2", cast.cohort.pk, 1),
        ("M2.3", cast.cohort.pk, 1),
    ]
    page = cast.client("second_assessor").get(reverse("assessments:marking")).content.decode()
    assert reverse("assessments:results", args=[cast.cohort.pk]) in page
    Result.objects.update(state="confirmed")
    assert to_confirm_for(cast.second_assessor) == []


def test_the_queue_costs_the_same_for_few_and_many(cast: Cast, django_assert_num_queries) -> None:
    make_essay_quiz()
    sit_essay(cast.trainee)
    with django_assert_num_queries(3):
        piles_for(cast.instructor, TODAY)
    for person in (cast.classmate, cast.afghan):
        sit_essay(person)
    with django_assert_num_queries(2):  # the roles are known by now
        assert piles_for(cast.instructor, TODAY)[0].count == 3


def test_the_person_sees_the_rest_while_it_waits_and_staff_do_not(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    seen = review(attempt.pk, cast.trainee, "tg", AT)
    assert sorted(card.verdict for card in seen.paper.cards) == ["right", "right", "right", "waiting"]
    assert review(attempt.pk, cast.instructor, "tg", AT).paper.cards == ()


def test_points_are_changed_by_the_head_with_a_reason(cast: Cast) -> None:
    make_essay_quiz()
    attempt, pk = sit_essay(cast.trainee), uuid.uuid4()
    with pytest.raises(NotSettledYetError):
        change(attempt, cast.head, 3)
    mark_essay(attempt, cast.instructor, (0, 0))
    assert Result.objects.get().percent == 50
    change(attempt, cast.head, 3, submission=pk)
    assert change(attempt, cast.head, 1, submission=pk).points == 3
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.passed, Result.objects.get().passed) == (100, True, True)
    change(attempt, cast.head, "0.5")
    attempt.refresh_from_db()
    assert (attempt.percent, Result.objects.get().percent) == (Decimal("58.33"), Decimal("58.33"))
    entry = AuditEntry.objects.filter(act="points_changed").latest("at")
    assert (entry.old, entry.new["points"], entry.reason) == (
        {"points": "3.000"},
        "0.5",
        "A page was not read",
    )


def test_points_of_any_kind_are_changed_and_stay_after_another_change(cast: Cast) -> None:
    make_quiz(cast.cohort.programme_version.parts.get().module, questions=2)
    make_question(cast.cohort.programme_version.parts.get().module, 60, "single")
    attempt = sit_essay(cast.trainee, right=1)
    wrong = attempt.drawn.filter(points=0).first()
    change(attempt, cast.head, 1, question=wrong)
    attempt.refresh_from_db()
    assert attempt.percent == Decimal("66.67")


def test_who_changes_points(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    mark_essay(attempt, cast.instructor, (0, 0))
    for person in (cast.instructor, cast.registrar, cast.administrator, cast.trainee, cast.other_registrar):
        with pytest.raises(AnswerUnknownError):
            change(attempt, person, 3)
    sit_in_commission(cast, cast.second_assessor, cast.other_instructor)
    change(attempt, cast.second_assessor, 2)
    with pytest.raises(AnswerUnknownError):  # no longer at this centre
        change(attempt, cast.other_instructor, 2)


@pytest.mark.parametrize(
    ("points", "reason", "error"), [("4", "x", PointsError), ("-1", "x", PointsError), ("2", "  ", ReasonMissingError)]
)
def test_bad_changes_are_refused(cast: Cast, points, reason, error) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    mark_essay(attempt, cast.instructor, (0, 0))
    with pytest.raises(error):
        change(attempt, cast.head, points, reason=reason)


def test_after_the_protocol_points_are_not_changed(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    mark_essay(attempt, cast.instructor, (0, 0))
    Result.objects.update(state=ResultState.LOCKED)
    with pytest.raises(ClosedError):
        change(attempt, cast.head, 3)
    Result.objects.update(state=ResultState.CONFIRMED)
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    with pytest.raises(ClosedError):
        change(attempt, cast.head, 3)


def test_a_second_marker_asked_for_afterwards_takes_no_result_back(cast: Cast) -> None:
    quiz = make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    mark_essay(attempt, cast.instructor, (1, 1))
    quiz.second_marker = True
    quiz.save()
    change(attempt, cast.head, 1, question=attempt.drawn.exclude(version__kind="essay").first())
    attempt.refresh_from_db()
    assert (attempt.state, attempt.percent) == (AttemptState.SUBMITTED, Decimal("83.33"))


def test_the_newest_points_stand_when_a_clock_was_set_back(cast: Cast) -> None:
    make_essay_quiz()
    attempt = sit_essay(cast.trainee)
    mark_essay(attempt, cast.instructor, (0, 0))
    for number, points in enumerate((3, 1, 2)):
        change(attempt, cast.head, points, at=AT - datetime.timedelta(minutes=number))
        assert essay_of(attempt).points == points
