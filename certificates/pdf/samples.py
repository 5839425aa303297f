"""Papers of nobody, to look at a design: for previews, test prints and tests. The names are invented."""

import dataclasses
import datetime
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from certificates.domain.codes import check_character
from certificates.domain.designs import Look
from certificates.domain.names import Parts
from certificates.domain.record import Course, Document, Occasion, PartResult, Place, facts_of
from certificates.domain.wording import ANNEX, FIRST_LANGUAGE, HONOURS
from certificates.selectors.papers import Paper, make_annex, make_paper

DAY = datetime.date
DUPLICATE = "duplicate"
KINDS = ("certificate", HONOURS, "attendance", DUPLICATE, ANNEX)
PAIRS: tuple[tuple[str, ...], ...] = (
    (FIRST_LANGUAGE, "ru"),
    (FIRST_LANGUAGE, "fa-af"),
    (FIRST_LANGUAGE, "en"),
    (FIRST_LANGUAGE, "ru", "fa-af"),
    (FIRST_LANGUAGE, "ru", "en"),
    (FIRST_LANGUAGE, "fa-af", "en"),
)  # Tajik and one or two parallel languages
SERIAL = "BFT-KHO-BIC-2026-00467"
TITLES = {
    "tg": "Назорати сарҳадӣ ва муҳоҷиратӣ, курси семоҳа",
    "ru": "Пограничный и иммиграционный контроль, трёхмесячный курс",
    "fa-af": "کنترول سرحدی و مهاجرت، کورس سه‌ماهه",
    "en": "Border and Immigration Control, three-month course",
}
LONG_TITLES = {
    "tg": (
        "Ошкор намудани ҳуҷҷатҳои қалбакӣ, назорати муҳоҷират ва идоракунии башардӯстонаи сарҳад "
        "дар шароити вазъиятҳои фавқулодда: курси такмили ихтисос барои омӯзгорони марказҳои "
        "таълимӣ"
    ),
    "ru": (
        "Выявление поддельных документов, иммиграционный контроль и гуманитарное управление "
        "границами в чрезвычайных ситуациях: курс повышения квалификации преподавателей учебных "
        "центров"
    ),
    "fa-af": (
        "تشخیص اسناد جعلی، کنترول مهاجرت و مدیریت بشردوستانهٔ سرحدات در حالات اضطراری: کورس "
        "ارتقای ظرفیت برای استادان مراکز تعلیمی"
    ),
    "en": (
        "Detection of Forged Documents, Immigration Control and Humanitarian Border Management in "
        "Emergencies: Advanced Course for Instructors of Training Centres"
    ),
}  # fmt: skip
PLACE = {
    "tg": "Маркази таълимии Хоруғ",
    "ru": "Хорогский учебный центр",
    "fa-af": "مرکز تعلیمی خاروغ",
    "en": "Khorog Training Centre",
}
SIGNATORY: Mapping[str, Parts] = {
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
        "latn": ("ABDURAHMONKHOJAZODA-GHIYOSIDDINI", "MUHAMMADJALOLIDDIN", "ABDULMAJIDKHOJA QURBONALI"),
        "arab": ("عبدالرحمن‌خواجه‌زادهٔ غیاث‌الدینی", "محمدجلال‌الدین", "عبدالمجیدخواجهٔ قربان‌علی"),
    },
}
PARTS = tuple(
    PartResult(titles, theory, practice, grade)
    for titles, theory, practice, grade in (
        ({"tg": "Асосҳои ҳуқуқии назорати сарҳадӣ", "ru": "Правовые основы пограничного контроля",
          "fa-af": "اساسات حقوقی کنترول سرحدی", "en": "Legal basis of border control"}, 24, 8, 5),
        ({"tg": "Санҷиши ҳуҷҷатҳо", "ru": "Проверка документов", "fa-af": "بررسی اسناد",
          "en": "Examination of documents"}, 40, 44, 5),
        ({"tg": "Назорати муҳоҷират", "ru": "Иммиграционный контроль", "fa-af": "کنترول مهاجرت",
          "en": "Immigration control"}, 36, 28, 4),
        ({"tg": "Тафтиши нақлиёт ва бор", "ru": "Досмотр транспорта и груза", "fa-af": "تلاشی وسایط و اموال",
          "en": "Search of vehicles and cargo"}, 20, 36, 4),
        ({"tg": "Идоракунии башардӯстонаи сарҳад", "ru": "Гуманитарное управление границами",
          "fa-af": "مدیریت بشردوستانهٔ سرحدات", "en": "Humanitarian border management"}, 30, 30, 5),
        ({"tg": "Санҷиши ҷамъбастӣ", "ru": "Итоговый тест", "fa-af": "امتحان نهایی", "en": "Exit test"}, 4, 0, 5),
    )
)  # fmt: skip


def sample_paper(
    *,
    languages: Sequence[str],
    who: str = "short",
    kind: str = "certificate",
    look: Look | None = None,
    texts: Mapping[str, Mapping[str, str]] | None = None,
    signatories: Sequence[tuple[Mapping[str, Parts], Mapping[str, str]]] = (),
    pictures: Mapping[str, str] | None = None,
) -> Paper:
    """Return a paper of nobody. `signatories` sign beside the head of the centre: names by script, offices."""
    long = who == "long"
    occasion = Occasion(
        design="sample-1",
        languages=languages,
        course=Course("BIC-3M", 1, LONG_TITLES if long else TITLES, 360, 358),
        place=Place("KHO", PLACE),
        starts_on=DAY(2026, 8, 24),
        ends_on=DAY(2026, 11, 20),
        honours=kind == HONOURS,
        order=Document("146-к", DAY(2026, 11, 18)),
        protocol=Document("7", DAY(2026, 11, 17)),
        issued_on=DAY(2026, 11, 20),
        valid_until=DAY(2029, 11, 20) if long else None,
        kind=kind if kind == "attendance" else "certificate",
        look=look or Look(),
        texts=texts or {},
        signatories=({}, *(offices for _, offices in signatories)) if signatories else (),
        parts=PARTS if kind == ANNEX else (),
    )
    names: dict[str, Any] = {"holder": PEOPLE[who], "signatory": SIGNATORY}
    for place, (signing, _) in enumerate(signatories, start=2):
        names[f"signatory_{place}"] = signing
    return _paper(occasion, names, kind, pictures or {})


def _paper(occasion: Occasion, names: dict[str, Any], kind: str, pictures: Mapping[str, str]) -> Paper:
    fifteen = "0123456789ABCDE"
    code = fifteen + check_character(fifteen)
    made_at = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
    facts = facts_of(occasion, code=code, site_url="https://omuzgoh.example", made_at=made_at)
    if kind == DUPLICATE:
        facts["duplicate_of"] = "BFT-KHO-BIC-2026-00112"
    make = make_annex if kind == ANNEX else make_paper
    paper = make(pk=uuid.UUID(int=1), serial=SERIAL, code=code, facts=facts, names=names)
    return dataclasses.replace(paper, pictures=pictures)
