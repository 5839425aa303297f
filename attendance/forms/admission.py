"""What is written down when the commission admits somebody by order."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.languages.day_field import DayField


class AdmissionForm(forms.Form):
    """Number and date of the order, and why."""

    number = forms.CharField(label=_("Number of the order"), max_length=64)
    date = DayField(label=_("Date of the order"))
    reason = forms.CharField(
        label=_("Why is this person admitted?"),
        max_length=300,
        help_text=_("Write no names here."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, calendar: str, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["date"]
        assert isinstance(field, DayField)
        field.for_reader(calendar, today)
