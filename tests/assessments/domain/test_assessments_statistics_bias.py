"""One language against another: Mantel–Haenszel by hand, the classes of ETS, and what a simulation finds."""

import math
import random
from fractions import Fraction

import pytest

from assessments.domain.statistics.bias import (
    Size,
    Table,
    biases,
    mantel_haenszel,
    size_of,
    tables_of,
)
from assessments.domain.statistics.findings import Finding, differs, notes_of
from assessments.domain.statistics.items import item_figures
from assessments.domain.statistics.papers import Paper, Taken, paper

TABLES = (Table(12, 8, 6, 14), Table(18, 6, 10, 10), Table(25, 2, 15, 6))


def by_hand() -> tuple[Fraction, Fraction, float]:
    """α, χ² and the variance of ln α of TABLES, written out in fractions."""
    up = sum(Fraction(t.reference_right * t.other_wrong, t.people) for t in TABLES)
    down = sum(Fraction(t.reference_wrong * t.other_right, t.people) for t in TABLES)
    above, spread = Fraction(0), Fraction(0)
    for t in TABLES:
        reference, other = t.reference_right + t.reference_wrong, t.other_right + t.other_wrong
        right, wrong = t.reference_right + t.other_right, t.reference_wrong + t.other_wrong
        above += t.reference_right - Fraction(reference * right, t.people)
        spread += Fraction(reference * other * right * wrong, t.people**2 * (t.people - 1))
    pr = ps_qr = qs = Fraction(0)
    for t in TABLES:
        p = Fraction(t.reference_right + t.other_wrong, t.people)
        q = Fraction(t.reference_wrong + t.other_right, t.people)
        r = Fraction(t.reference_right * t.other_wrong, t.people)
        s = Fraction(t.reference_wrong * t.other_right, t.people)
        pr, ps_qr, qs = pr + p * r, ps_qr + p * s + q * r, qs + q * s
    variance = pr / (2 * up**2) + ps_qr / (2 * up * down) + qs / (2 * down**2)
    return up / down, (abs(above) - Fraction(1, 2)) ** 2 / spread, float(variance)


def test_the_common_odds_ratio_by_hand() -> None:
    odds, chi_square, variance = by_hand()
    found = mantel_haenszel(TABLES)
    assert found is not None
    assert found.odds == pytest.approx(float(odds), abs=1e-9)
    assert found.chi_square == pytest.approx(float(chi_square), abs=1e-9)
    assert found.delta == pytest.approx(-2.35 * math.log(odds), abs=1e-9)
    assert found.error == pytest.approx(2.35 * math.sqrt(variance), abs=1e-9)
    assert found.delta < 0  # harder in the other language
    assert found.size == Size.STRONG


def test_one_table_written_out() -> None:
    """10 of 20 against 5 of 20: α = 10·15 / (10·5) = 3; E = 7.5, Var = 20·20·15·25/(40²·39)."""
    found = mantel_haenszel([Table(10, 10, 5, 15)])
    assert found is not None
    assert found.odds == pytest.approx(3.0)
    assert found.chi_square == pytest.approx(2.0**2 / (150000 / 62400), abs=1e-9)
    assert found.probability == pytest.approx(math.erfc(math.sqrt(found.chi_square / 2)))
    assert found.size == Size.NONE  # large, but it may be chance


def test_nothing_to_compare() -> None:
    assert mantel_haenszel([]) is None
    assert mantel_haenszel([Table(5, 5, 0, 0), Table(3, 0, 4, 0)]) is None


def test_all_right_in_one_language_and_all_wrong_in_the_other() -> None:
    found = mantel_haenszel([Table(20, 0, 0, 20)])
    assert found is not None
    assert found.odds == math.inf
    assert found.delta == -math.inf
    assert found.error is None
    assert found.size == Size.STRONG
    other = mantel_haenszel([Table(0, 20, 20, 0)])
    assert other is not None
    assert (other.odds, other.delta, other.size) == (0.0, math.inf, Size.STRONG)


