"""One checklist and what two or three say together (domain.md 2.11, 4.5)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.checklists import Agreement, ChecklistError, Difference, Sheet, decide, differences, score

marks = st.integers(0, 2)
checklists = st.lists(st.tuples(marks, st.booleans()), min_size=1, max_size=12)
shares = st.integers(0, 100)


def sheet(percent: int, competent: bool = True, scores: tuple[int, ...] = (2, 2)) -> Sheet:
    return Sheet(scores, Decimal(percent), competent)


@given(checklists, shares)
def test_a_critical_zero_is_never_competent(rows, pass_percent):
    scores, critical = [row[0] for row in rows], [row[1] for row in rows]
    found = score(scores, critical, pass_percent)
    if any(mark == 0 and is_critical for mark, is_critical in rows):
        assert not found.competent
    else:
        assert found.competent == (100 * sum(scores) >= pass_percent * 2 * len(scores))
    assert 0 <= found.percent <= 100


@given(checklists, shares, st.integers(0, 11))
def test_a_better_score_never_makes_it_worse(rows, pass_percent, place):
    place %= len(rows)
    scores, critical = [row[0] for row in rows], [row[1] for row in rows]
    before = score(scores, critical, pass_percent)
    scores[place] = min(scores[place] + 1, 2)
    after = score(scores, critical, pass_percent)
    assert after.percent >= before.percent
    assert after.competent >= before.competent


def test_the_threshold_itself_passes_and_rounding_does_not_help() -> None:
    assert score([2, 2, 2, 1, 0], [False] * 5, 70).competent
    two_thirds = score([2, 2, 0], [False] * 3, 67)
    assert (two_thirds.percent, two_thirds.competent) == (Decimal("66.67"), False)


@pytest.mark.parametrize("scores", [[2], [2, 2, 2], [2, 3], [2, -1], []])
def test_scores_that_do_not_fit_are_refused(scores) -> None:
    with pytest.raises(ChecklistError):
        score(scores, [True, False], 70)


def test_an_empty_checklist_is_refused() -> None:
    with pytest.raises(ChecklistError):
        score([], [], 70)


@given(checklists, checklists, shares, shares)
def test_agreement_does_not_depend_on_who_was_first(rows, others, pass_percent, points):
    size = min(len(rows), len(others))
    critical = [row[1] for row in rows[:size]]
    first = score([row[0] for row in rows[:size]], critical, pass_percent)
    second = score([row[0] for row in others[:size]], critical, pass_percent)
    assert set(differences(first, second, critical, points)) == set(differences(second, first, critical, points))
    found = decide([first, second], critical, points)
    assert found.competent == decide([second, first], critical, points).competent
    assert (found.agreement is Agreement.AGREED) == (found.percent is not None)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (sheet(80), sheet(65), ()),
        (sheet(81), sheet(65), (Difference.POINTS,)),
        (sheet(70), sheet(65, competent=False), (Difference.VERDICT,)),
        (sheet(80, scores=(2, 1)), sheet(80, scores=(1, 2)), (Difference.CRITICAL,)),
        (sheet(40, competent=False), sheet(50, competent=False), ()),
    ],
)
def test_why_two_differ(first, second, expected) -> None:
    assert differences(first, second, [False, True], 15) == expected


def test_one_sheet_waits_and_two_that_agree_give_the_mean() -> None:
    assert decide([sheet(80)], [True], 15).agreement is Agreement.WAITING
    found = decide([sheet(80), sheet(71)], [False, True], 15)
    assert (found.agreement, found.percent, found.competent) == (Agreement.AGREED, Decimal("75.50"), True)


def test_two_are_not_enough_when_a_third_is_wanted_for_another_reason() -> None:
    found = decide([sheet(80), sheet(80)], [False, True], 15, third_wanted=True)
    assert (found.agreement, found.percent, found.differences) == (Agreement.DIFFER, None, ())


@given(st.lists(st.tuples(shares, st.booleans()), min_size=3, max_size=3))
def test_the_majority_of_three_decides(rows):
    sheets = [sheet(percent, competent) for percent, competent in rows]
    found = decide(sheets, [False, True], 15)
    agreeing = [one.percent for one in sheets if one.competent == found.competent]
    assert found.agreement is Agreement.MAJORITY
    assert len(agreeing) >= 2
    assert min(agreeing) <= found.percent <= max(agreeing)
