"""Figures of quizzes and questions against tables computed by hand, in fractions and by other formulas than ours."""

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.statistics.items import guess, item_figures
from assessments.domain.statistics.papers import Paper, Taken, paper, same_questions
from assessments.domain.statistics.quiz import bands, quiz_figures

NEAR = 1e-9
MARKS = (1, 2, 1)
TABLE = (  # five people, three questions worth 1, 2 and 1
    (1, 2, 0),
    (1, 1, 0),
    (1, Fraction(1, 2), 0),
    (0, Fraction(1, 2), 1),
    (0, 0, 0),
)


def papers_of(table: Any, marks: Any = MARKS) -> list[Paper]:
    return [paper([Taken(at, marks[at], float(points)) for at, points in enumerate(row)]) for row in table]


def moment(first: list[Fraction], second: list[Fraction]) -> Fraction:
    """Σxy − ΣxΣy/n over n − 1: covariance in exact fractions, by another formula than the product's."""
    size = len(first)
    products = sum((a * b for a, b in zip(first, second, strict=True)), Fraction(0))
    return (products - Fraction(sum(first)) * sum(second) / size) / (size - 1)


def columns(table: Any) -> tuple[list[list[Fraction]], list[Fraction]]:
    rows = [[Fraction(points) for points in row] for row in table]
    return [[row[at] for row in rows] for at in range(len(rows[0]))], [sum(row, Fraction(0)) for row in rows]


def test_questions_by_hand() -> None:
    found = item_figures(papers_of(TABLE))
    by_question, totals = columns(TABLE)
    roots = []
    for at, marks in enumerate(by_question):
        rest = [total - mark for total, mark in zip(totals, marks, strict=True)]
        one, full = found[at], MARKS[at]
        assert one.people == 5
        assert one.facility == pytest.approx(float(100 * sum(marks) / 5 / full), abs=NEAR)
        assert one.deviation == pytest.approx(100 * math.sqrt(moment(marks, marks)) / full, abs=NEAR)
        assert one.intended == pytest.approx(25 * full, abs=NEAR)
        spread = math.sqrt(moment(marks, marks) * moment(rest, rest))
        assert one.discrimination == pytest.approx(100 * float(moment(marks, rest)) / spread, abs=NEAR)
        most = moment(sorted(marks), sorted(rest))
        assert one.efficiency == pytest.approx(float(100 * moment(marks, rest) / most), abs=NEAR)
        roots.append(moment(marks, totals))
    assert roots[2] < 0  # the third question is known by those who know nothing else
    assert found[2].effective is None
    whole = sum(math.sqrt(root) for root in roots if root > 0)
    for at in (0, 1):
        assert found[at].effective == pytest.approx(100 * math.sqrt(roots[at]) / whole, abs=NEAR)


def test_some_figures_written_out() -> None:
    """Facility 3/5; standard deviation √(6/5 / 4); the first question's correlation with the rest."""
    found = item_figures(papers_of(TABLE))
    assert found[0].facility == pytest.approx(60.0, abs=NEAR)
    assert found[0].deviation == pytest.approx(100 * math.sqrt(0.3), abs=NEAR)
    assert found[1].facility == pytest.approx(40.0, abs=NEAR)
    # x = 1 1 1 0 0, rest = 2 1 ½ 1½ 0: Σxy − ΣxΣy/n = 3.5 − 3·5/5 = 0.5; Σx² − 9/5 = 1.2; Σrest² − 25/5 = 2.5
    assert found[0].discrimination == pytest.approx(100 * 0.5 / math.sqrt(1.2 * 2.5), abs=NEAR)


def test_the_quiz_by_hand() -> None:
    by_question, totals = columns(TABLE)
    shares = [Fraction(100, 4) * total for total in totals]
    figures = quiz_figures(papers_of(TABLE))
    size, middle = 5, sum(shares) / 5
    m2, m3, m4 = (sum((share - middle) ** power for share in shares) / size for power in (2, 3, 4))
    k2 = Fraction(size, size - 1) * m2
    k3 = Fraction(size**2, 4 * 3) * m3
    k4 = Fraction(size**2, 4 * 3 * 2) * ((size + 1) * m4 - 3 * (size - 1) * m2**2)
    assert figures.attempts == 5
    assert not figures.drawn
    assert figures.mean == pytest.approx(float(middle), abs=NEAR)
    assert figures.median == pytest.approx(float(sorted(shares)[2]), abs=NEAR)
    assert figures.deviation == pytest.approx(math.sqrt(k2), abs=NEAR)
    assert figures.skewness == pytest.approx(float(k3) / float(k2) ** 1.5, abs=NEAR)
    assert figures.kurtosis == pytest.approx(float(k4 / k2**2), abs=NEAR)
    inner = sum(moment(marks, marks) for marks in by_question)
    alpha = Fraction(3, 2) * (1 - inner / moment(totals, totals))
    assert figures.consistency == pytest.approx(float(100 * alpha), abs=NEAR)
    assert figures.error_ratio == pytest.approx(100 * math.sqrt(1 - alpha), abs=NEAR)
    assert figures.standard_error == pytest.approx(math.sqrt((1 - alpha) * k2), abs=NEAR)


def test_the_median_of_an_even_number_lies_between() -> None:
    assert quiz_figures(papers_of(TABLE[:4])).median == pytest.approx(43.75)  # 3, 2, 1½, 1½ of 4


