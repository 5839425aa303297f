"""Who is drawn for two assessors, where a programme asks for a sample (domain.md 4.5)."""

import math
import random
from collections.abc import Collection, Sequence
from typing import TypeVar

AT_LEAST = 2
T = TypeVar("T")


def sample_size(people: int, percent: int) -> int:
    """Return how many of `people` are drawn at `percent` (0–100): at least two, and no more than there are."""
    return min(people, max(AT_LEAST, math.ceil(people * percent / 100)))


def draw(undecided: Sequence[T], drawn: Collection[T], percent: int, chance: random.Random) -> set[T]:
    """Return who of `undecided` is drawn.

    The first time `drawn` is empty and the share of the whole group is drawn; whoever comes later is drawn with the
    same chance, and as many more as are missing to two.
    """
    if not drawn:
        return set(chance.sample(list(undecided), sample_size(len(undecided), percent)))
    found = {one for one in undecided if chance.randrange(100) < percent}
    rest = [one for one in undecided if one not in found]
    missing = min(len(rest), max(0, AT_LEAST - len(drawn) - len(found)))
    return found | set(chance.sample(rest, missing))
