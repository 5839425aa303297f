"""Measure a search over 216 lessons of 350 words in four languages: `python -m bench.search` (one minute).

Works in a temporary folder. The words are those of the manuscripts of M2.2 and GEN2, shuffled, so that most queries
find very many lessons: the worst case. CPU time of the selector, without the page round it.
"""

import functools
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LESSON_WORDS = 350
REPEATS = 5
QUERIES = {
    "tg": ("шиносномаҳо", "раками санчиши", "TD3", "M3.2.1", "сархадбонон", "занонро", "хуҷҷати қалбаки", "зан", "а"),
    "fa-af": ("پاسپورتها", "كارت‌هاي", "تلاشی زنان", "ارقام كنترولي", "سرحد", "پناهندگان", "۴۴", "می شود", "معلومات"),
    "ru": ("паспортов", "контрольных цифр", "досмотра женщин", "беженцев", "пограничники", "1951", "М2.2.1", "лицо"),
    "en": ("check digits", "searching women", "passports", "refugees", "transliterations", "e-passport", "document"),
}


def main() -> None:
    """Build the data, search, print a table; the folder is thrown away."""
    with tempfile.TemporaryDirectory(prefix="omuzgoh-search-") as folder:
        for name, value in {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "OMUZGOH_VAR": folder,
            "SECRET_KEY": "bench",
            "MASTER_KEY": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        }.items():
            os.environ[name] = value
        import django  # noqa: PLC0415 - reason: the settings are named a line above

        django.setup()
        _measure(_build())


def _build() -> Any:
    from django.conf import settings  # noqa: PLC0415 - reason: after django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - reason: after django.setup()
    from django.utils import timezone  # noqa: PLC0415 - reason: after django.setup()

    from accounts.enums import Role  # noqa: PLC0415 - reason: after django.setup()
    from accounts.models import User  # noqa: PLC0415 - reason: after django.setup()
    from accounts.services.roles import give_role  # noqa: PLC0415 - reason: after django.setup()
    from courses.models import Lesson, LessonEdition  # noqa: PLC0415 - reason: after django.setup()
    from courses.services.editions import LessonText, publish_lessons  # noqa: PLC0415 - reason: after django.setup()

    print("building", file=sys.stderr, flush=True)
    call_command("migrate", verbosity=0)
    call_command("load_curriculum", folder=str(Path(settings.BASE_DIR) / "curriculum"), stdout=sys.stderr)
    chance = random.Random(20)
    for language in QUERIES:
        written = LessonEdition.objects.filter(language=language, words__gt=0)
        words = " ".join(written.values_list("text", flat=True)).split()
        texts = []
        for lesson in Lesson.objects.select_related("module"):
            text = " ".join(chance.sample(words, LESSON_WORDS))
            texts.append(
                LessonText(
                    lesson=lesson,
                    language=language,
                    title=" ".join(text.split()[:6]),
                    body=f"<section><p>{text}</p></section>" * 3,
                    text=text,
                    source_hash="bench",
                )
            )
        publish_lessons(texts=texts, by=None, at=timezone.now())
    editor = User.objects.create(service_number="BENCH-1")
    give_role(user=editor, role=Role.EDITOR, centre=None, by=None)
    return User.objects.get(pk=editor.pk)


def _measure(user: Any) -> None:
    from courses.selectors.search import search  # noqa: PLC0415 - reason: after django.setup()

    print(f"{'language':9} {'query':22} {'results':>7} {'first, ms':>10} {'then, ms':>9}")
    first, later = [], []
    for language, queries in QUERIES.items():
        for query in queries:
            search(user, "100500", language)  # warms the connection only
            work = functools.partial(search, user, query, language)
            began, found = _timed(work)
            rest = [_timed(work)[0] for _ in range(REPEATS)]
            first.append(began)
            later.append(statistics.median(rest))
            print(f"{language:9} {query:22} {found.total:7} {began:10.1f} {later[-1]:9.1f}")
    print(f"median {statistics.median(first):.1f} / {statistics.median(later):.1f} ms", end=", ")
    print(f"slowest {max(first):.1f} / {max(later):.1f} ms")


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    begin = time.process_time()
    result = work()
    return (time.process_time() - begin) * 1000, result


if __name__ == "__main__":
    main()
