"""Excel's numbers of days, and dates in cells."""

from datetime import date

import pytest

from foundation.languages.calendars import DateUnreadable
from foundation.spreadsheets.cells import date_of, serial_to_date
from foundation.spreadsheets.problems import Problem

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("serial", "day"),
    [
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        ("36161", date(1999, 1, 1)),
        ("۳۶۱۶۱", date(1999, 1, 1)),
    ],
)
def test_serial_numbers(serial, day):
    assert serial_to_date(serial) == day


@pytest.mark.parametrize("serial", [0, -1, 60, 3_000_000, "abc", ""])
def test_no_such_serial_number(serial):
    with pytest.raises(ValueError, match=r".+"):
        serial_to_date(serial)


@pytest.mark.parametrize("cell", [date(1999, 1, 1), "36161", "1999-01-01", "01.01.1999", "۱۳۷۷/۱۰/۱۱"])
def test_one_day_in_five_forms(cell):
    assert date_of(cell, TODAY) == date(1999, 1, 1)


@pytest.mark.parametrize(
    ("cell", "code"), [("", "empty"), ("1999", "format"), ("99999", "impossible"), ("00100", "impossible")]
)
def test_no_date(cell, code):
    with pytest.raises(DateUnreadable, match=code):
        date_of(cell, TODAY)


def test_problem_says_where_and_what():
    assert Problem(4, "birth_date", "impossible", "31.02.1999").line == 4
