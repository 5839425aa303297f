"""Papers of a protocol, appeals and what is decided about them."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from assessments.services.protocol_files import LARGEST_PAPER


class PaperForm(forms.Form):
    """The signed paper of a protocol, or another paper that belongs to it."""

    title = forms.CharField(label=gettext_lazy("What it is"), max_length=120)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("PDF or JPEG, at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg"}),
    )

    def data_read(self) -> bytes:
        """Return the bytes, one more than allowed at most."""
        data: bytes = self.cleaned_data["file"].read(LARGEST_PAPER + 1)
        return data


class AppealForm(forms.Form):
    """Against what, and why."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.ChoiceField(label=gettext_lazy("Against"))
    grounds = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("Write what you think is wrong, and why."),
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"submission": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class HandOverForm(forms.Form):
    """The commission that hears an appeal."""

    commission = forms.ChoiceField(label=gettext_lazy("Commission"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["commission"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(choices)


class DecisionForm(forms.Form):
    """What the commission decided; new values where a locked result is corrected."""

    upheld = forms.TypedChoiceField(
        label=gettext_lazy("Decision"),
        choices=[("yes", gettext_lazy("Upheld")), ("no", gettext_lazy("Rejected"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(
        label=gettext_lazy("Decision in words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    document = forms.CharField(label=gettext_lazy("Number of the document"), max_length=64)
    percent = forms.DecimalField(
        label=gettext_lazy("New percentage"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        localize=False,
        required=False,
        help_text=gettext_lazy("Only when the appeal is upheld."),
    )
    passed = forms.TypedChoiceField(
        label=gettext_lazy("New verdict"),
        choices=[("", "–"), ("yes", gettext_lazy("Passed")), ("no", gettext_lazy("Not passed"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["percent"], self.fields["passed"]
