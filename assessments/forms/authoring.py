"""A question typed on a screen: what all kinds have, and the answers by kind."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.formats.base import LONGEST_TAG, LONGEST_TEXT, MOST_MARKS, MOST_OPTIONS, MOST_TAGS
from assessments.enums import Difficulty, QuestionKind
from assessments.forms.authoring_keys import READERS, fields_of
from assessments.forms.regrading import KeyUnreadableError, read_key, shown_rows

if TYPE_CHECKING:
    from django.http import QueryDict

SPARE = 2  # empty rows after those that are written
FEWEST_ROWS = 6
CHOICES = (QuestionKind.SINGLE, QuestionKind.MULTIPLE)
REQUIRED = {
    "required": gettext_lazy("Please fill in this field."),
    "invalid_choice": gettext_lazy("Please choose one of the answers offered."),
}
NONE: tuple[str, Any] = ("", gettext_lazy("None"))


class WhatForm(forms.Form):
    """What a new question is to be."""

    module = forms.ChoiceField(label=gettext_lazy("Module"), error_messages=REQUIRED)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), error_messages=REQUIRED)

    def __init__(self, *args: Any, modules: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "module", [(code, code) for code in modules])
        _choose(self, "kind", list(QuestionKind.choices))


class QuestionForm(forms.Form):
    """Words in the source language and where the question belongs. The answers are read by `read_answers`."""

    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    stem = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=LONGEST_TEXT,
        error_messages=REQUIRED,
        widget=forms.Textarea({"rows": 4, "lang": "en", "dir": "ltr"}),
    )
    feedback = forms.CharField(
        label=gettext_lazy("Feedback"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea({"rows": 3, "lang": "en", "dir": "ltr"}),
    )
    marks = forms.IntegerField(
        label=gettext_lazy("Points of the question"), min_value=1, max_value=MOST_MARKS, error_messages=REQUIRED
    )
    difficulty = forms.ChoiceField(
        label=gettext_lazy("Difficulty"), choices=Difficulty.choices, error_messages=REQUIRED
    )
    lesson = forms.ChoiceField(label=gettext_lazy("Lesson"), required=False, error_messages=REQUIRED)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), required=False, error_messages=REQUIRED)
    tags = forms.CharField(
        label=gettext_lazy("Tags"),
        help_text=gettext_lazy("With commas between them."),
        required=False,
        max_length=MOST_TAGS * (LONGEST_TAG + 2),
        widget=forms.TextInput({"dir": "auto"}),
    )
    exam_only = forms.BooleanField(label=gettext_lazy("Kept for examinations"), required=False)
    wording_only = forms.BooleanField(
        label=gettext_lazy("Only the wording was corrected: the other languages still say the same"), required=False
    )

    def __init__(
        self, *args: Any, lessons: Mapping[str, int], outcomes: Mapping[int | None, int], new: bool, **kwargs: Any
    ) -> None:
        """`lessons` code -> id and `outcomes` number -> id are those of the module."""
        kwargs["initial"] = {"submission": uuid.uuid4(), "marks": 1, "difficulty": "medium", **kwargs["initial"]}
        super().__init__(*args, **kwargs)
        _choose(self, "lesson", [NONE, *((str(pk), code) for code, pk in lessons.items())])
        _choose(self, "outcome", [NONE, *((str(pk), str(number)) for number, pk in outcomes.items())])
        if new:
            self.fields.pop("wording_only")
            self.fields["submission"].required = True

    def clean_tags(self) -> list[str]:
        """Return the words, each once."""
        words = [" ".join(one.split()) for one in self.cleaned_data["tags"].replace("،", ",").split(",")]
        found = list(dict.fromkeys(word for word in words if word))
        if len(found) > MOST_TAGS or any(len(word) > LONGEST_TAG for word in found):
            raise forms.ValidationError(_("At most 20 tags of at most 40 letters."))
        return found

    @property
    def values(self) -> dict[str, Any]:
        """What a draft takes beside key and options."""
        data = self.cleaned_data
        ids = {name: int(data[name]) if data[name] else None for name in ("lesson", "outcome")}
        names = ("stem", "feedback", "marks", "difficulty", "exam_only", "tags")
        return {**{name: data[name] for name in names}, **ids}


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One row of the answers: an option, the left and right side of a pair, or an item at its place."""

    number: int
    words: str
    other: str = ""
    right: bool = False


def read_answers(kind: str, data: "QueryDict") -> tuple[dict[str, Any], list[Any]]:
    """Return key and options as typed; rows that are empty are left out. Raises KeyUnreadableError."""
    if kind in READERS:
        key, options = READERS[kind](data)
        return key, options
    rows = [row for row in typed_lines(kind, data) if row.words or row.other]
    if kind in CHOICES:
        right = [place for place, row in enumerate(rows) if row.right]
        if kind == QuestionKind.SINGLE and len(right) != 1:
            raise KeyUnreadableError(_("Choose the one right answer."))
        return {"options": len(rows), "right": right}, [row.words for row in rows]
    if kind == QuestionKind.ORDERING:
        return {"items": len(rows)}, [row.words for row in rows]
    if kind == QuestionKind.MATCHING:
        return {"pairs": len(rows)}, [[row.words, row.other] for row in rows]
    return read_key(kind, {}, data), []


def typed_lines(kind: str, data: "QueryDict") -> list[Line]:
    """Return the rows as they were typed."""
    if kind not in {*CHOICES, QuestionKind.ORDERING, QuestionKind.MATCHING}:
        return []
    right = set(data.getlist("right"))
    return [
        Line(
            number,
            " ".join(data.get(f"option_{number}", "").split()),
            " ".join(data.get(f"other_{number}", "").split()) if kind == QuestionKind.MATCHING else "",
            str(number) in right,
        )
        for number in range(MOST_OPTIONS)
    ]


def stored_lines(kind: str, key: Mapping[str, Any], options: Sequence[Any]) -> list[Line]:
    """Return the rows of a question that is stored."""
    if kind in READERS:
        return []
    if kind == QuestionKind.MATCHING:
        return [Line(number, left, right) for number, (left, right) in enumerate(options)]
    right = key.get("right", []) if kind in CHOICES else []
    return [Line(number, words, right=number in right) for number, words in enumerate(options)]


def shown_lines(rows: Sequence[Line]) -> list[Line]:
    """Return the rows for the form, with some empty ones behind."""
    last = max((place for place, row in enumerate(rows, 1) if row.words or row.other or row.right), default=0)
    size = min(max(last + SPARE, FEWEST_ROWS), MOST_OPTIONS)
    return [rows[number] if number < len(rows) else Line(number, "") for number in range(size)]


def key_fields(kind: str, key: Mapping[str, Any], options: Sequence[Any], data: "QueryDict | None") -> dict[str, Any]:
    """Return what the other fields of the key show: what was typed, else what is stored."""
    if kind in READERS:
        return fields_of(kind, key, options, data)
    if data is not None:
        return {name: data.get(name, "") for name in ("right", "value", "tolerance", "accepted")}
    if kind == QuestionKind.TRUE_FALSE:
        return {"right": str(key["right"]).lower() if key else ""}
    if kind == QuestionKind.NUMERIC:
        return {name: key.get(name, "") for name in ("value", "tolerance")}
    return {"accepted": shown_rows(key["accepted"]) if key else ""} if kind == QuestionKind.SHORT else {}
