"""What an answer is worth. Pure: the key of a version, the order shown and the answer in; points out.

Keys, by kind (`QuestionVersion.key`):

- single:     {"options": 4, "right": [2]}           options are numbered from 0 in the order of the manuscript
- multiple:   {"options": 6, "right": [0, 1, 4]}
- true_false: {"right": true}
- numeric:    {"value": "39", "tolerance": "0"}      decimal numbers as text
- matching:   {"pairs": 4}                           left i belongs to right i

Answers name options *as they were shown* (`order[shown]` is the number in the manuscript), so a page never tells
which option is which: single 1 · multiple [0, 3] · true_false true · numeric "12,5" · matching [2, null, 0] (the
right side shown at that place for each left side, null for none).

An answer of another shape is worth nothing; it is never an error, because answers are stored as they came.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from assessments.enums import QuestionKind
from foundation.languages.text import ascii_digits

POINTS = Decimal("0.001")
PERCENT = Decimal("0.01")
LONGEST_NUMBER = 40

Key = Mapping[str, Any]

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys((",", "\N{ARABIC DECIMAL SEPARATOR}"), "."),
        **dict.fromkeys(("\N{MINUS SIGN}", "\N{EN DASH}"), "-"),
        **dict.fromkeys((" ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "\N{ARABIC THOUSANDS SEPARATOR}")),
    }
)
_MARKS_NOBODY_SEES = dict.fromkeys((0x200E, 0x200F, 0x061C))  # direction marks


def read_number(text: object) -> Decimal | None:
    """Return the number somebody typed, or None when it is not one.

    Any decimal digits (39, ۳۹, ٣٩), point, comma or ٫ before the decimals, minus or dash as the sign; blanks do not
    count. "1,234.5" is not a number: nobody can tell what was meant.
    """
    if not isinstance(text, str) or len(text) > LONGEST_NUMBER:
        return None
    written = ascii_digits(text.translate(_MARKS_NOBODY_SEES).strip()).translate(_SIGNS)
    return Decimal(written) if _NUMBER.fullmatch(written) else None


def has_answer(kind: str, key: Key, answer: Any) -> bool:
    """Return whether the question is answered: something chosen, a readable number, every pair of a matching."""
    if kind == QuestionKind.SINGLE:
        return _is_place(answer, key["options"])
    if kind == QuestionKind.MULTIPLE:
        return bool(_places(answer, key["options"]))
    if kind == QuestionKind.TRUE_FALSE:
        return isinstance(answer, bool)
    if kind == QuestionKind.NUMERIC:
        return read_number(answer) is not None
    pairs = key["pairs"]
    return isinstance(answer, list) and len(answer) == pairs and all(_is_place(place, pairs) for place in answer)


def share(kind: str, key: Key, answer: Any, order: Sequence[int]) -> Fraction:
    """Return how much of the question the answer is worth, 0 to 1.

    multiple: Moodle's usual partial credit (question/type/multichoice/question.php, grade_response): each right option
    adds one part of the right ones, each wrong one takes one part of the wrong ones, never below nothing; so choosing
    everything is worth nothing. numeric: right within the tolerance, both ends included. matching: the share of right
    pairs (question/type/match/question.php). `order` is ignored for true_false and numeric.
    """
    if kind == QuestionKind.TRUE_FALSE:
        return Fraction(isinstance(answer, bool) and answer is key["right"])
    if kind == QuestionKind.NUMERIC:
        number = read_number(answer)
        near = number is not None and abs(number - Decimal(key["value"])) <= Decimal(key["tolerance"])
        return Fraction(near)
    if kind == QuestionKind.SINGLE:
        return Fraction(_is_place(answer, len(order)) and order[answer] in key["right"])
    if kind == QuestionKind.MULTIPLE:
        return _share_of_multiple(key, {order[place] for place in _places(answer, len(order))})
    if kind == QuestionKind.MATCHING:
        if not isinstance(answer, list):
            return Fraction(0)
        right = sum(
            _is_place(place, len(order)) and order[place] == left for left, place in enumerate(answer[: key["pairs"]])
        )
        return Fraction(right, key["pairs"])
    return Fraction(0)


def _share_of_multiple(key: Key, chosen: set[int]) -> Fraction:
    right = set(key["right"])
    wrong = set(range(key["options"])) - right
    worth = Fraction(len(chosen & right), len(right))
    if wrong:
        worth -= Fraction(len(chosen & wrong), len(wrong))
    return max(worth, Fraction(0))


def full_answer(kind: str, key: Key, order: Sequence[int]) -> Any:
    """Return an answer that is worth everything, in the order shown."""
    if kind == QuestionKind.TRUE_FALSE:
        return key["right"]
    if kind == QuestionKind.NUMERIC:
        return key["value"]
    if kind == QuestionKind.SINGLE:
        return order.index(key["right"][0])
    if kind == QuestionKind.MULTIPLE:
        return sorted(order.index(option) for option in key["right"])
    return [order.index(left) for left in range(key["pairs"])]


def mark(kind: str, key: Key, marks: int, answer: Any, order: Sequence[int]) -> Decimal:
    """Return the points of an answer, 0 to `marks`, to a thousandth."""
    return _decimal(share(kind, key, answer, order) * marks, POINTS)


@dataclasses.dataclass(frozen=True)
class Paper:
    """A whole attempt: points of each question in order, the sum, what could be reached, and percent of it (0–100)."""

    points: tuple[Decimal, ...]
    total: Decimal
    maximum: int
    percent: Decimal


def paper(answered: Sequence[tuple[str, Key, int, Any, Sequence[int]]]) -> Paper:
    """Return the result of an attempt from (kind, key, marks, answer, order) of each question.

    The sum is taken before rounding, so three thirds are one.
    """
    exact = [share(kind, key, answer, order) * marks for kind, key, marks, answer, order in answered]
    maximum = sum(marks for _, _, marks, _, _ in answered)
    total = sum(exact, Fraction(0))
    percent = total * 100 / maximum if maximum else Fraction(0)
    return Paper(
        tuple(_decimal(points, POINTS) for points in exact),
        _decimal(total, POINTS),
        maximum,
        _decimal(percent, PERCENT),
    )


def _decimal(value: Fraction, step: Decimal) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP)


def _is_place(value: Any, size: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < size


def _places(answer: Any, size: int) -> set[int]:
    return {place for place in answer if _is_place(place, size)} if isinstance(answer, list) else set()
