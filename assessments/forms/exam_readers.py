"""Which translator may open the questions of a course that are kept for examinations, from when until when."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation.languages.day_field import DayField

if TYPE_CHECKING:
    from accounts.models import User


class ReaderForm(forms.Form):
    """A right to be given."""

    person = forms.ChoiceField(label=_("Person"))
    course = forms.ChoiceField(label=_("Course"))
    since = DayField(label=_("From"))
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: until it is ended."))
    document = forms.CharField(label=_("Number of the document"), max_length=64)

    def __init__(
        self,
        *args: Any,
        people: "Sequence[tuple[User, str]]",
        courses: Sequence[tuple[str, str]],
        calendar: str,
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"since": today})
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person, _name in people}
        self._choose("person", [(str(person.pk), f"{name} · {person.service_number}") for person, name in people])
        self._choose("course", [(code, f"{code} · {title}") for code, title in courses])
        for name in ("since", "until"):
            field = self.fields[name]
            assert isinstance(field, DayField)
            field.for_reader(calendar, today)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
