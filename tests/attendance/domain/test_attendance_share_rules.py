"""The share attended: admission is decided on whole hours, and `unreachable` never lies."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from attendance.domain.shares import Thresholds, percent, reaches, share

RULE = Thresholds(90, 80)


@st.composite
def hours(draw):
    planned = draw(st.integers(0, 400))
    held = draw(st.integers(0, planned))
    attended = draw(st.integers(0, held))
    excused = draw(st.integers(0, held - attended))
    return planned, held, attended, excused


def made(figures):
    planned, held, attended, excused = figures
    return share(planned=planned, held=held, attended=attended, excused=excused, thresholds=RULE)


@given(hours())
def test_nobody_both_meets_and_cannot_reach(figures):
    found = made(figures)
    assert not (found.meets and found.unreachable)


@given(hours())
def test_unreachable_is_exactly_that_no_future_reaches(figures):
    planned, held, attended, excused = figures
    left = planned - held
    futures = [
        reaches(planned, attended + more, excused + reasons, RULE)
        for more in range(left + 1)
        for reasons in (0, left - more)
    ]
    assert made(figures).unreachable == (planned > 0 and not any(futures))


@given(hours())
def test_what_is_shown_is_never_more_than_what_is_so(figures):
    planned, _held, attended, excused = figures
    found = made(figures)
    assert 0 <= found.percent <= found.percent_with_excused <= 100
    assert found.percent * planned <= attended * 100
    assert found.percent_with_excused * planned <= (attended + excused) * 100
    if found.percent >= 90:
        assert found.meets


@given(hours(), st.integers(1, 20))
def test_another_attended_hour_never_makes_it_worse(figures, more):
    planned, held, attended, excused = figures
    better = share(planned=planned + more, held=held + more, attended=attended + more, excused=excused, thresholds=RULE)
    assert better.so_far_percent >= made(figures).so_far_percent
    assert not (made(figures).meets and not better.meets)


def test_ninety_is_enough_and_less_is_not():
    assert made((100, 100, 90, 0)).meets
    assert not made((100, 100, 89, 0)).meets
    assert not made((360, 360, 323, 0)).meets  # 89.7 %


def test_reasons_count_down_to_eighty():
    assert made((100, 100, 80, 10)).meets
    assert not made((100, 100, 80, 9)).meets
    assert not made((100, 100, 79, 21)).meets


def test_a_share_can_become_unreachable_before_the_end():
    assert not made((100, 10, 0, 0)).unreachable
    assert made((100, 11, 0, 0)).unreachable
    assert not made((100, 11, 0, 11)).unreachable
    assert made((100, 21, 0, 21)).unreachable


def test_percentages_are_rounded_down():
    assert percent(8996, 10000) == Decimal("89.9")
    assert percent(0, 0) == Decimal("0.0")


def test_with_nothing_planned_nothing_is_reached_or_lost():
    found = made((0, 0, 0, 0))
    assert (found.meets, found.unreachable) == (False, False)
