"""The plan of a programme: hours are conserved whatever the holidays, and nothing overlaps."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.timetable import NoLessonDaysError, Part, Week, clock, plan, read_times

SIX = read_times(["08:30", "09:25", "10:30", "11:25", "14:00", "14:55"])
MONDAY = datetime.date(2026, 11, 2)


def week(weekdays=(0, 1, 2, 3, 4), holidays=()):
    return Week(frozenset(weekdays), SIX, frozenset(holidays))


parts = st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13), st.integers(1, 5)), min_size=1, max_size=8).map(
    lambda rows: [Part(str(n), t, p, unit, n) for n, (t, p, unit) in enumerate(rows)]
)
habits = st.builds(
    week,
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    holidays=st.sets(st.integers(0, 60).map(lambda n: MONDAY + datetime.timedelta(days=n)), max_size=30),
)
starts = st.integers(0, 6).map(lambda n: MONDAY + datetime.timedelta(days=n))


@given(parts=parts, habit=habits, starts_on=starts, by_weeks=st.booleans())
def test_hours_are_conserved_and_nothing_overlaps(parts, habit, starts_on, by_weeks):
    sessions = plan(parts=parts, week=habit, starts_on=starts_on, by_weeks=by_weeks)
    for part in parts:
        for kind, hours in (("theory", part.theory_hours), ("practice", part.practice_hours)):
            assert sum(s.hours for s in sessions if (s.part, s.kind) == (part.key, kind)) == hours
    slots = [(s.date, hour) for s in sessions for hour in range(s.first_hour, s.first_hour + s.hours)]
    assert len(slots) == len(set(slots))
    assert slots == sorted(slots)
    for session in sessions:
        assert session.date not in habit.holidays
        assert session.date.weekday() in habit.weekdays
        assert session.date >= starts_on
        assert session.first_hour >= 1
        assert session.first_hour + session.hours - 1 <= 6
        assert session.hours <= 2


@given(parts=parts, habit=habits, starts_on=starts)
def test_a_part_is_not_given_before_its_week(parts, habit, starts_on):
    units = {part.key: part.unit_number for part in parts}
    for session in plan(parts=parts, week=habit, starts_on=starts_on, by_weeks=True):
        assert session.date >= starts_on + datetime.timedelta(weeks=units[session.part] - 1)


@given(parts=parts, habit=habits, starts_on=starts)
def test_theory_stands_before_practice_of_the_same_part(parts, habit, starts_on):
    sessions = plan(parts=parts, week=habit, starts_on=starts_on, by_weeks=False)
    for part in parts:
        kinds = [session.kind for session in sessions if session.part == part.key]
        assert kinds == sorted(kinds, reverse=True)


@given(parts=parts, habit=habits, starts_on=starts, by_weeks=st.booleans(), data=st.data())
def test_held_sessions_leave_the_rest_where_it_was(parts, habit, starts_on, by_weeks, data):
    sessions = plan(parts=parts, week=habit, starts_on=starts_on, by_weeks=by_weeks)
    held = [session for session in sessions if data.draw(st.booleans())]
    hours: dict[tuple[str, str], int] = {}
    for session in held:
        hours[session.part, session.kind] = hours.get((session.part, session.kind), 0) + session.hours
    taken = [(s.date, hour) for s in held for hour in range(s.first_hour, s.first_hour + s.hours)]
    again = plan(parts=parts, week=habit, starts_on=starts_on, by_weeks=by_weeks, given=hours, taken=taken)
    assert again == [session for session in sessions if session not in held]


def test_a_holiday_moves_the_rest_on():
    parts = [Part("a", 6, 0, 1, 1), Part("b", 6, 0, 2, 2)]
    days = {s.date for s in plan(parts=parts, week=week(), starts_on=MONDAY, by_weeks=False)}
    assert days == {MONDAY, MONDAY + datetime.timedelta(days=1)}
    days = {s.date for s in plan(parts=parts, week=week(holidays=[MONDAY]), starts_on=MONDAY, by_weeks=False)}
    assert days == {MONDAY + datetime.timedelta(days=1), MONDAY + datetime.timedelta(days=2)}


def test_hours_are_not_joined_over_lunch():
    sessions = plan(parts=[Part("a", 6, 0, 1)], week=week(), starts_on=MONDAY, by_weeks=True)
    assert [(s.first_hour, s.hours) for s in sessions] == [(1, 2), (3, 2), (5, 2)]
    sessions = plan(parts=[Part("a", 3, 3, 1)], week=week(), starts_on=MONDAY, by_weeks=True)
    assert [(s.kind, s.first_hour, s.hours) for s in sessions] == [
        ("theory", 1, 2),
        ("theory", 3, 1),
        ("practice", 4, 1),
        ("practice", 5, 2),
    ]
    assert clock(week(), 5, 2) == (datetime.time(14, 0), datetime.time(15, 40))


def test_without_weekdays_nothing_can_be_planned():
    with pytest.raises(NoLessonDaysError):
        plan(parts=[Part("a", 1, 0, 1)], week=week(weekdays=()), starts_on=MONDAY, by_weeks=True)
