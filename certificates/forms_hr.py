"""What HR types, made into clean values: search, comparison, lists, posts, enquiries."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.enums import Compared, Finding
from certificates.forms_files import ScanField, SheetField
from certificates.selectors.coverage import FIRST_YEAR
from foundation.languages.day_field import DayField
from foundation.languages.titles import pick

if TYPE_CHECKING:
    from accounts.models import Centre, User
    from certificates.selectors.check_papers import Field
    from certificates.selectors.posts import Post

USUAL_DAYS = 14  # to answer an enquiry, unless HR writes another day
LONGEST_DAYS = 366


class SearchForm(forms.Form):
    """What is looked for, and from which centre and year the paper says it is."""

    q = forms.CharField(label=gettext_lazy("Name, number or code"), max_length=200, required=False)
    centre = forms.ChoiceField(label=gettext_lazy("Centre on the paper"), required=False)
    year = forms.IntegerField(
        label=gettext_lazy("Year on the paper"),
        required=False,
        min_value=FIRST_YEAR - 20,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, centres: Iterable["Centre"], language: str, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.code, pick(one.titles, language).text) for one in centres]
        self.fields["centre"].choices = [("", _("not known")), *choices]  # type: ignore[attr-defined]
        self.fields["year"].widget.attrs["max"] = str(this_year)


class CompareForm(forms.Form):
    """What an officer says of each field of a paper, and of the whole."""

    finding = forms.ChoiceField(
        label=gettext_lazy("What does the record say in the end?"),
        choices=Finding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the record says.")},
    )

    def __init__(self, *args: Any, fields: Sequence["Field"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compared_fields = fields
        for field in fields:
            self.fields[f"field-{field.key}"] = forms.ChoiceField(
                label=field.label, choices=Compared.choices, initial=Compared.UNSEEN, required=False
            )

    def rows(self) -> list[tuple["Field", forms.BoundField]]:
        """Return each field of the paper with its choice."""
        return [(field, self[f"field-{field.key}"]) for field in self.compared_fields]

    def compared(self) -> list[tuple[str, Compared]]:
        """Return what was said of each field, after the form was found valid."""
        return [
            (field.key, Compared(self.cleaned_data[f"field-{field.key}"] or Compared.UNSEEN))
            for field in self.compared_fields
        ]


class ListForm(forms.Form):
    """A list to be compared with the register."""

    file = SheetField(
        label=gettext_lazy("File with the list"), help_text=gettext_lazy("CSV or XLSX, at most 5 MB and 500 lines.")
    )
    post = forms.ChoiceField(label=gettext_lazy("Compare with what a post requires"), required=False)
    day = DayField(label=gettext_lazy("Valid on the day"))

    def __init__(self, *args: Any, posts: Iterable["Post"], by: "User", today: datetime.date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"day": today})
        super().__init__(*args, **kwargs)
        choices = [(one.code, f"{one.code} · {one.title}") for one in posts]
        self.fields["post"].choices = [("", _("no post")), *choices]  # type: ignore[attr-defined]
        self.fields["day"].for_reader(by.calendar, today)  # type: ignore[attr-defined]


class PostForm(forms.Form):
    """One thing that a post requires."""

    post = forms.CharField(label=gettext_lazy("Code of the post"), max_length=16)
    title = forms.CharField(label=gettext_lazy("Title of the post"), max_length=120)
    code = forms.ChoiceField(label=gettext_lazy("Required course or module"))
    valid_from = DayField(label=gettext_lazy("From the day"))

    def __init__(
        self, *args: Any, codes: Iterable[tuple[str, str]], by: "User", today: datetime.date, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {"valid_from": today})
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = list(codes)  # type: ignore[attr-defined]
        self.fields["valid_from"].for_reader(by.calendar, today)  # type: ignore[attr-defined]


class EnquiryForm(forms.Form):
    """A question to a centre. The hidden id makes a second click harmless."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    centre = forms.ChoiceField(label=gettext_lazy("Centre"))
    serial = forms.CharField(label=gettext_lazy("Number on the paper"), max_length=60, required=False)
    year = forms.IntegerField(label=gettext_lazy("Year on the paper"), required=False, min_value=FIRST_YEAR - 20)
    name = forms.CharField(label=gettext_lazy("Name on the paper"), max_length=200, required=False)
    question = forms.CharField(
        label=gettext_lazy("What is asked"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What you see on the paper and what you doubt. Only HR and the centre can read it."),
    )
    due_on = DayField(label=gettext_lazy("Answer wanted by"))

    def __init__(
        self, *args: Any, centres: Iterable["Centre"], language: str, by: "User", today: datetime.date, **kwargs: Any
    ) -> None:
        due = today + datetime.timedelta(days=USUAL_DAYS)
        kwargs["initial"] = {"pk": uuid.uuid4(), "due_on": due, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [(one.code, pick(one.titles, language).text) for one in centres]
        self.fields["centre"].choices = [("", _("Choose the centre")), *choices]  # type: ignore[attr-defined]
        self.fields["year"].widget.attrs["max"] = str(today.year)
        self.fields["due_on"].for_reader(by.calendar, today)  # type: ignore[attr-defined]

    def clean_due_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError(_("The deadline lies in the past."))
        if day > self.today + datetime.timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("This day is too far ahead."))
        return day


class ReplyForm(forms.Form):
    """The centre's reply, with the signed paper if there is one."""

    reply = forms.CharField(label=gettext_lazy("Reply"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    file = ScanField(
        label=gettext_lazy("Signed reply or page of the ledger"),
        accept=".pdf,.jpg,.jpeg,.png",
        required=False,
        help_text=gettext_lazy("PDF, JPEG or PNG, at most 10 MB. It is kept sealed."),
    )
