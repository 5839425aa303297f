"""Drawing: as many as asked, no question twice, spread over lessons, new questions first, the same for a seed."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.drawing import Candidate, apportion, draw, option_order

PLACES = st.tuples(st.integers(1, 4), st.sampled_from(["easy", "medium", "hard"]))
BANKS = st.lists(PLACES, max_size=40).map(
    lambda places: [Candidate(number, 1000 + number, *place) for number, place in enumerate(places)]
)
SEEDS = st.integers(0, 2**62)


@given(BANKS, st.integers(0, 50), SEEDS, st.sets(st.integers(0, 40)))
def test_as_many_as_asked_and_none_twice(bank: list[Candidate], count: int, seed: int, avoid: set[int]) -> None:
    drawn = draw(bank, count, seed=seed, avoid=avoid)
    assert len(drawn) == min(count, len(bank))
    assert len({candidate.question for candidate in drawn}) == len(drawn)
    assert set(drawn) <= set(bank)


@given(BANKS, st.integers(0, 50), SEEDS, st.sets(st.integers(0, 40)), st.randoms())
def test_the_same_seed_draws_the_same(
    bank: list[Candidate], count: int, seed: int, avoid: set[int], shuffler: random.Random
) -> None:
    other = list(bank)
    shuffler.shuffle(other)
    assert draw(bank, count, seed=seed, avoid=avoid) == draw(other, count, seed=seed, avoid=avoid)


@given(BANKS, st.integers(0, 50), SEEDS)
def test_every_lesson_gets_its_share_within_one(bank: list[Candidate], count: int, seed: int) -> None:
    drawn = Counter(candidate.lesson for candidate in draw(bank, count, seed=seed))
    sizes = Counter(candidate.lesson for candidate in bank)
    for lesson, size in sizes.items():
        exact = min(count, len(bank)) * size / len(bank)
        assert abs(drawn[lesson] - exact) < 1
        assert drawn[lesson] <= size


@given(BANKS, st.integers(0, 50), SEEDS, st.sets(st.integers(0, 40)))
def test_a_lesson_repeats_only_what_it_must(bank: list[Candidate], count: int, seed: int, avoid: set[int]) -> None:
    drawn = draw(bank, count, seed=seed, avoid=avoid)
    for lesson in {candidate.lesson for candidate in drawn}:
        taken = [candidate for candidate in drawn if candidate.lesson == lesson]
        fresh = [candidate for candidate in bank if candidate.lesson == lesson and candidate.question not in avoid]
        repeated = [candidate for candidate in taken if candidate.question in avoid]
        assert len(repeated) == max(0, len(taken) - len(fresh))


@given(st.dictionaries(st.text(max_size=2), st.integers(0, 30)), st.integers(0, 100), SEEDS)
def test_shares_sum_up_and_fit(sizes: dict[str, int], count: int, seed: int) -> None:
    shares = apportion(sizes, count, random.Random(seed))
    assert sum(shares.values()) == min(count, sum(sizes.values()))
    assert all(0 <= shares[name] <= size for name, size in sizes.items())


@given(st.integers(2, 10), SEEDS)
def test_option_order_is_a_permutation_for_what_has_options(size: int, seed: int) -> None:
    assert sorted(option_order("single", {"options": size}, seed=seed)) == list(range(size))
    assert option_order("single", {"options": size}, seed=seed) == option_order("single", {"options": size}, seed=seed)
    assert option_order("true_false", {}, seed=seed) == option_order("numeric", {}, seed=seed) == []


def test_orders_differ_between_attempts() -> None:
    assert len({tuple(option_order("multiple", {"options": 6}, seed=seed)) for seed in range(50)}) > 40
