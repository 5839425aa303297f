"""A form field for a day, in the reader's own calendar."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from foundation.languages.calendars import Calendar, DateUnreadable, format_short, parse_date


class DayField(forms.CharField):
    """A day: picked from the browser's calendar, or typed in Solar Hijri by whoever chose that calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=32, **kwargs)
        self.today: datetime.date | None = None
        self.solar = False

    def for_reader(self, calendar: Calendar | str, today: datetime.date) -> None:
        """Show and read days in `calendar`; `today` tells the century of short years."""
        self.today = today
        self.solar = calendar == "solar"
        self.widget = forms.TextInput() if self.solar else forms.DateInput(attrs={"type": "date"})
        self.widget.is_required = self.required
        if self.solar:
            self.help_text = self.help_text or _("Year, month, day: 1405/09/12. A day like 03.12.2026 is read as well.")

    def prepare_value(self, value: Any) -> Any:
        """Write a day as the field reads it."""
        if not isinstance(value, datetime.date):
            return value
        return format_short(value, "en", "solar") if self.solar else value.isoformat()

    def clean(self, value: Any) -> Any:
        """Return the day, or None for an empty field that may be empty."""
        text = super().clean(value)
        if not text:
            return None
        if self.today is None:
            raise RuntimeError("for_reader was not called")
        try:
            return parse_date(text, self.today)
        except DateUnreadable as error:
            raise forms.ValidationError(_("This is not a day. Write day, month and year: 21.03.2026.")) from error
