"""Which questions are taken out of the bank, and as what."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.enums import Difficulty, ImportFormat
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES

REQUIRED = {
    "required": _("Please fill in this field."),
    "invalid_choice": _("Please choose one of the answers offered."),
}


class ExportForm(forms.Form):
    """Module, tag, difficulty, language and format."""

    module = forms.ChoiceField(label=_("Module"), error_messages=REQUIRED)
    tag = forms.CharField(
        label=_("Tag"), required=False, max_length=40, error_messages={"max_length": _("This is too long.")}
    )
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), required=False, choices=[("", _("All")), *Difficulty.choices], error_messages=REQUIRED
    )
    exam_only = forms.BooleanField(label=_("Also questions that are kept for examinations"), required=False)
    language = forms.ChoiceField(
        label=_("Language of the questions"),
        choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES],
        error_messages=REQUIRED,
    )
    format = forms.ChoiceField(label=_("Format"), choices=ImportFormat.choices, error_messages=REQUIRED)

    def __init__(self, *args: Any, modules: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        module = self.fields["module"]
        assert isinstance(module, forms.ChoiceField)
        module.choices = [(code, code) for code in modules]
