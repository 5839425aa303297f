"""Points of one answer: line by line of its rubric, or changed by hand with a reason."""

import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.domain.marking import read_number
from assessments.enums import MarkingStage

if TYPE_CHECKING:
    from decimal import Decimal

    from assessments.selectors.hand_marking import RubricLine


class MarkingForm(forms.Form):
    """The points of each line as `line_0`, `line_1` …, and a comment for the person."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    stage = forms.ChoiceField(choices=MarkingStage.choices, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("The person reads it with the result. Write no names."),
    )

    def __init__(self, *args: Any, lines: "Sequence[RubricLine]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = lines

    @property
    def shown(self) -> "list[tuple[RubricLine, str]]":
        """The lines with the points chosen so far."""
        return [(line, self.data.get(f"line_{line.number}", "")) for line in self._lines]

    @property
    def rubric(self) -> list[int]:
        """Points line by line, after is_valid."""
        return [int(self.data[f"line_{line.number}"]) for line in self._lines]

    def clean(self) -> dict[str, Any]:
        """Every line has points that it can have."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        given = [(line, self.data.get(f"line_{line.number}", "")) for line in self._lines]
        if any(text not in {str(one) for one in line.choices} for line, text in given):
            self.add_error(None, _("Give points in every line."))
        return data


class PointsForm(forms.Form):
    """Other points for one answer, and why."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    points = forms.CharField(label=gettext_lazy("Points"), max_length=12, widget=forms.TextInput(attrs={"dir": "ltr"}))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=300, help_text=gettext_lazy("In a few words, without names.")
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"submission": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        self._most = most

    def clean_points(self) -> "Decimal":
        points = read_number(self.cleaned_data["points"])
        if points is None or not 0 <= points <= self._most or points != round(points, 3):
            raise forms.ValidationError(_("Write points from 0 to %(most)s.") % {"most": self._most})
        return points
