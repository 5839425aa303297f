"""Budgets of the line: a lesson takes 14 KB at most, compressed; a first visit to it 40 KB and 6 requests, no pictures.

Statements have their budgets beside the views (tests/<app>/views); times are measured by `make bench`, never here.
"""

import gzip
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from bench.reading import PageParts, needed_by
from cms.rendering import render_blocks
from courses.models import Lesson, LessonEdition
from courses.selectors.manuscripts import LANGUAGES, LESSON, read
from tests.factories.courses import make_lesson, make_module

KB = 1000
HTML, VISIT, REQUESTS = 14 * KB, 40 * KB, 6
INHERITS = 'a[hreflang], [data-in-passing], button[name="language"] { font-family: inherit; }'
WRITTEN = sorted(
    path for path in Path(settings.BASE_DIR).glob("curriculum/*/*.en.txt") if path.name.startswith(path.parent.name)
)


def compressed(data: bytes) -> int:
    return len(gzip.compress(data, 6, mtime=0))


def static_text(address: str) -> bytes:
    found = finders.find(address.removeprefix(settings.STATIC_URL))
    assert isinstance(found, str), f"{address} is not a static file"
    return Path(found).read_bytes()


def fetched_for(path: str, html: str, *, arabic: bool | None = None) -> dict[str, int]:
    """Return the bytes on the line of everything that a browser with an empty cache fetches for a page."""
    page = PageParts()
    page.feed(html)
    sizes = {path: compressed(html.encode())}
    waiting = [urljoin(path, address) for address in page.addresses]
    while waiting:
        address = waiting.pop()
        if address in sizes:
            continue
        data = static_text(address)
        sizes[address] = min(len(data), compressed(data))
        text = data.decode("utf-8", "replace")
        waiting.extend(needed_by(address, text, arabic=page.arabic if arabic is None else arabic))
    return sizes


@pytest.fixture
def lesson(cast) -> Lesson:
    """A lesson that the trainee of the cast may read."""
    module = make_module("M2.2")
    return module.lessons.first() or make_lesson(module, 1)


def show(client: Client, lesson: Lesson, language: str, manuscript: Path) -> str:
    """Publish a manuscript as the newest edition of the lesson and return the page."""
    said = render_blocks(read(manuscript.with_name(f"{manuscript.name[:-7]}.{language}.txt"), LESSON), language)
    newest = LessonEdition.objects.filter(lesson=lesson, language=language).order_by("-number").first()
    LessonEdition.objects.create(
        lesson=lesson,
        language=language,
        number=newest.number + 1 if newest else 1,
        title=said.title,
        summary=said.summary,
        body=said.body,
        text=said.text,
        source_hash="0",
        words=len(said.text.split()),
    )
    answer = client.get(f"/{language}/courses/lessons/{lesson.code}/")
    assert answer.status_code == 200
    assert said.body in answer.content.decode()
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_is_light(cast, lesson: Lesson, language: str) -> None:
    client = cast.client("trainee")
    assert len(WRITTEN) >= 8
    for manuscript in WRITTEN:
        html = show(client, lesson, language, manuscript)
        sizes = fetched_for(f"/{language}/courses/lessons/x/", html)
        page = sizes[f"/{language}/courses/lessons/x/"]
        assert page <= HTML, f"{manuscript.name}: {page} bytes"
        assert sum(sizes.values()) <= VISIT, f"{manuscript.name}: {sizes}"
        assert len(sizes) <= REQUESTS, f"{manuscript.name}: {sorted(sizes)}"


def test_only_readers_of_dari_fetch_its_font(cast, lesson: Lesson) -> None:
    client = cast.client("trainee")
    fonts = {
        language: [name for name in fetched_for("/x/", show(client, lesson, language, WRITTEN[0])) if "font" in name]
        for language in LANGUAGES
    }
    assert INHERITS in static_text("/static/css/site.css").decode()  # what PageParts takes for granted
    assert {language: len(found) for language, found in fonts.items()} == {"en": 0, "tg": 0, "ru": 0, "fa-af": 1}
