"""True or false {"right": true}, a number {"value": "39", "tolerance": "0"}, an essay {"lines": [2, 3]}.

Answers: true or false · "12,5" as it was typed · the text of the essay.
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.domain.kinds.base import Key, Order
from foundation.languages.text import ascii_digits

LONGEST_NUMBER = 40
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


class TrueFalse:
    """One of two."""

    def order(self, key: Key, seed: int) -> list[Any]:
        return []

    def has_answer(self, key: Key, answer: Any) -> bool:
        return isinstance(answer, bool)

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        return Fraction(isinstance(answer, bool) and answer is key["right"])

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        return key["right"]

    def guess(self, key: Key) -> Fraction:
        return Fraction(1, 2)


class Numeric:
    """A number, right within the tolerance, both ends included."""

    def order(self, key: Key, seed: int) -> list[Any]:
        return []

    def has_answer(self, key: Key, answer: Any) -> bool:
        return read_number(answer) is not None

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        number = read_number(answer)
        near = number is not None and abs(number - Decimal(key["value"])) <= Decimal(key["tolerance"])
        return Fraction(near)

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        return key["value"]

    def guess(self, key: Key) -> Fraction:
        return Fraction(0)


class Essay:
    """A text that a person marks by the lines of a rubric; `lines` holds the most points of each."""

    def order(self, key: Key, seed: int) -> list[Any]:
        return []

    def has_answer(self, key: Key, answer: Any) -> bool:
        return isinstance(answer, str) and bool(answer.strip())

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        return Fraction(0)

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        return "…"

    def guess(self, key: Key) -> Fraction:
        return Fraction(0)
