"""Papers of the office (ledger, verification record, test page): HTML drawn with our own fonts, tagged."""

import functools
from pathlib import Path
from typing import Any

import weasyprint
import weasyprint.urls
from django.template.loader import render_to_string
from weasyprint.text.fonts import FontConfiguration

from foundation.languages import typefaces

FOLDER = Path(__file__).resolve().parent
NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)


def office_pdf(name: str, context: dict[str, Any], *, identifier: bytes, extra_css: str = "") -> bytes:
    """Return the PDF of the template `certificates/office/<name>.html` with the sheet `office-<name>.css`."""
    html = render_to_string(f"certificates/office/{name}.html", context)
    sheets = [_style(name)]
    if extra_css:
        sheets.append(weasyprint.CSS(string=extra_css, url_fetcher=NOTHING_OUTSIDE))
    with typefaces.drawing:
        document = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE)
        pdf = document.write_pdf(
            stylesheets=sheets, font_config=_fonts(), pdf_variant="pdf/ua-1", pdf_identifier=identifier
        )
    assert isinstance(pdf, bytes)
    return pdf


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=8)
def _style(name: str) -> weasyprint.CSS:
    css = (FOLDER / f"office-{name}.css").read_text(encoding="utf-8")
    return weasyprint.CSS(string=css, font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)
