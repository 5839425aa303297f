"""Sums that the figures are made of. A spread that is only the noise of floats is none."""

import dataclasses
import math
from collections.abc import Sequence

NOISE = 1e-12


@dataclasses.dataclass(frozen=True, slots=True)
class Differences:
    """Values as differences to their mean, and the sum of their squares (0.0 when all are the same)."""

    values: tuple[float, ...]
    squares: float

    @property
    def variance(self) -> float:
        """Sum of squares over n − 1; for two values or more."""
        return self.squares / (len(self.values) - 1)


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean of at least one value."""
    return math.fsum(values) / len(values)


def differences(values: Sequence[float]) -> Differences:
    """Return at least one value less the mean."""
    middle = mean(values)
    found = tuple(value - middle for value in values)
    squares = math.fsum(value * value for value in found)
    largest = max(map(abs, values))
    return Differences(found, squares if squares > (NOISE * largest) ** 2 * len(values) else 0.0)


def covariance(first: Differences, second: Differences) -> float:
    """Return the sum of products over n − 1; for two pairs or more."""
    products = math.fsum(one * other for one, other in zip(first.values, second.values, strict=True))
    if abs(products) <= NOISE * math.sqrt(first.squares * second.squares):
        return 0.0
    return products / (len(first.values) - 1)
