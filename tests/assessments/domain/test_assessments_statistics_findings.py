"""Plain words for figures, and which answers are counted as the same."""

from typing import Any

import pytest

from assessments.domain.statistics.chosen import NOTHING, Chosen, Sort, chosen, is_right, options_of
from assessments.domain.statistics.findings import Finding, notes_of, urgency_of
from assessments.domain.statistics.items import ItemFigures


def figures(**fields: Any) -> ItemFigures:
    usual = {
        "people": 100,
        "facility": 60.0,
        "deviation": 40.0,
        "intended": 5.0,
        "effective": 5.0,
        "discrimination": 40.0,
        "efficiency": 60.0,
        "variance": 0.1,
    }
    return ItemFigures(**{**usual, **fields})


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, []),
        ({"people": 9}, [Finding.FEW]),
        ({"discrimination": -25.0, "efficiency": -30.0}, [Finding.KEY]),
        ({"discrimination": -2.0, "efficiency": -3.0}, [Finding.WEAK]),  # no more than chance among a hundred
        ({"discrimination": 5.0, "efficiency": 8.0}, [Finding.WEAK]),
        ({"facility": 97.0, "discrimination": 5.0, "efficiency": 8.0}, [Finding.EASY]),
        ({"facility": 6.0}, [Finding.HARD]),
        ({"facility": 6.0, "discrimination": -30.0, "efficiency": -40.0}, [Finding.KEY, Finding.HARD]),
        ({"discrimination": None, "efficiency": None, "facility": 100.0}, [Finding.EASY]),
    ],
)
def test_what_the_figures_say(fields: dict[str, Any], found: list[Finding]) -> None:
    assert [note.finding for note in notes_of(figures(**fields))] == found


def test_options_that_nobody_chose() -> None:
    notes = notes_of(figures(), options={0: 70, 1: 30, 2: 0, 3: 0})
    assert [(note.finding, note.number) for note in notes] == [(Finding.UNUSED, 3), (Finding.UNUSED, 4)]
    assert notes_of(figures(people=19), options={0: 19, 1: 0}) == []


def test_what_is_urgent_comes_first() -> None:
    key = notes_of(figures(discrimination=-40.0))
    easy = notes_of(figures(facility=99.0))
    assert urgency_of(key) < urgency_of(easy) < urgency_of([])


ORDER = [2, 0, 3, 1]
SINGLE = {"options": 4, "right": [3]}


@pytest.mark.parametrize(
    ("kind", "key", "answer", "order", "found"),
    [
        ("single", SINGLE, 0, ORDER, [Chosen(Sort.OPTION, 2)]),
        ("single", SINGLE, 9, ORDER, [NOTHING]),
        ("single", SINGLE, None, ORDER, [NOTHING]),
        ("single", SINGLE, True, ORDER, [NOTHING]),
        ("multiple", SINGLE, [3, 0, 0], ORDER, [Chosen(Sort.OPTION, 1), Chosen(Sort.OPTION, 2)]),
        ("multiple", SINGLE, [], ORDER, [NOTHING]),
        ("true_false", {"right": True}, False, [], [Chosen(Sort.TRUTH, 0)]),
        ("true_false", {"right": True}, "yes", [], [NOTHING]),
        ("numeric", {}, "۳۹٫۰", [], [Chosen(Sort.TYPED, words="39")]),
        ("numeric", {}, "about 39", [], [Chosen(Sort.TYPED, words="about 39")]),
        ("numeric", {}, " ", [], [NOTHING]),
        ("short", {}, "Қурбонов", [], [Chosen(Sort.TYPED, words="курбонов")]),
        ("matching", {"pairs": 3}, [1, None, 0], [2, 0, 1], [Chosen(Sort.PAIR, 0, 0), Chosen(Sort.PAIR, 2, 2)]),
        ("gaps", {"gaps": [[3, 0], [2, 1]]}, [2, 0], [[1, 2, 0], [1, 0]], [Chosen(Sort.PAIR), Chosen(Sort.PAIR, 1, 1)]),
        ("ordering", {"items": 3}, [1, 0, 2], [1, 0, 2], [Chosen(Sort.PLACE, at, at) for at in range(3)]),
        ("mrz", {"faults": ["a", "b"], "format": "TD3"}, 1, [1, 0], [Chosen(Sort.OPTION, 0)]),
        ("mrz", {"field": "composite", "format": "TD1"}, "۷", [], [Chosen(Sort.TYPED, words="7")]),
        ("essay", {}, "my own words", [], [NOTHING]),
        ("hotspot", {}, [10, 20], [], [NOTHING]),
        ("unheard of", {}, {"a": 1}, [], [NOTHING]),
    ],
)  # fmt: skip
def test_answers_are_counted_by_the_manuscript(kind: str, key: Any, answer: Any, order: Any, found: Any) -> None:
    assert chosen(kind, key, answer, order) == found


def test_which_are_right_and_which_are_offered() -> None:
    assert [is_right("single", SINGLE, one) for one in options_of("single", SINGLE)] == [False, False, False, True]
    assert [is_right("true_false", {"right": True}, one) for one in options_of("true_false", {})] == [True, False]
    assert is_right("matching", {"pairs": 2}, Chosen(Sort.PAIR, 1, 1)) is True
    assert is_right("gaps", {"gaps": [[3, 2]]}, Chosen(Sort.PAIR, 0, 1)) is False
    assert is_right("numeric", {}, Chosen(Sort.TYPED, words="3")) is None
    assert options_of("numeric", {}) == []
