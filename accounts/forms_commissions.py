"""Commissions: appointed by order, ended on a day."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from foundation.languages.day_field import DayField

if TYPE_CHECKING:
    from accounts.models import User


class CommissionForm(forms.Form):
    """Order, members and chair."""

    order_number = forms.CharField(
        label=gettext_lazy("Number of the order that appoints the commission"), max_length=32
    )
    order_date = DayField(label=gettext_lazy("Date of that order"))
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Members"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("At least three people of the centre, the chair among them."),
    )
    chair = forms.ChoiceField(label=gettext_lazy("Chair"))

    def __init__(
        self, *args: Any, staff: "Sequence[tuple[User, str]]", calendar: str, today: datetime.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._staff = {str(person.pk): person for person, _name in staff}
        people = [(str(person.pk), f"{name} · {person.service_number}") for person, name in staff]
        for name, choices in (("members", people), ("chair", [("", "–"), *people])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        day = self.fields["order_date"]
        assert isinstance(day, DayField)
        day.for_reader(calendar, today)

    def clean_members(self) -> "list[User]":
        return [self._staff[pk] for pk in self.cleaned_data["members"]]

    def clean_chair(self) -> "User":
        return self._staff[self.cleaned_data["chair"]]


class EndForm(forms.Form):
    """The last day of a commission."""

    last_day = DayField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, calendar: str, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["last_day"]
        assert isinstance(day, DayField)
        day.for_reader(calendar, today)
