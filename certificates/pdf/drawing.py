"""Draw a certificate with WeasyPrint: PDF/A-3a (tagged), our own fonts only, the same bytes every time.

What was needed and why: certificates.md 1.2 (conformance), 1.3 (time), 2.1–2.3 (fonts).
"""

import base64
import functools
import io
import threading
from typing import Any

import pydyf
import segno
import weasyprint
import weasyprint.urls
from weasyprint.text.fonts import FontConfiguration

from certificates.pdf.art import Art
from certificates.pdf.sheets import art_of, html_of, style_of
from certificates.selectors.papers import Paper
from foundation.languages import typefaces

VARIANT = "pdf/a-3a"

NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)

_drawing = threading.Lock()  # Pango's font map is shared and not made for threads


def draw(paper: Paper) -> bytes:
    """Return the PDF of a certificate. Nothing but the record and this program's files is read."""
    html = html_of(paper, _qr(paper.short_url))
    with _drawing:
        document = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE)
        pdf = document.write_pdf(
            stylesheets=[_style(paper.look.layout)],
            font_config=_fonts(),
            pdf_variant=VARIANT,
            pdf_identifier=paper.id.bytes,
            finisher=functools.partial(_put_art_under, art_of(paper)),
        )
    assert isinstance(pdf, bytes)
    return pdf


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=8)
def _style(layout: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=style_of(layout), font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)


def _qr(url: str) -> str:
    """Return the QR code as a data address of a small picture, black squares of one pixel each."""
    target = io.BytesIO()
    segno.make(url, error="m", micro=False).save(target, kind="png", scale=1, border=2)
    return f"data:image/png;base64,{base64.b64encode(target.getvalue()).decode('ascii')}"


def _put_art_under(under_text: Art, document: Any, pdf: Any) -> None:
    """Add the art as a Form XObject and draw it before the text, marked as decoration for readers of tagged PDF."""
    form = pydyf.Stream(
        [under_text.data],
        pydyf.Dictionary(
            {
                "Filter": "/FlateDecode",
                "Type": "/XObject",
                "Subtype": "/Form",
                "BBox": pydyf.Array([0, 0, under_text.width, under_text.height]),
                "Resources": pydyf.Dictionary({}),
            }
        ),
    )
    pdf.add_object(form)
    under = pydyf.Stream([b"/Artifact BMC q /CertificateArt Do Q EMC"])
    pdf.add_object(under)
    page = pdf.objects[pdf.pages["Kids"][0]]
    resources = pdf.objects[int(page["Resources"].split()[0])]
    resources["XObject"]["CertificateArt"] = form.reference
    page["Contents"] = pydyf.Array([under.reference, page["Contents"]])
