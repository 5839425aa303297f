"""A file of questions: what it is, in which language, and where its questions go."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.formats.base import LARGEST_FILE, LARGEST_PACKAGE
from assessments.enums import ImportFormat
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES

Places = Sequence[tuple[str, Any]]
REQUIRED = {
    "required": _("Please fill in this field."),
    "invalid_choice": _("Please choose one of the answers offered."),
}


class ImportForm(forms.Form):
    """A file or a pasted text. `places` are module and lesson codes, `earlier` the imports that can be translated."""

    format = forms.ChoiceField(label=_("Format"), choices=ImportFormat.choices, error_messages=REQUIRED)
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        max_length=200,
        help_text=_("At most 5 MB, a QTI package at most 20 MB, and at most 2,000 questions."),
        error_messages={"max_length": _("This is too long.")},
    )
    text = forms.CharField(
        label=_("Or the text itself"),
        required=False,
        strip=False,
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "spellcheck": "false"}),
        help_text=_("GIFT and Aiken can be pasted here."),
        error_messages={"max_length": _("This is too long.")},
    )
    language = forms.ChoiceField(
        label=_("Language of the questions"),
        choices=[(code, NATIVE_NAMES[code]) for code in LANGUAGE_CODES],
        error_messages=REQUIRED,
    )
    place = forms.ChoiceField(label=_("Where do the questions go?"), required=False, error_messages=REQUIRED)
    follows = forms.ChoiceField(
        label=_("Translation of an earlier file"),
        required=False,
        help_text=_("Choose the earlier file when this one holds the same questions in the same order."),
        error_messages=REQUIRED,
    )

    def __init__(self, *args: Any, places: Places, earlier: Places, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place, follows = self.fields["place"], self.fields["follows"]
        assert isinstance(place, forms.ChoiceField)
        assert isinstance(follows, forms.ChoiceField)
        place.choices = [("", _("As the categories of the file say")), *places]
        follows.choices = [("", _("No, these are new questions")), *earlier]

    def clean(self) -> dict[str, Any]:
        """One of file and text, within the limits; `data` and `name` are what is read."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        file, text = values.get("file"), values.get("text") or ""
        if not file and not text.strip() and "file" not in self.errors and "text" not in self.errors:
            self.add_error("file", _("Choose a file or paste a text."))
        elif file and text.strip():
            self.add_error("text", _("Choose a file or paste a text, not both."))
        elif file and file.size > (LARGEST_PACKAGE if values.get("format") == ImportFormat.QTI else LARGEST_FILE):
            self.add_error("file", _("The file is too large. Divide it into several files."))
        elif file:
            values["data"], values["name"] = file.read(), file.name
        else:
            values["data"], values["name"] = text.encode("utf-8", "replace"), ""
        return values
