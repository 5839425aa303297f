"""What people type about cohorts, enrolment and the timetable, made into clean values."""

import datetime
import re
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.selectors.placements import people_by_id, people_by_number
from courses.enums import TermTopic
from courses.models import Cohort, ProgrammeVersion
from foundation.languages.day_field import DayField
from foundation.languages.text import ascii_digits
from foundation.languages.titles import NATIVE_NAMES, pick

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.models import Centre, User

BETWEEN_NUMBERS = re.compile(r"[\s,;،؛]+")


class CohortForm(forms.Form):
    """A new cohort. The hidden id makes a second click harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    code = forms.CharField(
        label=gettext_lazy("Code of the cohort"),
        max_length=32,
        help_text=gettext_lazy("Short and unique, for example KHO-2026-3."),
    )
    programme_version = forms.ChoiceField(label=gettext_lazy("Programme"))
    centre = forms.ChoiceField(label=gettext_lazy("Centre"))
    starts_on = DayField(label=gettext_lazy("First day of lessons"))
    ends_on = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        help_text=gettext_lazy("Left empty, it is counted from the programme."),
    )
    instructors = forms.MultipleChoiceField(
        label=gettext_lazy("Instructors"), widget=forms.CheckboxSelectMultiple, required=False
    )
    project = forms.CharField(label=gettext_lazy("Project or donor"), max_length=120, required=False)

    def __init__(
        self,
        *args: Any,
        by: "User",
        today: datetime.date,
        language: str,
        versions: "Sequence[ProgrammeVersion]",
        centres: "Sequence[Centre]",
        instructors: "Iterable[tuple[User, str]]",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", {"pk": uuid.uuid4(), "starts_on": today})
        super().__init__(*args, **kwargs)
        self._versions = {str(version.pk): version for version in versions}
        self._centres = {str(centre.pk): centre for centre in centres}
        self._instructors = {str(person.pk): person for person, _name in instructors}
        self._choose("programme_version", [(pk, _version_label(row, language)) for pk, row in self._versions.items()])
        self._choose("centre", [(pk, pick(row.titles, language).text) for pk, row in self._centres.items()])
        self._choose("instructors", [(str(person.pk), name) for person, name in instructors])
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.for_reader(by.calendar, today)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_programme_version(self) -> ProgrammeVersion:
        return self._versions[self.cleaned_data["programme_version"]]

    def clean_centre(self) -> "Centre":
        return self._centres[self.cleaned_data["centre"]]

    def clean_instructors(self) -> "list[User]":
        return [self._instructors[pk] for pk in self.cleaned_data["instructors"]]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first one."))
        return data


class InstructorsForm(forms.Form):
    """Who teaches a cohort: ticked among the instructors of its centre."""

    instructors = forms.MultipleChoiceField(
        label=gettext_lazy("Instructors"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("A cohort has at least one instructor."),
            "invalid_choice": gettext_lazy("Choose instructors of the centre of this cohort."),
            "invalid_list": gettext_lazy("Choose instructors of the centre of this cohort."),
        },
    )

    def __init__(self, *args: Any, offered: "Sequence[tuple[User, str]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offered = {str(person.pk): person for person, _name in offered}
        field = self.fields["instructors"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(str(person.pk), f"{name} ({person.service_number})") for person, name in offered]

    def clean_instructors(self) -> "list[User]":
        return [self._offered[pk] for pk in self.cleaned_data["instructors"]]


def _version_label(version: ProgrammeVersion, language: str) -> str:
    return f"{version.programme.code} · {pick(version.titles, language).text}"


class EnrolForm(forms.Form):
    """Who is enrolled: ticked in the list, or pasted as service numbers; and under which order."""

    numbers = forms.CharField(
        label=gettext_lazy("Service numbers"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
        help_text=gettext_lazy("You can paste a column of a list here, one number a line."),
    )
    order_number = forms.CharField(
        label=gettext_lazy("Number of the order of enrolment"), max_length=32, required=False
    )
    order_date = DayField(label=gettext_lazy("Date of the order"), required=False)

    def __init__(self, *args: Any, by: "User", today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._by = by
        self.people: list[User] = []
        day = self.fields["order_date"]
        if isinstance(day, DayField):
            day.for_reader(by.calendar, today)

    def ticked(self) -> set[str]:
        """Return the ids ticked in the list, as text."""
        if not self.is_bound or not hasattr(self.data, "getlist"):
            return set()
        return set(self.data.getlist("people"))

    def clean_numbers(self) -> "list[User]":
        """Return the people whose numbers were pasted; numbers that nobody here has are named."""
        typed = [ascii_digits(word) for word in BETWEEN_NUMBERS.split(self.cleaned_data["numbers"]) if word]
        found = people_by_number(typed, by=self._by)
        unknown = [number for number in dict.fromkeys(typed) if number.upper() not in found]
        if unknown:
            raise forms.ValidationError(
                _("Nobody at your centre has this service number: %(numbers)s.") % {"numbers": ", ".join(unknown)}
            )
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = {person.pk: person for person in people_by_id(self._ids(), by=self._by)}
        chosen.update({person.pk: person for person in data.get("numbers") or []})
        self.people = list(chosen.values())
        if not self.people and "numbers" not in self.errors:
            self.add_error(None, _("Choose at least one person, or paste service numbers."))
        if bool(data.get("order_number")) != bool(data.get("order_date")) and "order_date" not in self.errors:
            missing = "order_date" if data.get("order_number") else "order_number"
            self.add_error(missing, _("An order has both a number and a date."))
        return data

    def _ids(self) -> set[uuid.UUID]:
        ids = set()
        for text in self.ticked():
            try:
                ids.add(uuid.UUID(text))
            except ValueError:
                continue
        return ids


class TimetableForm(forms.Form):
    """From which day on the timetable is made."""

    starts_on = DayField(label=gettext_lazy("First day of lessons"))

    def __init__(self, *args: Any, by: "User", today: datetime.date, cohort: Cohort, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": cohort.starts_on})
        super().__init__(*args, **kwargs)
        day = self.fields["starts_on"]
        if isinstance(day, DayField):
            day.for_reader(by.calendar, today)


class TermForm(forms.Form):
    """A new term of the glossary in the source language."""

    topic = forms.ChoiceField(label=gettext_lazy("Topic"), choices=TermTopic.choices)
    title = forms.CharField(label=gettext_lazy("Term in English"), max_length=255)
    explanation = forms.CharField(
        label=gettext_lazy("Explanation"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        help_text=gettext_lazy("One or two short sentences."),
    )
    other_forms = forms.CharField(
        label=gettext_lazy("Other forms"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text=gettext_lazy("One form a line, such as an abbreviation. The term is found in lessons by them too."),
    )
    note = forms.CharField(label=gettext_lazy("Note for editors and translators"), required=False, max_length=500)

    def clean_other_forms(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["other_forms"].splitlines() if line.strip()]


class BookForm(forms.Form):
    """Which manual is wanted as a book, in one language or in two side by side."""

    course = forms.ChoiceField(label=gettext_lazy("Which manual"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=list(NATIVE_NAMES.items()))
    second_language = forms.ChoiceField(
        label=gettext_lazy("Second language beside it"), choices=[("", "–"), *NATIVE_NAMES.items()], required=False
    )
    approved_only = forms.BooleanField(label=gettext_lazy("Only approved texts"), required=False)
    for_instructors = forms.BooleanField(label=gettext_lazy("With the part for the instructor"), required=False)

    def __init__(
        self, *args: Any, manuals: "Sequence[tuple[str, str]]", with_instructors_part: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        course = self.fields["course"]
        assert isinstance(course, forms.ChoiceField)
        course.choices = [(code, f"{code} {title}".strip()) for code, title in manuals]
        if not with_instructors_part:
            del self.fields["for_instructors"]

    def clean(self) -> dict[str, Any]:
        """Put the languages together; the same one twice is refused."""
        data = super().clean() or self.cleaned_data
        first, second = data.get("language"), data.get("second_language")
        if first and first == second:
            self.add_error("second_language", _("Choose another language than the first one."))
        data["languages"] = (first, second) if second else (first,)
        data.setdefault("for_instructors", False)
        return data
