"""Single choice {"options": 4, "right": [2]} and multiple choice {"options": 6, "right": [0, 1, 4]}.

Answers name options as they were shown: single 1, multiple [0, 3]; so a page never tells which option is which.
"""

from fractions import Fraction
from typing import Any

from assessments.domain.kinds.base import Key, Order, is_place, mixed


class Single:
    """One option of several."""

    def order(self, key: Key, seed: int) -> list[Any]:
        return mixed(key["options"], seed)

    def has_answer(self, key: Key, answer: Any) -> bool:
        return is_place(answer, key["options"])

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        return Fraction(is_place(answer, len(order)) and order[answer] in key["right"])

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        return list(order).index(key["right"][0])

    def guess(self, key: Key) -> Fraction:
        return Fraction(len(key["right"]), key["options"])


class Multiple:
    """Several options of several.

    Moodle's usual partial credit (question/type/multichoice/question.php, grade_response): each right option adds one
    part of the right ones, each wrong one takes one part of the wrong ones, never below nothing; so choosing
    everything is worth nothing.
    """

    def order(self, key: Key, seed: int) -> list[Any]:
        return mixed(key["options"], seed)

    def has_answer(self, key: Key, answer: Any) -> bool:
        return bool(_places(answer, key["options"]))

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        chosen = {order[place] for place in _places(answer, len(order))}
        right = set(key["right"])
        wrong = set(range(key["options"])) - right
        worth = Fraction(len(chosen & right), len(right))
        if wrong:
            worth -= Fraction(len(chosen & wrong), len(wrong))
        return max(worth, Fraction(0))

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        return sorted(list(order).index(option) for option in key["right"])

    def guess(self, key: Key) -> Fraction:
        return Fraction(0)


def _places(answer: Any, size: int) -> set[int]:
    return {place for place in answer if is_place(place, size)} if isinstance(answer, list) else set()
