"""A sitting to be planned, an act in its room, and more time for one person."""

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.languages.day_field import DayField
from foundation.languages.text import ascii_digits
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from accounts.models import Room, User
    from assessments.models import Quiz
    from courses.selectors.cohorts import RosterLine

LONGEST = datetime.timedelta(days=14)


class ClockField(forms.TimeField):
    """A time of the day, in either digits: 08:30, ۸:۳۰."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def clean(self, value: Any) -> Any:
        return super().clean(ascii_digits(value) if isinstance(value, str) else value)


class SittingForm(forms.Form):
    """Which quiz, where, from when until when one may begin, and who is in the room."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    quiz = forms.TypedChoiceField(label=gettext_lazy("Quiz"), coerce=int)
    room = forms.TypedChoiceField(label=gettext_lazy("Room"), coerce=int, empty_value=None, required=False)
    date = DayField(label=gettext_lazy("Day"))
    begins = ClockField(label=gettext_lazy("One may begin from"))
    ends = ClockField(
        label=gettext_lazy("One may begin until"),
        help_text=gettext_lazy("Who has begun keeps the whole time of the quiz."),
    )
    invigilators = forms.MultipleChoiceField(
        label=gettext_lazy("Invigilators"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        quizzes: "Sequence[Quiz]",
        rooms: "Sequence[Room]",
        staff: "Sequence[tuple[User, str]]",
        language: str,
        calendar: str,
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"pk": uuid.uuid4(), "date": today})
        super().__init__(*args, **kwargs)
        self._quizzes = {quiz.pk: quiz for quiz in quizzes}
        self._rooms = {room.pk: room for room in rooms}
        self._staff = {str(person.pk): person for person, _name in staff}
        self._choose("quiz", [(quiz.pk, f"{quiz.code} · {pick(quiz.titles, language).text}") for quiz in quizzes])
        self._choose("room", [("", "–"), *((room.pk, room.code) for room in rooms)])
        self._choose("invigilators", [(str(person.pk), name) for person, name in staff])
        day = self.fields["date"]
        if isinstance(day, DayField):
            day.for_reader(calendar, today)

    def _choose(self, name: str, choices: list[tuple[Any, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_quiz(self) -> "Quiz":
        return self._quizzes[self.cleaned_data["quiz"]]

    def clean_room(self) -> "Room | None":
        return self._rooms.get(self.cleaned_data["room"])

    def clean_invigilators(self) -> "list[User]":
        return [self._staff[pk] for pk in self.cleaned_data["invigilators"]]

    def clean(self) -> dict[str, Any]:
        """The end lies behind the beginning; past midnight it is the next day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"date", "begins", "ends"} <= set(data):
            return data
        zone = timezone.get_current_timezone()
        opens = datetime.datetime.combine(data["date"], data["begins"], zone)
        closes = datetime.datetime.combine(data["date"], data["ends"], zone)
        if closes <= opens:
            self.add_error("ends", _("The end must come after the beginning."))
        data["opens_at"], data["closes_at"] = opens, closes
        return data


class RoomActForm(forms.Form):
    """What the invigilator does: for one person (`attempt`) or for the whole room."""

    event = forms.UUIDField()
    act = forms.ChoiceField(
        choices=[(act, act) for act in ("pause", "resume", "extend", "identify", "reopen", "note", "close")]
    )
    attempt = forms.UUIDField(required=False)
    enrolment = forms.UUIDField(required=False)
    minutes = forms.CharField(required=False, max_length=4)
    reason = forms.CharField(required=False, max_length=300)

    def clean_minutes(self) -> int:
        text = ascii_digits(self.cleaned_data["minutes"].strip())
        return int(text) if text.isdecimal() else 0


class ExtraTimeForm(forms.Form):
    """So many percent more time for one person, why, and by which document."""

    enrolment = forms.ChoiceField(label=gettext_lazy("Person"))
    percent = forms.TypedChoiceField(
        label=gettext_lazy("More time"), coerce=int, choices=[(n, f"+{n} %") for n in (10, 25, 50, 75, 100)]
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("In a few words, without names and without medical details."),
    )
    document = forms.CharField(label=gettext_lazy("Number of the document"), max_length=64, required=False)

    def __init__(self, *args: Any, people: "Sequence[RosterLine]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["enrolment"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(line.enrolment.pk), f"{line.name} · {line.person.service_number}") for line in people]
