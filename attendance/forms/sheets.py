"""One session's marks from a spreadsheet: read, compared with the list, every problem shown; nothing is stored here."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attendance.enums import Status
from attendance.forms.letters import read_letter
from attendance.forms.rolls import read_entry
from foundation.spreadsheets.problems import SheetUnreadable, Unreadable
from foundation.spreadsheets.reading import read

if TYPE_CHECKING:
    from attendance.selectors.rolls import RollLine, RollSheet
    from foundation.spreadsheets.reading import Row

HEADINGS = {
    "number": ("service number", "number", "табельный номер", "рақами хидматӣ", "نمبر خدمت", "شماره خدمت"),
    "mark": ("mark", "status", "отметка", "қайд", "ثبت حاضری", "حاضری", "علامت"),
    "minutes": ("minutes", "minutes late", "минуты", "минуты опоздания", "дақиқа", "дақиқаи дермонӣ", "دقیقه"),
    "document": ("document", "document number", "документ", "номер документа", "ҳуҷҷат", "рақами ҳуҷҷат", "سند"),
}


class SheetForm(forms.Form):
    """A file with one session's marks."""

    file = forms.FileField(
        label=gettext_lazy("File with the marks"),
        help_text=gettext_lazy("CSV or Excel (.xlsx). Columns: service number, mark, minutes, document."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@dataclass(frozen=True)
class SheetMark:
    """One person as the file marks it: a row of the dry run; `key` is the service number."""

    key: str
    name: str
    status: str
    minutes: str
    document: str

    @property
    def label(self) -> str:
        """The status in the reader's language."""
        return str(Status(self.status).label)


@dataclass(frozen=True)
class SheetProblem:
    """What is wrong: the line of the file (0 for the list of people) and a sentence."""

    line: int
    text: str


class SheetIn:
    """The dry run: marks of the people on the list, and problems. Only without problems can it be saved."""

    def __init__(self, data: bytes, filename: str, roll: "RollSheet") -> None:
        self.marks: list[SheetMark] = []
        self.problems: list[SheetProblem] = []
        try:
            rows = read(data, filename, HEADINGS, required=("number", "mark")).rows
        except SheetUnreadable as error:
            self.problems.append(SheetProblem(0, why_unreadable(error)))
            return
        people = {_plain(line.line.person.service_number): line for line in roll.lines}
        seen: Counter[str] = Counter()
        for row in rows:
            self._read(row, people, seen)
        for key, line in people.items():
            if not seen[key]:
                number = line.line.person.service_number
                self.problems.append(SheetProblem(0, _("%(number)s is not in the file.") % {"number": _apart(number)}))

    def _read(self, row: "Row", people: "dict[str, RollLine]", seen: Counter[str]) -> None:
        number, mark, minutes, document = (_text(row, name) for name in ("number", "mark", "minutes", "document"))
        key = _plain(number)
        if key not in people:
            said = _("%(number)s is not on the list. Note the person as not on the list, on the page of the roll.")
            self.problems.append(SheetProblem(row.line, said % {"number": _apart(number)}))
            return
        seen[key] += 1
        if seen[key] > 1:
            said = _("%(number)s stands in the file twice.")
            self.problems.append(SheetProblem(row.line, said % {"number": _apart(number)}))
            return
        status, written = read_letter(mark)
        minutes = minutes or written
        if not status:
            said = _("The mark %(mark)s is not understood.") if mark else _("The mark is missing.")
            self.problems.append(SheetProblem(row.line, said % {"mark": _apart(mark)}))
            return
        entry, error = read_entry(status, minutes, document)
        if entry is None:
            self.problems.append(SheetProblem(row.line, error))
            return
        person = people[key].line
        shown = str(entry.minutes_late or "")
        self.marks.append(
            SheetMark(person.person.service_number, person.name, str(entry.status), shown, entry.document)
        )


def why_unreadable(error: SheetUnreadable) -> str:
    """Return in plain words why a file is no list."""
    if error.code == Unreadable.NO_HEADINGS:
        return _("The first row must name the columns: service number and mark.")
    if error.code == Unreadable.EMPTY:
        return _("The file is empty.")
    return _("This file cannot be read. Save it as CSV or .xlsx and try again.")


def _text(row: "Row", name: str) -> str:
    return str(row.values.get(name, "")).strip()


def _plain(number: str) -> str:
    return "".join(letter for letter in number.casefold() if letter.isalnum())


def _apart(text: str) -> str:
    """What stood in the file, isolated from the sentence round it."""
    return f"\u2068{text or '…'}\u2069"
