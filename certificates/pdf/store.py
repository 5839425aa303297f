"""The PDF of a certificate: as it was kept; or sealed, drawn, signed and kept now."""

import base64
import contextlib
import datetime
import gc
import logging
import uuid
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from django.utils import timezone

from certificates.enums import KeyPurpose
from certificates.pdf.drawing import draw
from certificates.selectors.papers import annex_paper_of, paper_of
from certificates.services.files import keep_annex, keep_file, kept_annex, kept_file
from certificates.services.issuer_keys import signing_keys
from certificates.services.sealing import qr_address, seal_certificates
from certificates.signing.pades import sign_pdf
from certificates.signing.verify import Signatory, signed_by

if TYPE_CHECKING:
    from certificates.models import Certificate
    from certificates.signing.keys import Key

logger = logging.getLogger("omuzgoh.certificates")


class SigningFailedError(Exception):
    """What was signed does not verify: nothing is kept."""


def unsigned(certificate: "Certificate", credential: str) -> bytes:
    """Return the paper as it is before it is signed: the same bytes every time."""
    return draw(paper_of(certificate), qr=qr_address(certificate), credential=credential)


def draw_and_keep(certificate: "Certificate") -> bytes:
    """Seal, draw, sign and keep one PDF; return it. No transaction is open meanwhile.

    Raises KeysError, or KeyDestroyedError for an erased person.
    """
    for pdf in draw_some([certificate]):
        return pdf
    raise SigningFailedError


def draw_some(certificates: Sequence["Certificate"]) -> Iterator[bytes]:
    """Seal some certificates together, then draw, sign and keep them one by one, each as it is asked for."""
    now = timezone.now()
    credentials = seal_certificates(certificates, at=now)
    key = signing_keys(at=now)[KeyPurpose.DOCUMENT]
    signatory = Signatory(base64.b64decode(key.chain_in_base64[0]), key.kid)
    for certificate in certificates:
        yield _one(certificate, credentials, key, signatory, now)


@contextlib.contextmanager
def _collecting_later() -> Iterator[None]:
    """Let Python look for garbage after a paper, not while it is laid out: a quarter of the time (bench/)."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _one(
    certificate: "Certificate",
    credentials: dict[uuid.UUID, str],
    key: "Key",
    signatory: Signatory,
    at: datetime.datetime,
) -> bytes:
    if certificate.file_sha256:
        logger.warning("certificate %s: its file was lost, so it is signed again", certificate.pk)
    with _collecting_later():
        pdf = sign_pdf(unsigned(certificate, credentials[certificate.pk]), key)
    if not signed_by(pdf, signatory):
        raise SigningFailedError(str(certificate.pk))
    keep_file(certificate=certificate, pdf=pdf, at=at)
    return pdf


def annex_of(certificate: "Certificate") -> bytes | None:
    """Return the annex with the grades: the kept file, else drawn, signed and kept now; None when there is none.

    It carries the seal and the credential of its certificate. Raises what `draw_and_keep` raises.
    """
    kept = kept_annex(certificate)
    paper = None if kept else annex_paper_of(certificate)
    if paper is None:
        return kept
    now = timezone.now()
    credential = seal_certificates([certificate], at=now)[certificate.pk]
    key = signing_keys(at=now)[KeyPurpose.DOCUMENT]
    pdf = sign_pdf(draw(paper, qr=qr_address(certificate), credential=credential), key)
    keep_annex(certificate=certificate, pdf=pdf, at=now)
    return pdf


def pdf_of(certificate: "Certificate") -> bytes:
    """Return the PDF of a certificate (with its person): the kept file, else one signed anew."""
    return kept_file(certificate) or draw_and_keep(certificate)
