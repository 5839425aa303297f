"""One line of a register of a past year: what it says, or why it cannot be taken. Pure: no database, no clock."""

import dataclasses
import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.domain.past_words import AFGHAN
from foundation.languages.calendars import DateUnreadable
from foundation.languages.text import ascii_digits, fold, script_of, words
from foundation.spreadsheets.cells import Cell, date_of

SERIAL_LENGTH, NAME_LENGTH, COURSE_LENGTH, ORDER_LENGTH, PAGE_LENGTH = 60, 200, 200, 60, 16
EARLIEST_BIRTH = 1930
YOUNGEST = 15

_YEAR = re.compile(r"(?:19|20)\d\d")
_FORMULA = re.compile(r"\s*[=+@]")


class PastReason(models.TextChoices):
    """Why a line is refused. %(value)s is what stands in the file."""

    TOO_MANY_CELLS = "too_many_cells", _("The line has more cells than headings: “%(value)s” is one too many.")
    FORMULA = "formula", _("The cell holds a formula (%(value)s). Write the text itself.")
    SERIAL_MISSING = "serial_missing", _("The number of the certificate is missing.")
    SERIAL_TWICE = "serial_twice", _("The same number stands already in line %(value)s of this file.")
    NAME_MISSING = "name_missing", _("The name is missing.")
    TOO_LONG = "too_long", _("“%(value)s” is too long.")
    BIRTH_FORM = "birth_form", _("“%(value)s” is not a year of birth. Write it like 1979.")
    DATE_FORM = "date_form", _("“%(value)s” is not a date. Write it like 14.03.2011.")
    DATE_ORDER = "date_order", _("The course ends before it begins.")
    OTHER_YEAR = "other_year", _("The date of issue (%(value)s) does not belong to the year of this register.")
    LOADED_OTHERWISE = (
        "loaded_otherwise",
        _("This number is loaded already with other data. Nothing loaded is overwritten: ask the administrator."),
    )


class PastColumn(models.TextChoices):
    """The columns of a past register."""

    SERIAL = "serial", _("Number of the certificate")
    NAME = "name", _("Full name")
    SURNAME = "surname", _("Surname")
    GIVEN_NAME = "given_name", _("Given name")
    FATHER_NAME = "father_name", _("Father's name")
    BIRTH_YEAR = "birth_year", _("Year of birth")
    COURSE = "course", _("Course")
    STARTED_ON = "started_on", _("First day")
    ENDED_ON = "ended_on", _("Last day")
    ISSUED_ON = "issued_on", _("Date of issue")
    ORDER = "order", _("Order")
    PAGE = "page", _("Page of the ledger")
    SERVICE = "service", _("Service")


@dataclasses.dataclass(frozen=True)
class PastFinding:
    """A reason, its column, and what stood there (may be a name: show it, never log it)."""

    code: str
    column: str
    value: str = ""


@dataclasses.dataclass(frozen=True)
class PastLine:
    """What a good line says. `protected`: its name must never stand in clear."""

    serial: str
    key: str
    name: str
    birth_year: int | None
    course: str
    started_on: datetime.date | None
    ended_on: datetime.date | None
    issued_on: datetime.date | None
    order: str
    page: str
    protected: bool


@dataclasses.dataclass(frozen=True)
class Judged:
    """A line of the file: its number there, the line if it is good, the reasons if it is not."""

    number: int
    line: PastLine | None
    reasons: tuple[PastFinding, ...]
    serial: str
    name: str


def serial_key(serial: str) -> str:
    """Return the form in which numbers of old papers are compared: «№ 17/2011» and «17-2011» are one."""
    return "-".join(words(serial))[:SERIAL_LENGTH]


