"""Forms of `desk`: a sample to be drawn."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.selectors.samples import SampleKind
from foundation.languages.day_field import DayField
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from accounts.models import Centre

MOST_DRAWN = 200


class SampleForm(forms.Form):
    """What is drawn, how many, of which days and centre."""

    kind = forms.ChoiceField(label=_("What"), choices=SampleKind.choices)
    size = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_DRAWN, initial=10)
    since = DayField(label=_("From"))
    until = DayField(label=_("To"))
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    seed = forms.CharField(
        label=_("Seed"),
        max_length=16,
        required=False,
        validators=[RegexValidator(r"^[0-9a-f]+$", _("A seed has the digits 0–9 and the letters a–f."))],
        help_text=_("Left empty, a new one is made. With the seed of an earlier sample the same is drawn again."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        centres: "Iterable[Centre]",
        language: str,
        calendar: str,
        today: datetime.date,
        again: dict[str, str],
    ) -> None:
        first: dict[str, Any] = {"since": today - datetime.timedelta(days=90), "until": today}
        super().__init__(data, initial=first | again)
        place = self.fields["centre"]
        assert isinstance(place, forms.ChoiceField)
        named = [(one.code, pick(one.titles, language).text) for one in centres]
        place.choices = [("", gettext("All centres")), *named]
        for name in ("since", "until"):
            day = self.fields[name]
            assert isinstance(day, DayField)
            day.for_reader(calendar, today)

    def clean_seed(self) -> str:
        return str(self.cleaned_data["seed"]).lower()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", gettext("The last day is before the first one."))
        return data
