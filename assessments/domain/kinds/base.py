"""What every kind of question can do. Pure: keys, orders, seeds and answers in; shares of the marks out."""

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

Key = Mapping[str, Any]
Order = Sequence[Any]


class Kind(Protocol):
    """A module of this package is one kind of question. An answer of another shape is worth nothing, never an error."""

    def order(self, key: Key, seed: int) -> list[Any]:
        """Return the numbers of the options in the order shown; empty where there is nothing to mix."""

    def has_answer(self, key: Key, answer: Any) -> bool:
        """Return whether the question is answered."""

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        """Return how much of the question the answer is worth, 0 to 1."""

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        """Return an answer that is worth everything, in the order shown."""

    def guess(self, key: Key) -> Fraction:
        """Return what somebody who knows nothing can expect, 0 to 1."""


def mixed(size: int, seed: int) -> list[int]:
    """Return the numbers below `size` in an order that belongs to the seed."""
    order = list(range(size))
    random.Random(seed).shuffle(order)  # noqa: S311 - fairness, not secrecy: the seed is drawn by the service
    return order


def is_place(value: Any, size: int) -> bool:
    """True for a whole number below `size`."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < size
