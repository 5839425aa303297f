"""Answers as they are written on paper and typed from it: letters and numbers. Pure.

Choices are letters in the order printed (B; AC), true or false the first letter in any of the four languages, pairs and
gaps a letter for each (B-A-C), an order a number for each (3-1-2), a place on a picture percent from the left and from
the top (35-60); numbers and words as they stand. Cyrillic letters that look like Latin ones count as those, numbers
count as letters (1 is A), digits of any script count. A question mark or a dash says that nothing can be read there.
"""

import re
from collections.abc import Mapping
from typing import Any

from assessments.domain.kinds import KINDS
from assessments.domain.kinds.base import Key
from assessments.domain.kinds.plain import read_number
from assessments.enums import QuestionKind
from foundation.languages.text import ascii_digits

LETTERS = "ABCDEFGHIJKLMNOPQRST"
LIKE_LATIN = str.maketrans("АВСЕНКМОРТавсенкмортЅІЈ", "ABCEHKMOPTABCEHKMOPTSIJ")
# True, false: English, Tajik (дуруст, нодуруст), Russian (верно, неверно), Dari (درست، نادرست).
TRUE_SIGNS = frozenset({"t", "true", "д", "дуруст", "в", "верно", "د", "درست", "ص", "صحیح", "+", "1"})
FALSE_SIGNS = frozenset({"f", "false", "н", "нодуруст", "неверно", "ن", "نادرست", "غ", "غلط", "0"})
NOTHING = frozenset({"", "?", "–", "—", "-"})
BETWEEN = re.compile(r"[\s,;،؛./–—-]+")
LONGEST_LINE, LONGEST_TEXT = 120, 12_000
POINT, HUNDRED, THOUSAND = 2, 100, 1000


class UnreadableError(ValueError):
    """What was typed is no answer to such a question."""


def letter(place: int) -> str:
    """Return the letter printed at a place: A, B, C …"""
    return LETTERS[place]


def read_typed(kind: str, key: Key, text: str) -> Any:
    """Return the answer that was typed, in the shape the kinds know; None for nothing. Raises UnreadableError."""
    text = text.strip()
    if kind == QuestionKind.TRUE_FALSE:
        return _true_false(text)
    if text in NOTHING:
        return None
    answer = _READERS.get(kind, _line)(key, text)
    if isinstance(answer, list) and None in answer:  # a pair is missing: the others count
        return answer if any(place is not None for place in answer) else None
    if not KINDS[kind].has_answer(key, answer):
        raise UnreadableError(text)
    return answer


def write_typed(kind: str, key: Key, answer: Any) -> str:
    """Return an answer as it would be typed: the inverse of `read_typed`. True and false are T and F."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return "T" if answer else "F"
    if kind == QuestionKind.MULTIPLE:
        return "".join(letter(place) for place in answer)
    if kind == QuestionKind.ORDERING:
        return "-".join(str(rank + 1) for rank in answer)
    if kind == QuestionKind.HOTSPOT:
        return "-".join(f"{one / 10:g}" for one in answer)
    if isinstance(answer, list):
        return "-".join("?" if place is None else letter(place) for place in answer)
    return letter(answer) if isinstance(answer, int) else str(answer)


def _true_false(text: str) -> bool | None:
    sign = ascii_digits(text).lower()
    if sign in TRUE_SIGNS:
        return True
    if sign in FALSE_SIGNS:
        return False
    if text in NOTHING:
        return None
    raise UnreadableError(text)


def _places(text: str, size: int) -> list[int]:
    """Return the places that letters or numbers name: "AC", "a, c", "1 3"."""
    latin = ascii_digits(text).translate(LIKE_LATIN).upper()
    parts = [part for part in BETWEEN.split(latin) if part]
    if len(parts) == 1 and not parts[0].isdecimal():
        parts = list(parts[0])
    found = []
    for part in parts:
        place = int(part) - 1 if part.isdecimal() and part.isascii() else LETTERS.find(part) if len(part) == 1 else -1
        if not 0 <= place < size:
            raise UnreadableError(text)
        found.append(place)
    return found


def _single(key: Key, text: str) -> Any:
    size = key["options"] if "options" in key else len(key["faults"])
    places = _places(text, size)
    if len(places) != 1:
        raise UnreadableError(text)
    return places[0]


def _multiple(key: Key, text: str) -> Any:
    places = _places(text, key["options"])
    if len(set(places)) != len(places):
        raise UnreadableError(text)
    return sorted(places)


def _row(text: str, sizes: list[int]) -> list[int | None]:
    """Return one place for each size; a question mark for none."""
    spread = text if BETWEEN.search(text) else "-".join(text)
    parts = [part for part in BETWEEN.split(spread) if part]
    if len(parts) != len(sizes):
        raise UnreadableError(text)
    found: list[int | None] = []
    for part, size in zip(parts, sizes, strict=True):
        places = [None] if part == "?" else [*_places(part, size)]
        if len(places) != 1:
            raise UnreadableError(text)
        found += places
    return found


def _matching(key: Key, text: str) -> Any:
    return _row(text, [key["pairs"]] * key["pairs"])


def _ordering(key: Key, text: str) -> Any:
    ranks = _row(text, [key["items"]] * key["items"])
    known = [rank for rank in ranks if rank is not None]
    if len(set(known)) != len(known):
        raise UnreadableError(text)
    return ranks


def _gaps(key: Key, text: str) -> Any:
    return _row(text, [size for size, _right in key["gaps"]])


def _hotspot(_key: Key, text: str) -> Any:
    numbers = [read_number(part.replace(",", ".")) for part in re.split(r"[\s;؛–—-]+", text) if part]
    if len(numbers) != POINT or any(one is None or not 0 <= one <= HUNDRED for one in numbers):
        raise UnreadableError(text)
    return [round(one * THOUSAND / HUNDRED) for one in numbers if one is not None]


def _zone(key: Key, text: str) -> Any:
    return _line(key, text) if "field" in key else _single(key, text)


def _line(_key: Key, text: str) -> Any:
    return text[:LONGEST_LINE]


def _essay(_key: Key, text: str) -> Any:
    return text[:LONGEST_TEXT]


_READERS: Mapping[str, Any] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.GAPS: _gaps,
    QuestionKind.HOTSPOT: _hotspot,
    QuestionKind.MRZ: _zone,
    QuestionKind.ESSAY: _essay,
}