def test_nobody_and_one_attempt_say_little() -> None:
    assert quiz_figures([]).mean is None
    assert item_figures([]) == {}
    one = papers_of(TABLE[:1])
    figures = quiz_figures(one)
    assert (figures.mean, figures.median, figures.deviation, figures.consistency) == (75.0, 75.0, None, None)
    first = item_figures(one)[0]
    assert (first.facility, first.intended) == (100.0, 25.0)
    assert (first.deviation, first.effective, first.discrimination, first.efficiency) == (None,) * 4


def test_the_shape_needs_three_and_four_attempts() -> None:
    two, three, four = (quiz_figures(papers_of(TABLE[:size])) for size in (2, 3, 4))
    assert (two.skewness, two.kurtosis) == (None, None)
    assert two.deviation == pytest.approx(25 * math.sqrt(0.5), abs=NEAR)
    assert three.skewness is not None
    assert three.kurtosis is None
    assert four.kurtosis is not None


def test_without_a_spread_nothing_is_said() -> None:
    """Marks of a tenth: what floats leave over is no spread."""
    same = papers_of([(0.1, 0.7, 0.3)] * 7, (1, 1, 1))
    figures = quiz_figures(same)
    assert figures.deviation == pytest.approx(0.0)
    assert (figures.skewness, figures.kurtosis, figures.consistency, figures.standard_error) == (None,) * 4
    for one in item_figures(same).values():
        assert one.deviation == pytest.approx(0.0)
        assert (one.effective, one.discrimination, one.efficiency) == (None, None, None)


def test_a_question_that_all_know_weighs_nothing() -> None:
    found = item_figures(papers_of([(1, 1), (1, 0), (1, 1)], (1, 1)))
    assert found[0].effective == 0.0
    assert found[1].effective == 100.0
    assert (found[0].discrimination, found[0].efficiency) == (None, None)


def test_one_question_has_no_consistency() -> None:
    assert quiz_figures(papers_of([(1,), (0,), (1,)], (1,))).consistency is None


def test_drawn_questions_have_their_own_people() -> None:
    """Three questions, two drawn for each of four people."""
    drawn = [((0, 1), (1, 0)), ((1, 1), (0, 0)), ((0, 1), (2, 1)), ((2, 0), (1, 1))]
    sheets = [paper([Taken(question, 1, points) for question, points in row]) for row in drawn]
    assert not same_questions(sheets)
    found = item_figures(sheets)
    assert {question: one.people for question, one in found.items()} == {0: 3, 1: 3, 2: 2}
    assert found[0].facility == pytest.approx(200 / 3)
    assert found[0].intended == pytest.approx(50.0)
    # first question: x = 1 0 1, rest = 0 1 1; covariance (1 − 2·2/3)/2 over √(⅓·⅓)
    assert found[0].discrimination == pytest.approx(-50.0, abs=NEAR)
    weights = sum(one.people / 4 * one.effective for one in found.values() if one.effective)
    assert weights == pytest.approx(100.0)
    figures = quiz_figures(sheets)
    assert figures.drawn
    # places: 1 1 1 0 and 0 0 1 1 of 2; whole ½ ½ 1 ½: α = 2·(1 − (1/16 + 1/12)/(1/16)) (percent)
    assert figures.consistency == pytest.approx(100 * 2 * (1 - (1 / 16 + 1 / 12) / (1 / 16)), abs=NEAR)


def test_by_language_only_those_answers_count() -> None:
    sheets = [
        paper([Taken(0, 1, 1, "tg"), Taken(1, 1, 1, "tg")]),
        paper([Taken(0, 1, 0, "fa-af"), Taken(1, 1, 1, "tg")]),
        paper([Taken(0, 1, 0, "fa-af"), Taken(1, 1, 0, "fa-af")]),
    ]
    assert item_figures(sheets, "fa-af")[0].facility == 0.0
    assert item_figures(sheets, "tg")[1].facility == 100.0
    assert item_figures(sheets, "fa-af")[0].people == 2
    assert [sheet.language for sheet in sheets] == ["tg", "fa-af", "fa-af"]


def test_tenths_of_the_marks() -> None:
    sheets = papers_of([(points,) for points in (0, 9, 10, 29, 30, 99, 100, 100)], (100,))
    assert bands(sheets) == [2, 1, 1, 1, 0, 0, 0, 0, 0, 3]


def test_what_guessing_brings() -> None:
    assert guess("single", {"options": 4, "right": [2]}) == 25.0
    assert guess("true_false", {"right": True}) == 50.0
    assert guess("matching", {"pairs": 4}) == 25.0
    assert guess("numeric", {"value": "1", "tolerance": "0"}) == 0.0
    assert guess("multiple", {"options": 4, "right": [1, 2]}) is None
    assert guess("essay", {}) is None


@given(st.lists(st.tuples(*[st.integers(0, 10)] * 4), min_size=2, max_size=30))
def test_any_table_agrees_with_fractions(table: list[tuple[int, ...]]) -> None:
    marks = (10, 10, 10, 10)
    found = item_figures(papers_of(table, marks))
    by_question, totals = columns(table)
    for at, values in enumerate(by_question):
        rest = [total - value for total, value in zip(totals, values, strict=True)]
        spread = moment(values, values) * moment(rest, rest)
        if not spread:
            assert found[at].discrimination is None
        else:
            expected = 100 * float(moment(values, rest)) / math.sqrt(spread)
            assert found[at].discrimination == pytest.approx(expected, abs=1e-5)
        with_whole = moment(values, totals)
        if with_whole < 0:
            assert found[at].effective is None
    effective = [one.effective for one in found.values() if one.effective is not None]
    if any(moment(values, totals) > 0 for values in by_question):
        assert math.fsum(effective) == pytest.approx(100.0)
