"""The filters of statistics."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.statistics.papers import Which
from assessments.selectors.statistics.scope import Filters, Group
from foundation.languages.day_field import DayField
from foundation.languages.titles import pick


class FilterForm(forms.Form):
    """Which attempts, of which centre or cohort, handed in when. Every field may be left out."""

    which = forms.ChoiceField(label=_("Attempts"), required=False, choices=Which.choices)
    centre = forms.ChoiceField(label=_("Centre"), required=False)
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)
    since = DayField(label=_("Handed in since"), required=False)
    until = DayField(label=_("Handed in until"), required=False)

    def __init__(self, *args: Any, groups: Sequence[Group], calendar: str, today: datetime.date, **kwargs: Any) -> None:
        """`groups` are the cohorts that there are attempts of, as far as the reader may sum them up."""
        language = kwargs.pop("language")
        super().__init__(*args, **kwargs)
        centres = {group.centre: pick(group.centre_titles, language).text or group.centre for group in groups}
        self._choose("centre", [("", _("All centres")), *centres.items()])
        self._choose("cohort", [("", _("All cohorts")), *((str(group.cohort), group.code) for group in groups)])
        for name in ("since", "until"):
            field = self.fields[name]
            assert isinstance(field, DayField)
            field.for_reader(calendar, today)

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins."))
        return data

    @property
    def filters(self) -> Filters:
        """What was asked for; what could not be read is left out."""
        data = self.cleaned_data
        return Filters(
            which=Which(data.get("which") or Which.FIRST),
            cohort=uuid.UUID(data["cohort"]) if data.get("cohort") else None,
            centre=data.get("centre") or "",
            since=data.get("since"),
            until=data.get("until"),
        )
