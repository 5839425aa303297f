"""Which questions are taken out of the bank, and as what."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import Difficulty, ImportFormat
from assessments.forms.bank import outcome_choices
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES

if TYPE_CHECKING:
    from courses.models import Module, Outcome

REQUIRED = {
    "required": _("Please fill in this field."),
    "invalid_choice": _("Please choose one of the answers offered."),
}


class ExportForm(forms.Form):
    """Module, tag, difficulty, outcome, language and format."""

    module = forms.ChoiceField(label=_("Module"), error_messages=REQUIRED)
    tag = forms.CharField(
        label=_("Tag"), required=False, max_length=40, error_messages={"max_length": _("This is too long.")}
    )
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), required=False, choices=[("", _("All")), *Difficulty.choices], error_messages=REQUIRED
    )
    outcome = forms.TypedChoiceField(
        label=_("Outcome"), required=False, coerce=int, empty_value=None, error_messages=REQUIRED
    )
    exam_only = forms.BooleanField(label=_("Also questions that are kept for examinations"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the questions"),
        choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES],
        error_messages=REQUIRED,
    )
    format = forms.ChoiceField(label=_("Format"), choices=ImportFormat.choices, error_messages=REQUIRED)

    def __init__(self, *args: Any, modules: "Sequence[tuple[Module, list[Outcome]]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        module, outcome = self.fields["module"], self.fields["outcome"]
        assert isinstance(module, forms.ChoiceField)
        assert isinstance(outcome, forms.ChoiceField)
        module.choices = [(one.code, one.code) for one, _outcomes in modules]
        outcome.choices = outcome_choices(modules)
        self.outcomes = {one.code: {row.pk for row in outcomes} for one, outcomes in modules}

    def clean(self) -> dict[str, Any]:
        """The outcome is one of the module."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") and data["outcome"] not in self.outcomes.get(data.get("module", ""), ()):
            self.add_error("outcome", gettext("This outcome belongs to another module."))
        return data