@pytest.mark.parametrize(
    ("delta", "error", "probability", "size"),
    [
        (-0.9, 0.1, 0.001, Size.NONE),  # too small
        (-1.9, 0.9, 0.06, Size.NONE),  # not significant
        (-1.2, 0.1, 0.01, Size.SOME),
        (-1.8, 0.6, 0.01, Size.SOME),  # large, but not surely above 1
        (-1.8, 0.3, 0.01, Size.STRONG),
        (1.8, 0.3, 0.01, Size.STRONG),
    ],
)
def test_the_classes_of_ets(delta: float, error: float, probability: float, size: Size) -> None:
    assert size_of(delta, error, probability) == size


def sat(people: int, language: str, *, harder: float, seed: int, ability: float = 0.0) -> list[Paper]:
    """People who answer 30 questions by chance and ability; the first is `harder` by so many logits."""
    generator = random.Random(seed)
    papers = []
    for _ in range(people):
        knows = generator.gauss(ability, 1)
        taken = []
        for question in range(30):
            difficulty = (question % 7 - 3) / 2 + (harder if question == 0 else 0)
            right = generator.random() < 1 / (1 + math.exp(difficulty - knows))
            taken.append(Taken(question, 1, float(right), language))
        papers.append(paper(taken))
    return papers


def test_a_text_that_makes_a_question_harder_is_found_and_ability_is_not_taken_for_it() -> None:
    papers = sat(500, "tg", harder=0, seed=1) + sat(300, "fa-af", harder=2, seed=2, ability=-0.8)
    found = biases(papers, "tg", ["tg", "fa-af"])
    first = found[0, "fa-af"].compared
    assert first is not None
    assert first.size == Size.STRONG
    assert first.delta < -2
    others = [one for (question, _), one in found.items() if question]
    assert [one.compared.size for one in others if one.compared].count(Size.STRONG) == 0
    assert sum(differs(one) for one in others) <= 2


def test_fewer_than_twenty_people_are_too_few() -> None:
    papers = sat(100, "tg", harder=0, seed=3) + sat(19, "fa-af", harder=0, seed=4)
    one = biases(papers, "tg", ["fa-af"])[0, "fa-af"]
    assert one.few
    assert one.compared is None
    assert one.people == 19
    more = biases(papers + sat(1, "fa-af", harder=0, seed=5), "tg", ["fa-af"])[0, "fa-af"]
    assert not more.few
    assert more.compared is not None


def test_small_groups_are_matched_by_fifths_and_equal_scores_stay_together() -> None:
    rows = [("tg" if at % 2 else "ru", at % 3 == 0, at // 10 / 10) for at in range(100)]
    thick = tables_of(rows, "tg")
    assert len(thick) == 5
    assert sum(table.people for table in thick) == 100
    rows *= 4
    assert len(tables_of(rows, "tg")) == 10


def small(people: int, right: int, language: str, rest: float) -> list[Paper]:
    """So many people, of whom `right` know question 0; the other ten are known to the part `rest`."""
    known = round(10 * rest)
    return [
        paper(
            [Taken(0, 1, float(person < right), language)]
            + [Taken(at, 1, float(at <= known), language) for at in range(1, 11)],
        )
        for person in range(people)
    ]


def test_a_wide_gap_is_told_of_few_people_when_they_know_the_rest_as_well() -> None:
    papers = small(40, 32, "tg", 0.7) + small(12, 4, "fa-af", 0.7)
    found = biases(papers, "tg", ["fa-af"])[0, "fa-af"]
    assert found.compared is None
    notes = notes_of(item_figures(papers)[0], biases=[found])
    assert [note.finding for note in notes] == [Finding.HARDER]
    weaker = small(40, 32, "tg", 0.9) + small(12, 4, "fa-af", 0.4)
    assert not differs(biases(weaker, "tg", ["fa-af"])[0, "fa-af"])
    fewer = small(40, 32, "tg", 0.7) + small(9, 2, "fa-af", 0.7)
    assert not differs(biases(fewer, "tg", ["fa-af"])[0, "fa-af"])
