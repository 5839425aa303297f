"""Forms that texts should not use are found as words and as letters inside words."""

import pytest

from courses.domain.advice import Adviser, Rule

DARI = Adviser(
    [
        Rule("مرز", "سرحد"),
        Rule("گواهی‌نامه", "تصدیق‌نامه"),
        Rule("حضور و غیاب", "حاضری"),
        Rule("کلاس", "صنف", "in schools too"),
        Rule("ماشین", "موتر"),
    ],
    "fa-af",
)
TAJIK = Adviser(
    [Rule("кӯмак", "кумак"), Rule("Ќ", "Қ", letters=True), Rule("x", "ҳ or ҷ", letters=True)],
    "tg",
)


@pytest.mark.parametrize(
    ("adviser", "text", "forms"),
    [
        (DARI, "از مرز گذشت", ["مرز"]),
        (DARI, "مرزهای ما، مَرز", ["مرز", "مرز"]),
        (DARI, "گواهینامه", ["گواهی‌نامه"]),
        (DARI, "حضور و غیاب كلاس‌ها", ["حضور و غیاب", "کلاس"]),
        (DARI, "مرزبان و ماشین‌خوان", []),
        (DARI, "`مرز`", []),
        (DARI, "سرحد", []),
        (TAJIK, "кӯмаки аввалин, Кӯмак", ["кӯмак", "кӯмак"]),
        (TAJIK, "кумаки аввалин", []),
        (TAJIK, "МАЌСАД ва ќонун", ["Ќ", "Ќ"]),
        (TAJIK, "Xумҳурии Тоҷикистон", ["x"]),
        (TAJIK, "Microsoft Excel, XL", []),
        (TAJIK, "мақсад", []),
    ],
)
def test_what_is_found(adviser, text, forms):
    assert [advice.form for advice in adviser.places(text)] == forms


def test_an_advice_says_what_to_write_where_and_why():
    [advice] = DARI.places("در کلاس")
    assert (advice.instead, advice.note, advice.place) == ("صنف", "in schools too", 3)


def test_each_form_once():
    assert [advice.place for advice in DARI.first("مرز و مرز")] == [0]


def test_no_rules_no_advice():
    assert Adviser([], "ru").places("мухит") == []
