"""Lessons: what a page costs the server, and what a first visit costs the line."""

import functools
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin

from bench.browser import Answer, SmallBrowser
from bench.figures import Figure, figure, worst
from bench.site import LANGUAGES, Site

PAGES = 2000
BATCHES = 10
KB = 1000
ARABIC = re.compile(r"[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
IMPORTED = re.compile(r"""\b(?:from|import)\s*\(?["'](\.{1,2}/[^"']+)["']""")
IN_STYLE = re.compile(r"""url\(["']?([^"')]+)["']?\)|@import\s+["']([^"']+)["']""")
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


def lesson_path(language: str, code: str) -> str:
    return f"/{language}/courses/lessons/{code}/"


def cpu(site: Site) -> list[Figure]:
    """Return the server's CPU for a lesson page and, to judge it by, for an answer without any page."""
    visits = _visits(site)
    for visit in visits[:200]:
        visit()
    pages = site.server.cpu_each(visits, batches=BATCHES)
    visitor = site.visitor()
    empty = site.server.cpu_each([functools.partial(visitor.get, "/healthy")] * PAGES, batches=BATCHES)
    people = [site.trainee(place) for place in range(100)]
    homes = [functools.partial(people[turn % 100].get, "/tg/home/") for turn in range(500)]
    return [
        figure("lesson page: CPU", pages, "ms", n=PAGES, bar=2),
        figure("empty answer: CPU", empty, "ms", n=PAGES),
        figure("trainee's home: CPU", site.server.cpu_each(homes, batches=5), "ms", n=500),
    ]


def _visits(site: Site) -> list[Callable[[], Answer]]:
    """Every lesson in every language by trainees in turn, each over a connection of their own."""
    lessons = site.plan["lessons"]
    people = [site.trainee(place) for place in range(100)]
    return [
        functools.partial(people[turn % 100].get, lesson_path(LANGUAGES[turn % 4], lessons[turn // 4 % len(lessons)]))
        for turn in range(PAGES)
    ]


def queries(site: Site) -> list[Figure]:
    """Return the statements of a lesson page: the most over all lessons and languages, everything warm."""
    trainee = site.trainee(0)
    found = []
    for _ in range(2):
        found = [
            trainee.get(lesson_path(language, code)).queries for language in LANGUAGES for code in site.plan["lessons"]
        ]
    homes = [site.trainee(place).get("/tg/home/").queries for place in range(8)]
    return [
        worst("lesson page: queries", found, "queries", bar=6),
        worst("trainee's home: queries", homes, "queries"),
    ]


def sizes(site: Site) -> list[Figure]:
    """Return, for each language, the size of lessons and of the first visit to the heaviest one, without pictures."""
    found = []
    for language in LANGUAGES:
        trainee = site.trainee(1)
        pages = {code: trainee.get(lesson_path(language, code)) for code in site.plan["written"]}
        kilobytes = {code: len(page.raw) / KB for code, page in pages.items()}
        found.append(worst(f"lesson HTML, {language}: gzip", list(kilobytes.values()), "KB", bar=14))
        heaviest = max(kilobytes, key=lambda code: kilobytes[code])
        parts = first_visit(site.trainee(2), lesson_path(language, heaviest))
        found.append(Figure(f"first visit, {language}: bytes", sum(parts) / KB, "KB", len(parts), bar=40))
        found.append(Figure(f"first visit, {language}: requests", len(parts), "requests", 1, bar=6))
    return found


def first_visit(browser: SmallBrowser, path: str, *further: str) -> list[int]:
    """Return the bytes, headers included, of all that a browser with an empty cache fetches for a page.

    `further` are pages and scripts that scripts of the page fetch, with what they need in their turn.
    """
    reader, kept = PageParts(), PageParts()
    fetched: dict[str, int] = {}
    for one in (path, *further):
        page = browser.get(one)
        fetched[one] = page.wire_bytes
        if "text/html" in page.headers["content-type"]:
            (reader if one == path else kept).feed(page.text)  # what is kept is not shown: it asks for no font
    waiting = [urljoin(path, address) for address in (*reader.addresses, *kept.addresses)]
    while waiting:
        address = waiting.pop()
        if address in fetched:
            continue
        part = browser.get(address)
        fetched[address] = part.wire_bytes
        waiting.extend(needed_by(address, part.text, arabic=reader.arabic))
    return list(fetched.values())


def needed_by(address: str, text: str, *, arabic: bool) -> Iterator[str]:
    """Yield what a style sheet or script fetches. Our only font holds Arabic letters, and loads where they stand."""
    path = address.partition("?")[0]
    if path.endswith(".css"):
        for found in IN_STYLE.finditer(text):
            target = found.group(1) or found.group(2)
            if not target.startswith("data:") and (arabic or not target.endswith((".woff2", ".woff"))):
                yield urljoin(address, target)
    elif path.endswith(".js"):
        yield from (urljoin(address, found.group(1)) for found in IMPORTED.finditer(text))


class PageParts(HTMLParser):
    """Style sheets, scripts and icon of a page, and whether Arabic letters are shown in the Dari font.

    That font is asked for by `:lang(fa)`; names of languages in lists of languages do without it (css/site.css).
    """

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.arabic = False
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "link" and set(said.get("rel", "").split()) & {"stylesheet", "icon", "modulepreload", "preload"}:
            self.addresses.append(said["href"])
        if tag == "script" and said.get("src"):
            self.addresses.append(said["src"])
        if tag in VOID:
            return
        dari = self._open[-1][1] if self._open else False
        listed = "hreflang" in said or "data-in-passing" in said or said.get("name") == "language"
        if "lang" in said and not listed:
            dari = said["lang"].startswith("fa")
        self._open.append((tag, dari))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] and ARABIC.search(data):
            self.arabic = True
