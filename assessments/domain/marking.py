"""What an answer is worth: the door to the kinds of questions (domain/kinds, which say the shapes of keys and answers).

Pure: the key of a version, the order shown, the seed of the item and the answer in; points out. Answers name options
*as they were shown*. An answer of another shape is worth nothing; it is never an error, because answers are stored as
they came.
"""

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from assessments.domain.kinds import KINDS
from assessments.domain.kinds.base import Key
from assessments.domain.kinds.plain import read_number

__all__ = ["Answered", "Key", "Paper", "full_answer", "guess", "has_answer", "mark", "paper", "read_number", "share"]

POINTS = Decimal("0.001")
PERCENT = Decimal("0.01")


def has_answer(kind: str, key: Key, answer: Any) -> bool:
    """Return whether the question is answered: something chosen, a readable number, every pair of a matching."""
    return KINDS[kind].has_answer(key, answer)


def share(kind: str, key: Key, answer: Any, order: Sequence[Any], seed: int = 0) -> Fraction:
    """Return how much of the question the answer is worth, 0 to 1. An essay: nothing, until a person marks it."""
    return KINDS[kind].share(key, answer, order, seed)


def full_answer(kind: str, key: Key, order: Sequence[Any], seed: int = 0) -> Any:
    """Return an answer that is worth everything, in the order shown."""
    return KINDS[kind].full_answer(key, order, seed)


def guess(kind: str, key: Key) -> Fraction:
    """Return what somebody who knows nothing can expect of the question, 0 to 1."""
    return KINDS[kind].guess(key)


def mark(kind: str, key: Key, marks: int, answer: Any, order: Sequence[Any], seed: int = 0) -> Decimal:
    """Return the points of an answer, 0 to `marks`, to a thousandth."""
    return _decimal(share(kind, key, answer, order, seed) * marks, POINTS)


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """One question of an attempt with the answer that counts.

    `given` are points that a person gave instead of the program; `annulled` questions count for nothing, in points and
    in what could be reached.
    """

    kind: str
    key: Key
    marks: int
    answer: Any
    order: Sequence[Any]
    seed: int = 0
    given: Decimal | None = None
    annulled: bool = False


@dataclasses.dataclass(frozen=True)
class Paper:
    """A whole attempt: points of each question in order, the sum, what could be reached, and percent of it (0–100)."""

    points: tuple[Decimal, ...]
    total: Decimal
    maximum: int
    percent: Decimal


def paper(answered: Sequence[Answered]) -> Paper:
    """Return the result of an attempt.

    The sum is taken before rounding, so three thirds are one. When every question is annulled the percent is 100:
    nobody loses by questions that were wrong.
    """
    exact = [_exact(one) for one in answered]
    counting = [(points, one.marks) for points, one in zip(exact, answered, strict=True) if not one.annulled]
    maximum = sum(marks for _, marks in counting)
    total = sum((points for points, _ in counting), Fraction(0))
    percent = total * 100 / maximum if maximum else Fraction(100 if answered else 0)
    return Paper(
        tuple(_decimal(points, POINTS) for points in exact),
        _decimal(total, POINTS),
        maximum,
        _decimal(percent, PERCENT),
    )


def _exact(one: Answered) -> Fraction:
    if one.given is not None:
        return min(Fraction(one.given), Fraction(one.marks))
    return share(one.kind, one.key, one.answer, one.order, one.seed) * one.marks


def _decimal(value: Fraction, step: Decimal) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(step, ROUND_HALF_UP)
