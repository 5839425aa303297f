"""What people type about certificates, made into clean values."""

import datetime
import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.enums import Calendar
from certificates.domain.checking import LONGEST_NAME
from certificates.domain.codes import LONGEST_TYPED
from certificates.domain.phrases import LONGEST_PHRASE, phrase_letters
from certificates.domain.wording import SECOND_LANGUAGES
from certificates.enums import RevocationCategory
from certificates.selectors.designs import FIRST, design_choices
from foundation.languages.calendars import DateUnreadable, format_short, parse_date
from foundation.languages.titles import NATIVE_NAMES

if TYPE_CHECKING:
    from accounts.models import User

EARLIEST = datetime.date(2000, 1, 1)


class DayField(forms.CharField):
    """A day: picked from the browser's calendar, or typed in Solar Hijri by whoever chose that calendar."""

    today = EARLIEST
    solar = False

    def for_reader(self, user: "User", today: datetime.date) -> None:
        """Show and read days as `user` does; `today` tells the century of short years."""
        self.today = today
        self.solar = user.calendar == Calendar.SOLAR
        self.widget = forms.TextInput() if self.solar else forms.DateInput(attrs={"type": "date"})
        self.widget.is_required = self.required

    def prepare_value(self, value: Any) -> Any:
        """Write a day as the field reads it."""
        if not isinstance(value, datetime.date):
            return value
        return format_short(value, "en", "solar") if self.solar else value.isoformat()

    def clean(self, value: Any) -> datetime.date:
        """Return the day."""
        text = super().clean(value)
        try:
            return parse_date(text, self.today)
        except DateUnreadable as error:
            raise forms.ValidationError(_("This is not a day. Write day, month and year: 21.03.2026.")) from error


class _WithDays(forms.Form):
    """Days are read in the calendar of the reader and compared with today."""

    def __init__(self, *args: Any, by: "User", today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for field in self.fields.values():
            if isinstance(field, DayField):
                field.for_reader(by, today)

    def clean_order_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["order_date"]
        if day > self.today:
            raise forms.ValidationError(_("The order cannot be dated in the future."))
        if day < EARLIEST:
            raise forms.ValidationError(_("This day is too long ago."))
        return day


class OrderForm(_WithDays):
    """Number and date of a written order."""

    order_number = forms.CharField(label=gettext_lazy("Order number"), max_length=32)
    order_date = DayField(label=gettext_lazy("Order date"), max_length=32)


class PrepareForm(OrderForm):
    """A batch of certificates. The hidden id makes a second click harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    effective_on = DayField(
        label=gettext_lazy("Date on the certificates"),
        max_length=32,
        help_text=gettext_lazy("Usually the day of the ceremony."),
    )
    second_language = forms.ChoiceField(
        label=gettext_lazy("Second language"),
        help_text=gettext_lazy("The first one is always Tajik."),
        choices=[(code, NATIVE_NAMES[code]) for code in SECOND_LANGUAGES],
    )
    third_language = forms.ChoiceField(
        label=gettext_lazy("Third language"),
        choices=[("", gettext_lazy("none")), *((code, NATIVE_NAMES[code]) for code in SECOND_LANGUAGES)],
        required=False,
    )
    design = forms.ChoiceField(label=gettext_lazy("Design"), required=False)

    field_order = ("pk", "order_number", "order_date", "effective_on", "second_language", "third_language", "design")

    def __init__(self, *args: Any, ends_on: datetime.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"pk": uuid.uuid4(), "effective_on": ends_on, "second_language": "ru"})
        super().__init__(*args, **kwargs)
        field = self.fields["design"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = design_choices(get_language() or "en")

    def clean_design(self) -> str:
        return self.cleaned_data["design"] or FIRST

    def clean_third_language(self) -> str:
        third: str = self.cleaned_data["third_language"]
        return "" if third == self.cleaned_data.get("second_language") else third

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        ordered, effective = data.get("order_date"), data.get("effective_on")
        if ordered and effective and effective < ordered:
            self.add_error("effective_on", _("The certificates cannot be dated before the order."))
        if effective and effective > self.today + datetime.timedelta(days=366):
            self.add_error("effective_on", _("This day is too far ahead."))
        return data


class RevokeForm(OrderForm):
    """A revocation: order, category, and a note for the record."""

    category = forms.ChoiceField(label=gettext_lazy("Reason"), choices=RevocationCategory.choices)
    note = forms.CharField(
        label=gettext_lazy("Note for the record"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("No names. The public page never shows reason or note."),
    )


class NameForm(forms.Form):
    """The name on the paper, to be compared with the record."""

    name = forms.CharField(
        label=gettext_lazy("Name on the paper"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "data-letters": gettext_lazy("Letters"),
                "data-capitals": gettext_lazy("Capital letters"),
            }
        ),
        error_messages={"required": gettext_lazy("Type the name as it stands on the paper.")},
    )


class CodeForm(forms.Form):
    """The code on the paper, or the address of its QR code with the whole seal."""

    code = forms.CharField(
        label=gettext_lazy("Code on the paper"),
        max_length=LONGEST_TYPED * 20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type the code that stands beside the square pattern.")},
    )


class FileForm(forms.Form):
    """The PDF file of a certificate, to be checked and not kept."""

    file = forms.FileField(
        label=gettext_lazy("PDF file"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={
            "required": gettext_lazy("Choose the PDF file of the certificate."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


class PhraseForm(forms.Form):
    """What somebody types who wants to confirm a certificate in trust: code, phrase and name of its holder."""

    code = forms.CharField(
        label=gettext_lazy("Code of the certificate"),
        max_length=LONGEST_TYPED * 4,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type the code that the holder gave you.")},
    )
    phrase = forms.CharField(
        label=gettext_lazy("Phrase"),
        max_length=LONGEST_PHRASE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Type the phrase that the holder gave you.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the holder"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Type the name of the holder.")},
    )


class NewPhraseForm(forms.Form):
    """A phrase that the holder chooses, typed twice."""

    phrase = forms.CharField(
        label=gettext_lazy("Your phrase"),
        max_length=LONGEST_PHRASE,
        help_text=gettext_lazy(
            "At least four words that belong together for you alone. No name, no number, no saying that others know."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
    again = forms.CharField(
        label=gettext_lazy("The same phrase again"),
        max_length=LONGEST_PHRASE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "phrase" in data and "again" in data and phrase_letters(data["phrase"]) != phrase_letters(data["again"]):
            self.add_error("again", _("The two phrases differ."))
        return data


class LinkForm(forms.Form):
    """For how many days a one-time link is open."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("Open for"),
        coerce=int,
        initial=7,
        choices=((1, gettext_lazy("one day")), (7, gettext_lazy("one week")), (30, gettext_lazy("one month"))),
    )
