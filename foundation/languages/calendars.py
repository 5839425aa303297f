"""Dates as people of four languages write and read them: Gregorian and Solar Hijri.

A date is stored as a Gregorian `datetime.date`; the calendar is a way of showing it. Rules: domain.md 4.6 (forms of
dates), 4.8 (month names; the names of months of Afghanistan are in no library, so they stand here).
"""

import re
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Literal

from persiantools.jdatetime import JalaliDate

from foundation.languages.text import ascii_digits, persian_digits

Calendar = Literal["gregorian", "solar"]

AFGHAN_MONTHS = ("حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت")
DARI_GREGORIAN_MONTHS = (
    *("جنوری", "فبروری", "مارچ", "اپریل", "می", "جون"),
    *("جولای", "اگست", "سپتمبر", "اکتوبر", "نومبر", "دسمبر"),
)
TAJIK_MONTHS = (
    *("январ", "феврал", "март", "апрел", "май", "июн"),
    *("июл", "август", "сентябр", "октябр", "ноябр", "декабр"),
)
RUSSIAN_MONTHS_OF = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# The months of Afghanistan for readers of the other languages; Tajik with the izofa, Russian in the genitive.
_SOLAR_TAJIK = (
    *("ҳамали", "саври", "ҷавзои", "саратони", "асади", "сунбулаи"),
    *("мизони", "ақраби", "қавси", "ҷадии", "далви", "ҳути"),
)
_SOLAR_RUSSIAN = (
    *("хамаля", "саура", "джаузы", "саратана", "асада", "сунбулы"),
    *("мизана", "акраба", "кауса", "джади", "дальва", "хута"),
)
_SOLAR_ENGLISH = (
    *("Hamal", "Sawr", "Jawza", "Saratan", "Asad", "Sunbula"),
    *("Mizan", "Aqrab", "Qaws", "Jadi", "Dalw", "Hut"),
)
_MONTHS: dict[tuple[str, Calendar], tuple[str, ...]] = {
    ("tg", "gregorian"): tuple(f"{month}и" for month in TAJIK_MONTHS),
    ("tg", "solar"): _SOLAR_TAJIK,
    ("fa-af", "gregorian"): DARI_GREGORIAN_MONTHS,
    ("fa-af", "solar"): AFGHAN_MONTHS,
    ("ru", "gregorian"): RUSSIAN_MONTHS_OF,
    ("ru", "solar"): _SOLAR_RUSSIAN,
    ("en", "gregorian"): ENGLISH_MONTHS,
    ("en", "solar"): _SOLAR_ENGLISH,
}
_FORMS = {"tg": "{day} {month} соли {year}", "ru": "{day} {month} {year} г."}

_JALALI: Any = JalaliDate  # the library is marked as typed, but its constructors are not

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?: ?г\.?)?")
_SOLAR_YEARS = range(1300, 1500)
_GREGORIAN_YEARS = range(1900, 2200)
_YEARS_AHEAD = 10


@dataclass(frozen=True, slots=True, order=True)
class SolarDate:
    """A day of the Solar Hijri calendar as used in Afghanistan: year, month 1–12, day 1–31."""

    year: int
    month: int
    day: int


class DateUnreadable(ValueError):
    """A text is not a date; `code` says why: "empty", "format" or "impossible"."""

    def __init__(self, code: Literal["empty", "format", "impossible"]) -> None:
        super().__init__(code)
        self.code = code


def to_solar(day: date) -> SolarDate:
    """Return the Solar Hijri date of a Gregorian day (2025-03-21 is 1 Hamal 1404)."""
    found = _JALALI.to_jalali(day.year, day.month, day.day)
    return SolarDate(found.year, found.month, found.day)


def from_solar(solar: SolarDate) -> date:
    """Return the Gregorian day of a Solar Hijri date; ValueError when there is none (30 Hut of a common year)."""
    found: date = _JALALI(solar.year, solar.month, solar.day).to_gregorian()
    return found


def format_date(day: date, language: str, calendar: Calendar = "gregorian") -> str:
    """Return a day in words, in the official form of a language: «21 марти соли 2025», «21 марта 2025 г.».

    Dari has Persian digits and the month names of Afghanistan: «۱ حمل ۱۴۰۴», «۲۱ مارچ ۲۰۲۵». An unknown language
    is written as English. Source: domain.md 4.6.
    """
    shown = to_solar(day) if calendar == "solar" else day
    months = _MONTHS.get((language, calendar)) or _MONTHS["en", calendar]
    form = _FORMS.get(language, "{day} {month} {year}")
    text = form.format(day=shown.day, month=months[shown.month - 1], year=shown.year)
    return persian_digits(text) if language == "fa-af" else text


def format_short(day: date, language: str, calendar: Calendar = "gregorian") -> str:
    """Return a day for tables: «21.03.2025», «1404/01/01» for the solar calendar.

    In Dari the month is a word here too («۲۱ مارچ ۲۰۲۵»): a row of numbers does not say which calendar it is.
    """
    if language == "fa-af":
        return format_date(day, language, calendar)
    if calendar == "solar":
        solar = to_solar(day)
        return f"{solar.year:04}/{solar.month:02}/{solar.day:02}"
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def format_both(day: date) -> str:
    """Return a day in both calendars, as Dari certificates have it: «۱ حمل ۱۴۰۴ (مطابق ۲۱ مارچ ۲۰۲۵)»."""
    return f"{format_date(day, 'fa-af', 'solar')} (مطابق {format_date(day, 'fa-af')})"


def format_time(clock: time, language: str) -> str:
    """Return hours and minutes, «14:05», with Persian digits in Dari. A `datetime` has its time taken by the caller."""
    text = f"{clock.hour:02}:{clock.minute:02}"
    return persian_digits(text) if language == "fa-af" else text


def parse_date(text: str, today: date) -> date:
    """Return the day that a person or a list wrote, in either digit set.

    Read are 1999-03-14 (also with a time of day, which is dropped), 14.03.1999, 14/3/1999 (the day always first)
    and, for years 1300–1499, the same forms as Solar Hijri dates (1375/09/12). A year of two digits is the nearest
    one not later than ten years after `today`. A solar date more than ten years after `today` is refused: it is
    most likely a lunar Hijri one (domain.md 4.8).

    Raises `DateUnreadable`: "empty", "format" (not one of these forms), "impossible" (no such day, or a year out
    of 1900–2199).
    """
    plain = ascii_digits(text).strip()
    if not plain:
        raise DateUnreadable("empty")
    if found := _YEAR_FIRST.fullmatch(plain):
        year, month, day = int(found[1]), int(found[3]), int(found[4])
    elif found := _DAY_FIRST.fullmatch(plain):
        year, month, day = int(found[4]), int(found[3]), int(found[1])
        if len(found[4]) == 2:
            year = _full_year(year, today)
    else:
        raise DateUnreadable("format")
    return _existing(year, month, day, today)


def _full_year(short: int, today: date) -> int:
    latest = today.year + _YEARS_AHEAD
    return latest - (latest - short) % 100


def _existing(year: int, month: int, day: int, today: date) -> date:
    try:
        if year in _GREGORIAN_YEARS:
            return date(year, month, day)
        if year in _SOLAR_YEARS:
            found = from_solar(SolarDate(year, month, day))
            if found.year <= today.year + _YEARS_AHEAD:
                return found
    except ValueError:
        pass
    raise DateUnreadable("impossible")
