"""A body is cut into pieces, and two bodies stand beside each other, without losing or inventing a word."""

import re

from hypothesis import given
from hypothesis import strategies as st

from courses.domain.pieces import beside, parts, pieces, read, renamed
from courses.domain.slides import FULL, slides
from tests.factories.books import WORDS, body_of

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)


def plain(html: str) -> str:
    return " ".join(read(html.replace("<", " <")).text().split())


def test_a_body_comes_back_as_it_was() -> None:
    body = body_of("fa-af")
    assert read(body).inner() == body


@given(TEXT, TEXT)
def test_no_text_becomes_a_tag(first: str, second: str) -> None:
    root = read("<p></p>")
    root.elements()[0].children = [first]
    root.elements()[0].attributes["alt"] = second
    again = read(root.inner())
    assert len(list(again.walk())) == 2
    assert again.text() == first
    assert again.elements()[0].attributes["alt"] == second


def test_blocks_keep_key_and_kind() -> None:
    assert [(part.key, part.kind) for part in parts(body_of("tg"))] == [
        ("why", "text"),
        ("rules", "steps"),
        ("mrz", "specimen"),
        ("q", "check"),
    ]


def test_items_keep_their_numbers() -> None:
    found = [piece.html() for piece in pieces(parts(body_of("tg"))[1].element)]
    assert found[1].startswith('<ol start="1">')
    assert found[2].startswith('<ol start="2">')


def test_paragraph_stands_beside_paragraph() -> None:
    found = beside(parts(body_of("tg")), parts(body_of("fa-af")))
    assert [len(part.pairs) for part in found] == [3, 3, 2, 3]
    text = found[0].pairs
    assert (plain(text[1].first), plain(text[1].second)) == (WORDS["tg"][1], WORDS["fa-af"][1])
    assert [pair.heads for pair in text] == [True, False, False]


def test_what_is_the_same_is_shown_once() -> None:
    specimen = beside(parts(body_of("tg")), parts(body_of("ru")))[2]
    assert [pair.same for pair in specimen.pairs] == [True, False]


def test_a_block_with_other_items_stands_as_a_whole() -> None:
    found = beside(parts(body_of("tg", items=4)), parts(body_of("ru")))
    assert [len(part.pairs) for part in found] == [3, 1, 2, 3]
    assert found[1].pairs[0].first.count("<li>") == 4


def test_texts_with_other_blocks_stand_as_a_whole() -> None:
    found = beside(parts(body_of("tg", check=False)), parts(body_of("ru")))
    assert len(found) == 1
    assert plain(found[0].pairs[0].first) == plain(body_of("tg", check=False))


def test_every_word_of_both_languages_is_there() -> None:
    found = beside(parts(body_of("tg")), parts(body_of("fa-af")))
    for side, language in (("first", "tg"), ("second", "fa-af")):
        words = " ".join(plain(getattr(pair, side)) for part in found for pair in part.pairs)
        assert words == plain(body_of(language))


def test_ids_of_the_second_text_are_its_own() -> None:
    body = '<section id="t"><h2 id="t-h">x</h2><div aria-labelledby="t-h"><a href="#t">x</a></div></section>'
    assert renamed(read(body), "b-").inner() == body.replace('"t', '"b-t').replace("#t", "#b-t")


def test_slides_hold_every_word_in_pieces_that_can_be_read() -> None:
    body = body_of("en", items=40)
    found = slides(body)
    words = " ".join(plain(slide.heading if not slide.going_on else "") + " " + plain(slide.content) for slide in found)
    assert words.split() == plain(body).split()
    assert all(len(plain(slide.content)) <= FULL for slide in found)
    assert sum(slide.going_on for slide in found) >= 2


def test_slides_keep_answers_folded_and_numbers_going_on() -> None:
    found = slides(body_of("en", items=40))
    assert "<details>" in found[-1].content
    starts = [re.findall(r'start="(\d+)"', slide.content) for slide in found if slide.kind == "steps"]
    assert all(len(one) == 1 for one in starts)
    assert [int(one[0]) for one in starts] == sorted(int(one[0]) for one in starts)


def test_a_text_without_blocks_is_one_slide() -> None:
    assert [slide.content for slide in slides("<p>x</p>")] == ["<p>x</p>"]
