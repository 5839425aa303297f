"""Words of a query and words of a text: endings, broken plurals, codes, joined words, small words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.search_words import (
    LONGEST_QUERY,
    MOST_WORDS,
    Searched,
    answers,
    indexed,
    may_stand_in,
    stems,
    wanted_words,
)
from courses.domain.snippets import CUT, marked_words, snippet
from foundation.languages.text import fold
from foundation.languages.titles import LANGUAGE_CODES

SAME = [
    ("tg", "китоб", "китобҳоямонро"),
    ("tg", "афғонӣ", "афғониён"),
    ("tg", "гуреза", "гурезагон"),
    ("tg", "шахс", "ашхос"),
    ("tg", "ҳуҷҷатҳо", "хуччати"),
    ("fa-af", "پاسپورت", "پاسپورت‌هایش"),
    ("fa-af", "پناهنده", "پناهندگان"),
    ("fa-af", "سند", "اسناد"),
    ("fa-af", "اسناد", "سندها"),
    ("fa-af", "مسافر", "مسافرین"),
    ("ru", "граница", "границами"),
    ("ru", "отметка", "отметок"),
    ("ru", "беженец", "беженцев"),
    ("ru", "проверять", "проверяют"),
    ("ru", "человек", "люди"),
    ("en", "country", "countries"),
    ("en", "examine", "examining"),
    ("en", "stop", "stopped"),
    ("en", "woman", "women"),
    ("en", "law", "laws"),
]
OTHER = [
    ("tg", "кор", "карта"),
    ("tg", "хона", "хунук"),
    ("fa-af", "سند", "سنگ"),
    ("ru", "граница", "гранит"),
    ("ru", "виза", "визит"),
    ("en", "law", "lawn mower"),
    ("en", "border", "board"),
]


@pytest.mark.parametrize(("language", "typed", "said"), SAME + [(code, b, a) for code, a, b in SAME])
def test_words_with_other_endings_are_the_same(language, typed, said):
    (wanted,) = wanted_words(typed, language)
    word = fold(said)
    assert answers(word, wanted, language)
    assert word.startswith(wanted.beginnings), "the database would not find it"


@pytest.mark.parametrize(("language", "typed", "said"), OTHER)
def test_other_words_are_not(language, typed, said):
    (wanted,) = wanted_words(typed, language)
    assert not any(answers(word, wanted, language) for word in fold(said).split()[-1:])


@given(st.text(alphabet="абвгдежзиклмнопрстуфхчшэюяҳқӣ", min_size=1, max_size=20), st.sampled_from(LANGUAGE_CODES))
def test_whatever_answers_begins_with_a_beginning(word, language):
    (wanted,) = wanted_words(word, language)
    for stem in stems(fold(word), language):
        for ending in ("", "и", "хо", "ами", "ов"):
            said = stem + ending
            if answers(said, wanted, language):
                assert said.startswith(wanted.beginnings)


def test_an_index_has_spaces_round_every_word_and_the_title_apart():
    assert indexed("M2.2.1 Рақам", "«Ҷой»,\n(ҳуҷҷат)\tTD3.") == " m2 2 1 ракам \n чой хуччат td3 "


def test_joined_words_stand_in_both_ways():
    row = indexed("", "درس‌ها e-gate")
    for form in (" درسها ", " ها ", " e ", " gate ", " egate "):
        assert form in row


def test_small_words_are_left_out_unless_they_are_all():
    assert [word.typed for word in wanted_words("закон о беженцах", "ru")] == ["закон", "беженцах"]
    assert [word.typed for word in wanted_words("о на", "ru")] == ["о", "на"]


def test_a_code_is_looked_for_as_it_stands_however_the_keyboard_was():
    (latin,) = wanted_words("M2.2.1", "tg")
    (cyrillic,) = wanted_words("М2.2.1", "tg")
    assert latin.typed == "m2 2 1"
    assert "m2 2 1" in cyrillic.others
    searched = Searched("M2.2.1", "tg")
    assert searched.quality(indexed("M2.2.1 Рақам", "")).found == 1
    assert searched.quality(indexed("M2.1 Рақам", "2 1 M2")).found == 0


@pytest.mark.parametrize("query", ["", "   ", "?!", "«»", "%", "_", "'\"", "\u200c"])
def test_a_query_without_words_wants_nothing(query):
    assert wanted_words(query, "tg") == ()


def test_a_long_query_is_cut():
    assert len(wanted_words("слово" * 100, "ru")[0].typed) <= LONGEST_QUERY
    assert len(wanted_words(" ".join(f"слово{place}" for place in range(30)), "ru")) == MOST_WORDS


@given(st.text(max_size=60), st.sampled_from(LANGUAGE_CODES))
def test_any_query_is_judged_and_its_patterns_hold_no_sign_of_like(query, language):
    searched = Searched(query, language)
    searched.quality(indexed(query, query))
    for word in searched.words:
        assert not set("%_\\") & set("".join(word.beginnings))


def test_what_was_typed_is_found_in_itself():
    for language, typed, _ in SAME:
        assert Searched(typed, language).quality(indexed(typed, "")).kin == 1


@pytest.mark.parametrize(
    ("query", "language", "possible"),
    [
        ("граница", "ru", True),
        ("граница", "tg", True),
        ("граница", "en", False),
        ("граница TD3", "fa-af", False),
        ("TD3", "fa-af", True),
        ("М2.2.1", "fa-af", True),
        ("سرحد", "ru", False),
        ("123", "ru", True),
        ("", "ru", True),
    ],
)
def test_a_language_is_asked_when_it_can_have_the_words(query, language, possible):
    assert may_stand_in(query, language) is possible


def test_a_snippet_shows_where_most_words_stand_together_and_marks_them():
    text = (
        "Занҳо меоянд. " + "Калимаи дигар. " * 40 + "Занонро танҳо зани сарҳадбон аз назар мегузаронад. " + "Боз. " * 40
    )
    pieces = snippet(text, Searched("зан сархадбон", "tg"))
    assert [piece.text for piece in pieces if piece.found] == ["Занонро", "зани", "сарҳадбон"]
    assert pieces[0].text.startswith(CUT)
    assert pieces[-1].text.endswith(CUT)
    assert len("".join(piece.text for piece in pieces).split()) < 40


def test_marks_do_not_change_the_text():
    text = "تلاشی زنان: ۴۴ علامه (TD3), پاسپورت‌ها"
    for pieces in (
        marked_words(text, Searched("پاسپورت 44", "fa-af")),
        snippet(text, Searched("پاسپورت 44", "fa-af")),
    ):
        assert "".join(piece.text for piece in pieces) == text
        assert [piece.text for piece in pieces if piece.found] == ["۴۴", "پاسپورت‌ها"]


def test_a_snippet_of_nothing_is_nothing():
    assert snippet("", Searched("x", "en")) == ()
