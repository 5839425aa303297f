"""The PDF of a certificate: as it was kept, or drawn again from the record when the file is missing."""

import hashlib
import logging
from typing import TYPE_CHECKING

from certificates.pdf.drawing import draw
from certificates.selectors.papers import paper_of
from certificates.services.files import keep_file, kept_file

if TYPE_CHECKING:
    from certificates.models import Certificate

logger = logging.getLogger("omuzgoh.certificates")


def draw_and_keep(certificate: "Certificate") -> bytes:
    """Draw the PDF and keep it. No transaction is open meanwhile. Raises KeyDestroyedError for an erased person."""
    pdf = draw(paper_of(certificate))
    if certificate.file_sha256 and hashlib.sha256(pdf).hexdigest() != certificate.file_sha256:
        # Another version of WeasyPrint or Pango draws other bytes; the record, and so the content, is the same.
        logger.error("certificate %s was drawn again with other bytes than those registered", certificate.pk)
        return pdf
    keep_file(certificate=certificate, pdf=pdf)
    return pdf


def pdf_of(certificate: "Certificate") -> bytes:
    """Return the PDF of a certificate (with its person): the kept file, else drawn again with the same bytes."""
    return kept_file(certificate) or draw_and_keep(certificate)
