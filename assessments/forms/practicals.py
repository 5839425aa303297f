"""The checklist of one practical exercise."""

import dataclasses
import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.checklists import SCORES
from assessments.selectors.sheets import Criterion

if TYPE_CHECKING:
    from assessments.models import ObservationDraft

WORDS = {0: _("not done"), 1: _("with help or incomplete"), 2: _("done")}


@dataclasses.dataclass(frozen=True)
class CriterionRow:
    """One criterion with its radio buttons."""

    number: int
    criterion: Criterion
    field: forms.BoundField

    @property
    def choices(self) -> list[tuple[int, Any, bool]]:
        """Return (score, what it means, chosen now)."""
        return [(score, WORDS[score], str(self.field.value()) == str(score)) for score in SCORES]


def initial_of(draft: "ObservationDraft | None") -> dict[str, Any]:
    """Return what the form begins with: a new id, or what was saved and not handed in."""
    if draft is None:
        return {"submission": uuid.uuid4()}
    scores = {f"score_{at}": score for at, score in enumerate(draft.scores)}
    return {"submission": draft.pk, "comment": draft.comment, **scores}


class ObservationForm(forms.Form):
    """One score a criterion. The hidden id, made with the form, lets a checklist that is sent twice be stored once."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], draft: "ObservationDraft | None" = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", initial_of(draft))
        super().__init__(*args, **kwargs)
        self.criteria = tuple(criteria)
        for at in range(len(self.criteria)):
            self.fields[f"score_{at}"] = forms.TypedChoiceField(
                choices=[(score, score) for score in SCORES],
                coerce=int,
                error_messages={"required": _("Choose 0, 1 or 2."), "invalid_choice": _("Choose 0, 1 or 2.")},
            )

    def rows(self) -> Iterator[CriterionRow]:
        """Return the criteria with their radio buttons, in order."""
        for at, criterion in enumerate(self.criteria):
            yield CriterionRow(at + 1, criterion, self[f"score_{at}"])

    @property
    def so_far(self) -> list[int | None]:
        """What is marked so far, without asking for more: for a checklist that is handed in later."""
        typed = [str(self.data.get(f"score_{at}", "")) for at in range(len(self.criteria))]
        return [int(one) if one in ("0", "1", "2") else None for one in typed]

    @property
    def missing(self) -> int:
        """How many criteria have no valid score yet."""
        return sum(name.startswith("score_") for name in self.errors)

    @property
    def scores(self) -> list[int]:
        """The scores in order, once the form is valid."""
        return [self.cleaned_data[f"score_{at}"] for at in range(len(self.criteria))]


class SecondForm(ObservationForm):
    """The checklist of a second assessor on a colleague's device, who proves herself by service number and PIN."""

    number = forms.CharField(
        label=_("Your service number"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    pin = forms.CharField(
        label=_("Your PIN"),
        max_length=24,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric", "dir": "ltr"}),
    )


class CoachingForm(forms.Form):
    """What was practised before a re-sit."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("What was practised, when and for how long"),
        help_text=_("Write no names of people here."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"submission": uuid.uuid4()})
        super().__init__(*args, **kwargs)
