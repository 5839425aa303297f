"""Dates in two calendars and four languages."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.languages.calendars import (
    AFGHAN_MONTHS,
    DARI_GREGORIAN_MONTHS,
    TAJIK_MONTHS,
    DateUnreadable,
    SolarDate,
    format_both,
    format_date,
    format_short,
    format_time,
    from_solar,
    parse_date,
    to_solar,
)

NOWRUZ = date(2025, 3, 21)
TODAY = date(2026, 3, 1)
DAYS = st.dates(min_value=date(1925, 3, 22), max_value=date(2035, 12, 31))


def outcome(text):
    try:
        parse_date(text, TODAY)
    except DateUnreadable as unreadable:
        return unreadable.code
    return "date"


@pytest.mark.parametrize(
    ("day", "solar"),
    [
        (date(1971, 3, 21), SolarDate(1350, 1, 1)),
        (date(1996, 12, 2), SolarDate(1375, 9, 12)),
        (date(2024, 3, 20), SolarDate(1403, 1, 1)),
        (date(2025, 3, 20), SolarDate(1403, 12, 30)),  # a leap year; khayyam has it wrong
        (date(2025, 3, 21), SolarDate(1404, 1, 1)),
        (date(2026, 3, 20), SolarDate(1404, 12, 29)),
        (date(2030, 3, 20), SolarDate(1408, 12, 30)),
        (date(2071, 3, 21), SolarDate(1450, 1, 1)),
    ],
)
def test_solar_dates_as_in_icu(day, solar):
    assert to_solar(day) == solar
    assert from_solar(solar) == day


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_solar_round_trip(day):
    assert from_solar(to_solar(day)) == day


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 30)))
def test_solar_dates_grow_with_the_days(day):
    assert to_solar(day) < to_solar(day + timedelta(days=1))


@pytest.mark.parametrize("solar", [SolarDate(1404, 12, 30), SolarDate(1404, 7, 31), SolarDate(1404, 13, 1)])
def test_no_such_solar_day(solar):
    with pytest.raises(ValueError, match=r".+"):
        from_solar(solar)


def test_twelve_months_each():
    assert AFGHAN_MONTHS[0] == "حمل"
    assert AFGHAN_MONTHS[5] == "سنبله"  # CLDR has سنبلهٔ
    assert AFGHAN_MONTHS[-1] == "حوت"
    assert {len(months) for months in (AFGHAN_MONTHS, DARI_GREGORIAN_MONTHS, TAJIK_MONTHS)} == {12}


@pytest.mark.parametrize(
    ("language", "calendar", "text", "short"),
    [
        ("tg", "gregorian", "21 марти соли 2025", "21.03.2025"),
        ("ru", "gregorian", "21 марта 2025 г.", "21.03.2025"),
        ("en", "gregorian", "21 March 2025", "21.03.2025"),
        ("fa-af", "gregorian", "۲۱ مارچ ۲۰۲۵", "۲۱ مارچ ۲۰۲۵"),
        ("fa-af", "solar", "۱ حمل ۱۴۰۴", "۱ حمل ۱۴۰۴"),
        ("tg", "solar", "1 ҳамали соли 1404", "1404/01/01"),
        ("ru", "solar", "1 хамаля 1404 г.", "1404/01/01"),
        ("en", "solar", "1 Hamal 1404", "1404/01/01"),
        ("de", "gregorian", "21 March 2025", "21.03.2025"),
    ],
)
def test_official_forms(language, calendar, text, short):
    assert format_date(NOWRUZ, language, calendar) == text
    assert format_short(NOWRUZ, language, calendar) == short


def test_every_month_can_be_written():
    for month in range(1, 13):
        for language in ("tg", "fa-af", "ru", "en"):
            for calendar in ("gregorian", "solar"):
                assert format_date(date(2025, month, 28), language, calendar)
    assert format_date(date(1994, 5, 28), "tg") == "28 майи соли 1994"


def test_both_calendars_on_a_certificate():
    assert format_both(NOWRUZ) == "۱ حمل ۱۴۰۴ (مطابق ۲۱ مارچ ۲۰۲۵)"


def test_time():
    assert format_time(time(9, 5, 59), "tg") == "09:05"
    assert format_time(time(14, 30), "fa-af") == "۱۴:۳۰"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1999-03-14", date(1999, 3, 14)),
        (" 1999-3-4 ", date(1999, 3, 4)),
        ("1999-03-14 00:00:00", date(1999, 3, 14)),
        ("1999-03-14T10:20", date(1999, 3, 14)),
        ("14.03.1999", date(1999, 3, 14)),
        ("14.03.1999 г.", date(1999, 3, 14)),
        ("1/9/2001", date(2001, 9, 1)),
        ("01-09-2001", date(2001, 9, 1)),
        ("14.03.99", date(1999, 3, 14)),
        ("14.03.27", date(2027, 3, 14)),
        ("14.03.37", date(1937, 3, 14)),
        ("۱۳۷۵/۰۹/۱۲", date(1996, 12, 2)),
        ("12/09/1375", date(1996, 12, 2)),
        ("۱۹۹۴-۰۸-۲۳", date(1994, 8, 23)),
        ("٢٣.٠٨.١٩٩٤", date(1994, 8, 23)),
        ("1403/12/30", date(2025, 3, 20)),
    ],
)
def test_readable_dates(text, day):
    assert parse_date(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \u200c".replace("\u200c", ""), "empty"),
        ("март 1999", "format"),
        ("1999", "format"),
        ("14.03-1999", "format"),
        ("14.03.199", "format"),
        ("31.02.1999", "impossible"),
        ("2002-13-01", "impossible"),
        ("03/14/1999", "impossible"),
        ("1404/12/30", "impossible"),
        ("1447/06/01", "impossible"),  # a lunar year
        ("01.01.1600", "impossible"),
        ("01.01.2999", "impossible"),
        ("0000-00-00", "impossible"),
    ],
)
def test_unreadable_dates(text, code):
    with pytest.raises(DateUnreadable) as caught:
        parse_date(text, TODAY)
    assert caught.value.code == code


@given(DAYS)
def test_every_written_form_is_read_back(day):
    solar = to_solar(day)
    forms = [day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day.day:02}/{day.month:02}/{day.year}"]
    forms += [
        f"{solar.year}/{solar.month:02}/{solar.day:02}",
        format_short(day, "en"),
        format_short(day, "ru", "solar"),
    ]
    assert {parse_date(form, TODAY) for form in forms} == {day}


@given(st.text(max_size=20))
def test_any_text_is_a_date_or_a_reason(text):
    assert outcome(text) in {"date", "empty", "format", "impossible"}
