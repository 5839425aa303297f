"""Cohen's kappa between two assessors; who is drawn."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.agreement import kappa
from assessments.domain.sampling import draw, sample_size

pairs = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=60)


def test_two_raters_by_hand() -> None:
    """20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: p_o = 0.7, p_e = 0.5, kappa 0.4 (as in many textbooks)."""
    found = kappa([(0, 0)] * 20 + [(0, 1)] * 5 + [(1, 0)] * 10 + [(1, 1)] * 15)
    assert found.plain == pytest.approx(0.4)
    assert found.weighted == pytest.approx(0.4)  # with two scores the weights change nothing
    assert (found.pairs, found.same, found.in_ten) == (50, 35, 7)


def test_weights_forgive_a_step() -> None:
    """Rows 0, 1, 2 of the table: 10 5 0 / 2 20 3 / 0 4 6. By hand: p_o = 36/50, p_e = 984/2500."""
    table = [[10, 5, 0], [2, 20, 3], [0, 4, 6]]
    listed = [(i, j) for i, row in enumerate(table) for j, number in enumerate(row) for _ in range(number)]
    found = kappa(listed)
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]
    expected = sum(r * c for r, c in zip(rows, columns, strict=True)) / 2500
    assert found.plain == pytest.approx((36 / 50 - expected) / (1 - expected))
    distance = sum(abs(i - j) * rows[i] * columns[j] for i in range(3) for j in range(3)) / 50
    assert found.weighted == pytest.approx(1 - 14 / distance)
    assert found.weighted > found.plain


def test_what_is_not_defined_is_none() -> None:
    assert (kappa([]).plain, kappa([]).weighted, kappa([]).in_ten) == (None, None, 0)
    same = kappa([(2, 2)] * 30)
    assert (same.plain, same.weighted, same.in_ten, same.too_few) == (None, None, 10, False)
    assert kappa([(2, 2)] * 19).too_few


@given(pairs)
def test_kappa_is_bounded_and_symmetric(listed) -> None:
    found, turned = kappa(listed), kappa([(other, one) for one, other in listed])
    for one, other in ((found.plain, turned.plain), (found.weighted, turned.weighted)):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert -1 - 1e-12 <= one <= 1 + 1e-12
            assert one == pytest.approx(other)
    assert 0 <= found.in_ten <= 10
    assert (found.in_ten == 10) == (bool(listed) and found.same == len(listed))


@given(pairs.filter(lambda listed: len(set(listed)) > 1))
def test_full_agreement_is_one(listed) -> None:
    agreed = [(one, one) for one, _ in listed]
    if len(set(agreed)) > 1:
        assert kappa(agreed).plain == pytest.approx(1)
        assert kappa(agreed).weighted == pytest.approx(1)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 100), st.integers())
def test_at_least_two_are_drawn(first, later, percent, seed) -> None:
    chance = random.Random(seed)
    group = list(range(first))
    chosen = draw(group, (), percent, chance)
    assert len(chosen) == sample_size(first, percent)
    assert chosen <= set(group)
    assert min(first, 2) <= len(chosen)
    more = draw(list(range(first, first + later)), chosen, percent, chance)
    assert min(2, first + later) <= len(chosen | more)
