"""The evidence file of a certificate as PDF, in the reader's language."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import weasyprint
import weasyprint.urls
from django.template.loader import render_to_string
from django.utils.translation import override
from weasyprint.text.fonts import FontConfiguration

from foundation.languages import typefaces
from foundation.languages.titles import direction, html_lang

if TYPE_CHECKING:
    import datetime

    from certificates.selectors.evidence import Evidence

STYLE = Path(__file__).resolve().parent / "evidence.css"
NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)


def draw_evidence(evidence: "Evidence", language: str, *, made_at: "datetime.datetime", made_for: str) -> bytes:
    """Return the file as PDF; `made_for` is the service number of who opened it, printed at the foot."""
    turn = direction(language)
    with override(language):
        html = render_to_string(
            "certificates/evidence_paper.html",
            {
                "evidence": evidence,
                "language": language,
                "lang": html_lang(language),
                "dir": turn,
                "made_at": made_at,
                "made_for": made_for,
            },
        )
    with typefaces.drawing:
        pdf = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE).write_pdf(
            stylesheets=[_style()], font_config=_fonts()
        )
    assert isinstance(pdf, bytes)
    return pdf


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=1)
def _style() -> Any:
    css = STYLE.read_text(encoding="utf-8")
    return weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)
