"""What a drawing may hold, and how its places are filled."""

import pytest

from cms.domain.drawings import DrawingError, clean, faults, filled, places
from tests.factories.cms import DRAWING

EVIL = b"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="20" height="10"
 onload="alert(1)"><script>alert(2)</script><style>*{fill:url(http://x)}</style>
<a xlink:href="javascript:alert(3)"><rect width="1" height="1"/></a><image href="http://x/y.png"/>
<use href="#a"/><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
<rect id="a" style="fill:#fff;behavior:url(x)" width="5" height="5" fill="url(#a)" onclick="x()" />
<text x="1" y="1">{1}<animate attributeName="x"/></text></svg>"""


def test_nothing_comes_in_with_a_drawing():
    cleaned = clean(EVIL)
    for word in (
        b"script",
        b"style",
        b"href",
        b"url",
        b"alert",
        b"image",
        b"use",
        b"foreign",
        b"on",
        b"animate",
        b" id=",
    ):
        assert word not in cleaned.replace(b"version", b""), word
    assert b'fill="#fff"' in cleaned
    assert b'viewBox="0 0 20 10"' in cleaned
    assert clean(cleaned) == cleaned
    assert "the element script is not allowed" in faults(EVIL)
    assert "the attribute onload of svg is not allowed" in faults(EVIL)
    assert [fault for fault in faults(cleaned) if "text-anchor" not in fault] == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg",
        b"<html></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 a 1"></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">&a;</svg>',
    ],
)
def test_what_is_no_drawing_is_refused(data):
    with pytest.raises(DrawingError):
        clean(data)


def test_places_are_filled_with_text_and_never_with_markup():
    data = DRAWING.encode()
    assert places(data) == 2
    assert faults(data) == []
    html = filled(data, ['<script>"&', "راست"], name='A "name" <b>', direction="rtl")
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    assert "<b>" not in html.replace("&lt;b&gt;", "")
    assert "راست TD3" in html
    assert html.count('direction="rtl"') == 2
    assert 'role="img"' in html
    assert "xmlns" not in html
    assert "{1}" not in filled(data, [], name="", direction="ltr")


def test_a_text_with_a_place_is_set_from_its_middle():
    data = DRAWING.replace(' text-anchor="middle"', "", 1).encode()
    assert faults(data) == ["a text with a place needs text-anchor middle, for both directions"]
