"""Forms of the work around practical exercises: a planned day, a team, a grid of scores."""

import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.forms.sittings import ClockField
from assessments.selectors.planning import Asking
from foundation.languages.day_field import DayField
from foundation.languages.text import ascii_digits

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.selectors.planning import PlanChoices

SIGNS = {"0": 0, "1": 1, "2": 2}


class PlanForm(forms.Form):
    """A practical day: when, how long, in how many places, which exercises, which assessors."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    date = DayField(label=gettext_lazy("Day"))
    starts_at = ClockField(label=gettext_lazy("Begins at"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Working minutes of an assessor"),
        help_text=gettext_lazy("Without breaks: 360 is six hours."),
        min_value=15,
        max_value=720,
    )
    rooms = forms.IntegerField(
        label=gettext_lazy("Places where exercises go on at the same time"), min_value=1, max_value=40
    )
    final = forms.BooleanField(label=gettext_lazy("This is the final practical day"), required=False)
    exercises = forms.MultipleChoiceField(
        label=gettext_lazy("Practical exercises"), widget=forms.CheckboxSelectMultiple
    )
    assessors = forms.MultipleChoiceField(label=gettext_lazy("Assessors"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: "PlanChoices", calendar: str, today: datetime.date, **kwargs: Any) -> None:
        begin = {"submission": uuid.uuid4(), "starts_at": datetime.time(8, 30), "minutes": 360}
        kwargs.setdefault("initial", begin | {"rooms": max(1, choices.rooms)})
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person, _name in choices.instructors}
        exercises, assessors, day = (self.fields[name] for name in ("exercises", "assessors", "date"))
        assert isinstance(exercises, forms.MultipleChoiceField)
        assert isinstance(assessors, forms.MultipleChoiceField)
        assert isinstance(day, DayField)
        exercises.choices = [
            (code, f"\u2066{code}\u2069 {text.title if text else ''}") for code, text, _m in choices.exercises
        ]
        assessors.choices = [(str(person.pk), name) for person, name in choices.instructors]
        day.for_reader(calendar, today)

    @property
    def asking(self) -> Asking:
        """What is asked for, once the form is valid."""
        data = self.cleaned_data
        people: tuple[User, ...] = tuple(self._people[pk] for pk in data["assessors"])
        return Asking(
            data["date"],
            data["starts_at"],
            data["minutes"],
            data["rooms"],
            data["final"],
            tuple(sorted(data["exercises"])),
            people,
        )


class ScoreGrid:
    """Scores of several people, one cell a criterion, typed as 0, 1 or 2 in any digits: fields `c-row-criterion`.

    With `may_skip` a row without any score is left out; otherwise every cell is asked for.
    """

    def __init__(
        self, rows: Sequence[tuple[uuid.UUID, str]], criteria: int, data: Mapping[str, str] | None, *, may_skip: bool
    ) -> None:
        self.rows, self.criteria = rows, criteria
        self.numbers: Mapping[uuid.UUID, str] = {}
        self.typed = {
            (row, at): ascii_digits(str((data or {}).get(f"c-{row}-{at}", ""))).strip()
            for row in range(len(rows))
            for at in range(criteria)
        }
        self.problems: dict[int, str] = {}
        self.scores: dict[uuid.UUID, list[int]] = {}
        if data is not None:
            self._read(may_skip=may_skip)

    def begin_with(self, drafts: Mapping[uuid.UUID, Sequence[int | None]]) -> None:
        """Show what was saved before, where nothing is typed yet."""
        for row, (pk, _name) in enumerate(self.rows):
            for at, score in enumerate(drafts.get(pk, ())[: self.criteria]):
                self.typed[row, at] = self.typed[row, at] or ("" if score is None else str(score))

    @property
    def so_far(self) -> dict[uuid.UUID, list[int | None]]:
        """What is typed of each person, None where nothing is or what is no score."""
        return {
            pk: [SIGNS.get(self.typed[row, at]) for at in range(self.criteria)]
            for row, (pk, _name) in enumerate(self.rows)
        }

    def _read(self, *, may_skip: bool) -> None:
        for row, (pk, _name) in enumerate(self.rows):
            typed = [self.typed[row, at] for at in range(self.criteria)]
            if may_skip and not any(typed):
                continue
            if any(one not in SIGNS for one in typed):
                self.problems[row] = _("Each criterion has 0, 1 or 2.")
            else:
                self.scores[pk] = [SIGNS[one] for one in typed]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The rows as the page shows them: number, name, problem and cells (name of the field, what was typed)."""
        return [
            {
                "row": row,
                "enrolment": pk,
                "number": self.numbers.get(pk, ""),
                "name": name,
                "problem": self.problems.get(row, ""),
                "cells": [(f"c-{row}-{at}", self.typed[row, at]) for at in range(self.criteria)],
            }
            for row, (pk, name) in enumerate(self.rows)
        ]


class TeamForm(forms.Form):
    """The comment of a team sheet; its scores are a ScoreGrid."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class PaperForm(forms.Form):
    """Whose signed sheets are typed in, of which day, and their scan; the scores are a ScoreGrid."""

    submission = forms.UUIDField(widget=forms.HiddenInput)
    assessor = forms.ChoiceField(label=gettext_lazy("Assessor who signed the sheets"))
    date = DayField(label=gettext_lazy("Day on the sheets"))
    scan = forms.FileField(
        label=gettext_lazy("Scan of the sheets"),
        help_text=gettext_lazy(
            "PDF or JPEG, at most 10 MB. Whoever types in the sheets of somebody else keeps their scan."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg"}),
    )

    def __init__(
        self,
        *args: Any,
        assessors: "Sequence[tuple[User, str]]",
        calendar: str,
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"submission": uuid.uuid4(), "date": today})
        super().__init__(*args, **kwargs)
        self._people = {str(person.pk): person for person, _name in assessors}
        self._today = today
        choice, day = self.fields["assessor"], self.fields["date"]
        assert isinstance(choice, forms.ChoiceField)
        assert isinstance(day, DayField)
        choice.choices = [("", "–"), *((str(person.pk), name) for person, name in assessors)]
        day.for_reader(calendar, today)

    def clean_assessor(self) -> "User":
        return self._people[self.cleaned_data["assessor"]]

    def clean_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["date"]
        if not self._today - datetime.timedelta(days=60) <= day <= self._today:
            raise forms.ValidationError(_("A day of the last 60 days, not one to come."))
        return day
