"""Uploads: what a file is too big or not readable for, in the reader's words."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.domain.past_rows import PastColumn
from certificates.domain.scans import LARGEST
from foundation.spreadsheets.cells import MAX_BYTES
from foundation.spreadsheets.problems import SheetUnreadable, Unreadable

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

FILE_ERRORS = {
    "required": gettext_lazy("Please choose a file."),
    "missing": gettext_lazy("Please choose a file."),
    "empty": gettext_lazy("The file is empty."),
}


class SheetField(forms.FileField):
    """A list as CSV or XLSX."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.xlsm"}))
        super().__init__(**kwargs)
        self.error_messages.update(FILE_ERRORS)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file, not read yet."""
        file = super().clean(data, initial)
        if file and (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("The file is bigger than 5 MB. Divide the list."))
        return file


class ScanField(forms.FileField):
    """A picture (or, where it says so, a PDF) of a paper."""

    def __init__(self, *, accept: str = ".jpg,.jpeg,.png", **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": accept}))
        super().__init__(**kwargs)
        self.error_messages.update(FILE_ERRORS)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file, not read yet."""
        file = super().clean(data, initial)
        if file and (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is bigger than 10 MB. Scan it with fewer dots an inch."))
        return file


def suffix_of(file: "UploadedFile[bytes]") -> str:
    """Return the ending of a file's name; the name itself is not kept, it may be somebody's."""
    return PurePath(file.name or "").suffix.lower()[:5]


def why_unreadable(error: SheetUnreadable) -> str:
    """Return the sentence for a file that cannot be read as a list."""
    if error.code == Unreadable.NO_HEADINGS:
        labels = dict(PastColumn.choices)
        missing = ", ".join(str(labels.get(field, field)) for field in error.missing)
        return _("No row with headings was found. The list needs at least these columns: %(columns)s.") % {
            "columns": missing
        }
    sentences: Mapping[str, str] = {
        Unreadable.EMPTY: _("The file is empty."),
        Unreadable.TOO_BIG: _("The list is too long. Divide it into several files."),
        Unreadable.NOT_A_TABLE: _(
            "This is not a list that can be read. Save it as XLSX or CSV in the spreadsheet program and try again."
        ),
        Unreadable.ENCODING: _("The letters of the file cannot be read. Save it as XLSX and try again."),
        Unreadable.ENCRYPTED: _("The file is locked with a password. Save it without one and try again."),
        Unreadable.CORRUPT: _("The file is damaged. Save it again in the spreadsheet program and try again."),
    }
    return sentences[error.code]
