"""Invented people: the same ones every time. No name here is that of a person known to us."""

import csv
import io
from collections.abc import Iterator

FIRST_TRAINEE = 500001
FIRST_OF_LIST = 700001
AFGHAN_EVERY = 5  # every fifth trainee is an Afghan one: names sealed, Dari
SURNAMES = ("Каримзода", "Ғафурзода", "Ҷӯразода", "Назарзода", "Шоҳзода", "Раҳимзода", "Сафарзода", "Ҳакимзода")
MEN = ("Далер", "Баҳром", "Фаррух", "Умед", "Рустам", "Сино")
WOMEN = ("Зулфия", "Нигина", "Мадина", "Парвина")
FATHERS = ("Саид", "Қодир", "Юсуф", "Иброҳим", "Ҳоҷӣ")
AFGHAN_MEN = ("احمد", "فرهاد", "نجیب", "حمید")
AFGHAN_WOMEN = ("زهرا", "لیلا", "مریم")
AFGHAN_SURNAMES = ("رحیمی", "نوری", "کریمی", "صافی", "احمدی")
LATIN_SURNAMES = ("KARIMZODA", "GHAFURZODA", "JURAZODA", "NAZARZODA", "SHOHZODA", "RAHIMZODA", "SAFARZODA", "HAKIMZODA")
COLUMNS = (
    "service_number",
    "surname",
    "given_name",
    "father_name",
    "latin_name",
    "sex",
    "birth_date",
    "rank",
    "unit",
    "service",
    "language",
)


def people(count: int, first: int) -> Iterator[dict[str, str]]:
    """Yield invented people as lines of a list: four in Tajik or Russian, then one Afghan in Dari."""
    for place in range(count):
        woman = place % 3 == 2
        common = {
            "sex": "f" if woman else "m",
            "birth_date": f"{1990 + place % 14}-{1 + place % 12:02}-{1 + place % 28:02}",
            "unit": f"U-{place % 9:02}",
        }
        if place % AFGHAN_EVERY == AFGHAN_EVERY - 1:
            given = AFGHAN_WOMEN if woman else AFGHAN_MEN
            yield {
                **common,
                "service_number": f"AF-{first + place}",
                "surname": AFGHAN_SURNAMES[place // 5 % len(AFGHAN_SURNAMES)],
                "given_name": given[place // 25 % len(given)],
                "father_name": AFGHAN_MEN[place // 7 % len(AFGHAN_MEN)],
                "latin_name": "",
                "rank": "",
                "service": "AF",
                "language": "fa-af",
            }
            continue
        given = WOMEN if woman else MEN
        yield {
            **common,
            "service_number": f"TJ-{first + place}",
            "surname": SURNAMES[place % len(SURNAMES)],
            "given_name": given[place // 8 % len(given)],
            "father_name": FATHERS[place // 3 % len(FATHERS)],
            "latin_name": f"{LATIN_SURNAMES[place % len(SURNAMES)]} {'ZULFIYA' if woman else 'DALER'}",
            "rank": f"OR{1 + place % 5}",
            "service": "BFT",
            "language": "ru" if place % 3 == 1 else "tg",
        }


def people_list(count: int, first: int) -> bytes:
    """Return invented people as the CSV file that an office sends."""
    target = io.StringIO()
    writer = csv.DictWriter(target, COLUMNS)
    writer.writeheader()
    writer.writerows(people(count, first))
    return target.getvalue().encode("utf-8")
