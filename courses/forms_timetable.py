"""What people type about one class session, made into clean values."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from courses.enums import SessionKind
from courses.services.sessions_by_hand import LONGEST, Lesson
from foundation.languages.day_field import DayField
from foundation.languages.text import persian_digits
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from courses.models import ClassSession
    from courses.selectors.sessions import Offered


class SessionForm(forms.Form):
    """When, where and by whom a class session is given. The hidden id makes a second click harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    part = forms.ChoiceField(label=gettext_lazy("Subject"))
    date = DayField(label=gettext_lazy("Day"))
    first_hour = forms.TypedChoiceField(label=gettext_lazy("Begins at"), coerce=int)
    hours = forms.TypedChoiceField(
        label=gettext_lazy("Academic hours"), coerce=int, choices=[(n, n) for n in range(1, LONGEST + 1)]
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SessionKind.choices)
    room = forms.TypedChoiceField(label=gettext_lazy("Room"), coerce=int, empty_value=None, required=False)
    instructor = forms.TypedChoiceField(
        label=gettext_lazy("Instructor"), coerce=uuid.UUID, empty_value=None, required=False
    )
    more = forms.TypedMultipleChoiceField(
        label=gettext_lazy("More instructors"),
        coerce=uuid.UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They may call the roll of this cohort too."),
    )

    def __init__(
        self,
        *args: Any,
        by: "User",
        today: datetime.date,
        language: str,
        offered: "Offered",
        fixed: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        hours = range(1, len(offered.times) + 1)
        self._choose("part", [(str(part.pk), pick(part.titles, language).text) for part in offered.parts])
        self._choose("first_hour", [(n, _clock(offered.times[n - 1], language)) for n in hours])
        self._choose("hours", [(n, _digits(str(n), language)) for n in hours if n <= LONGEST])
        self._choose("room", [("", "–"), *((room.pk, room.code) for room in offered.rooms)])
        self._choose("instructor", [("", "–"), *((str(person.pk), name) for person, name in offered.instructors)])
        self._choose("more", [(str(person.pk), name) for person, name in offered.colleagues])
        if fixed:
            del self.fields["part"]
        day = self.fields["date"]
        if isinstance(day, DayField):
            day.for_reader(by.calendar, today)

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def lesson(self) -> Lesson:
        """Return what was chosen. Only for a form without errors."""
        data = self.cleaned_data
        return Lesson(
            date=data["date"],
            first_hour=data["first_hour"],
            hours=data["hours"],
            kind=data["kind"],
            room=data["room"],
            instructor=data["instructor"],
            more=frozenset(data["more"]) - {data["instructor"]},
        )


def begun_with(session: "ClassSession", more: "Sequence[uuid.UUID]") -> dict[str, Any]:
    """Return what the form of a session shows at first."""
    return {
        "pk": session.pk,
        "date": session.date,
        "first_hour": session.first_hour,
        "hours": session.hours,
        "kind": session.kind,
        "room": session.room_id or "",
        "instructor": session.instructor_id or "",
        "more": [str(pk) for pk in more],
    }


def _clock(time: datetime.time, language: str) -> str:
    return _digits(time.strftime("%H:%M"), language)


def _digits(text: str, language: str) -> str:
    return persian_digits(text) if language == "fa-af" else text


class TaughtForm(forms.Form):
    """What was really taught, and how many of the hours were given."""

    taught = forms.CharField(
        label=gettext_lazy("What was taught"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Write no names of people here."),
    )
    delivered_hours = forms.TypedChoiceField(label=gettext_lazy("Academic hours given"), coerce=int)

    def __init__(self, *args: Any, session: "ClassSession", language: str, **kwargs: Any) -> None:
        given = session.hours if session.delivered_hours is None else session.delivered_hours
        kwargs.setdefault("initial", {"taught": session.taught, "delivered_hours": given})
        super().__init__(*args, **kwargs)
        field = self.fields["delivered_hours"]
        if isinstance(field, forms.ChoiceField):
            numbers = range(session.hours, -1, -1)
            field.choices = [(n, _digits(str(n), language)) for n in numbers]
