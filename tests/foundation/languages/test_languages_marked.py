"""Inline marks: only two exist, everything else is escaped."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from foundation.languages.marked import marked, unmarked


def test_codes_and_strong_words():
    assert marked("Read `P<UTO` **first**.") == (
        'Read <bdi dir="ltr" class="code">P&lt;UTO</bdi> <strong>first</strong>.'
    )
    assert marked("**line `1` of 2**") == '<strong>line <bdi dir="ltr" class="code">1</bdi> of 2</strong>'


def test_lonely_marks_stay_as_typed():
    assert marked("2 ** 3") == "2 ** 3"
    assert marked("a ` b") == "a ` b"
    assert marked("`a**b` and **c") == '<bdi dir="ltr" class="code">a**b</bdi> and **c'


def test_html_is_escaped():
    assert marked("<script>**x**`<b>`") == (
        '&lt;script&gt;<strong>x</strong><bdi dir="ltr" class="code">&lt;b&gt;</bdi>'
    )


def test_unmarked():
    assert unmarked("Read `TD3` **now**") == "Read TD3 now"


@given(st.text(alphabet="ab*`<>&\"' "))
def test_nothing_but_our_tags_comes_out_and_no_text_is_lost(text):
    result = marked(text)
    rest = re.sub(r'</?strong>|<bdi dir="ltr" class="code">|</bdi>', "", result)
    assert "<" not in rest
    assert ">" not in rest
    assert result.count("<strong>") == result.count("</strong>")
    assert html.unescape(rest).replace("*", "").replace("`", "") == text.replace("*", "").replace("`", "")
