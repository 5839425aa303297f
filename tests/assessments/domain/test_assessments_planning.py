"""Does a practical day fit, and is nobody in two places at once."""

import uuid

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.planning import Assessor, Day, Lack, Work, problems, slots


def ids(number: int, kind: int = 0) -> tuple[uuid.UUID, ...]:
    return tuple(uuid.UUID(int=kind * 1000 + one + 1) for one in range(number))


def work(people: int = 25, minutes: int = 30, *, doubled: bool = True, code: str = "PX-1", **more) -> Work:
    who = ids(people)
    return Work(code, minutes, who, frozenset(who if doubled else ()), **more)


def staff(
    number: int, codes: tuple[str, ...] = ("PX-1",), *, women: int = 0, outsiders: int = 1
) -> tuple[Assessor, ...]:
    return tuple(
        Assessor(pk, frozenset(codes), woman=at < women, teaches=at >= outsiders)
        for at, pk in enumerate(ids(number, 1))
    )


def lacks(day: Day) -> dict[Lack, tuple[int, int]]:
    return {problem.lack: (problem.needed, problem.there) for problem in problems(day)}


def test_the_numbers_of_the_brief() -> None:
    """25 people × 30 min × 2 = 25 h, 6 assessors × 6 h = 36 h: it fits; with 4 assessors it does not."""
    day = Day((work(),), staff(6, outsiders=6), 360, 3)
    assert (day.needed, day.there) == (25 * 60, 36 * 60)
    assert problems(day) == []
    placed, missing = slots(Day((work(),), staff(6, outsiders=6), 360, 3))
    assert (len(placed), missing) == (25, [])
    assert lacks(Day((work(),), staff(4, outsiders=4), 360, 3)) == {Lack.HOURS: (1500, 1440)}
    assert lacks(Day((work(doubled=False),), staff(2), 360, 2)) == {Lack.HOURS: (750, 720), Lack.ROOMS: (750, 720)}


def test_who_is_missing_is_said() -> None:
    assert Lack.NOBODY in lacks(Day((work(5),), staff(3, codes=("PX-9",)), 360, 9))
    assert Lack.SECOND in lacks(Day((work(5),), staff(1), 360, 9))
    assert lacks(Day((work(5, woman=True),), staff(3, outsiders=3), 360, 9)) == {Lack.WOMAN: (150, 0)}
    assert lacks(Day((work(5, woman=True),), staff(3, women=1, outsiders=3), 120, 9)) == {Lack.WOMAN: (150, 120)}
    assert lacks(Day((work(5),), staff(3, outsiders=0), 360, 9)) == {Lack.OUTSIDER: (150, 0)}
    assert problems(Day((work(5),), staff(3, outsiders=0), 360, 9, outsider=False)) == []
    long = (work(2, 200), work(2, 200, code="PX-2"))
    assert Lack.PERSON in lacks(Day(long, staff(4, ("PX-1", "PX-2"), outsiders=4), 360, 9))


def test_a_team_is_one_sitting_of_four() -> None:
    team = work(10, 120, team=True)
    assert [len(one) for one in team.teams] == [4, 4, 2]
    assert (team.sitting_minutes, team.assessor_minutes) == (360, 720)


def test_sums_that_fit_without_an_order_are_told() -> None:
    """Two sittings of 60 minutes in 90: two assessors, two places, but both sittings are one person's."""
    both = (work(1, 60), work(1, 40, code="PX-2"))
    placed, missing = slots(Day(both, staff(2, ("PX-1", "PX-2"), outsiders=2), 90, 2))
    assert len(placed) == 1
    assert [(one.lack, one.needed, one.there) for one in missing] == [(Lack.SLOTS, 2, 1)]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(5, 60), st.booleans(), st.booleans(), st.booleans()), max_size=3),
    st.integers(1, 5),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(1, 4),
    st.integers(30, 400),
)
def test_nobody_and_no_place_is_in_two_sittings(works, people, women, outsiders, rooms, minutes) -> None:
    codes = tuple(f"PX-{at}" for at in range(len(works)))
    listed = tuple(
        work(count, length, doubled=doubled, code=code, woman=woman, team=team)
        for code, (count, length, doubled, woman, team) in zip(codes, works, strict=True)
    )
    day = Day(listed, staff(people, codes, women=women, outsiders=outsiders), minutes, rooms)
    placed, missing = slots(day)
    total = sum(len(one.teams) for one in listed)
    assert len(placed) + sum(one.needed - one.there for one in missing) == total
    by_pk = {one.pk: one for one in day.assessors}
    for slot in placed:
        (own,) = [one for one in listed if one.code == slot.code]
        assert 0 <= slot.start < slot.end <= minutes
        assert len(slot.assessors) == own.assessors(slot.people) == len(set(slot.assessors))
        assert not own.woman or any(by_pk[pk].woman for pk in slot.assessors)
        assert len(slot.assessors) == 1 or any(not by_pk[pk].teaches for pk in slot.assessors)
    for one in placed:
        for other in placed:
            if one is not other and one.start < other.end and other.start < one.end:
                assert one.room != other.room
                assert not set(one.people) & set(other.people)
                assert not set(one.assessors) & set(other.assessors)
