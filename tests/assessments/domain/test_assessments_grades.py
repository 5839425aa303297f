"""Grades, parts, honours (domain.md 4.3)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.grades import Scale, Score, average, grade, honours, part_grade

SCALE = Scale(60, 75, 90, 40, 60, Decimal("4.75"))
percents = st.decimals(0, 100, places=2)
scores = st.builds(Score, percents, st.booleans())
many = st.lists(scores, max_size=4)


@pytest.mark.parametrize(
    ("percent", "expected"),
    [("0", 2), ("59.99", 2), ("60", 3), ("74.99", 3), ("75", 4), ("89.99", 4), ("90", 5), ("100", 5)],
)
def test_thresholds_earn_the_grade(percent, expected) -> None:
    assert grade(Decimal(percent), SCALE) == expected


@given(percents, percents)
def test_more_points_are_never_a_lower_grade(one, other):
    low, high = sorted([one, other])
    assert grade(low, SCALE) <= grade(high, SCALE)


@given(many, many)
def test_a_practical_not_yet_competent_is_never_offset(quizzes, practicals):
    failed = Score(Decimal(69), passed=False)
    found = part_grade(quizzes, [*practicals, failed], SCALE)
    assert found is not None
    assert found.grade == 2


@given(many, many)
def test_a_part_is_between_its_best_and_its_worst(quizzes, practicals):
    found = part_grade(quizzes, practicals, SCALE)
    listed = [one.percent for one in (*quizzes, *practicals)]
    if not listed:
        assert found is None
        return
    assert found is not None
    assert min(listed) - 1 <= found.percent <= max(listed) + 1
    assert (found.grade > 2) == all(one.passed for one in (*quizzes, *practicals))


def test_quizzes_weigh_forty_and_practicals_sixty() -> None:
    found = part_grade([Score(Decimal(100), True)], [Score(Decimal(70), True)], SCALE)
    assert found is not None
    assert (found.percent, found.grade) == (Decimal("82.00"), 4)
    other = part_grade(
        [Score(Decimal(100), True)], [Score(Decimal(70), True)], Scale(60, 75, 90, 60, 40, Decimal("4.75"))
    )
    assert other is not None
    assert other.percent == Decimal("88.00")


def test_one_kind_alone_counts_alone() -> None:
    found = part_grade([Score(Decimal(91), True)], [], SCALE)
    assert found is not None
    assert (found.percent, found.grade) == (Decimal("91.00"), 5)


def test_average() -> None:
    assert average([]) is None
    assert average([5, 5, 4]) == Decimal("4.67")


@pytest.mark.parametrize(
    ("marks", "tries", "expected"),
    [
        ([5, 5, 5, 4], [1, 1, 1, 1], True),
        ([5, 5, 4], [1, 1, 1], False),
        ([5] * 20 + [3], [1] * 21, False),
        ([5, 5], [1, 2], False),
        ([], [], False),
    ],
)
def test_honours(marks, tries, expected) -> None:
    assert honours(marks, tries, SCALE) is expected


@given(st.lists(st.integers(2, 5), min_size=1, max_size=30), st.lists(st.integers(1, 3), max_size=5))
def test_honours_need_everything_at_once(marks, tries):
    assert honours(marks, tries, SCALE) == (
        sum(marks) * 100 >= 475 * len(marks) and min(marks) >= 4 and all(count == 1 for count in tries)
    )
