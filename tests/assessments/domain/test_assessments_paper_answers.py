"""Answers typed from paper, in the letters of three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.drawing import option_order
from assessments.domain.marking import full_answer, share
from assessments.domain.paper_answers import UnreadableError, read_typed, write_typed
from tests.factories.assessments import KEYS, NEW_KEYS

ALL = KEYS | NEW_KEYS


@pytest.mark.parametrize("kind", ALL)
@given(seed=st.integers(min_value=0, max_value=2**60))
def test_what_is_right_can_be_typed_and_is_worth_everything(kind, seed) -> None:
    key = ALL[kind]
    order = option_order(kind, key, seed=seed)
    answer = full_answer(kind, key, order, seed)
    typed = read_typed(kind, key, write_typed(kind, key, answer))
    assert typed == answer
    if kind != "essay":
        assert share(kind, key, typed, order, seed) == 1


@pytest.mark.parametrize(
    ("kind", "text", "answer"),
    [
        ("single", "b", 1),
        ("single", " В ", 1),  # Cyrillic
        ("single", "2", 1),
        ("single", "۲", 1),
        ("multiple", "ca", [0, 2]),
        ("multiple", "С, А", [0, 2]),
        ("multiple", "1 3", [0, 2]),
        ("true_false", "t", True),
        ("true_false", "Д", True),
        ("true_false", "в", True),
        ("true_false", "د", True),
        ("true_false", "Н", False),
        ("true_false", "ن", False),
        ("true_false", "F", False),
        ("true_false", "-", None),
        ("numeric", "۳۹", "۳۹"),
        ("matching", "B-A-C", [1, 0, 2]),
        ("matching", "bac", [1, 0, 2]),
        ("matching", "2-1-3", [1, 0, 2]),
        ("matching", "B-?-C", [1, None, 2]),
        ("matching", "?-?-?", None),
        ("ordering", "3-1-2-4", [2, 0, 1, 3]),
        ("ordering", "۳۱۲۴", [2, 0, 1, 3]),
        ("gaps", "c a", [2, 0]),
        ("hotspot", "70-20", [700, 200]),
        ("hotspot", "70.5; 20", [705, 200]),
        ("mrz", "C", 2),
        ("short", "Гуреза", "Гуреза"),
        ("essay", "Матни дароз", "Матни дароз"),
        *((kind, text, None) for kind in ALL for text in ("", "  ", "?", "—")),
    ],
)
def test_how_answers_are_typed(kind, text, answer) -> None:
    assert read_typed(kind, ALL[kind], text) == answer


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("single", "E"),
        ("single", "AB"),
        ("single", "0"),
        ("single", "Щ"),
        ("multiple", "AA"),
        ("multiple", "AF"),
        ("true_false", "A"),
        ("numeric", "many"),
        ("matching", "AB"),
        ("matching", "A-B-D"),
        ("ordering", "1-1-2-3"),
        ("ordering", "1-2-3"),
        ("gaps", "A-C"),
        ("hotspot", "70"),
        ("hotspot", "70-101"),
        ("mrz", "D"),
        ("short", "!!"),
    ],
)
def test_what_cannot_be_read_is_refused(kind, text) -> None:
    with pytest.raises(UnreadableError):
        read_typed(kind, ALL[kind], text)


@given(kind=st.sampled_from(sorted(ALL)), text=st.text(max_size=60))
def test_anything_typed_is_an_answer_or_refused(kind, text) -> None:
    try:
        answer = read_typed(kind, ALL[kind], text)
    except UnreadableError:
        return
    share(kind, ALL[kind], answer, option_order(kind, ALL[kind], seed=3), 3)
