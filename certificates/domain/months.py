"""Month and year in words: the public check says no more of the day of issue (domain.md 6.4)."""

import datetime

from foundation.languages.calendars import DARI_GREGORIAN_MONTHS, ENGLISH_MONTHS, TAJIK_MONTHS
from foundation.languages.text import persian_digits

RUSSIAN_MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
MONTHS = {"tg": TAJIK_MONTHS, "ru": RUSSIAN_MONTHS, "fa-af": DARI_GREGORIAN_MONTHS, "en": ENGLISH_MONTHS}


def month_and_year(day: datetime.date, language: str) -> str:
    """Return «ноябр 2026», «نومبر ۲۰۲۶», November 2026; an unknown language is written as English."""
    text = f"{MONTHS.get(language, ENGLISH_MONTHS)[day.month - 1]} {day.year}"
    return persian_digits(text) if language == "fa-af" else text
