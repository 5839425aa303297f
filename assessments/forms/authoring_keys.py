"""Answers of the kinds that need more than rows of words: gaps, rubric, places on a picture, machine readable zone."""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.domain.formats.base import MOST_MARKS, MOST_OPTIONS
from assessments.domain.kinds.plain import read_number
from assessments.domain.mrz import Field, Format
from assessments.enums import QuestionKind, ZoneFault
from assessments.forms.regrading import KeyUnreadableError
from foundation.languages.text import ascii_digits

if TYPE_CHECKING:
    from django.http import QueryDict

SIDES = ("left", "top", "width", "height")
FEWEST_FAULTS = 2
FEWEST_ZONES, FEWEST_GAPS, FEWEST_LINES = 3, 3, 4
TENTH = 10  # thousandths of the picture in a percent
HUNDRED = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Gap:
    """A gap as it is typed: options, one a line, and which of them is right, from 1."""

    number: int
    words: str
    right: str = "1"


@dataclasses.dataclass(frozen=True, slots=True)
class RubricLine:
    """A line of a rubric as it is typed: a sentence, and its most points."""

    number: int
    words: str
    points: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class ZoneRow:
    """A right place as it is typed: four numbers in percent of the picture."""

    number: int
    cells: Sequence[tuple[str, str]]

    @property
    def empty(self) -> bool:
        """True when nothing is typed."""
        return not any(text for _name, text in self.cells)


def read_gaps(data: "QueryDict") -> tuple[dict[str, Any], list[Any]]:
    """Return key and options of the gaps that have options. Raises KeyUnreadableError."""
    gaps, options = [], []
    for gap in typed_gaps(data):
        words = [" ".join(line.split()) for line in gap.words.splitlines() if line.strip()]
        if not words:
            continue
        right = _number(gap.right, len(words))
        if right is None:
            raise KeyUnreadableError(_("Say for every gap which line is right."))
        gaps.append([len(words), right - 1])
        options.append(words)
    return {"gaps": gaps}, options


def typed_gaps(data: "QueryDict") -> list[Gap]:
    """Return the gaps as they were typed."""
    return [Gap(at, data.get(f"gap_{at}", ""), data.get(f"right_{at}", "1")) for at in range(MOST_OPTIONS)]


def read_rubric(data: "QueryDict") -> tuple[dict[str, Any], list[Any]]:
    """Return key and sentences of a rubric; empty lines are left out. Raises KeyUnreadableError."""
    rows = [row for row in typed_rubric(data) if row.words or row.points]
    points = [_number(row.points, MOST_MARKS) for row in rows]
    if not rows or None in points:
        raise KeyUnreadableError(_("Each line of the rubric has its points, 1 to 10."))
    return {"lines": points}, [row.words for row in rows]


def typed_rubric(data: "QueryDict") -> list[RubricLine]:
    """Return the lines of a rubric as they were typed."""
    return [
        RubricLine(at, " ".join(data.get(f"option_{at}", "").split()), data.get(f"points_{at}", "").strip())
        for at in range(MOST_OPTIONS)
    ]


def read_zones(data: "QueryDict") -> tuple[dict[str, Any], list[Any]]:
    """Return the right places, in thousandths of the picture, and what the picture shows. Raises KeyUnreadableError."""
    areas = []
    for row in typed_zones(data):
        if row.empty:
            continue
        numbers = [read_number(text) for _name, text in row.cells]
        thousandths = [number * TENTH for number in numbers if number is not None]
        if len(thousandths) != len(SIDES) or any(one != one.to_integral_value() or one < 0 for one in thousandths):
            raise KeyUnreadableError(_("A place has four numbers in percent, with at most one decimal."))
        areas.append([int(one) for one in thousandths])
    return {"areas": areas}, [" ".join(data.get("alt", "").split())]


def typed_zones(data: "QueryDict") -> list[ZoneRow]:
    """Return the places as they were typed."""
    return [ZoneRow(at, [(name, data.get(f"{name}_{at}", "").strip()) for name in SIDES]) for at in range(MOST_OPTIONS)]


