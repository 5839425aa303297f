"""Samples as they leave the house: sealed and signed, of nobody, and by development keys only."""

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from certificates.domain.serials import SERVICE
from certificates.enums import KeyPurpose
from certificates.pdf.drawing import draw
from certificates.pdf.samples import PEOPLE, TITLES
from certificates.selectors.issuer_keys import issuer
from certificates.signing import seal
from certificates.signing.credential import Subject, make_credential
from certificates.signing.keys import DevelopmentKeysError, load_key
from certificates.signing.pades import sign_pdf

if TYPE_CHECKING:
    from certificates.selectors.papers import Paper

PLACE = (1, 94_567)  # in the list of states


def specimen(paper: "Paper") -> bytes:
    """Return a sample paper, signed. Raises DevelopmentKeysError where the keys are real: they sign no samples."""
    keys = {purpose: load_key(purpose) for purpose in KeyPurpose}
    if not all(key.development for key in keys.values()):
        raise DevelopmentKeysError("real keys sign no samples")
    code = paper.code.replace("-", "")
    salt, names = bytes(seal.SALT_BYTES), PEOPLE["short"]
    claims = seal.Claims(
        code=code,
        serial=paper.serial,
        issuer=SERVICE,
        course="BIC",
        issued=202611,
        status_list=PLACE[0],
        status_index=PLACE[1],
        valid_until=datetime.date(2029, 11, 20),
        salt=salt,
        commitments=seal.commitments(salt, names),
    )
    subject = Subject(
        code=code,
        serial=paper.serial,
        programme="BIC-3M",
        version=1,
        titles=TITLES,
        course=TITLES["en"],
        hours=360,
        valid_from=datetime.datetime(2026, 11, 20, tzinfo=timezone.get_default_timezone()),
        valid_until=None,
        status_list=PLACE[0],
        status_index=PLACE[1],
        salt=salt.hex(),
        names=names,
    )
    address = seal.address(issuer().site_url, seal.make_seal(claims, keys[KeyPurpose.SEAL]))
    token = make_credential(subject, issuer(), keys[KeyPurpose.CREDENTIAL])
    pdf = draw(paper, qr=address, credential=token)
    return sign_pdf(pdf, keys[KeyPurpose.DOCUMENT])
