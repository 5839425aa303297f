"""The template library that isolates codes, dates, names and titles."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.formats import get_format
from django.utils.translation import override


def shown(source, language, user=None, **values):
    if user is not None:
        values["request"] = SimpleNamespace(user=user)
    with override(language):
        return Template("{% load languages %}" + source).render(Context(values))


def reader(calendar, is_authenticated=True):
    return SimpleNamespace(is_authenticated=is_authenticated, calendar=calendar)


def test_codes_are_kept_left_to_right_and_escaped():
    assert shown("{{ value|ltr }}", "fa-af", value="+992 44") == '<bdi dir="ltr" class="code">+992 44</bdi>'
    assert shown("{{ value|ltr }}", "tg", value="<b>") == '<bdi dir="ltr" class="code">&lt;b&gt;</bdi>'
    assert shown("{{ value|ltr }}", "tg", value=0) == '<bdi dir="ltr" class="code">0</bdi>'
    assert shown("{{ value|ltr }}{{ value|isolate }}", "tg", value=None) == ""


def test_names_are_isolated_and_escaped():
    assert shown("{{ value|isolate }}", "en", value="کریمی & <i>") == "<bdi>کریمی &amp; &lt;i&gt;</bdi>"


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("fa-af", 12, "۱۲"),
        ("fa-af", Decimal("12.5"), "۱۲٫۵"),
        ("fa-af", "M2.2", "M۲.۲"),
        ("tg", 12, "12"),
        ("tg", 12.5, "12,5"),
        ("en", "۱۲", "۱۲"),
        ("fa-af", "<b>1", "&lt;b&gt;۱"),
        ("fa-af", None, ""),
    ],
)
def test_digits(language, value, text):
    assert shown("{{ value|digits }}", language, value=value) == text


@pytest.mark.parametrize(
    ("language", "user", "text"),
    [
        ("tg", None, "21 марти соли 2025"),
        ("ru", reader("gregorian"), "21 марта 2025 г."),
        ("fa-af", None, "۲۱ مارچ ۲۰۲۵"),
        ("fa-af", reader("solar"), "۱ حمل ۱۴۰۴"),
        ("fa-af", reader("solar", is_authenticated=False), "۲۱ مارچ ۲۰۲۵"),
        ("en", reader("solar"), "1 Hamal 1404"),
    ],
)
def test_day_in_the_language_and_calendar_of_the_reader(language, user, text):
    rendered = shown("{% day value %}", language, user, value=date(2025, 3, 21))
    assert rendered == f'<time datetime="2025-03-21"><bdi>{text}</bdi></time>'


def test_short_day_and_nothing():
    rendered = shown("{% day value short=True %}", "tg", value=date(2025, 3, 21))
    assert rendered == '<time datetime="2025-03-21"><bdi>21.03.2025</bdi></time>'
    assert shown("{% day value %}{% moment value %}", "tg", value=None) == ""


def test_moment_is_told_in_local_time(settings):
    settings.TIME_ZONE = "Asia/Dushanbe"
    at = datetime(2025, 3, 20, 20, 5, tzinfo=UTC)
    assert shown("{% moment value %}", "tg", value=at) == (
        '<time datetime="2025-03-21T01:05:00+05:00"><bdi>21 марти соли 2025, 01:05</bdi></time>'
    )
    assert "۱ حمل ۱۴۰۴، ۰۱:۰۵" in shown("{% moment value %}", "fa-af", reader("solar"), value=at)
    assert 'datetime="2025-03-21"' in shown("{% day value %}", "tg", value=at)


def test_naive_moment_is_taken_as_it_is():
    assert ">21.03.2025, 10:00<" in shown("{% moment value short=True %}", "en", value=datetime(2025, 3, 21, 10))  # noqa: DTZ001


def test_title_tells_its_language_only_when_it_is_another():
    titles = {"tg": "Сарҳад", "fa-af": "سرحد <", "en": "Border"}
    assert shown("{{ value|title }}", "tg", value=titles) == "Сарҳад"
    assert shown("{{ value|title }}", "ru", value=titles) == '<span lang="en" dir="ltr">Border</span>'
    only_dari = {"fa-af": "سرحد <"}
    assert shown("{{ value|title }}", "tg", value=only_dari) == '<span lang="fa-AF" dir="rtl">سرحد &lt;</span>'


def test_title_of_a_text_is_what_it_always_was():
    assert shown("{{ value|title }}", "en", value="lesson page") == "Lesson Page"


def test_direction_and_language_of_a_code_or_of_the_page():
    source = "{% dir code %} {% htmllang code %} {% dir %} {% htmllang %}"
    assert shown(source, "tg", code="fa-af") == "rtl fa-AF ltr tg"
    assert shown(source, "fa-af", code="ru") == "ltr ru rtl fa-AF"


@pytest.mark.parametrize("language", ["tg", "fa-af"])
def test_weeks_start_on_monday_and_iso_dates_are_accepted(language):
    with override(language):
        assert get_format("FIRST_DAY_OF_WEEK") == 1
        assert get_format("DATE_INPUT_FORMATS")[0] == "%Y-%m-%d"
