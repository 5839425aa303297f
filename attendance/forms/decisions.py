"""What is written when a person decides afterwards: a correction, or which of two marks is right."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from attendance.enums import Status
from attendance.forms.rolls import LONGEST_DOCUMENT, read_entry


class CorrectionForm(forms.Form):
    """A correction of one mark. The hidden id makes a second click harmless."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    status = forms.ChoiceField(label=gettext_lazy("The right mark"), choices=Status.choices, widget=forms.RadioSelect)
    minutes = forms.CharField(
        label=gettext_lazy("Minutes late"),
        required=False,
        max_length=4,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Only for somebody who was late."),
    )
    document = forms.CharField(
        label=gettext_lazy("Document number"),
        required=False,
        max_length=LONGEST_DOCUMENT,
        help_text=gettext_lazy("Only for leave, duty, illness or mission."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why is the mark corrected?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "status" in data and "minutes" in data:
            entry, error = read_entry(data["status"], data["minutes"], data.get("document", ""))
            if entry is None:
                self.add_error("minutes", error)
            data["entry"] = entry
        return data


class SettleForm(forms.Form):
    """Which of the marks is right, and why. The choices are ids of events."""

    chosen = forms.UUIDField(error_messages={"required": gettext_lazy("Choose the right mark.")})
    reason = forms.CharField(
        label=gettext_lazy("Why is this the right mark?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Write no names of people here."),
    )
