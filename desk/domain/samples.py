"""Drawing a sample that can be drawn again: from the same rows, with the same seed, comes the same sample."""

import random
from collections.abc import Sequence


def draw(population: Sequence[str], size: int, seed: str) -> list[str]:
    """Return `size` of the sorted `population`, or all of it, in its order. Python's generator, seeded with a text."""
    if size >= len(population):
        return list(population)
    chosen = random.Random(f"omuzgoh {seed}").sample(range(len(population)), size)  # noqa: S311 - reason: no secret
    return [population[place] for place in sorted(chosen)]
