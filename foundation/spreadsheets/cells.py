"""What one cell means: cleaned text, whole numbers without ".0", dates, and the numbers that are dates."""

import re
from datetime import date, datetime, time, timedelta

from foundation.languages.calendars import DateUnreadable, parse_date
from foundation.languages.text import ascii_digits

Cell = str | date
Line = tuple[int, list[Cell]]

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 60

# Marks that change how a cell looks and nothing else; ZWNJ is not among them, Dari spelling needs it.
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0e-\x1b\x7f]")
_QUOTED_FORMULA = re.compile(r"'+(?:\s*[=+\-@]|[\t\r\n])")  # what `writing.neutralise` makes
_SERIAL = re.compile(r"\d{5}")
_SERIALS = range(1, 2_958_466)
_FALSE_LEAP_DAY = 60  # Excel believes that 29 February 1900 was a day
_PLAUSIBLE_SERIALS = range(10_000, 80_000)  # 1927–2119


def clean(text: str) -> str:
    """Return the text of a cell: no invisible marks, single spaces, without the quote that `neutralise` put before."""
    if _QUOTED_FORMULA.match(text):
        text = text[1:]
    return " ".join(_INVISIBLE.sub("", text).split())


def cell_of(value: object) -> Cell:
    """Return the text or date that a workbook's value stands for.

    A whole number loses its ".0", other numbers keep the 15 figures Excel shows, a date at midnight is a `date`, a
    later moment is text in ISO form, None is an empty text.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date() if value.time() == time.min else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return clean(str(value))


def serial_to_date(serial: int | str) -> date:
    """Return the day of an Excel serial number of the 1900 system: 36161 is 1999-01-01.

    `serial` counts days, 1 being 1900-01-01; digits of any writing are read. Raises ValueError for text that is no
    whole number, for a number out of Excel's range and for 60, the day that never was.
    """
    days = int(ascii_digits(serial)) if isinstance(serial, str) else serial
    if days not in _SERIALS or days == _FALSE_LEAP_DAY:
        raise ValueError(f"not a day in Excel's calendar: {days}")
    first = date(1899, 12, 31) if days < _FALSE_LEAP_DAY else date(1899, 12, 30)
    return first + timedelta(days=days)


def date_of(cell: Cell, today: date) -> date:
    """Return the day in a cell: a real date, an Excel serial number of five figures, or a day written as text.

    `today` decides the century of years of two digits. Raises `DateUnreadable` as
    `foundation.languages.calendars.parse_date` does.
    """
    if isinstance(cell, date):
        return cell
    plain = ascii_digits(cell).strip()
    if _SERIAL.fullmatch(plain):
        if int(plain) not in _PLAUSIBLE_SERIALS:
            raise DateUnreadable("impossible")
        return serial_to_date(plain)
    return parse_date(plain, today)
