"""Short answer {"accepted": [["tg", "гуреза", 100], ["ru", "беженец", 100], ["ru", "бежинец", 50]]}.

What is typed is compared after folding (foundation/languages/text.py): case, the six Tajik letters, Arabic and Persian
forms of a letter, digits and blanks make no difference; so words typed without a Tajik keyboard count. An accepted
answer of any language counts whatever language the question was read in.
"""

from fractions import Fraction
from typing import Any

from assessments.domain.kinds.base import Key, Order
from foundation.languages.text import words

LONGEST_SHORT = 120


def folded(text: str) -> str:
    """Return what two answers are compared by."""
    return " ".join(words(text))


class Short:
    """A word or two."""

    def order(self, key: Key, seed: int) -> list[Any]:
        return []

    def has_answer(self, key: Key, answer: Any) -> bool:
        return isinstance(answer, str) and bool(folded(answer[:LONGEST_SHORT]))

    def share(self, key: Key, answer: Any, order: Order, seed: int) -> Fraction:
        if not isinstance(answer, str) or len(answer) > LONGEST_SHORT:
            return Fraction(0)
        given = folded(answer)
        worth = [percent for _language, text, percent in key["accepted"] if given and folded(text) == given]
        return Fraction(max(worth, default=0), 100)

    def full_answer(self, key: Key, order: Order, seed: int) -> Any:
        return next(text for _language, text, percent in key["accepted"] if percent == 100)

    def guess(self, key: Key) -> Fraction:
        return Fraction(0)
