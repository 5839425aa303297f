"""Marking: bounds, the key is worth everything, the order shown does not matter, numbers in either digits."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.drawing import option_order
from assessments.domain.kinds.zone import drawn
from assessments.domain.marking import Answered, full_answer, guess, has_answer, mark, paper, read_number, share
from assessments.domain.mrz import Fault, check_digit
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
    third = Answered("matching", {"pairs": 3}, 1, [0, None, None], [0, 1, 2])
    result = paper([third, third, third])
    assert result.points == (Decimal("0.333"),) * 3
    assert (result.total, result.maximum, result.percent) == (Decimal(1), 3, Decimal("33.33"))


def test_an_empty_paper_is_nothing() -> None:
    assert paper([]).percent == 0


def test_points_given_by_a_person_and_annulled_questions() -> None:
    essay = Answered("essay", {"lines": [2, 2]}, 4, "words", [], given=Decimal("2.5"))
    wrong = Answered("true_false", {"right": True}, 2, False, [])
    assert paper([essay, wrong]).percent == Decimal("41.67")
    gone = Answered("true_false", {"right": True}, 2, False, [], annulled=True)
    assert (paper([essay, gone]).maximum, paper([essay, gone]).percent) == (4, Decimal("62.50"))
    assert paper([gone]).percent == 100  # nobody loses by questions that were wrong


@st.composite
def new_kinds(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(["ordering", "gaps", "short", "hotspot", "mrz"]))
    if kind == "ordering":
        return kind, {"items": draw(st.integers(2, 8))}
    if kind == "gaps":
        sizes = draw(st.lists(st.integers(2, 5), min_size=1, max_size=5))
        return kind, {"gaps": [[size, draw(st.integers(0, size - 1))] for size in sizes]}
    if kind == "short":
        return kind, {"accepted": [["tg", "гуреза", 100], ["ru", "беженец", 100], ["ru", "беженка", 50]]}
    if kind == "hotspot":
        return kind, {"areas": [[100, 200, 300, 50], [600, 600, 10, 10]]}
    shape = draw(st.sampled_from(["TD1", "TD2", "TD3"]))
    if draw(st.booleans()):
        return kind, {"format": shape, "field": draw(st.sampled_from(["number", "birth", "expiry", "composite"]))}
    faults = draw(st.lists(st.sampled_from([fault.value for fault in Fault]), min_size=2, unique=True))
    return kind, {"format": shape, "faults": faults}


@given(new_kinds(), st.integers(0, 2**62), JSON)
def test_the_other_kinds_too(question: Any, seed: int, answer: Any) -> None:
    kind, key = question
    order = option_order(kind, key, seed=seed)
    assert order == option_order(kind, key, seed=seed)
    right = full_answer(kind, key, order, seed)
    assert share(kind, key, right, order, seed) == 1
    assert has_answer(kind, key, right)
    assert 0 <= share(kind, key, answer, order, seed) <= 1
    assert isinstance(has_answer(kind, key, answer), bool)
    assert 0 <= guess(kind, key) <= 1
    for nothing in (None, [], "", [None] * 3):
        assert share(kind, key, nothing, order, seed) == 0
        assert not has_answer(kind, key, nothing)


def test_ordering_counts_what_follows_rightly() -> None:
    key, order = {"items": 4}, [3, 2, 1, 0]  # shown mirrored
    assert share("ordering", key, [0, 1, 2, 3], order) == 0  # left as it was shown
    assert share("ordering", key, [3, 2, 1, 0], order) == 1
    assert share("ordering", key, [2, 1, 0, 3], order) == Fraction(2, 3)  # 3 came first: 3 0 1 2
    assert share("ordering", key, [1, 1, 1, 1], order) == 0


@given(st.integers(2, 8), st.integers(0, 2**62))
def test_nothing_is_shown_in_its_right_order(items: int, seed: int) -> None:
    order = option_order("ordering", {"items": items}, seed=seed)
    assert sorted(order) == list(range(items))
    assert order != list(range(items))


def test_short_answers_are_compared_after_folding() -> None:
    key = {"accepted": [["tg", "ҳуҷҷати қалбакӣ", 100], ["fa-af", "سند جعلی", 100], ["ru", "фальшивка", 50]]}
    for typed in ("Хуччати калбаки", " ҳуҷҷати  ҚАЛБАКӢ. ", "سند جعلي"):
        assert share("short", key, typed, []) in {Fraction(0), Fraction(1)}
    assert share("short", key, " ҳуҷҷати  ҚАЛБАКӢ. ", []) == 1
    assert share("short", key, "سند جعلي", []) == 1
    assert share("short", key, "Фальшивка", []) == Fraction(1, 2)
    assert share("short", key, "подлинный", []) == 0


def test_the_borders_of_an_area_are_right() -> None:
    key = {"areas": [[100, 200, 50, 50]]}
    places = ([100, 200], [150, 250], [99, 200], [150, 251])
    assert [share("hotspot", key, place, []) for place in places] == [1, 1, 0, 0]


@pytest.mark.parametrize(("shape", "length"), [("TD3", 44), ("TD2", 36), ("TD1", 30)])
@given(st.integers(0, 2**62))
def test_a_drawn_zone_holds_the_fault_it_names_and_no_other(shape: str, length: int, seed: int) -> None:
    zone = drawn({"format": shape, "faults": [fault.value for fault in Fault]}, seed)
    assert {len(line) for line in zone.lines} == {length}
    where = {"TD3": (1, 0, 13, 21, 43), "TD2": (1, 0, 13, 21, 35), "TD1": (0, 5, 0, 8, 29)}[shape]
    line, number, birth, expiry, last = where
    dates = zone.lines[1]
    number_field = zone.lines[line][number : number + 9]
    wrong = set()
    if check_digit(number_field) != zone.lines[line][number + 9]:
        wrong.add(Fault.NUMBER_CHECK)
    if check_digit(dates[birth : birth + 6]) != dates[birth + 6]:
        wrong.add(Fault.BIRTH_CHECK)
    if check_digit(dates[expiry : expiry + 6]) != dates[expiry + 6]:
        wrong.add(Fault.EXPIRY_CHECK)
    parts = {
        "TD3": lambda: dates[0:10] + dates[13:20] + dates[21:43],
        "TD2": lambda: dates[0:10] + dates[13:20] + dates[21:35],
        "TD1": lambda: zone.lines[0][5:30] + dates[0:7] + dates[8:15] + dates[18:29],
    }
    if check_digit(parts[shape]()) != dates[last]:
        wrong.add(Fault.COMPOSITE)
    printed = zone.printed
    if number_field.rstrip("<") != printed.number:
        wrong.add(Fault.NUMBER)
    if dates[birth : birth + 6] != printed.birth.strftime("%y%m%d"):
        wrong.add(Fault.BIRTH)
    if dates[expiry : expiry + 6] != printed.expiry.strftime("%y%m%d"):
        wrong.add(Fault.EXPIRY)
    if printed.surname + "<<" not in "".join(zone.lines):
        wrong.add(Fault.NAME)
    assert wrong == ({zone.fault} - {Fault.NONE})


def test_the_check_digits_of_the_specimen_of_doc_9303() -> None:
    """ICAO Doc 9303-4, appendix A: L898902C3, 740812, 120415, ZE184226B and the composite."""
    assert [check_digit(field) for field in ("L898902C3", "740812", "120415", "ZE184226B<<<<<")] == ["6", "2", "9", "1"]
    assert check_digit("L898902C36" + "7408122" + "1204159" + "ZE184226B<<<<<1") == "0"