def read_zone(data: "QueryDict") -> tuple[dict[str, Any], list[Any]]:
    """Return the key of a machine readable zone. Raises KeyUnreadableError."""
    shape, field = data.get("zone", ""), data.get("field", "")
    faults = [str(fault) for fault in ZoneFault if fault in data.getlist("faults")]
    if shape not in set(Format) or field not in {"", *Field}:
        raise KeyUnreadableError(_("Please choose one of the answers offered."))
    if field:
        return {"format": shape, "field": field}, []
    if len(faults) < FEWEST_FAULTS:
        raise KeyUnreadableError(_("Choose at least two faults; “Nothing is wrong” may be one of them."))
    return {"format": shape, "faults": faults}, []


READERS: Mapping[str, Any] = {
    QuestionKind.GAPS: read_gaps,
    QuestionKind.ESSAY: read_rubric,
    QuestionKind.HOTSPOT: read_zones,
    QuestionKind.MRZ: read_zone,
}


def fields_of(kind: str, key: Mapping[str, Any], options: Sequence[Any], data: "QueryDict | None") -> dict[str, Any]:
    """Return what the fields of these kinds show: what was typed, else what is stored."""
    if kind == QuestionKind.GAPS:
        stored = zip(key.get("gaps", ()), options, strict=False)
        gaps = [Gap(at, "\n".join(words), str(right + 1)) for at, ((_n, right), words) in enumerate(stored)]
        rows = typed_gaps(data) if data is not None else gaps
        return {"gaps": _shown(rows, [bool(row.words.strip()) for row in rows], FEWEST_GAPS, lambda at: Gap(at, ""))}
    if kind == QuestionKind.ESSAY:
        lines = zip(key.get("lines", ()), options, strict=False)
        rubric = [RubricLine(at, words, str(most)) for at, (most, words) in enumerate(lines)]
        rubric = typed_rubric(data) if data is not None else rubric
        filled = [bool(row.words or row.points) for row in rubric]
        return {"rubric": _shown(rubric, filled, FEWEST_LINES, lambda at: RubricLine(at, ""))}
    if kind == QuestionKind.HOTSPOT:
        zones = [
            ZoneRow(at, [(name, f"{side / TENTH:g}") for name, side in zip(SIDES, area, strict=True)])
            for at, area in enumerate(key.get("areas", ()))
        ]
        zones = typed_zones(data) if data is not None else zones
        shown = _shown(zones, [not row.empty for row in zones], FEWEST_ZONES, _empty_zone)
        alt = data.get("alt", "") if data is not None else "".join(options)
        return {"zones": shown, "boxes": [box for row in shown if (box := _box(row))], "alt": alt}
    if kind == QuestionKind.MRZ:
        chosen = data.getlist("faults") if data is not None else key.get("faults", [])
        return {
            "formats": [str(one) for one in Format],
            "zone": data.get("zone", "") if data is not None else key.get("format", ""),
            "hidden": [(str(one), label) for one, label in _hidden_digits()],
            "field": data.get("field", "") if data is not None else key.get("field", ""),
            "faults": [(str(one), one.label, one in chosen) for one in ZoneFault],
        }
    return {}


def _hidden_digits() -> list[tuple[Field, str]]:
    return [
        (Field.NUMBER, _("Number of the document")),
        (Field.BIRTH, _("Date of birth")),
        (Field.EXPIRY, _("Valid until")),
        (Field.COMPOSITE, _("The last check digit, over several fields")),
    ]


def _empty_zone(number: int) -> ZoneRow:
    return ZoneRow(number, [(name, "") for name in SIDES])


def _box(row: ZoneRow) -> dict[str, str] | None:
    """Return a place as numbers of a drawing in percent, or None when it is not four numbers."""
    numbers = {name: read_number(text) for name, text in row.cells}
    if any(number is None or not 0 <= number <= HUNDRED for number in numbers.values()):
        return None
    return {name: format(number or Decimal(0), "f") for name, number in numbers.items()}


def _shown(rows: Sequence[Any], filled: Sequence[bool], fewest: int, empty: Any) -> list[Any]:
    """Return the rows for the form: up to the last that is filled, and two empty ones behind."""
    last = max((place for place, one in enumerate(filled, 1) if one), default=0)
    size = min(max(last + 2, fewest), MOST_OPTIONS)
    return [rows[at] if at < len(rows) else empty(at) for at in range(size)]


def _number(text: str, most: int) -> int | None:
    digits = ascii_digits(text.strip())
    return (
        int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 4 and 1 <= int(digits) <= most else None
    )
