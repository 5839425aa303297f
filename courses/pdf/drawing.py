"""Draw a book with WeasyPrint: tagged PDF/UA, our own fonts only, nothing read but our media files.

What was needed and why: certificates.md 1.2 (conformance), 2.1–2.3 (fonts).
"""

import dataclasses
import functools
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import weasyprint
import weasyprint.urls
from django.conf import settings
from django.template.loader import render_to_string
from weasyprint.logger import PROGRESS_LOGGER
from weasyprint.text.fonts import FontConfiguration

from courses.pdf.joined_letters import keep_letters_joined
from courses.pdf.paper import paper_of
from foundation.languages import typefaces

if TYPE_CHECKING:
    from courses.models import Book
    from courses.selectors.book_contents import BookContents

STYLE = Path(__file__).resolve().parent / "book.css"
# Hints: the number at which a list begins. 200 dots an inch: a telephone's photograph need not stay whole.
OPTIONS: Any = {"pdf_variant": "pdf/ua-1", "presentational_hints": True, "dpi": 200}
HOME = "https://book.invalid/"  # what addresses in texts are relative to; never asked


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """The bytes of a PDF and how many pages it has."""

    pdf: bytes
    pages: int


class OnlyMedia(weasyprint.urls.URLFetcher):  # type: ignore[misc] # reason: WeasyPrint is not typed
    """Reads pictures below MEDIA_ROOT by their address, and nothing else: no network, no other file."""

    def fetch(self, url: str, headers: Any = None) -> weasyprint.urls.URLFetcherResponse:
        """Return the file at an address, or raise ValueError, which WeasyPrint takes for a picture that is missing."""
        parts = urlsplit(url)
        if not url.startswith(HOME) or not parts.path.startswith(settings.MEDIA_URL):
            raise ValueError(url)
        root = Path(settings.MEDIA_ROOT).resolve()
        path = (root / unquote(parts.path.removeprefix(settings.MEDIA_URL))).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise ValueError(url)
        return weasyprint.urls.URLFetcherResponse(url, path.read_bytes())


class _Pages(logging.Handler):
    """Tells how many pages are laid out: WeasyPrint says so in its log of progress only."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        super().__init__(logging.INFO)
        self._tell = tell
        self._most = 0
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Count; an error of `tell` (the job was cancelled) stops the drawing."""
        if "Page" not in str(record.msg) or not record.args or record.thread != self._thread:
            return
        page = record.args[0] if isinstance(record.args, tuple) else 0
        if isinstance(page, int) and page > self._most:  # pages are laid out again when numbers in the text change
            self._most = page
            self._tell(page)


def draw(book: "Book", contents: "BookContents", laid_out: Callable[[int], None]) -> Drawn:
    """Return the PDF of a book; the same contents give the same bytes. `laid_out` is told the pages as they come."""
    html = render_to_string("courses/book_paper.html", {"paper": paper_of(book, contents)})
    pages = _Pages(laid_out)
    level, passes_on = PROGRESS_LOGGER.level, PROGRESS_LOGGER.propagate
    keep_letters_joined()
    with typefaces.drawing:
        PROGRESS_LOGGER.addHandler(pages)
        PROGRESS_LOGGER.setLevel(logging.INFO)
        PROGRESS_LOGGER.propagate = False  # a line a page is nothing for the log of the worker
        try:
            source = weasyprint.HTML(string=html, base_url=HOME, url_fetcher=OnlyMedia())
            document = source.render(font_config=_fonts(), stylesheets=[_style()], **OPTIONS)
            pdf = document.write_pdf(pdf_identifier=book.pk.bytes, **OPTIONS)
        finally:
            PROGRESS_LOGGER.removeHandler(pages)
            PROGRESS_LOGGER.setLevel(level)
            PROGRESS_LOGGER.propagate = passes_on
    assert isinstance(pdf, bytes)
    return Drawn(pdf, len(document.pages))


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=1)
def _style() -> weasyprint.CSS:
    css = STYLE.read_text(encoding="utf-8")
    return weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=OnlyMedia())
