"""Which title a reader gets, and how languages are tagged."""

import pytest

from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, Picked, direction, html_lang, pick


@pytest.mark.parametrize(
    ("titles", "picked"),
    [
        ({"tg": "Сарҳад", "en": "Border"}, Picked("Сарҳад", "tg")),
        ({"tg": "  ", "en": "Border", "ru": "Граница"}, Picked("Border", "en")),
        ({"ru": "Граница", "fa-af": "سرحد"}, Picked("سرحد", "fa-af")),
        ({"ps": "پوله"}, Picked("پوله", "ps")),
        ({}, Picked("", "tg")),
    ],
)
def test_own_language_then_source_then_any(titles, picked):
    assert pick(titles, "tg") == picked


def test_direction_and_tag():
    assert [direction(code) for code in LANGUAGE_CODES] == ["ltr", "rtl", "ltr", "ltr"]
    assert [html_lang(code) for code in LANGUAGE_CODES] == ["tg", "fa-AF", "ru", "en"]
    assert html_lang("fa_AF") == "fa-AF"
    assert direction("fa-AF") == "rtl"


def test_every_language_has_its_own_name():
    assert set(NATIVE_NAMES) == set(LANGUAGE_CODES)
