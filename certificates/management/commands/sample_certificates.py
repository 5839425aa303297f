"""Draw sample certificates, one for each language pair and for the longest names, to be looked at."""

import datetime
import uuid
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from certificates.domain.codes import check_character
from certificates.domain.names import Parts
from certificates.domain.record import Course, Document, Occasion, Place, facts_of
from certificates.domain.wording import FIRST_LANGUAGE, SECOND_LANGUAGES
from certificates.pdf.drawing import draw
from certificates.selectors.papers import make_paper

DAY = datetime.date
TITLES = {
    "tg": "Назорати сарҳадӣ ва муҳоҷиратӣ, курси семоҳа",
    "ru": "Пограничный и иммиграционный контроль, трёхмесячный курс",
    "fa-af": "کنترول سرحدی و مهاجرت، کورس سه‌ماهه",
    "en": "Border and Immigration Control, three-month course",
}
PLACE = {
    "tg": "Маркази таълимии Хоруғ",
    "ru": "Хорогский учебный центр",
    "fa-af": "مرکز تعلیمی خاروغ",
    "en": "Khorog Training Centre",
}
SIGNATORY = {
    "cyrl": ("Шоҳмуродзода", "Ҷамшед", "Қодир"),
    "latn": ("SHOHMURODZODA", "JAMSHED", ""),
    "arab": ("شاه‌مرادزاده", "جمشید", "قادر"),
}
PEOPLE: dict[str, dict[str, Parts]] = {
    "short": {
        "cyrl": ("Каримзода", "Далер", "Саид"),
        "latn": ("KARIMZODA", "DALER", ""),
        "arab": ("کریم‌زاده", "دلیر", "سعید"),
    },
    "afghan": {"arab": ("", "زهرا", "غلام علی"), "latn": ("", "ZAHRA", "")},
    "long": {
        "cyrl": ("Абдураҳмонхоҷазода-Ғиёсиддинӣ", "Муҳаммадҷалолиддин", "Абдулмаҷидхӯҷа Қурбоналӣ"),
        "latn": ("ABDURAHMONKHOJAZODA-GHIYOSIDDINI", "MUHAMMADJALOLIDDIN", ""),
        "arab": ("عبدالرحمن‌خواجه‌زادهٔ غیاث‌الدینی", "محمدجلال‌الدین", "عبدالمجیدخواجهٔ قربان‌علی"),
    },
}


class Command(BaseCommand):
    help = "Draw sample certificates into a folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", required=True, help="folder for the PDF files")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder = Path(options["out"])
        folder.mkdir(parents=True, exist_ok=True)
        for language in SECOND_LANGUAGES:
            for who, names in PEOPLE.items():
                path = folder / f"tg-{language}-{who}.pdf"
                path.write_bytes(_sample(language, names, honours=who == "long"))
                self.stdout.write(str(path))


def _sample(language: str, names: dict[str, Parts], *, honours: bool) -> bytes:
    occasion = Occasion(
        design="guilloche-1",
        languages=(FIRST_LANGUAGE, language),
        course=Course("BIC-3M", 1, TITLES, 360, 358),
        place=Place("KHO", PLACE),
        starts_on=DAY(2026, 8, 24),
        ends_on=DAY(2026, 11, 20),
        honours=honours,
        order=Document("146-к", DAY(2026, 11, 18)),
        protocol=Document("7", DAY(2026, 11, 17)),
        issued_on=DAY(2026, 11, 20),
        valid_until=DAY(2029, 11, 20) if honours else None,
    )
    fifteen = "0123456789ABCDE"
    code = fifteen + check_character(fifteen)
    made_at = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
    facts = facts_of(occasion, code=code, site_url="https://omuzgoh.example", made_at=made_at)
    paper = make_paper(
        pk=uuid.UUID(int=1), serial="BFT-KHO-BIC-2026-00467", code=code, facts=facts,
        names={"holder": names, "signatory": SIGNATORY},
    )  # fmt: skip
    return draw(paper)
