"""What editors type about reference documents, made into clean values."""

import datetime
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.domain.file_kinds import LARGEST, NotADocumentError, kind_of
from courses.enums import ReferenceKind
from courses.selectors.library import Kept
from foundation.languages.day_field import DayField
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES

ACCEPT = ".pdf,.docx,.odt,.xlsx"
NEVER_A_DOCUMENT = gettext_lazy("This file is no PDF, DOCX, ODT or XLSX document, or it holds macros or a password.")


class DocumentForm(forms.Form):
    """A document: title, citation, day of checking and file in each language. The hidden id: sent twice it is one."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ReferenceKind.choices)
    courses = forms.MultipleChoiceField(
        label=gettext_lazy("Courses"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one course.")},
    )

    def __init__(
        self,
        *args: Any,
        kept: Kept | None,
        courses: Sequence[tuple[str, str]],
        calendar: str,
        today: datetime.date,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("initial", _initial(kept))
        super().__init__(*args, **kwargs)
        self._kept = kept
        self._today = today
        field = self.fields["courses"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(code, f"{code} {title}".strip()) for code, title in courses]
        for language in LANGUAGE_CODES:
            self._add_language(language, calendar, today)

    def languages(self) -> Iterator[tuple[str, str, list[BoundField]]]:
        """Return code, name and fields of each language."""
        for code in LANGUAGE_CODES:
            yield (
                code,
                NATIVE_NAMES[code],
                [self[f"{name}_{code}"] for name in ("title", "citation", "checked", "file")],
            )

    def _add_language(self, code: str, calendar: str, today: datetime.date) -> None:
        words = {"lang": code, "dir": "auto"}
        self.fields[f"title_{code}"] = forms.CharField(
            label=gettext_lazy("Title"), max_length=255, required=False, widget=forms.TextInput(attrs=words)
        )
        self.fields[f"citation_{code}"] = forms.CharField(
            label=gettext_lazy("Number, date, place of publication"),
            max_length=500,
            required=False,
            widget=forms.TextInput(attrs=words),
        )
        day = DayField(label=gettext_lazy("Checked on"), required=False)
        day.for_reader(calendar, today)
        self.fields[f"checked_{code}"] = day
        self.fields[f"file_{code}"] = forms.FileField(
            label=gettext_lazy("File"),
            required=False,
            help_text=gettext_lazy("PDF, DOCX, ODT or XLSX, not more than 20 MB. A new file keeps the old one."),
            widget=forms.FileInput(attrs={"accept": ACCEPT}),
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for code in LANGUAGE_CODES:
            self._clean_language(code, data)
        if not any(data.get(f"title_{code}") for code in LANGUAGE_CODES) and not self.errors:
            raise forms.ValidationError(_("A document has a title in at least one language."))
        return data

    def _clean_language(self, code: str, data: dict[str, Any]) -> None:
        stood = self._kept is not None and code in self._kept.texts
        others = any(data.get(f"{name}_{code}") for name in ("citation", "checked", "file"))
        if not data.get(f"title_{code}") and f"title_{code}" not in self.errors and (stood or others):
            self.add_error(f"title_{code}", _("Write the title in this language too."))
        day = data.get(f"checked_{code}")
        if day and day > self._today:
            self.add_error(f"checked_{code}", _("This day is in the future."))
        file: UploadedFile[bytes] | None = data.get(f"file_{code}")
        if file is None:
            return
        if file.size is None or file.size > LARGEST:
            self.add_error(f"file_{code}", _("The file is larger than 20 MB."))
            return
        try:
            kind = kind_of(file)  # type: ignore[arg-type]  # an upload is read and sought like any file
        except NotADocumentError:
            self.add_error(f"file_{code}", str(NEVER_A_DOCUMENT))
            return
        if (file.name or "").rpartition(".")[2].lower() != kind:
            self.add_error(
                f"file_{code}", _("The name of the file does not end like its content: .%(kind)s") % {"kind": kind}
            )


def _initial(kept: Kept | None) -> dict[str, Any]:
    if kept is None:
        return {"pk": uuid.uuid4()}
    values: dict[str, Any] = {"pk": uuid.uuid4(), "kind": kept.reference.kind, "courses": kept.courses}
    for code, text in kept.texts.items():
        values |= {f"title_{code}": text.title, f"citation_{code}": text.citation, f"checked_{code}": text.checked_on}
    return values
