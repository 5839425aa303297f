"""Keys of questions from the blocks of manuscripts, and back: one pair of functions for each kind."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from assessments.domain.marking import read_number
from assessments.domain.mrz import Field, Format
from assessments.enums import QuestionKind, ZoneFault
from courses.selectors.manuscripts import Block
from foundation.languages.titles import LANGUAGE_CODES

MOST_OPTIONS = 20
SHORTEST_CHOICE = 2
HUNDRED = 100
THOUSAND = 1000
MOST_MARKS = 10

# Which fields of the structure belong to which kind, besides those that all have.
FIELDS_OF_KIND: Mapping[str, frozenset[str]] = {
    QuestionKind.SINGLE: frozenset({"options"}),
    QuestionKind.MULTIPLE: frozenset({"options"}),
    QuestionKind.TRUE_FALSE: frozenset({"answer"}),
    QuestionKind.NUMERIC: frozenset({"answer", "tolerance"}),
    QuestionKind.MATCHING: frozenset({"pairs"}),
    QuestionKind.ORDERING: frozenset({"items"}),
    QuestionKind.GAPS: frozenset({"gaps"}),
    QuestionKind.SHORT: frozenset({"accepted"}),
    QuestionKind.ESSAY: frozenset({"rubric"}),
    QuestionKind.HOTSPOT: frozenset({"picture", "areas"}),
    QuestionKind.MRZ: frozenset({"zone", "faults", "hidden", "also"}),
}
OF_ANY_KIND = frozenset().union(*FIELDS_OF_KIND.values())


def key_of(kind: str, block: Block) -> dict[str, Any]:
    """Return the key that a block of questions.txt holds. Raises ValueError, saying what is wrong."""
    strange = (OF_ANY_KIND & set(block.fields)) - FIELDS_OF_KIND[kind]
    if strange:
        raise ValueError(f"{', '.join(sorted(strange))} does not belong to {kind}")
    return _READERS[kind](block)


def fields_of(kind: str, key: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a block that hold a key: the inverse of `key_of`, but for the name of a picture."""
    return _WRITERS[kind](key)


def whole(block: Block, field: str, least: int, most: int) -> int:
    """Return a field as a whole number. Raises ValueError."""
    return _whole(block.line(field), field, least, most)


