"""Folding, mending, digits and writings."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.languages.text import (
    ascii_digits,
    fold,
    mend_dari,
    mend_tajik,
    persian_digits,
    script_of,
    words,
)

ANY_TEXT = st.text() | st.text(
    alphabet="аеийкўӯќқњҳљҷїӣxXaAoыёЁиИ\u0304\u0306\u0308\u0301آأإؤئيىكةۀهءـ\u200c\u0654\u064bﻻ۱٢3 -«»І", max_size=30
)
WRITTEN = [
    chr(point)
    for first, last in ((32, 127), (0x400, 0x460), (0x490, 0x4FA), (0x621, 0x64B))
    for point in range(first, last)
]
WRITTEN += [*"کیگپچژءۀ۱۲٣‌́ЌЎЊЉЇќўњљї"]


@pytest.mark.parametrize(
    "spellings",
    [
        ("Қурбонов", "Ќурбонов", "Курбонов", "қУРБОНОВ", "  қурбонов "),
        ("Ғафурова", "Ѓафурова", "Гафурова"),
        ("Ҳоҷӣ", "Њољї", "Хочи", "Ҳоҷи\u0304"),
        ("Ӯктам", "Ўктам", "Уктам", "У\u0304ктам"),
        ("Ҷумҳурии", "Xумҳурии", "xумҳурии", "Љумњурии"),
        ("Фёдор", "Федор", "Фе\u0308дор"),
        ("муҳлат", "мӯҳлат", "мўњлат"),
        ("Саидов", "Cаидов", "Sаидов".replace("S", "С")),
        ("كابل", "کابل", "کــابل", "كابُل"),
        ("علی", "علي", "على", "عَلِیّ"),
        ("درس‌ها", "درسها"),
        ("آموزش", "اموزش"),
        ("مسئول", "مسيول", "مسیول"),
        ("هیأت", "هیات"),
        ("مؤمن", "مومن"),
        ("فاطمة", "فاطمه", "ﻓﺎﻃﻤﻪ"),
        ("خانۀ", "خانه"),
        ("سوء", "سو"),
        ("۱۲", "١٢", "12"),
        ("a\u00a0 b", "A B"),
        ("résumé", "RESUME"),
    ],
)
def test_spellings_of_one_word_fold_alike(spellings):
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), [("край", "краи"), ("чой", "чои"), ("бор", "бур"), ("ص", "س"), ("پ", "ب")])
def test_different_letters_stay_different(one, other):
    assert fold(one) != fold(other)


def test_latin_x_is_read_as_a_tajik_letter_only_in_a_cyrillic_word():
    assert fold("Xerox") == "xerox"
    assert fold("PX-3") == "px-3"
    assert fold("3x4 фото") == "3x4 фото"


def test_latin_word_with_a_cyrillic_ending_is_left():
    assert fold("OPECа") == "opecа"
    assert mend_tajik("OPECа") == "OPECа"


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_folding_does_not_see_composition(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=WRITTEN, max_size=30))
def test_mended_text_is_found_where_the_spoilt_one_was(text):
    assert fold(mend_tajik(text)) == fold(text)
    assert fold(mend_dari(text)) == fold(text)


@given(ANY_TEXT)
def test_mending_twice_changes_nothing(text):
    assert mend_tajik(mend_tajik(text)) == mend_tajik(text)
    assert mend_dari(mend_dari(text)) == mend_dari(text)


def test_words_are_folded_and_parted_by_signs():
    assert words("Абдул-Карим, Ҳоҷӣ (№ 12)") == ["абдул", "карим", "хочи", "12"]
    assert words("service_number") == ["service", "number"]
    assert words("درس‌های ۱۲") == ["درسهای", "12"]
    assert words(" — ") == []


def test_digits():
    assert ascii_digits("۱۳۷۵/۰۹/۱۲ ٤ М2") == "1375/09/12 4 М2"
    assert ascii_digits("x²") == "x²"
    assert persian_digits("M2.2 — 105 ٤") == "M۲.۲ — ۱۰۵ ۴"


@pytest.mark.parametrize(
    ("spoilt", "right"),
    [
        ("ЊАМЧУН МАЌСАДИ САВДОИ КЎДАКОН", "ҲАМЧУН МАҚСАДИ САВДОИ КӮДАКОН"),
        ("БОЊИРЇ", "БОҲИРӢ"),
        ("Љамшедовна Ѓаниева", "Ҷамшедовна Ғаниева"),
        ("ќурбон ѓанї њољї ўктам", "қурбон ғанӣ ҳоҷӣ ӯктам"),
        ("ў", "ӯ"),
        ("сархади\u0304", "сархадӣ"),
        ("Cаидов Aкрам", "Саидов Акрам"),
    ],
)
def test_tajik_of_old_fonts_is_mended(spoilt, right):
    assert mend_tajik(spoilt) == right


@pytest.mark.parametrize(
    "text",
    [
        "Алексей Щукин-Юрьев, съезд, объём, ёж, йод; й",
        "Україні",
        "Њego",
        "Xолиқзода",
        "KARIMZODA DALER, TJ-104233",
        "Қӯшунҳои сарҳадӣ",
        "كابل",
        "",
    ],
)
def test_what_cannot_be_known_is_left(text):
    assert mend_tajik(text) == text


def test_dari_is_mended():
    assert mend_dari("كريمي على ٤٥٦") == "کریمی علی ۴۵۶"
    assert mend_dari("مسئول، درس‌ها، فاطمة، آب") == "مسئول، درس‌ها، فاطمة، آب"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Қурбонов-12", "cyrl"),
        ("کریمی ۱۲", "arab"),
        ("Jamshed é", "latn"),
        ("Cаидов", "mixed"),
        ("Ωmega", "mixed"),
        ("12 — №", ""),
        ("", ""),
    ],
)
def test_script(text, script):
    assert script_of(text) == script
