"""What people type about blanks, gaps and registers of past years, made into clean values."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.domain.blanks import LONGEST
from certificates.enums import SpoiltReason
from certificates.forms import EARLIEST
from certificates.forms_files import ScanField, SheetField
from certificates.models.ledgers import FURTHEST
from certificates.selectors.coverage import FIRST_YEAR
from foundation.languages.day_field import DayField
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from accounts.models import Centre, User
    from certificates.models import Printer


class ActForm(forms.Form):
    """Number and date of a written act."""

    act_number = forms.CharField(label=gettext_lazy("Number of the act"), max_length=32)
    act_date = DayField(label=gettext_lazy("Date of the act"))

    def __init__(self, *args: Any, by: "User", today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["act_date"].for_reader(by.calendar, today)  # type: ignore[attr-defined]

    def clean_act_date(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["act_date"]
        if day > self.today:
            raise forms.ValidationError(_("The act cannot be dated in the future."))
        if day < EARLIEST:
            raise forms.ValidationError(_("This day is too long ago."))
        return day


class SpoiltForm(ActForm):
    """A spoilt blank."""

    number = forms.CharField(
        label=gettext_lazy("Number of the blank"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=SpoiltReason.choices)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=300, required=False, help_text=gettext_lazy("No names.")
    )

    field_order = ("number", "reason", "act_number", "act_date", "note")


class GapForm(ActForm):
    """Why a number has no certificate."""

    explanation = forms.CharField(
        label=gettext_lazy("Why this number has no certificate"),
        max_length=300,
        help_text=gettext_lazy("No names."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    field_order = ("explanation", "act_number", "act_date")


class PrinterForm(forms.Form):
    """How far a printer shifts the text."""

    name = forms.CharField(
        label=gettext_lazy("Printer"), max_length=40, help_text=gettext_lazy("The same name again changes it.")
    )
    right_mm = forms.DecimalField(
        label=gettext_lazy("Shift to the right, mm"),
        min_value=-FURTHEST,
        max_value=FURTHEST,
        max_digits=4,
        decimal_places=1,
        initial=0,
        help_text=gettext_lazy("Less than 0: to the left."),
    )
    down_mm = forms.DecimalField(
        label=gettext_lazy("Shift down, mm"),
        min_value=-FURTHEST,
        max_value=FURTHEST,
        max_digits=4,
        decimal_places=1,
        initial=0,
        help_text=gettext_lazy("Less than 0: up."),
    )


class BlankForm(forms.Form):
    """The numbered blank that a certificate is printed on."""

    number = forms.CharField(
        label=gettext_lazy("Number of the blank"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
        help_text=gettext_lazy("As it is printed on the blank. Read it from the sheet that lies in the printer."),
    )
    printer = forms.ChoiceField(label=gettext_lazy("Printer"), required=False)

    def __init__(self, *args: Any, printers: Iterable["Printer"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.pk), one.name) for one in printers]
        self.fields["printer"].choices = [("", _("Without shift")), *choices]  # type: ignore[attr-defined]


class PastUploadForm(forms.Form):
    """The register of a past year as a list."""

    centre = forms.ChoiceField(label=gettext_lazy("Centre"))
    year = forms.IntegerField(label=gettext_lazy("Year of the register"), min_value=FIRST_YEAR - 13)
    file = SheetField(
        label=gettext_lazy("File with the register"),
        help_text=gettext_lazy("CSV or XLSX, at most 5 MB and 2000 lines."),
    )

    def __init__(self, *args: Any, centres: Iterable["Centre"], language: str, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, pick(one.titles, language).text) for one in centres]
        self.this_year = this_year
        field = self.fields["centre"]
        field.choices = choices  # type: ignore[attr-defined]
        if len(choices) == 1:
            field.initial, field.widget = choices[0][0], forms.HiddenInput()
        self.fields["year"].widget.attrs.update({"max": str(this_year), "inputmode": "numeric"})

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > self.this_year:
            raise forms.ValidationError(_("This year has not begun yet."))
        return year


class PageScanForm(forms.Form):
    """The scan of one page of the ledger."""

    page = forms.CharField(label=gettext_lazy("Page of the ledger"), max_length=16)
    file = ScanField(
        label=gettext_lazy("Scan of the page"), help_text=gettext_lazy("JPEG or PNG, at most 10 MB. It is kept sealed.")
    )
