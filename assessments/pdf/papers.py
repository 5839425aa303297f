"""The exam sheet and the protocol of a cohort as PDF: whole in Tajik, then whole in a second language.

Drawn from the rows alone, so that the same rows give the same bytes. Dari pages are mirrored: they begin at the right.
"""

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import weasyprint
import weasyprint.urls
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import override
from weasyprint.text.fonts import FontConfiguration

from accounts.selectors.audit_chain import printed_line
from foundation.languages import typefaces
from foundation.languages.titles import direction, html_lang

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from assessments.selectors.exam_papers import ExamPaper, PaperText

STYLE = Path(__file__).resolve().parent / "papers.css"
NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
FIRST_LANGUAGE = "tg"
SECOND_LANGUAGES = ("ru", "fa-af", "en")
MANY_COLUMNS = 9


def draw_exam_sheet(paper: "ExamPaper") -> bytes:
    """Return the exam sheet as PDF: a line a person, with tests, practical exercises, grades in words, signatures."""
    return _draw(paper, "assessments/exam_sheet_paper.html")


def draw_protocol(paper: "ExamPaper") -> bytes:
    """Return the protocol as PDF: commission, list with outcomes, not admitted and why, honours, signatures."""
    return _draw(paper, "assessments/protocol_paper.html")


def _draw(paper: "ExamPaper", template: str) -> bytes:
    parts = [_part(paper, text, template) for text in paper.texts]
    first = paper.texts[0].language
    html = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><title>{}</title></head><body>{}</body></html>',
        html_lang(first),
        paper.cohort.code,
        format_html("{}" * len(parts), *parts),
    )
    with typefaces.drawing:
        pdf = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE).write_pdf(
            stylesheets=[_style()], font_config=_fonts()
        )
    assert isinstance(pdf, bytes)
    return pdf


def _part(paper: "ExamPaper", text: "PaperText", template: str) -> "SafeString":
    """Return the whole paper in one language."""
    turn = direction(text.language)
    columns = len(text.practicals) + len(text.parts) + len(text.exits)
    with override(text.language):
        page = format_html(
            _("Page %(page)s of %(pages)s").replace("%(page)s", "{page}").replace("%(pages)s", "{pages}"),
            **{name: format_html('<span class="{}-{}"></span>', name, turn) for name in ("page", "pages")},
        )
        context = {
            "paper": paper,
            "text": text,
            "cohort": paper.cohort,
            "protocol": paper.protocol,
            "lang": html_lang(text.language),
            "dir": turn,
            "page": page,
            "record": printed_line(text.language),
            "small": columns > MANY_COLUMNS,
        }
        return render_to_string(template, context)


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=1)
def _style() -> Any:
    css = STYLE.read_text(encoding="utf-8")
    return weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)
