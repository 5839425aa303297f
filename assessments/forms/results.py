"""The protocol that closes a cohort, and corrections after it."""

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.languages.day_field import DayField

if TYPE_CHECKING:
    from accounts.models import User

LEAST_MEMBERS = 3
COMMISSION = ("order_number", "order_date", "members", "chair")


class LockForm(forms.Form):
    """Number and day of the protocol; a commission with its order; a reason where something stays unconfirmed."""

    number = forms.CharField(label=gettext_lazy("Number of the protocol"), max_length=32)
    date = DayField(label=gettext_lazy("Date of the protocol"))
    reason = forms.CharField(
        label=gettext_lazy("Reason for closing without these confirmations"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    order_number = forms.CharField(
        label=gettext_lazy("Number of the order that appoints the commission"), max_length=32, required=False
    )
    order_date = DayField(label=gettext_lazy("Date of that order"), required=False)
    members = forms.MultipleChoiceField(
        label=gettext_lazy("Members"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("At least three people of the centre, the chair among them."),
    )
    chair = forms.ChoiceField(label=gettext_lazy("Chair"), required=False)

    def __init__(
        self, *args: Any, staff: "Sequence[tuple[User, str]]", calendar: str, today: datetime.date, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"date": today})
        super().__init__(*args, **kwargs)
        self._staff = {str(person.pk): person for person, _name in staff}
        people = [(str(person.pk), f"{name} · {person.service_number}") for person, name in staff]
        self._choose("members", people)
        self._choose("chair", [("", "–"), *people])
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.for_reader(calendar, today)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_members(self) -> "list[User]":
        return [self._staff[pk] for pk in self.cleaned_data["members"]]

    def clean_chair(self) -> "User | None":
        return self._staff.get(self.cleaned_data["chair"])

    @property
    def names_commission(self) -> bool:
        """True when anything about a commission was filled in."""
        return any(self.cleaned_data.get(name) for name in COMMISSION)

    def clean(self) -> dict[str, Any]:
        """A commission is complete or absent."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.names_commission:
            return data
        for name in ("order_number", "order_date", "chair"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("A commission needs this."))
        members = data.get("members") or []
        if "members" not in self.errors:
            if len(members) < LEAST_MEMBERS:
                self.add_error("members", _("A commission has at least three members."))
            elif data.get("chair") and data["chair"] not in members:
                self.add_error("members", _("The chair must be one of the members."))
        return data


class CorrectionForm(forms.Form):
    """A correction of one locked result: the new values, why, and by which document."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    result = forms.ChoiceField(label=gettext_lazy("Result"))
    percent = forms.DecimalField(
        label=gettext_lazy("New percentage"), min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=False
    )
    passed = forms.TypedChoiceField(
        label=gettext_lazy("New verdict"),
        choices=[("yes", gettext_lazy("Passed")), ("no", gettext_lazy("Not passed"))],
        coerce=lambda value: value == "yes",
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)
    document = forms.CharField(label=gettext_lazy("Number of the document"), max_length=64)

    def __init__(self, *args: Any, results: "Sequence[tuple[uuid.UUID, str]]", **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"submission": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        field = self.fields["result"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(pk), label) for pk, label in results]
