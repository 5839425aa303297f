"""Terms are found in texts with the endings of their language, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.domain.terms_in_text import Segment, TermIndex, mark_terms, phrases_of

TERMS = {
    "en": [
        ("T001", ["state border"]),
        ("T006", ["border crossing point (BCP)", "BCP"]),
        ("T025", ["search of a person"]),
        ("T034", ["border authority"]),
        ("T061", ["look-alike"]),
        ("T099", ["border"]),
    ],
    "tg": [
        ("T001", ["сарҳади давлатӣ"]),
        ("T008", ["назорати сарҳадӣ"]),
        ("T067", ["шаҳрванди хориҷӣ"]),
        ("T073", ["гуреза"]),
        ("T099", ["сарҳад"]),
    ],
    "fa-af": [
        ("T001", ["سرحد دولتی", "سرحد"]),
        ("T048", ["ساحهٔ ماشین‌خوان (MRZ)"]),
        ("T073", ["پناهنده"]),
        ("T075", ["پناهندگی"]),
    ],
    "ru": [
        ("T001", ["государственная граница"]),
        ("T008", ["пограничный контроль"]),
        ("T010", ["пограничная проверка"]),
        ("T044", ["виза"]),
        ("T048", ["машиносчитываемая зона (МСЗ)", "МСЗ"]),
        ("T073", ["беженец"]),
    ],
}
INDEXES = {language: TermIndex(terms, language) for language, terms in TERMS.items()}


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(text[place.start : place.end], place.code) for place in INDEXES[language].places(text)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Two State borders.", [("State borders", "T001")]),
        ("en", "the border authorities and the borders", [("border authorities", "T034"), ("borders", "T099")]),
        ("en", "At a BCP, not a bcp", [("BCP", "T006")]),
        ("en", "a look-alike", [("look-alike", "T061")]),
        ("en", "borderline and bordered", []),
        ("en", "the **border** crossing point", [("border", "T099")]),
        ("en", "the search\nof a person", [("search\nof a person", "T025")]),
        ("tg", "Сарҳадҳои давлатии мо", [("Сарҳадҳои давлатии", "T001")]),
        ("tg", "сархади давлатиро", [("сархади давлатиро", "T001")]),
        ("tg", "дар назорати сарҳадӣ", [("назорати сарҳадӣ", "T008")]),
        ("tg", "Гурезагонро ба гурезаҳо", [("Гурезагонро", "T073"), ("гурезаҳо", "T073")]),
        ("tg", "шаҳрвандони хориҷиро", [("шаҳрвандони хориҷиро", "T067")]),
        ("tg", "хизмати сарҳадӣ", []),
        ("tg", "марзи сарҳади", [("сарҳади", "T099")]),
        ("fa-af", "در سرحدهای دولتی", [("سرحدهای دولتی", "T001")]),
        ("fa-af", "سرحد‌ها", [("سرحد‌ها", "T001")]),
        ("fa-af", "پناهندگان از پناهندگی", [("پناهندگان", "T073"), ("پناهندگی", "T075")]),
        ("fa-af", "پناهنده‌ای", [("پناهنده‌ای", "T073")]),
        ("fa-af", "ساحه ماشینخوان", [("ساحه ماشینخوان", "T048")]),
        ("fa-af", "پولیس سرحدی و سرحدات", [("سرحدات", "T001")]),
        ("ru", "на государственной границе", [("государственной границе", "T001")]),
        ("ru", "пограничного контроля", [("пограничного контроля", "T008")]),
        ("ru", "пограничных проверок", [("пограничных проверок", "T010")]),
        ("ru", "для беженцев и беженца", [("беженцев", "T073"), ("беженца", "T073")]),
        ("ru", "визу, визитка, визит", [("визу", "T044")]),
        ("ru", "в МСЗ", [("МСЗ", "T048")]),
        ("ru", "граничный", []),
    ],
)  # fmt: skip
def test_terms_are_found_with_their_endings(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, language) == expected


def test_the_longest_term_of_a_place_counts() -> None:
    assert found("border crossing point", "en") == [("border crossing point", "T006")]


def test_only_the_first_occurrence_is_marked() -> None:
    pieces = mark_terms("The border, the borders.", INDEXES["en"])
    assert pieces == [Segment("The "), Segment("border", "T099"), Segment(", the borders.")]


def test_terms_that_were_marked_before_are_left_and_still_hide_shorter_ones() -> None:
    assert mark_terms("a border crossing point", INDEXES["en"], but={"T006"}) == [Segment("a border crossing point")]


def test_codes_are_not_prose() -> None:
    text = "`border` is a word, `BCP` another"
    assert mark_terms(text, INDEXES["en"]) == [Segment(text)]


def test_alternatives_and_remarks_of_a_term() -> None:
    assert phrases_of("surname / name (given)") == ["surname", "name"]
    assert phrases_of("کمک‌های اولیه؛ کمک‌های اولیهٔ روانی") == ["کمک‌های اولیه", "کمک‌های اولیهٔ روانی"]


def test_an_empty_index_finds_nothing() -> None:
    assert mark_terms("border", TermIndex([], "en")) == [Segment("border")]


WORDS = ["border", "`", "**", "-", "BCP", "state", "сарҳад", "ҳо", "\u200c", "پناهنده", "گان", "\u0301", "(", "<b>"]
words = st.sampled_from([*WORDS, " "])


@given(st.lists(words, max_size=30).map("".join), st.sampled_from(sorted(INDEXES)))
def test_the_pieces_together_are_the_text(text: str, language: str) -> None:
    pieces = mark_terms(text, INDEXES[language])
    assert "".join(piece.text for piece in pieces) == text
    codes = [piece.code for piece in pieces if piece.code]
    assert len(codes) == len(set(codes))
