"""Draw a certificate with WeasyPrint: PDF/A-3a and PDF/UA-1 at once, our own fonts only, the same bytes every time.

What was needed and why: certificates.md 1.2 (conformance), 1.3 (time), 2.1–2.3 (fonts).
"""

import base64
import dataclasses
import datetime
import functools
import io
from collections.abc import Sequence

import segno
import weasyprint
import weasyprint.urls
from weasyprint.text.fonts import FontConfiguration

from certificates.domain.designs import NO_EMBLEM
from certificates.domain.marks import CREDENTIAL_FILE
from certificates.pdf.finishing import finish, languages_marked, put_arts_under
from certificates.pdf.sheets import art_of, html_of, style_of
from certificates.selectors.papers import Paper
from foundation.languages import typefaces

VARIANT = "pdf/a-3a"
MASK, QUIET = 3, 4  # of the QR code: the mask, and the white modules around it

NOTHING_OUTSIDE = weasyprint.urls.URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)


def draw(paper: Paper, *, qr: str = "", credential: str = "") -> bytes:
    """Return the PDF of a certificate, not yet signed. Nothing but what is given and this program's files is read.

    `qr` is the address in the QR code (without one the paper's short address), `credential` a signed token that is
    attached. The same values make the same bytes.
    """
    html = html_of(paper, _qr(qr or paper.short_url))
    attachments = [_attachment(credential, paper.made_at)] if credential else []
    with typefaces.drawing, languages_marked():
        document = weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE)
        pdf = document.write_pdf(
            stylesheets=[_style(paper.look.layout)],
            font_config=_fonts(),
            pdf_variant=VARIANT,
            pdf_identifier=paper.id.bytes,
            attachments=attachments,
            finisher=functools.partial(finish, art_of(paper)),
        )
    assert isinstance(pdf, bytes)
    return pdf


@dataclasses.dataclass(frozen=True)
class OnBlank:
    """A paper for a pre-printed numbered blank: what stands in its QR code, and by how much the printer must shift."""

    paper: Paper
    qr: str = ""
    right_mm: float = 0
    down_mm: float = 0


def draw_on_blanks(prints: Sequence[OnBlank]) -> bytes:
    """Return the text of certificates alone, a page each, without art and lines, for pre-printed numbered blanks.

    Each text is shifted by its millimetres to the right and down. Not kept, not signed.
    """
    with typefaces.drawing:
        documents = [_bare(one) for one in prints]
        pages = [page for document in documents for page in document.pages]
        pdf = documents[0].copy(pages).write_pdf(pdf_identifier=prints[0].paper.id.bytes)
    assert isinstance(pdf, bytes)
    return pdf


def _bare(one: OnBlank) -> weasyprint.Document:
    unlined = "*, ::before, ::after { border-color: transparent !important; background: none !important }"
    moved = f"body {{ left: {one.right_mm}mm; top: {one.down_mm}mm }}"
    shift = weasyprint.CSS(string=f"{unlined} {moved}", url_fetcher=NOTHING_OUTSIDE)
    paper = dataclasses.replace(one.paper, look=dataclasses.replace(one.paper.look, emblem=NO_EMBLEM, ground=""))
    html = html_of(paper, _qr(one.qr or paper.short_url))
    return weasyprint.HTML(string=html, url_fetcher=NOTHING_OUTSIDE).render(
        stylesheets=[_style(paper.look.layout), shift], font_config=_fonts()
    )


def draw_together(papers: Sequence[Paper]) -> bytes:
    """Return several papers in one file, a page each, to be looked at or printed for a test. Not kept, not signed."""
    sheets = [art_of(paper) for paper in papers]
    with typefaces.drawing:
        documents = [
            weasyprint.HTML(string=html_of(paper, _qr(paper.short_url)), url_fetcher=NOTHING_OUTSIDE).render(
                stylesheets=[_style(paper.look.layout)], font_config=_fonts()
            )
            for paper in papers
        ]
        pages = [page for document in documents for page in document.pages]
        pdf = documents[0].copy(pages).write_pdf(finisher=lambda _document, pdf: put_arts_under(sheets, pdf))
    assert isinstance(pdf, bytes)
    return pdf


def _attachment(credential: str, made_at: str) -> weasyprint.Attachment:
    """Return the attachment, with the paper's moment instead of the clock's. It can be written once only."""
    moment = datetime.datetime.fromisoformat(made_at).astimezone(datetime.UTC)
    return weasyprint.Attachment(
        string=credential,
        name=CREDENTIAL_FILE,
        description="Open Badges 3.0",
        created=moment,
        modified=moment,
        relationship="Data",
    )


@functools.lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """Return a font configuration that knows our fonts and no other."""
    with typefaces.only_ours():
        return FontConfiguration()


@functools.lru_cache(maxsize=8)
def _style(layout: str) -> weasyprint.CSS:
    return weasyprint.CSS(string=style_of(layout), font_config=_fonts(), url_fetcher=NOTHING_OUTSIDE)


def _qr(address: str) -> str:
    """Return the QR code as a data address of a small picture, black squares of one pixel each.

    The mask is fixed: trying all eight takes four times as long, and every reader reads every mask.
    """
    target = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=MASK).save(target, kind="png", scale=1, border=QUIET)
    return f"data:image/png;base64,{base64.b64encode(target.getvalue()).decode('ascii')}"
