"""What is typed about a centre, made into clean values."""

import datetime
import ipaddress
import itertools
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PlainForm
from accounts.models import Centre
from accounts.services.centres import Habits
from foundation.languages.day_field import DayField
from foundation.languages.text import ascii_digits

LESSON = datetime.timedelta(minutes=45)
MOST_LESSONS = 12
WEEKDAYS = (
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
)


class HabitsForm(PlainForm):
    """Lesson days, lesson times, networks and photos of a centre."""

    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Lesson days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    lesson_times = forms.CharField(
        label=gettext_lazy("Lesson times"),
        help_text=gettext_lazy("When each academic hour of 45 minutes begins, one a line: 08:30."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "ltr"}),
        max_length=400,
    )
    networks = forms.CharField(
        label=gettext_lazy("Networks of the centre"),
        help_text=gettext_lazy("Check-in works only from them, one a line: 10.20.0.0/16. Left empty, from anywhere."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        max_length=1000,
        required=False,
    )
    photos_on_rolls = forms.BooleanField(label=gettext_lazy("Photos on rolls are allowed"), required=False)

    def clean_lesson_times(self) -> list[str]:
        times = sorted({_time(line) for line in self.cleaned_data["lesson_times"].splitlines() if line.strip()})
        moments = [datetime.datetime.combine(datetime.date(2000, 1, 1), time) for time in times]
        if not times or len(times) > MOST_LESSONS:
            raise ValidationError(_("Write from 1 to %(most)s lesson times.") % {"most": MOST_LESSONS})
        if any(after - before < LESSON for before, after in itertools.pairwise(moments)):
            raise ValidationError(_("There must be at least 45 minutes between two lesson times."))
        if moments[-1].date() != (moments[-1] + LESSON).date():
            raise ValidationError(_("The last lesson must end before midnight."))
        return [f"{time:%H:%M}" for time in times]

    def clean_networks(self) -> list[str]:
        lines = [ascii_digits(line.strip()) for line in self.cleaned_data["networks"].splitlines() if line.strip()]
        try:
            return [str(ipaddress.ip_network(line, strict=False)) for line in lines]
        except ValueError as error:
            raise ValidationError(_("This is not a network. Write it like 10.20.0.0/16.")) from error

    def habits(self) -> Habits:
        """Return what was typed. Only for a form without errors."""
        return Habits(**self.cleaned_data)


def habits_of(centre: Centre) -> dict[str, Any]:
    """Return what the form of a centre shows at first."""
    return {
        "weekdays": centre.weekdays,
        "lesson_times": "\n".join(centre.lesson_times),
        "networks": "\n".join(centre.networks),
        "photos_on_rolls": centre.photos_on_rolls,
    }


def _time(line: str) -> datetime.time:
    try:
        return datetime.datetime.strptime(ascii_digits(line).strip(), "%H:%M").replace(tzinfo=datetime.UTC).time()
    except ValueError as error:
        raise ValidationError(_("This is not a time. Write it like 08:30.")) from error


class RoomForm(PlainForm):
    """A new room."""

    code = forms.CharField(label=gettext_lazy("Room"), max_length=16)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=500, initial=30)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        between = _("Write a number from 1 to 500.")
        self.fields["seats"].error_messages.update(dict.fromkeys(("min_value", "max_value"), between))


class HolidayForm(PlainForm):
    """A day without lessons."""

    date = DayField(label=gettext_lazy("Day without lessons"))