def _whole(text: str, name: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or not least <= int(text) <= most:
        raise ValueError(f"{name} is a whole number from {least} to {most}")
    return int(text)


def _choice(block: Block) -> dict[str, Any]:
    options = block.items("options")
    if not SHORTEST_CHOICE <= len(options) <= MOST_OPTIONS:
        raise ValueError(f"a choice has {SHORTEST_CHOICE} to {MOST_OPTIONS} options")
    if set(options) - {"right", "wrong"}:
        raise ValueError("each option is right or wrong")
    right = [number for number, option in enumerate(options) if option == "right"]
    if not right or (block.line("kind") == QuestionKind.SINGLE and len(right) != 1):
        raise ValueError("a single choice has exactly one right option, a multiple choice at least one")
    return {"options": len(options), "right": right}


def _true_false(block: Block) -> dict[str, Any]:
    if block.line("answer") not in {"true", "false"}:
        raise ValueError("the answer is true or false")
    return {"right": block.line("answer") == "true"}


def _number(block: Block) -> dict[str, Any]:
    value, tolerance = read_number(block.line("answer")), read_number(block.line("tolerance", "0"))
    if value is None or tolerance is None or tolerance < 0:
        raise ValueError("the answer is a number, the tolerance a number not below 0")
    return {"value": str(value), "tolerance": str(tolerance)}


def _matching(block: Block) -> dict[str, Any]:
    return {"pairs": whole(block, "pairs", SHORTEST_CHOICE, MOST_OPTIONS)}


def _ordering(block: Block) -> dict[str, Any]:
    return {"items": whole(block, "items", SHORTEST_CHOICE, MOST_OPTIONS)}


def _gaps(block: Block) -> dict[str, Any]:
    gaps = []
    for row in block.rows("gaps"):
        if len(row) != SHORTEST_CHOICE:
            raise ValueError("a gap is `options | number of the right one`")
        size = _whole(row[0], "the number of options of a gap", SHORTEST_CHOICE, MOST_OPTIONS)
        gaps.append([size, _whole(row[1], "the right option of a gap", 1, size) - 1])
    if not 0 < len(gaps) <= MOST_OPTIONS:
        raise ValueError(f"a text has 1 to {MOST_OPTIONS} gaps")
    return {"gaps": gaps}


def _short(block: Block) -> dict[str, Any]:
    accepted = []
    for row in block.rows("accepted"):
        if len(row) != 3 or row[0] not in LANGUAGE_CODES:
            raise ValueError("an accepted answer is `language | words | percent`")
        accepted.append([row[0], row[1], _whole(row[2], "percent", 1, HUNDRED)])
    if not any(percent == HUNDRED for _language, _text, percent in accepted):
        raise ValueError("at least one accepted answer is worth 100 percent")
    return {"accepted": accepted}


def _essay(block: Block) -> dict[str, Any]:
    lines = [_whole(item, "a line of the rubric", 1, MOST_MARKS) for item in block.items("rubric")]
    if not lines or sum(lines) != whole(block, "marks", 1, MOST_MARKS):
        raise ValueError("the lines of the rubric make the marks together")
    return {"lines": lines}


def _hotspot(block: Block) -> dict[str, Any]:
    areas = []
    for row in block.rows("areas"):
        if len(row) != 4:
            raise ValueError("an area is `left | top | width | height` in thousandths of the picture")
        left, top, width, height = (_whole(cell, "a number of an area", 0, THOUSAND) for cell in row)
        if not width or not height or left + width > THOUSAND or top + height > THOUSAND:
            raise ValueError("an area lies inside the picture")
        areas.append([left, top, width, height])
    if not areas or not block.line("picture"):
        raise ValueError("a place on a picture needs the picture and at least one area")
    return {"areas": areas}


def _zone(block: Block) -> dict[str, Any]:
    shape, faults, hidden = block.line("zone"), list(block.items("faults")), block.line("hidden")
    if shape not in set(Format):
        raise ValueError("the zone is TD1, TD2 or TD3")
    if bool(faults) == bool(hidden):
        raise ValueError("a zone asks either for a fault or for a hidden digit")
    if hidden:
        if hidden not in set(Field):
            raise ValueError("the hidden digit is that of number, birth, expiry or composite")
        return {"format": shape, "field": hidden}
    if set(faults) - set(ZoneFault) or len(set(faults)) != len(faults) or len(faults) < SHORTEST_CHOICE:
        raise ValueError(f"faults are at least two different ones of {', '.join(ZoneFault)}")
    also: dict[str, list[str]] = {}
    for row in block.rows("also"):
        if len(row) != SHORTEST_CHOICE or set(row) - set(faults) or row[0] == row[1]:
            raise ValueError("what counts as well is `fault | another of the faults`")
        also.setdefault(row[0], []).append(row[1])
    return {"format": shape, "faults": faults, **({"also": also} if also else {})}


_READERS: Mapping[str, Callable[[Block], dict[str, Any]]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _choice,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.NUMERIC: _number,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.GAPS: _gaps,
    QuestionKind.SHORT: _short,
    QuestionKind.ESSAY: _essay,
    QuestionKind.HOTSPOT: _hotspot,
    QuestionKind.MRZ: _zone,
}


def _options(key: Mapping[str, Any]) -> dict[str, Any]:
    right = set(key["right"])
    return {"options": tuple("right" if number in right else "wrong" for number in range(key["options"]))}


def _cells(*row: object) -> tuple[str, ...]:
    return tuple(str(cell) for cell in row)


_WRITERS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    QuestionKind.SINGLE: _options,
    QuestionKind.MULTIPLE: _options,
    QuestionKind.TRUE_FALSE: lambda key: {"answer": "true" if key["right"] else "false"},
    QuestionKind.NUMERIC: lambda key: {"answer": key["value"], "tolerance": key["tolerance"]},
    QuestionKind.MATCHING: lambda key: {"pairs": str(key["pairs"])},
    QuestionKind.ORDERING: lambda key: {"items": str(key["items"])},
    QuestionKind.GAPS: lambda key: {"gaps": tuple(_cells(size, right + 1) for size, right in key["gaps"])},
    QuestionKind.SHORT: lambda key: {"accepted": tuple(_cells(*row) for row in key["accepted"])},
    QuestionKind.ESSAY: lambda key: {"rubric": tuple(str(most) for most in key["lines"])},
    QuestionKind.HOTSPOT: lambda key: {"areas": tuple(_cells(*area) for area in key["areas"])},
    QuestionKind.MRZ: lambda key: {
        "zone": key["format"],
        "faults": tuple(key.get("faults", ())),
        "hidden": key.get("field", ""),
        "also": tuple((fault, one) for fault, others in key.get("also", {}).items() for one in others),
    },
}
