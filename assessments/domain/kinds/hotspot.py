"""A place on a picture: {"areas": [[120, 300, 200, 80]]}, rectangles x, y, width, height in thousandths of the picture.

x runs from the left edge of the picture in every language. The answer is [x, y] in thousandths; any of the areas is
right, borders included.
"""

from fractions import Fraction
from typing import Any

from assessments.domain.kinds.base import Key, Order, is_place

THOUSAND = 1000
POINT = 2


class Hotspot:
    """One place to mark."""

    def order(self, key: Key, seed: int) -> list[Any]:
        return []

    def has_answer(self, key: Key, answer: Any) -> bool:
        return _is_point(answer)

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        if not _is_point(answer):
            return Fraction(0)
        x, y = answer
        return Fraction(
            any(left <= x <= left + width and top <= y <= top + height for left, top, width, height in key["areas"])
        )

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        left, top, width, height = key["areas"][0]
        return [left + width // 2, top + height // 2]

    def guess(self, key: Key) -> Fraction:
        covered = sum(width * height for _left, _top, width, height in key["areas"])
        return min(Fraction(covered, THOUSAND * THOUSAND), Fraction(1))


def _is_point(answer: Any) -> bool:
    return isinstance(answer, list) and len(answer) == POINT and all(is_place(one, THOUSAND + 1) for one in answer)
