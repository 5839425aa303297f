"""Annul a version of a question or correct its key: fields by the kind of the question."""

import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.marking import read_number
from assessments.enums import QuestionKind, RegradeAct
from foundation.languages.text import ascii_digits
from foundation.languages.titles import LANGUAGE_CODES

if TYPE_CHECKING:
    from django.http import QueryDict

HUNDRED, THOUSAND = 100, 1000
SHORT_CELLS, AREA_CELLS = 3, 4
# Kinds whose key says something that can be wrong; of the others only the whole question can be annulled.
CORRECTABLE = frozenset(
    {
        QuestionKind.SINGLE,
        QuestionKind.MULTIPLE,
        QuestionKind.TRUE_FALSE,
        QuestionKind.NUMERIC,
        QuestionKind.SHORT,
        QuestionKind.GAPS,
        QuestionKind.HOTSPOT,
        QuestionKind.MATCHING,
        QuestionKind.ORDERING,
    }
)


def correctable(kind: str, key: Mapping[str, Any]) -> bool:
    """True when the key of such a question can be corrected; a hidden check digit is calculated, never wrong."""
    return kind in CORRECTABLE or (kind == QuestionKind.MRZ and "faults" in key)


class GroundsForm(forms.Form):
    """What is to be done and why. The key is read by `read_key`."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    act = forms.ChoiceField(choices=RegradeAct.choices)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("In a few words, without names.")
    )
    document = forms.CharField(
        label=gettext_lazy("Number of the document"), max_length=64, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"submission": uuid.uuid4(), "act": RegradeAct.CORRECT_KEY})
        super().__init__(*args, **kwargs)


class KeyUnreadableError(ValueError):
    """The key that was typed cannot be read; says why in the active language."""


def read_key(kind: str, key: Mapping[str, Any], data: "QueryDict") -> dict[str, Any]:
    """Return the key of the posted fields, of the same shape as `key`. Raises KeyUnreadableError."""
    readers = {
        QuestionKind.SINGLE: _choice,
        QuestionKind.MULTIPLE: _choice,
        QuestionKind.TRUE_FALSE: _true_false,
        QuestionKind.NUMERIC: _numeric,
        QuestionKind.SHORT: _short,
        QuestionKind.GAPS: _gaps,
        QuestionKind.HOTSPOT: _hotspot,
        QuestionKind.MATCHING: _order,
        QuestionKind.ORDERING: _order,
        QuestionKind.MRZ: _faults,
    }
    reader = readers.get(QuestionKind(kind))
    return reader(key, data, kind) if reader else dict(key)


def _choice(key: Mapping[str, Any], data: "QueryDict", kind: str) -> dict[str, Any]:
    right = sorted({number for number in range(key["options"]) if str(number) in data.getlist("right")})
    if not right or (kind == QuestionKind.SINGLE and len(right) > 1):
        one, some = _("Choose the one right answer."), _("Choose at least one right answer.")
        raise KeyUnreadableError(one if kind == QuestionKind.SINGLE else some)
    return {"options": key["options"], "right": right}


def _true_false(_key: Mapping[str, Any], data: "QueryDict", _kind: str) -> dict[str, Any]:
    if data.get("right") not in {"true", "false"}:
        raise KeyUnreadableError(_("Choose the one right answer."))
    return {"right": data.get("right") == "true"}


def _numeric(_key: Mapping[str, Any], data: "QueryDict", _kind: str) -> dict[str, Any]:
    value, tolerance = read_number(data.get("value", "")), read_number(data.get("tolerance", "") or "0")
    if value is None or tolerance is None or tolerance < 0:
        raise KeyUnreadableError(_("Write a number, for example 12.5"))
    return {"value": str(value), "tolerance": str(tolerance)}


def _rows(text: str, cells: int) -> list[list[str]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    if not rows or any(len(row) != cells or not all(row) for row in rows):
        raise KeyUnreadableError(_("Each line has %(number)s parts with | between them.") % {"number": cells})
    return rows


def _whole(text: str, most: int) -> int:
    digits = ascii_digits(text)
    if not digits.isdecimal() or int(digits) > most:
        raise KeyUnreadableError(_("Write whole numbers up to %(most)s.") % {"most": most})
    return int(digits)


def _short(_key: Mapping[str, Any], data: "QueryDict", _kind: str) -> dict[str, Any]:
    accepted = [
        [language, words, _whole(percent, HUNDRED)]
        for language, words, percent in _rows(data.get("accepted", ""), SHORT_CELLS)
    ]
    if any(language not in LANGUAGE_CODES or not percent for language, _words, percent in accepted):
        raise KeyUnreadableError(_("A line is: language, words, percent. The language is tg, fa-af, ru or en."))
    if not any(percent == HUNDRED for _language, _words, percent in accepted):
        raise KeyUnreadableError(_("At least one answer is worth 100 percent."))
    return {"accepted": accepted}


def _gaps(key: Mapping[str, Any], data: "QueryDict", _kind: str) -> dict[str, Any]:
    gaps = []
    for number, (size, _right) in enumerate(key["gaps"]):
        chosen = data.get(f"gap_{number}", "")
        if chosen not in {str(one) for one in range(size)}:
            raise KeyUnreadableError(_("Choose the right words for every gap."))
        gaps.append([size, int(chosen)])
    return {"gaps": gaps}


def _order(key: Mapping[str, Any], data: "QueryDict", kind: str) -> dict[str, Any]:
    """Pairs: `place_<left>` names its right side. Ordering: `place_<item>` is its place, from 0."""
    size = key["pairs"] if kind == QuestionKind.MATCHING else key["items"]
    typed = [data.get(f"place_{number}", "") for number in range(size)]
    places = [int(one) for one in typed if one in {str(number) for number in range(size)}]
    if sorted(places) != list(range(size)):
        once = _("Each right side belongs to one left side."), _("Each line has a number of its own.")
        raise KeyUnreadableError(once[kind != QuestionKind.MATCHING])
    right = places if kind == QuestionKind.MATCHING else [places.index(rank) for rank in range(size)]
    plain = {name: value for name, value in key.items() if name != "right"}
    return plain if right == list(range(size)) else {**plain, "right": right}


def _faults(key: Mapping[str, Any], data: "QueryDict", _kind: str) -> dict[str, Any]:
    """Which answers count as well when a fault was drawn: `also_<fault>`."""
    if "faults" not in key:
        return dict(key)
    also = {
        fault: [one for one in key["faults"] if one != fault and one in data.getlist(f"also_{fault}")]
        for fault in key["faults"]
    }
    found = {fault: others for fault, others in also.items() if others}
    plain = {name: value for name, value in key.items() if name != "also"}
    return {**plain, "also": found} if found else plain


def _hotspot(_key: Mapping[str, Any], data: "QueryDict", _kind: str) -> dict[str, Any]:
    areas = [[_whole(cell, THOUSAND) for cell in row] for row in _rows(data.get("areas", ""), AREA_CELLS)]
    if any(
        not width or not height or left + width > THOUSAND or top + height > THOUSAND
        for left, top, width, height in areas
    ):
        raise KeyUnreadableError(_("An area lies inside the picture."))
    return {"areas": areas}


def shown_rows(rows: Sequence[Sequence[Any]]) -> str:
    """Return rows as they are typed: cells with | between them, one row a line."""
    return "\n".join(" | ".join(str(cell) for cell in row) for row in rows)
