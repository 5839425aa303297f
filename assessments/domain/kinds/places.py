"""Matching {"pairs": 4}, ordering {"items": 5}, gaps {"gaps": [[3, 0], [4, 2]]} (options, the right one).

A key that was corrected may say otherwise: matching {"pairs": 3, "right": [1, 0, 2]}, the right side of each left one;
ordering {"items": 3, "right": [2, 0, 1]}, the items in their right order. Without `right` they stand as written.

Answers: matching [2, null, 0], the right side shown at that place for each left side · ordering [1, 0, 2], the rank
given to each item in the order shown · gaps [0, 2], the option chosen in each gap as shown; null for none.
"""

import itertools
import random
import re
from fractions import Fraction
from typing import Any

from assessments.domain.kinds.base import Key, Order, is_place, mixed

GAP = re.compile(r"\{(\d{1,2})\}")


def right_of(key: Key) -> list[int]:
    """Return what belongs to each left side, or the items in their right order, as the key in force says."""
    return list(key.get("right", range(key["pairs"] if "pairs" in key else key["items"])))


class Matching:
    """Left i belongs to right i unless the key was corrected; the share of right pairs (type/match/question.php)."""

    def order(self, key: Key, seed: int) -> list[Any]:
        return mixed(key["pairs"], seed)

    def has_answer(self, key: Key, answer: Any) -> bool:
        return _all_placed(answer, [key["pairs"]] * key["pairs"])

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        if not isinstance(answer, list):
            return Fraction(0)
        given = zip(right_of(key), answer, strict=False)
        return Fraction(
            sum(is_place(place, len(order)) and order[place] == right for right, place in given), key["pairs"]
        )

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        return [list(order).index(right) for right in right_of(key)]

    def guess(self, key: Key) -> Fraction:
        return Fraction(1, key["pairs"])


class Ordering:
    """Items in their right order: the share of items that stand right behind the one that comes before them.

    So one item in the wrong place does not spoil the whole, and the mirrored order is worth nothing.
    """

    def order(self, key: Key, seed: int) -> list[Any]:
        order = mixed(key["items"], seed)
        if order == list(range(key["items"])):  # shown in the right order nobody would have to do anything
            order = order[1:] + order[:1]
        return order

    def has_answer(self, key: Key, answer: Any) -> bool:
        return _all_placed(answer, [key["items"]] * key["items"])

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        size = key["items"]
        if not isinstance(answer, list) or len(answer) != size:
            return Fraction(0)
        rank = {order[place]: given for place, given in enumerate(answer) if is_place(given, size)}
        right = right_of(key)
        follows = sum(
            one in rank and after in rank and rank[after] == rank[one] + 1 for one, after in itertools.pairwise(right)
        )
        return Fraction(follows, size - 1)

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        right = right_of(key)
        return [right.index(item) for item in order]

    def guess(self, key: Key) -> Fraction:
        return Fraction(1, key["items"])


class Gaps:
    """A text with gaps, one option for each; the share of right ones. Each gap has an order of its own."""

    def order(self, key: Key, seed: int) -> list[Any]:
        generator = random.Random(seed)  # noqa: S311 - fairness, not secrecy
        return [generator.sample(range(size), size) for size, _right in key["gaps"]]

    def has_answer(self, key: Key, answer: Any) -> bool:
        return _all_placed(answer, [size for size, _right in key["gaps"]])

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        if not isinstance(answer, list):
            return Fraction(0)
        gaps = list(zip(key["gaps"], order, answer, strict=False))
        right = sum(is_place(place, len(shown)) and shown[place] == gap[1] for gap, shown, place in gaps)
        return Fraction(right, len(key["gaps"]))

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        return [shown.index(gap[1]) for gap, shown in zip(key["gaps"], order, strict=True)]

    def guess(self, key: Key) -> Fraction:
        return sum((Fraction(1, size) for size, _right in key["gaps"]), Fraction(0)) / len(key["gaps"])


def gap_numbers(stem: str) -> list[int]:
    """Return the numbers of the gaps of a text, `{1}` `{2}` …, in the order in which they stand."""
    return [int(found) for found in GAP.findall(stem)]


def _all_placed(answer: Any, sizes: list[int]) -> bool:
    return (
        isinstance(answer, list)
        and len(answer) == len(sizes)
        and all(is_place(place, size) for place, size in zip(answer, sizes, strict=True))
    )
