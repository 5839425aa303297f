"""Queries as people type them, and what each must find among the first results over M2.2, GEN2, glossary and library.

`place`: at this place of the list or before it. Tried on SQLite and on PostgreSQL (docs/decisions/0011-search.md).
"""

from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import timezone


class Try(NamedTuple):
    language: str
    query: str
    code: str
    place: int = 3


TAJIK = [
    Try("tg", "шиносномаҳо", "M2.2.1"),  # plural
    Try("tg", "кортҳоро", "M2.2.1", 1),  # plural with -ро
    Try("tg", "раками санчиши", "M2.2.2", 1),  # without қ ҷ ӣ
    Try("tg", "рақамҳои санҷиширо", "M2.2.2", 1),
    Try("tg", "номхоро", "M2.2.3"),
    Try("tg", "чипҳои шиноснома", "M2.2.4", 1),
    Try("tg", "сархадбонон", "T004", 1),
    Try("tg", "занонро", "GEN2.1"),
    Try("tg", "азназаргузаронии зан", "GEN2.2", 1),
    Try("tg", "оилахо", "GEN2.3", 1),
    Try("tg", "хуччати калбаки", "T055"),
    Try("tg", "њуљљати сафар", "T041", 1),  # letters of an old font
    Try("tg", "гурезагон", "T073", 1),
    Try("tg", "раводидхо", "T044", 1),
    Try("tg", "қонуни гурезаҳо", "law-refugees"),
    Try("tg", "۳۷ аломат", "M2.2.1", 1),  # digits of another writing
    Try("tg", "транслит", "M2.2.3", 1),  # a beginning
    Try("tg", "TD3", "M2.2.1", 1),
    Try("tg", "М2.2.1", "M2.2.1", 1),  # М typed in Cyrillic
    Try("tg", "кӯдакон", "child-convention", 10),
    Try("tg", "ҳоҷатхонаи тоза", "GEN2.4", 1),
]
DARI = [
    Try("fa-af", "پاسپورتها", "M2.2.1"),  # without ZWNJ
    Try("fa-af", "پاسپورت ها", "M2.2.1", 4),  # with a space
    Try("fa-af", "پاسپورت‌های", "M2.2.1"),
    Try("fa-af", "كارت‌هاي", "M2.2.1"),  # Arabic ك and ي
    Try("fa-af", "ارقام كنترولي", "M2.2.2", 1),
    Try("fa-af", "رقم کنترولی", "M2.2.2", 1),  # the title has the broken plural
    Try("fa-af", "44 علامه", "M2.2.1", 1),
    Try("fa-af", "۴۴ علامه", "M2.2.1", 1),
    Try("fa-af", "تلاشي زنان", "GEN2.2", 1),
    Try("fa-af", "خانوادهها", "GEN2.3", 1),
    Try("fa-af", "نام ها", "M2.2.3"),
    Try("fa-af", "چیپها", "M2.2.4", 1),
    Try("fa-af", "پناهندگان", "T073", 1),
    Try("fa-af", "سند سفر", "T041", 1),
    Try("fa-af", "اسناد سفر", "T041"),
    Try("fa-af", "سرحدبانان", "T004", 1),
    Try("fa-af", "ماشین خوان", "T048", 1),  # a space for the ZWNJ
    Try("fa-af", "ماشینخوان", "T048", 1),
    Try("fa-af", "قاچاق انسان", "T085", 1),
    Try("fa-af", "ویزه ها", "T044", 1),
    Try("fa-af", "قوانین پناهنده", "law-refugees"),
    Try("fa-af", "M۲.۲.۴", "M2.2.4", 1),
]
RUSSIAN = [
    Try("ru", "паспортов", "M2.2.1"),
    Try("ru", "контрольная цифра", "M2.2.2", 1),
    Try("ru", "контрольных цифр", "M2.2.2", 1),
    Try("ru", "транслитерацию имен", "M2.2.3", 1),
    Try("ru", "чипами", "M2.2.4"),
    Try("ru", "досмотра женщин", "GEN2.2", 1),
    Try("ru", "семьями", "GEN2.3"),
    Try("ru", "беженцев", "T073", 1),
    Try("ru", "пограничники", "T004", 1),
    Try("ru", "визой", "T044", 1),
    Try("ru", "подделанные документы", "T056"),
    Try("ru", "проездных документов", "T041", 1),
    Try("ru", "торговлей людьми", "T085", 1),
    Try("ru", "закон о беженцах", "law-refugees", 1),
    Try("ru", "права ребенка", "child-convention", 1),
    Try("ru", "Женева 1951", "refugee-convention"),
    Try("ru", "ТД3", "M2.2.1"),  # typed without changing the keyboard
    Try("ru", "погран", "T004"),  # a beginning
]
ENGLISH = [
    Try("en", "check digits", "M2.2.2", 1),
    Try("en", "digit check", "M2.2.2", 1),
    Try("en", "passports", "M2.2.1"),
    Try("en", "truncating names", "M2.2.3", 1),
    Try("en", "transliterations", "M2.2.3", 1),
    Try("en", "searching women", "GEN2.2", 1),
    Try("en", "woman searched", "GEN2.2", 1),
    Try("en", "families", "GEN2.3", 1),
    Try("en", "facility", "GEN2.4", 1),
    Try("en", "refugees", "T073", 1),
    Try("en", "e-passports", "T043", 1),
    Try("en", "epassport", "T043", 1),
    Try("en", "stateless persons", "T068", 1),
    Try("en", "victims of trafficking", "T086", 1),
    Try("en", "watermarks", "T051", 1),
    Try("en", "conventions against torture", "convention-against-torture", 1),
    Try("en", "Doc 9303", "doc-9303", 1),
    Try("en", "PX-2.2 M2.2.4", "M2.2.4"),
]
ALL = [*TAJIK, *DARI, *RUSSIAN, *ENGLISH]
AT_LEAST = 40


def load() -> None:
    """Load what the queries are tried over."""
    from cms.services.loading import load_curriculum  # noqa: PLC0415 - reason: needs the apps

    folder = Path(settings.BASE_DIR) / "curriculum"
    load_curriculum(folder=folder, only=["M2.2", "GEN2", "M4.1", "M1.1", "M3.1"], by=None, at=timezone.now())


def misses(user: Any) -> list[str]:
    """Try all queries; return in words which did not find what they should."""
    from courses.selectors.search import search  # noqa: PLC0415 - reason: needs the apps

    missed = []
    for one in ALL:
        results = search(user, one.query, one.language)
        codes = [hit.code for hit in results.hits]
        if one.code not in codes[: one.place]:
            missed.append(f"{one.language} {one.query}: {one.code} not among {codes[: one.place]}")
    return missed
