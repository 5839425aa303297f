"""Somebody who is not on the list: the sign, and afterwards who it was."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


class WalkInForm(forms.Form):
    """By what the person is known again. The hidden id makes a second click harmless."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    sign = forms.CharField(
        label=gettext_lazy("Somebody is here who is not on the list"),
        max_length=64,
        help_text=gettext_lazy("Write the service number, or a sign by which you know the person again. Never a name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class MatchForm(forms.Form):
    """Who it was: somebody enrolled in the cohort."""

    enrolment = forms.TypedChoiceField(label=gettext_lazy("Who was it?"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["enrolment"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("Choose a person")), *people]


class DismissForm(forms.Form):
    """Why nobody is matched."""

    reason = forms.CharField(
        label=gettext_lazy("Why is nobody matched?"),
        max_length=300,
        help_text=gettext_lazy("Write no names of people here."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SeniorForm(forms.Form):
    """The senior of a group, one of its trainees, or nobody."""

    senior = forms.TypedChoiceField(label=gettext_lazy("Senior of the group"), required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["senior"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", gettext_lazy("Nobody")), *people]
