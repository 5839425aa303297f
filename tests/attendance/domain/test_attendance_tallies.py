"""Hours of one person: make-up lessons, reasons with a percentage, practical lessons in full."""

import uuid
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from attendance.domain.shares import MakeUp, Thresholds, share
from attendance.domain.tallies import Lesson, Owed, plan_of, plan_of_part, tally
from attendance.enums import EXCUSED, THERE, Status

NONE = dict.fromkeys(EXCUSED, 0)
RULE = Thresholds(90, 80)


def lesson(hours=2, **more):
    return Lesson(uuid.uuid4(), more.pop("part", 1), hours, more.pop("held", True), **more)


def test_nothing_marked_is_missed():
    one, two = lesson(), lesson()
    found = tally(plan_of([one, two]), {one.id: Status.LATE}, NONE)
    assert (found.attended, found.excused) == (2, 0)


def test_a_reason_counts_as_the_programme_says():
    one, two = lesson(), lesson(3)
    marks = {one.id: Status.SICK, two.id: Status.LEAVE}
    found = tally(plan_of([one, two]), marks, {Status.SICK: 50, Status.LEAVE: 0})
    assert (found.attended, found.excused, found.credit) == (0, 5, 100)


def test_a_make_up_lesson_credits_who_missed_and_plans_nothing():
    missed = lesson(2)
    again = lesson(3, makes_up=missed.id)
    plan = plan_of([missed, again])
    assert (plan.planned_hours, plan.held_hours) == (2, 2)
    absent = tally(plan, {missed.id: Status.ABSENT, again.id: Status.PRESENT}, NONE)
    there = tally(plan, {missed.id: Status.PRESENT, again.id: Status.PRESENT}, NONE)
    assert (absent.attended, absent.made_up) == (2, 2)
    assert (there.attended, there.made_up) == (2, 0)
    sick = tally(plan, {missed.id: Status.SICK, again.id: Status.ABSENT}, NONE)
    assert (sick.attended, sick.excused) == (0, 2)


def test_a_planned_make_up_lesson_can_still_be_attended():
    missed = lesson(2)
    plan = plan_of([missed, lesson(1, held=False, makes_up=missed.id)])
    assert tally(plan, {missed.id: Status.ABSENT}, NONE).make_up == MakeUp(absent=1)
    assert tally(plan, {missed.id: Status.SICK}, {Status.SICK: 50}).make_up == MakeUp(excused=1, credit=50)


def test_a_missed_practical_lesson_is_owed_until_it_is_made_up():
    missed = lesson(4, in_full=True)
    half = lesson(2, makes_up=missed.id)
    rest = lesson(2, makes_up=missed.id)
    marks = {missed.id: Status.SICK, half.id: Status.PRESENT, rest.id: Status.PRESENT}
    assert tally(plan_of([missed]), marks, NONE).owed == (Owed(missed.id, 4),)
    assert tally(plan_of([missed, half]), marks, NONE).owed == (Owed(missed.id, 2),)
    assert tally(plan_of([missed, half, rest]), marks, NONE).owed == ()


@st.composite
def courses(draw):
    """Lessons of two parts, make-up lessons for some of them, and one person's marks."""
    own = [
        lesson(draw(st.integers(0, 4)), part=draw(st.integers(1, 2)), held=draw(st.booleans()))
        for _ in range(draw(st.integers(1, 8)))
    ]
    again = [
        lesson(draw(st.integers(0, 4)), held=draw(st.booleans()), makes_up=draw(st.sampled_from(own)).id)
        for _ in range(draw(st.integers(0, 4)))
    ]
    marks = {row.id: draw(st.sampled_from(list(Status))) for row in own + again if row.held and draw(st.booleans())}
    percents = {status: draw(st.integers(0, 100)) for status in sorted(EXCUSED)}
    return own, again, marks, percents


@given(courses())
def test_hours_never_exceed_what_was_held(course):
    own, again, marks, percents = course
    plan = plan_of(own + again)
    found = tally(plan, marks, percents)
    assert 0 <= found.attended <= plan.held_hours <= plan.planned_hours
    assert found.attended + found.excused <= plan.held_hours
    assert 0 <= found.credit <= found.excused * 100
    assert sum(found.by_status.values()) + found.made_up <= plan.held_hours


@given(courses())
def test_the_parts_add_up_to_the_whole(course):
    own, again, marks, percents = course
    whole = tally(plan_of(own + again), marks, percents)
    parts = [tally(plan_of_part(own + again, part), marks, percents) for part in (1, 2)]
    assert sum(part.attended for part in parts) == whole.attended
    assert sum(part.excused for part in parts) == whole.excused
    assert sum(part.credit for part in parts) == whole.credit


@given(courses())
def test_a_make_up_lesson_never_makes_it_worse(course):
    own, again, marks, percents = course
    without, with_them = tally(plan_of(own), marks, percents), tally(plan_of(own + again), marks, percents)
    assert with_them.attended >= without.attended
    assert with_them.attended * 100 + with_them.credit >= without.attended * 100 + without.credit


@given(courses())
def test_unreachable_is_exactly_that_attending_everything_is_not_enough(course):
    own, again, marks, percents = course
    plan = plan_of(own + again)
    now = _share(plan, tally(plan, marks, percents))
    rest = [replace(row, held=True) for row in own + again]
    future = marks | {row.id: Status.PRESENT for row in own + again if not row.held}
    best = plan_of(rest)
    assert now.unreachable == (plan.planned_hours > 0 and not _share(best, tally(best, future, percents)).meets)


def _share(plan, found):
    return share(
        planned=plan.planned_hours,
        held=plan.held_hours,
        attended=found.attended,
        excused=found.excused,
        credit=found.credit,
        make_up=found.make_up,
        thresholds=RULE,
    )


def test_there_and_excused_are_different_things():
    assert not THERE & EXCUSED
