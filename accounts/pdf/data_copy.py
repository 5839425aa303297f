"""Draw a person's own copy with WeasyPrint: A4, one language, our own fonts only."""

import datetime
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import weasyprint
import weasyprint.urls
from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint.text.fonts import FontConfiguration

from accounts.selectors.data_copy import Section, written
from foundation.languages import typefaces
from foundation.languages.calendars import format_date
from foundation.languages.titles import direction, html_lang

STYLE = Path(__file__).resolve().parent / "data_copy.css"
NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)


def draw(*, number: str, sections: Sequence[Section], language: str, calendar: Any, on: datetime.date) -> bytes:
    """Return the PDF of the sections in a language, with dates in the person's calendar."""
    context: dict[str, Any] = {
        "number": number,
        "day": format_date(on, language, calendar),
        "lang": html_lang(language),
        "dir": direction(language),
    }
    with override(language):
        context["sections"] = [
            Section(
                section.title,
                section.headings,
                [[written(value, language, calendar) for value in line] for line in section.lines],
                facts=section.facts,
            )
            for section in sections
        ]
        html = render_to_string("accounts/data_copy_paper.html", context)
    with typefaces.drawing:
        document = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE)
        pdf = document.write_pdf(stylesheets=[_style()], font_config=_fonts(), pdf_variant="pdf/ua-1")
    assert isinstance(pdf, bytes)
    return pdf


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=1)
def _style() -> weasyprint.CSS:
    return weasyprint.CSS(string=STYLE.read_text("utf-8"), font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)
