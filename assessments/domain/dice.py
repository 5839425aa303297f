"""Draws that come out the same for ever: an item of an old attempt can be drawn again from its seed.

The standard library promises the same numbers for a seed, but not the same choices made from them, from one version of
Python to the next.
"""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
BITS = 64


class Dice:
    """Numbers from a seed: SHA-256 of seed and counter."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._thrown = 0

    def below(self, size: int) -> int:
        """Return a whole number from 0 to `size` − 1; the bias of the modulo is under 1 in 2⁴⁸ for sizes in use."""
        self._thrown += 1
        thrown = hashlib.sha256(f"{self._seed}:{self._thrown}".encode()).digest()
        return int.from_bytes(thrown[: BITS // 8]) % size

    def choice(self, options: Sequence[T]) -> T:
        """Return one of the options."""
        return options[self.below(len(options))]

    def sample(self, options: Sequence[T], count: int) -> list[T]:
        """Return `count` different ones of the options, in the order drawn."""
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in range(count)]
