"""Who is authorised for which course, from when until when, and by which document."""

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from foundation.languages.day_field import DayField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User


class AuthoriseForm(forms.Form):
    """An authorisation to be given."""

    person = forms.ChoiceField(label=gettext_lazy("Person"))
    kind = forms.ChoiceField(label=gettext_lazy("What the person may do"))
    course = forms.ChoiceField(label=gettext_lazy("Course"))
    since = DayField(label=gettext_lazy("From"))
    until = DayField(label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Empty: until it is ended."))
    document = forms.CharField(label=gettext_lazy("Number of the document"), max_length=64)

    def __init__(
        self,
        *args: Any,
        people: "Sequence[tuple[User, str]]",
        kinds: "Sequence[tuple[str, str]]",
        courses: "Sequence[tuple[str, str]]",
        calendar: str,
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"since": today, "kind": "assess"})
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person, _name in people}
        choices: dict[str, Sequence[tuple[str, str]]] = {
            "person": [(str(person.pk), f"{name} · {person.service_number}") for person, name in people],
            "kind": kinds,
            "course": [(code, f"{code} · {title}") for code, title in courses],
        }
        for name, listed in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = list(listed)
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.for_reader(calendar, today)
