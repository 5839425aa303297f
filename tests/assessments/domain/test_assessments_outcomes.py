"""How a course ends: not admitted is not failed; gains; deadlines in working days."""

import dataclasses
import datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.deadlines import after_working_days, appeal_until
from assessments.domain.outcomes import Gain, mean_gain, outcome
from assessments.enums import Outcome, RequirementState

states = st.lists(st.sampled_from(list(RequirementState)), max_size=5)
percents = st.decimals(min_value=0, max_value=100, places=2)
days = st.dates(min_value=datetime.date(2026, 1, 1), max_value=datetime.date(2027, 12, 31))


@dataclasses.dataclass(frozen=True)
class Week:
    weekdays: frozenset[int]
    holidays: frozenset[datetime.date] = frozenset()

    def teaches_on(self, day: datetime.date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays


weeks = st.builds(
    Week,
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(days, max_size=5),
)


@given(st.booleans(), st.booleans(), st.booleans(), states)
def test_passed_asks_for_admission_and_everything(admitted, unreachable, closed, listed) -> None:
    ended = outcome(admitted=admitted, unreachable=unreachable, closed=closed, states=listed)
    assert (ended == Outcome.PASSED) == (admitted and set(listed) <= {RequirementState.PASSED})
    if not admitted:
        assert ended != Outcome.FAILED
    if closed:
        assert ended != Outcome.RUNNING


def test_who_is_not_admitted_yet_is_under_way() -> None:
    assert outcome(admitted=False, unreachable=False, closed=False, states=[]) == Outcome.RUNNING
    assert outcome(admitted=False, unreachable=True, closed=False, states=[]) == Outcome.NOT_ADMITTED
    assert outcome(admitted=False, unreachable=False, closed=True, states=[]) == Outcome.NOT_ADMITTED
    assert outcome(admitted=True, unreachable=False, closed=True, states=[RequirementState.MISSING]) == Outcome.FAILED


@given(st.lists(st.builds(Gain, st.none() | percents, st.none() | percents), max_size=8))
def test_the_mean_gain_is_of_those_who_sat_both(gains) -> None:
    both = [one for one in gains if one.points is not None]
    mean = mean_gain(gains)
    assert (mean is None) == (not both)
    if mean is not None:
        assert mean.people == len(both)
        assert abs(mean.points - (mean.exit - mean.entry)) <= Decimal("0.01")
        assert -100 <= mean.points <= 100


def test_a_gain_may_be_a_loss() -> None:
    assert Gain(Decimal(60), Decimal(45)).points == Decimal(-15)
    assert mean_gain([Gain(Decimal(40), Decimal(70)), Gain(Decimal(50), Decimal(55)), Gain(Decimal(1))]).points == 17.5


@given(weeks, days, st.integers(0, 20))
def test_a_deadline_is_a_working_day_and_so_many_lie_before_it(week, start, count) -> None:
    end = after_working_days(week, start, count)
    between = [start + datetime.timedelta(days=n) for n in range(1, (end - start).days + 1)]
    assert sum(week.teaches_on(day) for day in between) == count
    assert end == start or week.teaches_on(end)


def test_weekends_and_holidays_do_not_count() -> None:
    week = Week(frozenset(range(5)), frozenset({datetime.date(2026, 11, 16)}))  # a Monday
    assert after_working_days(week, datetime.date(2026, 11, 13), 3) == datetime.date(2026, 11, 19)


def test_a_centre_that_never_works_gets_an_answer() -> None:
    assert after_working_days(Week(frozenset()), datetime.date(2026, 11, 13), 3) > datetime.date(2026, 11, 13)


def test_the_later_of_protocol_and_reading_counts() -> None:
    week = Week(frozenset(range(7)))
    locked, seen = datetime.date(2026, 12, 4), datetime.date(2026, 12, 9)
    assert appeal_until(week, seen=None, protocol=None, days=3) is None
    assert appeal_until(week, seen=seen, protocol=locked, days=3) == datetime.date(2026, 12, 12)
    assert appeal_until(week, seen=locked - datetime.timedelta(30), protocol=locked, days=3) == datetime.date(
        2026, 12, 7
    )
