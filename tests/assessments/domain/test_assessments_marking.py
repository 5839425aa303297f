"""Marking: bounds, the key is worth everything, the order shown does not matter, numbers in either digits."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.marking import full_answer, has_answer, mark, paper, read_number, share
from foundation.languages.text import persian_digits


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, dict[str, Any], int, list[int]]:
    """A sound key of any kind with marks and an order in which it is shown."""
    kind = draw(st.sampled_from(["single", "multiple", "true_false", "numeric", "matching"]))
    marks = draw(st.integers(1, 10))
    if kind == "true_false":
        return kind, {"right": draw(st.booleans())}, marks, []
    if kind == "numeric":
        value = draw(st.decimals(-10_000, 10_000, places=3))
        tolerance = draw(st.decimals(0, 10, places=2))
        return kind, {"value": str(value), "tolerance": str(tolerance)}, marks, []
    size = draw(st.integers(2, 8))
    order = draw(st.permutations(range(size)))
    if kind == "matching":
        return kind, {"pairs": size}, marks, order
    most = 1 if kind == "single" else size
    right = sorted(draw(st.sets(st.integers(0, size - 1), min_size=1, max_size=most)))
    return kind, {"options": size, "right": right}, marks, order


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=9) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(questions(), JSON)
def test_any_answer_is_worth_something_between_nothing_and_all(question: Any, answer: Any) -> None:
    kind, key, marks, order = question
    assert 0 <= mark(kind, key, marks, answer, order) <= marks
    assert isinstance(has_answer(kind, key, answer), bool)


@given(questions())
def test_the_key_is_worth_everything_and_counts_as_an_answer(question: Any) -> None:
    kind, key, marks, order = question
    answer = full_answer(kind, key, order)
    assert mark(kind, key, marks, answer, order) == marks
    assert has_answer(kind, key, answer)


@given(questions(), st.data())
def test_the_order_shown_does_not_change_the_worth(question: Any, data: st.DataObject) -> None:
    kind, key, _, order = question
    if not order:
        return
    chosen = data.draw(st.lists(st.sampled_from(order), max_size=len(order), unique=kind == "multiple"))
    other = data.draw(st.permutations(order))

    def shown(in_order: list[int]) -> Any:
        places = [in_order.index(option) for option in chosen]
        return (places[0] if places else None) if kind == "single" else places

    assert share(kind, key, shown(order), order) == share(kind, key, shown(other), other)


@given(questions())
def test_nothing_chosen_is_worth_nothing(question: Any) -> None:
    kind, key, marks, order = question
    for nothing in (None, [], "", [None] * len(order)):
        assert mark(kind, key, marks, nothing, order) == 0
        assert not has_answer(kind, key, nothing)


def test_multiple_choice_adds_right_parts_and_takes_wrong_ones() -> None:
    key = {"options": 5, "right": [0, 1]}
    order = [4, 3, 2, 1, 0]  # shown backwards
    assert share("multiple", key, [4], order) == Fraction(1, 2)
    assert share("multiple", key, [4, 3], order) == 1
    assert share("multiple", key, [4, 3, 0], order) == Fraction(2, 3)
    assert share("multiple", key, [4, 0, 1], order) == 0  # 1/2 - 2/3 is not below nothing
    assert share("multiple", key, [0, 1, 2, 3, 4], order) == 0  # choosing everything


def test_matching_is_the_share_of_right_pairs() -> None:
    order = [2, 0, 1]  # the right side of pair 2 is shown first
    assert share("matching", {"pairs": 3}, [1, 2, 0], order) == 1
    assert share("matching", {"pairs": 3}, [1, None, 2], order) == Fraction(1, 3)
    assert not has_answer("matching", {"pairs": 3}, [1, None, 2])


def test_true_is_not_one() -> None:
    assert share("single", {"options": 2, "right": [1]}, True, [0, 1]) == 0
    assert share("true_false", {"right": True}, 1, []) == 0


@given(st.decimals(-1000, 1000, places=2))
def test_numbers_are_read_in_every_writing(number: Decimal) -> None:
    text = str(number)
    for typed in (text, text.replace(".", ","), persian_digits(text).replace(".", "٫"), f"\u200e {text} "):
        assert read_number(typed) == number
        assert share("numeric", {"value": text, "tolerance": "0"}, typed, []) == 1


@pytest.mark.parametrize("typed", ["", "x", "1,234.5", "1e3", "--1", "NaN", "9" * 41, None, 5, ["5"]])
def test_what_is_not_a_number_is_no_answer(typed: Any) -> None:
    assert read_number(typed) is None
    assert not has_answer("numeric", {"value": "5", "tolerance": "0"}, typed)


def test_tolerance_includes_both_ends() -> None:
    key = {"value": "10", "tolerance": "0.5"}
    assert [share("numeric", key, text, []) for text in ("9.5", "10,5", "9.49", "10.51")] == [1, 1, 0, 0]


def test_three_thirds_are_one() -> None:
    third = ("matching", {"pairs": 3}, 1, [0, None, None], [0, 1, 2])
    result = paper([third, third, third])
    assert result.points == (Decimal("0.333"),) * 3
    assert (result.total, result.maximum, result.percent) == (Decimal(1), 3, Decimal("33.33"))


def test_an_empty_paper_is_nothing() -> None:
    assert paper([]).percent == 0
