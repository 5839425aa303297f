"""What can be seen in a translation without understanding it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.domain.checking import Problem, check, clean, word_changes


@pytest.mark.parametrize(
    ("source", "target", "language", "found"),
    [
        ("Read `TD3` **now**", "Хонед `TD3` **ҳозир**", "tg", ()),
        ("Read", "", "tg", ()),
        ("Read `TD3`", "Хонед `TD3", "tg", (Problem.MARKS,)),
        ("Read **now**", "Хонед **ҳозир", "tg", (Problem.MARKS,)),
        ("Read `TD3`", "Хонед TD3", "tg", (Problem.CODES, Problem.NUMBERS)),
        ("Read `TD3`", "Хонед `TD1`", "ru", (Problem.CODES,)),
        ("Doc 9303, `3` and `3`", "`Doc 9303`، `3`", "fa-af", (Problem.NUMBERS,)),
        ("Doc 93, `TD3`", "`TD3`، سند `Doc`", "fa-af", (Problem.NUMBERS,)),
        ("The line `P<`", "سطر `P<<`", "fa-af", (Problem.CODES,)),
        ("`**` is a sign", "`**` аломат аст", "tg", ()),
        ("Line 12", "سطر ۱۲", "fa-af", ()),
        ("Line 12", "سطر ۱۳", "fa-af", (Problem.NUMBERS,)),
        ("Line 07", "Строка 7", "ru", ()),
        ("Read the line", "Read the line", "ru", (Problem.SAME,)),
        ("ICAO", "ICAO", "ru", (Problem.LETTERS,)),
        ("Read the line", "Сатрро хонед", "fa-af", ()),
        ("Read the line", "Read it", "fa-af", (Problem.LETTERS,)),
        ("12", "12", "fa-af", ()),
        ("Read the line", "Read the line", "en", ()),
    ],
)
def test_what_is_suspicious(source, target, language, found):
    assert check(source=source, target=target, language=language) == found


def test_a_title_has_an_end():
    assert check(source="x", target="я" * 256, language="ru", path="title") == (Problem.LONG,)
    assert check(source="x", target="я" * 256, language="ru", path="body.1") == ()


def test_a_text_is_one_line():
    assert clean("  one \r\n two\u00a0three ") == "one two\u00a0three"


def test_words_that_went_and_came():
    pieces = [(piece.kind, piece.text) for piece in word_changes("a b c", "a x c d")]
    assert pieces == [("same", "a"), ("gone", "b"), ("new", "x"), ("same", "c"), ("new", "d")]


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_both_sentences_can_be_read_from_the_changes(old, new):
    pieces = word_changes(" ".join(old), " ".join(new))
    assert " ".join(piece.text for piece in pieces if piece.kind != "new").split() == old
    assert " ".join(piece.text for piece in pieces if piece.kind != "gone").split() == new
