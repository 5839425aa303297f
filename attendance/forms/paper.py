"""The filled sheet of paper: typed into a grid, one letter a person; and its scan."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attendance.enums import Status
from attendance.forms.letters import read_letter, show_letter
from attendance.forms.rolls import RollForm, RollRow

if TYPE_CHECKING:
    from attendance.selectors.rolls import RollSheet


class GridForm(RollForm):
    """The roll as a grid: field `s-` holds a letter or a word; empty means present, as in the paper journal."""

    def __init__(self, sheet: "RollSheet", data: Mapping[str, str] | None = None) -> None:
        super().__init__(sheet, _in_words(data) if data is not None else None)
        self.typed = dict(data.items()) if data is not None else {}

    @property
    def lines(self) -> list[tuple[RollRow, str]]:
        """The rows with what stands in the cell of the letter."""
        return [(row, self.typed.get(f"s-{row.key}", _sign(row))) for row in self.rows]


def _sign(row: RollRow) -> str:
    """Return the letter of a row; a question mark, which has to be replaced, for whom the roll says nothing of."""
    return show_letter(row.status) if row.status else "?"


def _in_words(data: Mapping[str, str]) -> dict[str, str]:
    """Return the same fields with statuses for letters; a letter that is not understood is left as it was typed."""
    fields = dict(data.items())
    for name, value in data.items():
        if not name.startswith("s-"):
            continue
        status, minutes = read_letter(value) if value.strip() else (str(Status.PRESENT), "")
        fields[name] = status or value
        if minutes and not fields.get(f"m-{name[2:]}", "").strip():
            fields[f"m-{name[2:]}"] = minutes
    return fields


class ScanForm(forms.Form):
    """The scan of one filled sheet."""

    scan = forms.FileField(
        label=gettext_lazy("Scan of the filled sheet"),
        help_text=gettext_lazy("PDF, JPEG or PNG, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


def why_no_scan(error: Exception) -> str:
    """Return in plain words why a scan was not kept; the name of the error's class tells."""
    return {
        "ScanTooLargeError": _("The file is larger than 10 MB."),
        "ScanUnreadableError": _("This file is no PDF, JPEG or PNG. Scan the sheet again."),
        "ScanThereError": _("This sheet has a scan already. What was kept is not replaced."),
    }[type(error).__name__]
