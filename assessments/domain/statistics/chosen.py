"""Which answers were given, without whose they were.

An answer names options as they were shown; `order` leads back to the numbers of the manuscript, so that the same option
is counted as one whatever place it stood at. Shapes of answers: assessments/domain/marking.py.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from assessments.domain.kinds.base import is_place
from assessments.domain.kinds.places import right_of
from assessments.domain.kinds.plain import read_number
from assessments.enums import QuestionKind
from foundation.languages.text import fold

LONGEST = 60  # signs of a typed answer that are told


class Sort(StrEnum):
    """What a counted answer is."""

    OPTION = "option"  # first: number in the manuscript
    TRUTH = "truth"  # first: 1 for true, 0 for false
    PAIR = "pair"  # first: left side or gap, second: right side or word
    PLACE = "place"  # first: place from 0, second: number in the manuscript that was put there
    TYPED = "typed"  # words: a number, or a text folded as it is compared
    NOTHING = "nothing"


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Chosen:
    """One thing that was chosen or typed."""

    sort: Sort
    first: int = 0
    second: int = 0
    words: str = ""


NOTHING = Chosen(Sort.NOTHING)
UNCOUNTED = frozenset({QuestionKind.ESSAY, QuestionKind.HOTSPOT})


def chosen(kind: str, key: Mapping[str, Any], answer: Any, order: Sequence[Any]) -> list[Chosen]:
    """Return what an answer chose: several things for multiple choice and matching, `NOTHING` for none.

    Essays and places on pictures are no list of answers: they come back as none. An answer of a shape that the kind
    does not know counts as nothing, like one that is missing.
    """
    if kind == QuestionKind.TRUE_FALSE:
        return [Chosen(Sort.TRUTH, int(answer))] if isinstance(answer, bool) else [NOTHING]
    if kind in {QuestionKind.NUMERIC, QuestionKind.SHORT} or (kind == QuestionKind.MRZ and "field" in key):
        return [_typed(kind, answer)]
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MRZ}:
        places = answer if isinstance(answer, list) else [answer]
        options = sorted({order[place] for place in places if is_place(place, len(order))})
        return [Chosen(Sort.OPTION, option) for option in options] or [NOTHING]
    if kind in {QuestionKind.MATCHING, QuestionKind.GAPS, QuestionKind.ORDERING} and isinstance(answer, list):
        return _in_places(kind, answer, order) or [NOTHING]
    return [NOTHING]


def _in_places(kind: str, answer: Sequence[Any], order: Sequence[Any]) -> list[Chosen]:
    """Matching: left and right side. Gaps: gap and word. Ordering: rank and item."""
    if kind == QuestionKind.ORDERING:
        ranks = zip(answer, order, strict=False)
        return sorted(Chosen(Sort.PLACE, rank, item) for rank, item in ranks if is_place(rank, len(order)))
    shown = order if kind == QuestionKind.GAPS else [order] * len(answer)
    placed = enumerate(zip(answer, shown, strict=False))
    return [Chosen(Sort.PAIR, at, side[place]) for at, (place, side) in placed if is_place(place, len(side))]


def _typed(kind: str, answer: Any) -> Chosen:
    if not isinstance(answer, str) or not answer.strip():
        return NOTHING
    number = None if kind == QuestionKind.SHORT else read_number(answer)
    words = fold(answer)[:LONGEST] if number is None else f"{number.normalize():f}"
    return Chosen(Sort.TYPED, words=words) if words else NOTHING


def options_of(kind: str, key: Mapping[str, Any]) -> list[Chosen]:
    """Return every answer that is offered to choose from, chosen or not; empty where people type."""
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return [Chosen(Sort.OPTION, option) for option in range(key["options"])]
    if kind == QuestionKind.TRUE_FALSE:
        return [Chosen(Sort.TRUTH, 1), Chosen(Sort.TRUTH, 0)]
    if kind == QuestionKind.MRZ and "faults" in key:
        return [Chosen(Sort.OPTION, option) for option in range(len(key["faults"]))]
    return []


def is_right(kind: str, key: Mapping[str, Any], one: Chosen) -> bool | None:
    """Return whether a counted answer is right; None where that needs more than the answer (typed ones)."""
    if one.sort == Sort.OPTION and "right" in key:
        return one.first in key["right"]
    if one.sort == Sort.TRUTH:
        return bool(one.first) is key["right"]
    if one.sort == Sort.PAIR:
        wanted = key["gaps"][one.first][1] if kind == QuestionKind.GAPS else right_of(key)[one.first]
        return bool(one.second == wanted)
    if one.sort == Sort.PLACE:
        return bool(right_of(key)[one.first] == one.second)
    return None
