"""Forms of `accounts`: what was typed becomes clean values. Every sentence is our own, so each language has it."""

import datetime
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.domain.findings import Field
from accounts.enums import Calendar, Role, Service, Sex
from accounts.models import Centre, Rank, RoleAssignment
from foundation.languages.calendars import DateUnreadable, parse_date
from foundation.languages.day_field import DayField as PickedDay
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, pick
from foundation.spreadsheets.cells import clean
from foundation.spreadsheets.problems import SheetUnreadable, Unreadable

LANGUAGE_CHOICES = [(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES]
_SENTENCES = {
    "required": _("Please fill in this field."),
    "invalid_choice": _("Please choose one of the answers offered."),
    "invalid": _("This cannot be read. Please check it."),
    "max_length": _("This is too long."),
    "empty": _("The file is empty."),
}


class PlainForm(forms.Form):
    """A form whose standard errors are our own sentences."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages.update(_SENTENCES)


class DayField(forms.Field):
    """A day as people write it, in either digit set and calendar."""

    def to_python(self, value: Any) -> datetime.date | None:
        if not value or not str(value).strip():
            return None
        try:
            return parse_date(str(value), timezone.localdate())
        except DateUnreadable as error:
            raise ValidationError(gettext("This is not a date. Write it like 14.03.2026."), code="invalid") from error


class PreferencesForm(PlainForm):
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, widget=forms.RadioSelect)
    calendar = forms.ChoiceField(label=_("Calendar"), choices=Calendar.choices, widget=forms.RadioSelect)


class NameForm(PlainForm):
    """A name as it should be, in one alphabet, and why it is changed."""

    surname = forms.CharField(label=_("Surname"), max_length=120, required=False)
    given_name = forms.CharField(label=_("Given name"), max_length=120)
    father_name = forms.CharField(label=_("Father's name"), max_length=120, required=False)
    reason = forms.CharField(
        label=_("Reason of the correction"),
        help_text=_("For example: “as in the passport”. Do not write the name itself here."),
        max_length=300,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {field: clean(value) if isinstance(value, str) else value for field, value in cleaned.items()}


class PersonForm(PlainForm):
    """One person typed by hand; judged by the same rules as a line of a list."""

    centre = forms.ChoiceField(label=_("Centre"))
    service_number = forms.CharField(label=Field.SERVICE_NUMBER.label, max_length=64)
    surname = forms.CharField(label=Field.SURNAME.label, max_length=120, required=False)
    given_name = forms.CharField(label=Field.GIVEN_NAME.label, max_length=120)
    father_name = forms.CharField(label=Field.FATHER_NAME.label, max_length=120, required=False)
    latin_name = forms.CharField(
        label=Field.LATIN_NAME.label, help_text=_("As in the passport, surname first."), max_length=120, required=False
    )
    sex = forms.ChoiceField(label=Field.SEX.label, choices=Sex.choices, widget=forms.RadioSelect)
    birth_date = forms.CharField(
        label=Field.BIRTH_DATE.label, help_text=_("For example 14.03.1999. Only the year is kept."), max_length=32
    )
    rank = forms.ChoiceField(label=Field.RANK.label, required=False)
    unit = forms.CharField(label=Field.UNIT.label, max_length=32, required=False)
    service = forms.ChoiceField(label=Field.SERVICE.label, choices=Service.choices)
    language = forms.ChoiceField(label=Field.LANGUAGE.label, choices=LANGUAGE_CHOICES)

    def __init__(
        self, centres: Iterable[Centre], ranks: Iterable[Rank], language: str, *args: Any, centre_needed: bool = True
    ) -> None:
        super().__init__(*args)
        if centre_needed:
            _offer_centres(self, centres, language)
        else:
            _offer_no_centre_too(self, centres, language, _("No centre"))
        self.fields["rank"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((rank.code, pick(rank.titles, language).text) for rank in ranks),
        ]


class UploadForm(PlainForm):
    """A list of people as CSV or XLSX."""

    centre = forms.ChoiceField(label=_("Centre"))
    file = forms.FileField(
        label=_("File with the list"),
        help_text=_("CSV or XLSX, at most 5 MB and 500 people."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.xlsm"}),
    )

    def __init__(self, centres: Iterable[Centre], language: str, *args: Any) -> None:
        super().__init__(*args)
        self.fields["file"].error_messages.update(
            {
                "required": _("Please choose a file."),
                "missing": _("Please choose a file."),
                "empty": _("The file is empty."),
            }
        )
        _offer_centres(self, centres, language)

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > 5 * 1024 * 1024:
            raise ValidationError(gettext("The file is bigger than 5 MB. Divide the list."), code="too_big")
        return file

    def suffix(self) -> str:
        """The ending of the file's name; the name itself is not kept, it may be somebody's."""
        return PurePath(self.cleaned_data["file"].name or "").suffix.lower()[:5]


def _offer_centres(form: forms.Form, centres: Iterable[Centre], language: str) -> None:
    """Offer the centres; where there is one only, there is nothing to choose."""
    choices = [(centre.code, pick(centre.titles, language).text) for centre in centres]
    form.fields["centre"].choices = choices  # type: ignore[attr-defined]
    if len(choices) == 1:
        form.fields["centre"].initial = choices[0][0]
        form.fields["centre"].widget = forms.HiddenInput()


def _offer_no_centre_too(form: forms.Form, centres: Iterable[Centre], language: str, none: Any) -> None:
    form.fields["centre"].required = False
    form.fields["centre"].choices = [  # type: ignore[attr-defined]
        ("", none),
        *((centre.code, pick(centre.titles, language).text) for centre in centres),
    ]


class PhotoForm(PlainForm):
    """A photo of a person."""

    photo = forms.FileField(
        label=_("Photo"),
        help_text=_(
            "JPEG, PNG or WebP, up to 5 MB. It is made small; place and time written by the camera are left out."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class DeviceFileForm(PlainForm):
    """The file that a device saved; `for_others` asks why somebody else's is loaded."""

    file = forms.FileField(label=_("Saved file"), widget=forms.FileInput(attrs={"accept": ".json,application/json"}))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Only when the file is another person's. Write no names of people here."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, for_others: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not for_others:
            del self.fields["reason"]


class RoleForm(PlainForm):
    """A role to be given: at which centre, in which language, from when to when."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "—"), *Role.choices])
    centre = forms.ChoiceField(
        label=_("Centre"), help_text=_("For everybody who learns or works at one centre."), required=False
    )
    language = forms.ChoiceField(
        label=_("Language"),
        help_text=_("For translators of one language."),
        choices=[("", "—"), *LANGUAGE_CHOICES],
        required=False,
    )
    project = forms.CharField(
        label=_("Project"),
        help_text=_("For observers: the project or donor, written as it stands in the cohorts."),
        max_length=120,
        required=False,
    )
    since = PickedDay(label=_("From"))
    until = PickedDay(
        label=_("To"), help_text=_("The last day. Left empty, the role holds until it is ended."), required=False
    )

    def __init__(
        self, centres: Iterable[Centre], language: str, *args: Any, calendar: str, today: datetime.date
    ) -> None:
        super().__init__(*args, auto_id="role_%s", initial={"since": today})
        _offer_no_centre_too(self, centres, language, "—")
        _pick_days(self, calendar, today)


class RoleEndForm(PlainForm):
    """On which day a role ends, and why."""

    last_day = PickedDay(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, role: RoleAssignment, *args: Any, calendar: str, today: datetime.date) -> None:
        super().__init__(*args, auto_id=f"end_{role.pk.hex}_%s", initial={"last_day": max(today, role.valid_from)})
        _pick_days(self, calendar, today)


def _pick_days(form: forms.Form, calendar: str, today: datetime.date) -> None:
    for field in form.fields.values():
        if isinstance(field, PickedDay):
            field.for_reader(calendar, today)


def why_unreadable(error: SheetUnreadable) -> str:
    """Return the sentence for a file that cannot be read as a list."""
    if error.code == Unreadable.NO_HEADINGS:
        labels = dict(Field.choices)
        missing = ", ".join(str(labels.get(field, field)) for field in error.missing)
        return gettext("No row with headings was found. The list needs at least these columns: %(columns)s.") % {
            "columns": missing
        }
    sentences: Mapping[str, str] = {
        Unreadable.EMPTY: gettext("The file is empty."),
        Unreadable.TOO_BIG: gettext("The list is too long. Divide it into several files."),
        Unreadable.NOT_A_TABLE: gettext(
            "This is not a list that can be read. Save it as XLSX or CSV in the spreadsheet program and try again."
        ),
        Unreadable.ENCODING: gettext("The letters of the file cannot be read. Save it as XLSX and try again."),
        Unreadable.ENCRYPTED: gettext("The file is locked with a password. Save it without one and try again."),
        Unreadable.CORRUPT: gettext("The file is damaged. Save it again in the spreadsheet program and try again."),
    }
    return sentences[error.code]
