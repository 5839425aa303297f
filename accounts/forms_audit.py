"""Forms of the audit trail: what to look for, and a line from paper."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import DayField, PlainForm
from accounts.models import Centre
from accounts.selectors.audit import Asked
from accounts.selectors.audit_words import choices_of_acts, kinds_of_rows
from foundation.languages.titles import pick


class AuditForm(PlainForm):
    """What to look for in the audit trail."""

    act = forms.ChoiceField(label=_("Act"), required=False)
    actor = forms.CharField(label=_("Who did it (service number)"), max_length=64, required=False)
    person = forms.CharField(label=_("Whom it concerns (service number)"), max_length=64, required=False)
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    row = forms.ChoiceField(label=_("On what"), required=False)
    since = DayField(label=_("From"), required=False, widget=forms.TextInput(attrs={"size": "12"}))
    until = DayField(label=_("To"), required=False, widget=forms.TextInput(attrs={"size": "12"}))
    row_id = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, centres: Iterable[Centre], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: dict[str, Any] = {
            "act": choices_of_acts(),
            "centre": [("", gettext("All")), *((one.code, pick(one.titles, language).text) for one in centres)],
            "row": [("", gettext("All")), *kinds_of_rows()],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered

    def asked(self) -> Asked:
        """Return what was asked; nothing at all when the form was not sent or is wrong."""
        if not self.is_bound or not self.is_valid():
            return Asked()
        return Asked(**self.cleaned_data)


class PrintedLineForm(PlainForm):
    """A line from a protocol, a month sheet or a register page."""

    printed = forms.CharField(
        label=_("The line from the paper"),
        max_length=200,
        help_text=_("Number of the batch and code, such as: 12 ABCD-EFGH-IJKL-MNOP"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
