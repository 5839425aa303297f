"""The settings of a quiz as they are typed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.quiz_settings import LONGEST_MINUTES, LONGEST_PAUSE, MOST_ATTEMPTS, NAMES, SWITCHES, Settings
from assessments.enums import FeedbackTime, QuizPurpose
from assessments.selectors.quiz_settings import LABELS
from foundation.languages.text import ascii_digits

HINTS: Mapping[str, Any] = {
    "time_limit_minutes": _("Without a number there is no limit."),
    "attempts": _("Without a number as many as somebody wants."),
    "pass_percent": _("Without a number the quiz is not graded."),
    "pause_hours": _("Without a number there is no pause."),
}
MOST: Mapping[str, int] = {
    "time_limit_minutes": LONGEST_MINUTES,
    "attempts": MOST_ATTEMPTS,
    "pass_percent": 100,
    "pause_hours": LONGEST_PAUSE,
}


class DigitsField(forms.IntegerField):
    """A whole number in either digits."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(ascii_digits(value) if isinstance(value, str) else value)


class QuizSettingsForm(forms.Form):
    """One field a setting. `seen` is the fingerprint of what was shown."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, purpose: str, **kwargs: Any) -> None:
        """Pass mark and attempts are asked of practice quizzes alone; an entry test is sat once, without a pause."""
        super().__init__(*args, **kwargs)
        practice = purpose == QuizPurpose.PRACTICE
        for name in LABELS:
            if (name in {"attempts", "pass_percent"} and not practice) or (
                name == "pause_hours" and purpose == QuizPurpose.ENTRY
            ):
                continue
            self.fields[name] = self._field(name)

    def _field(self, name: str) -> forms.Field:
        if name in SWITCHES:
            return forms.BooleanField(label=LABELS[name], required=False)
        if name == "feedback":
            return forms.ChoiceField(
                label=LABELS[name],
                choices=FeedbackTime.choices,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Please choose one of the answers offered."),
                    "invalid_choice": _("Please choose one of the answers offered."),
                },
            )
        return DigitsField(
            label=LABELS[name],
            help_text=HINTS[name],
            min_value=0 if name == "pause_hours" else 1,
            max_value=MOST[name],
            required=False,
            widget=forms.TextInput({"inputmode": "numeric", "dir": "ltr"}),
        )

    @property
    def settings(self) -> Settings:
        """What was typed."""
        values = {name: self.cleaned_data[name] for name in NAMES if name in self.fields}
        return Settings(**{**values, "pause_hours": values.get("pause_hours") or 0})
