"""Words in the order of their alphabets, and every list of ours that is sorted by words, tried with them.

Used on SQLite and on PostgreSQL: the order must not hang on a database's collation (languages-and-weak-links.md 1.6).
"""

import random
from typing import Any

from django.utils import timezone

from courses.enums import ReferenceKind
from courses.models import Course, Term, TermEdition
from courses.selectors.cohorts import candidates, named, roster
from courses.selectors.glossary import Reader, glossary
from courses.selectors.library import Filter, library_for
from courses.services.editions import TermText, publish_terms
from courses.services.library import DocumentText, write_document
from tests.factories.accounts import make_person
from tests.factories.courses import enrol, make_cohort

# Each of ғ ӣ қ ӯ ҳ ҷ ё after its twin, and pairs that are wrong where ё ӣ ӯ count as accents.
TAJIK = (
    "адад", "боғ", "вақт", "гул", "ғазал", "дарё", "ер", "ея", "ёр", "жола", "замин", "иб", "ид", "ӣа", "йод",
    "китоб", "қалам", "лола", "ум", "уя", "ӯба", "хона", "ҳаво", "ҷон",
)  # fmt: skip
DARI = (
    "آب", "بابا", "پدر", "تاج", "ثنا", "جان", "چای", "حمید", "خالد", "دریا", "ذکی", "رضا", "ژاله", "سلیم", "عمر",
    "غلام", "فرید", "قاسم", "كابل", "گل", "لیلا", "مریم", "نور", "وحید", "هدایت", "يوسف",
)  # fmt: skip
ORDERS = {"tg": TAJIK, "fa-af": DARI}


def wrong_lists(cast: Any) -> list[str]:
    """Fill every list with shuffled words; return which of them come in another order than that of the alphabet."""
    wrong = []
    for language, words in ORDERS.items():
        shuffled = list(words)
        random.Random(5).shuffle(shuffled)
        for name, found in _lists(cast, shuffled, language).items():
            if found != list(words):
                wrong.append(f"{name} {language}: {' '.join(found)}")
    return wrong


def _lists(cast: Any, shuffled: list[str], language: str) -> dict[str, list[str]]:
    return {**_terms(shuffled, language), **_documents(cast, shuffled, language), **_people(cast, shuffled, language)}


def _terms(shuffled: list[str], language: str) -> dict[str, list[str]]:
    TermEdition.objects.all().delete()
    rows = [
        Term.objects.get_or_create(code=f"T{place:03}", defaults={"topic": "border"})[0]
        for place in range(len(shuffled))
    ]
    texts = [
        TermText(term=row, language=language, title=word, source_hash=word)
        for row, word in zip(rows, shuffled, strict=True)
    ]
    publish_terms(texts=texts, by=None, at=timezone.now())
    in_database = TermEdition.objects.filter(language=language).order_by("sort_key").values_list("title", flat=True)
    entries = glossary(language, Reader(drafts=True, marks=False, notes=False))
    return {"terms": [entry.name.text for entry in entries], "stored keys": list(in_database)}


def _documents(cast: Any, shuffled: list[str], language: str) -> dict[str, list[str]]:
    for place, word in enumerate(shuffled):
        write_document(
            code=f"{language}-{place}",
            kind=ReferenceKind.LAW if language == "tg" else ReferenceKind.FORM,
            courses=Course.objects.all(),
            texts=[DocumentText(language=language, title=word)],
            by=None,
            at=timezone.now(),
        )
    kind = "law" if language == "tg" else "form"
    shelf = library_for(cast.editor, Filter(kind=kind), language, timezone.localdate()).shelves[0]
    return {"library": [document.title.text for document in shelf.documents]}


def _people(cast: Any, shuffled: list[str], language: str) -> dict[str, list[str]]:
    script = "cyrl" if language == "tg" else "arab"
    people = [
        make_person(surname="", given=word, father="", script=script, centre=cast.khorog, latin=None)
        for word in shuffled
    ]
    cohort = make_cohort(centre=cast.khorog, instructors=(cast.instructor,))
    waiting = candidates(cohort, type(people[0]).objects.filter(pk__in=[one.pk for one in people]), language)
    enrol(cohort, *people, by=cast.registrar)
    return {
        "candidates": [line.name for line in waiting],
        "roster": [line.name for line in roster(cohort, language, by=cast.instructor)],
        "people": [name for _, name in named(people, language)],
    }
