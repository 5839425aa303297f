"""What is tapped on a roll, made into clean values."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from attendance.enums import EXCUSED, Status
from attendance.services.rolls import LONGEST_LATE, Entry
from foundation.languages.text import ascii_digits

if TYPE_CHECKING:
    from attendance.selectors.rolls import RollLine, RollSheet

LONGEST_DOCUMENT = 64
LONGEST_REASON = 300


@dataclass(frozen=True)
class RollRow:
    """One person on the form: what is shown, and what is wrong with what was sent."""

    line: "RollLine"
    status: str
    minutes: str
    document: str
    error: str = ""
    photo: uuid.UUID | None = None

    @property
    def key(self) -> str:
        """What the names of the row's fields end in: the service number."""
        return self.line.line.person.service_number


class RollForm:
    """The whole roll. Fields are `s-`, `m-` and `d-` with the service number: status, minutes, document."""

    def __init__(self, sheet: "RollSheet", data: Mapping[str, str] | None = None) -> None:
        self.entries: dict[uuid.UUID, Entry] = {}
        self.submission = uuid.uuid4()
        self.taught = sheet.session.taught
        self.reason = ""
        self.problems: list[str] = []
        if data is None:
            self.rows = [_stored(line, sheet) for line in sheet.lines]
            return
        self.taught = data.get("taught", "").strip()
        self.reason = data.get("reason", "").strip()[:LONGEST_REASON]
        self._read_submission(data)
        self.rows = [self._sent(line, data, sheet) for line in sheet.lines]
        if len(self.taught) > 500:
            self.problems.append(_("What was taught: write 500 letters at most."))
        if sheet.asks_reason and not self.reason:
            self.problems.append(_("Why is the roll called after the day was signed?"))
        if any(row.error for row in self.rows):
            self.problems.append(_("The roll is not saved yet. Look at the people marked below."))

    @property
    def valid(self) -> bool:
        """True when everything that was sent can be stored."""
        return not self.problems

    def renew(self) -> None:
        """Make a new submission: what is sent next is not a repeat."""
        self.submission = uuid.uuid4()

    def _read_submission(self, data: Mapping[str, str]) -> None:
        try:
            self.submission = uuid.UUID(data.get("submission", ""))
        except ValueError:
            self.problems.append(_("This page was not complete. Look at the marks and save again."))

    def _sent(self, line: "RollLine", data: Mapping[str, str], sheet: "RollSheet") -> RollRow:
        key = line.line.person.service_number
        status, minutes, document = (data.get(f"{letter}-{key}", "").strip() for letter in "smd")
        entry, error = read_entry(status, minutes, document)
        if entry is not None:
            self.entries[line.line.enrolment.pk] = entry
        return RollRow(line, status, minutes, document, error, sheet.photos.get(line.line.person.pk))


def _stored(line: "RollLine", sheet: "RollSheet") -> RollRow:
    photo = sheet.photos.get(line.line.person.pk)
    status = "" if sheet.roll and line.mark is None else line.status  # nobody is marked present by the way
    return RollRow(line, status, str(line.minutes_late or ""), line.document, photo=photo)


def read_entry(status: str, minutes: str, document: str) -> tuple[Entry | None, str]:
    """Return what was meant, or None and the reason in words. Minutes count only for late, a document for a reason."""
    if status not in Status.values:
        return None, _("Choose where this person was.")
    meant = Status(status)
    if meant == Status.LATE:
        late = ascii_digits(minutes)
        if not late.isdecimal() or not 1 <= int(late) <= LONGEST_LATE:
            return None, _("Write how many minutes late, from 1 to %(most)s.") % {"most": LONGEST_LATE}
        return Entry(meant, minutes_late=int(late)), ""
    if meant in EXCUSED:
        if len(document) > LONGEST_DOCUMENT:
            return None, _("The document number is too long.")
        return Entry(meant, document=document), ""
    return Entry(meant), ""