def judge(number: int, values: Mapping[str, Cell], surplus: Sequence[Cell], year: int, today: datetime.date) -> Judged:
    """Return what the line `number` of the register of `year` says, or why it cannot be taken."""
    reasons: list[PastFinding] = []
    if surplus:
        reasons.append(PastFinding(PastReason.TOO_MANY_CELLS, "", _text(surplus[0])))
    reasons += [
        PastFinding(PastReason.FORMULA, column, _text(value)) for column, value in values.items() if _is_formula(value)
    ]
    serial, name = _text(values.get("serial", "")), _name(values)
    if not serial_key(serial):
        reasons.append(PastFinding(PastReason.SERIAL_MISSING, PastColumn.SERIAL))
    if not words(name):
        reasons.append(PastFinding(PastReason.NAME_MISSING, PastColumn.NAME))
    course, order, page = (_text(values.get(column, "")) for column in ("course", "order", "page"))
    for column, text, most in (
        (PastColumn.SERIAL, serial, SERIAL_LENGTH),
        (PastColumn.NAME, name, NAME_LENGTH),
        (PastColumn.COURSE, course, COURSE_LENGTH),
        (PastColumn.ORDER, order, ORDER_LENGTH),
        (PastColumn.PAGE, page, PAGE_LENGTH),
    ):
        if len(text) > most:
            reasons.append(PastFinding(PastReason.TOO_LONG, column, f"{text[:30]}…"))
    birth = _birth_year(values.get("birth_year", ""), year, reasons)
    days = {column: _day(column, values.get(column, ""), today, reasons) for column in _DAYS}
    started, ended, issued = (days[column] for column in _DAYS)
    if started and ended and ended < started:
        reasons.append(PastFinding(PastReason.DATE_ORDER, PastColumn.ENDED_ON))
    if issued and issued.year != year:
        reasons.append(PastFinding(PastReason.OTHER_YEAR, PastColumn.ISSUED_ON, issued.isoformat()))
    if reasons:
        return Judged(number, None, tuple(reasons), serial[:SERIAL_LENGTH], name[:NAME_LENGTH])
    arabic = any(script_of(word) == "arab" for word in name.split())
    protected = arabic or fold(_text(values.get("service", ""))) in _AFGHAN
    line = PastLine(
        serial, serial_key(serial), name, birth, course, started, ended, issued, order, page, protected=protected
    )
    return Judged(number, line, (), serial, name)


def refused(judged: Judged, code: PastReason, column: str, value: str = "") -> Judged:
    """Return the same line, refused."""
    return dataclasses.replace(judged, line=None, reasons=(*judged.reasons, PastFinding(code, column, value)))


_DAYS = (PastColumn.STARTED_ON, PastColumn.ENDED_ON, PastColumn.ISSUED_ON)
_AFGHAN = frozenset(fold(word) for word in AFGHAN)


def _text(cell: Cell) -> str:
    text = cell.isoformat() if isinstance(cell, datetime.date) else cell
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_formula(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_FORMULA.match(cell))


def _name(values: Mapping[str, Cell]) -> str:
    """Return the name as it was written: in one column, or in three."""
    whole = _text(values.get("name", ""))
    parts = (_text(values.get(column, "")) for column in ("surname", "given_name", "father_name"))
    return whole or " ".join(part for part in parts if part)


def _birth_year(cell: Cell, year: int, reasons: list[PastFinding]) -> int | None:
    """Return the year in a cell that holds a year or a whole date; None for an empty cell."""
    if isinstance(cell, datetime.date):
        found: int | None = cell.year
    elif not cell.strip():
        return None
    else:
        match = _YEAR.search(ascii_digits(cell))
        found = int(match[0]) if match else None
    if found is None or not EARLIEST_BIRTH <= found <= year - YOUNGEST:
        reasons.append(PastFinding(PastReason.BIRTH_FORM, PastColumn.BIRTH_YEAR, _text(cell)))
        return None
    return found


def _day(column: str, cell: Cell, today: datetime.date, reasons: list[PastFinding]) -> datetime.date | None:
    if isinstance(cell, str) and not cell.strip():
        return None
    try:
        return date_of(cell, today)
    except DateUnreadable:
        reasons.append(PastFinding(PastReason.DATE_FORM, column, _text(cell)))
        return None
