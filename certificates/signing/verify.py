"""Judge a PDF file that somebody sent: is it one of ours, whole, with not a byte changed since it was signed?

In two steps, so that hostile files cost nothing. First the bytes alone: one signature by a key of ours must cover all
of the file but itself. Nothing is unpacked and no object is followed, so whatever is in the file, time and memory are
those of one hash. Only a file that we made ourselves is then opened: pyHanko looks at the same again as others would
(certificates, revocation lists at the time of signing, coverage, changes), and the credential inside says the code.
"""

import dataclasses
import datetime
import enum
import hashlib
import io
import logging
import re
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from certificates.domain.codes import is_code
from certificates.domain.marks import CREDENTIAL_FILE, MADE_HERE
from certificates.signing.credential import TokenError, read_token

logger = logging.getLogger("omuzgoh.certificates")

MOST_BYTES = 2 * 1024 * 1024
LONGEST_SIGNATURE = 64 * 1024  # characters of hexadecimal
_RANGE = re.compile(
    rb"/ByteRange\s{0,9}\[\s{0,99}(\d{1,9})\s{1,99}(\d{1,9})\s{1,99}(\d{1,9})\s{1,99}(\d{1,9})\s{0,99}\]"
)
_CONTENTS = re.compile(rb"/Contents\s{0,9}<([0-9A-Fa-f]{512,%d})" % LONGEST_SIGNATURE)
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|SubmitForm|RichMedia|EmbeddedGoTo|GoToE)\b")
_WITHIN = 64  # places where a signature is looked for


class Finding(enum.StrEnum):
    """What a file is."""

    GENUINE = "genuine"
    ALTERED = "altered"  # signed by us, and changed since
    STRIPPED = "stripped"  # drawn by us, and the signature is gone
    FOREIGN = "foreign"  # signed by somebody else, perhaps under our name
    WITHDRAWN = "withdrawn"  # signed with a key of ours after it was lost or stolen
    UNSIGNED = "unsigned"
    NOT_PDF = "not_pdf"
    TOO_LARGE = "too_large"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"  # not ours, and holds programs or starts others

    @property
    def refused(self) -> bool:
        """True for what cannot be looked at; nothing is said of a certificate."""
        return self in {Finding.NOT_PDF, Finding.TOO_LARGE, Finding.ENCRYPTED, Finding.ACTIVE}

    @property
    def changed(self) -> bool:
        """True when a file of ours was tampered with."""
        return self in {Finding.ALTERED, Finding.STRIPPED}


@dataclasses.dataclass(frozen=True)
class Signatory:
    """A certificate of a key of ours for documents, in DER; what it signed from `until` on is not believed."""

    certificate: bytes
    kid: str
    until: datetime.datetime | None = None

    @property
    def marks(self) -> tuple[bytes, bytes]:
        """By what a signature of ours is known even when a part of it was changed: certificate and its number."""
        number = x509.load_der_x509_certificate(self.certificate).serial_number
        return self.certificate, number.to_bytes((number.bit_length() + 7) // 8, "big")


@dataclasses.dataclass(frozen=True)
class Trusted:
    """All that is believed: our certificates for documents, their roots in DER, our keys for credentials by kid."""

    signatories: tuple[Signatory, ...]
    roots: tuple[bytes, ...]
    credential_keys: Mapping[str, Mapping[str, str]]


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What was found. Code, serial number, key and time are there for genuine files only."""

    finding: Finding
    sha256: str
    code: str = ""
    serial: str = ""
    kid: str = ""
    signed_at: datetime.datetime | None = None

    @property
    def genuine(self) -> bool:
        return self.finding == Finding.GENUINE


def judge(data: bytes, trusted: Trusted) -> Verdict:
    """Return what a file is. Never raises; the certificate's state and its registered hashes are the caller's.

    A genuine file is to be compared with the hashes registered for the certificate of its code as well.
    """
    if len(data) > MOST_BYTES:
        return Verdict(Finding.TOO_LARGE, "")
    digest = hashlib.sha256(data).hexdigest()
    finding, signatory = _look(data, trusted)
    if finding != Finding.GENUINE or signatory is None:
        return Verdict(finding, digest)
    try:
        return _read(data, digest, signatory, trusted)
    except Exception as error:
        logger.error("a file that bears our signature could not be read: %s", type(error).__name__)  # noqa: TRY400
        return Verdict(Finding.ALTERED, digest)


def signed_by(data: bytes, signatory: Signatory) -> bool:
    """True when a file is signed by this certificate, once and over all of it. Takes a millisecond."""
    return data.startswith(b"%PDF-") and _whole(data, signatory)


def _look(data: bytes, trusted: Trusted) -> tuple[Finding, Signatory | None]:
    """Judge by the bytes alone."""
    if not data.startswith(b"%PDF-"):
        return Finding.NOT_PDF, None
    blobs = _signatures(data)
    claimed = (one for one in trusted.signatories if any(mark in blob for mark in one.marks for blob in blobs))
    ours = next(claimed, None)
    if ours is None:
        return _not_ours(data), None
    return (Finding.GENUINE if _whole(data, ours) else Finding.ALTERED), ours


def _signatures(data: bytes) -> list[bytes]:
    """Return what may be signatures: long hexadecimal contents, wherever they stand."""
    found = []
    for place, match in enumerate(_CONTENTS.finditer(data)):
        if place == _WITHIN:
            break
        digits = match.group(1)
        found.append(bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii")))
    return found


def _not_ours(data: bytes) -> Finding:
    if b"/Encrypt" in data:
        return Finding.ENCRYPTED
    if _ACTIVE.search(data):
        return Finding.ACTIVE
    if b"/ByteRange" in data:
        return Finding.FOREIGN
    return Finding.STRIPPED if MADE_HERE.encode("ascii") in data else Finding.UNSIGNED


def _whole(data: bytes, ours: Signatory) -> bool:
    """True when there is one signature, by this certificate, over all of the file but its own digits."""
    ranges = _RANGE.findall(data)
    if len(ranges) != 1 or data.count(b"/ByteRange") != 1:
        return False
    start, first, second, rest = (int(number) for number in ranges[0])
    gap = data[first:second]
    if start != 0 or second + rest != len(data) or not re.fullmatch(rb"<(?:[0-9a-f]{2})+>", gap.lower()):
        return False
    hashed = hashlib.sha256(data[:first])
    hashed.update(data[second:])
    return _signed(bytes.fromhex(gap[1:-1].decode("ascii")), hashed.digest(), ours)


def _signed(blob: bytes, digest: bytes, ours: Signatory) -> bool:
    """True when `blob` is a CMS signature of this certificate over a file with this hash, and zeros after it."""
    from asn1crypto import cms  # noqa: PLC0415 - reason: only what checks files needs it
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415 - reason: the same

    try:
        info = cms.ContentInfo.load(blob)
        if any(blob[len(info.dump()) :]):
            return False  # digits hidden in the padding
        (signer,) = info["content"]["signer_infos"]
        attributes = {one["type"].native: one["values"] for one in signer["signed_attrs"]}
        (said,) = attributes["message_digest"].native
        leaf = asn1_x509.Certificate.load(ours.certificate)
        sid = signer["sid"].chosen
        same = sid["issuer"] == leaf.issuer and sid["serial_number"].native == leaf.serial_number
        if said != digest or not same or signer["digest_algorithm"]["algorithm"].native != "sha256":
            return False
        key = _key_of(ours.certificate)
        key.verify(signer["signature"].native, signer["signed_attrs"].untag().dump(), ec.ECDSA(hashes.SHA256()))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, InvalidSignature):
        return False
    return True


def _key_of(certificate: bytes) -> ec.EllipticCurvePublicKey:
    found = x509.load_der_x509_certificate(certificate).public_key()
    if not isinstance(found, ec.EllipticCurvePublicKey):
        raise TypeError
    return found


def _read(data: bytes, digest: str, signatory: Signatory, trusted: Trusted) -> Verdict:
    """Open a file that we made: look at it as others would, and read the code in its credential."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - reason: 0.5 s to load; few processes need it

    reader = PdfFileReader(io.BytesIO(data))
    (signature,) = reader.embedded_signatures
    moment = signature.self_reported_timestamp
    if not _stands(reader, signature, moment, trusted):
        return Verdict(Finding.ALTERED, digest)
    if signatory.until is not None and moment >= signatory.until:
        return Verdict(Finding.WITHDRAWN, digest)
    claims = read_token(_credential(reader), trusted.credential_keys)
    code = str(claims["id"]).rpartition("/")[2]
    if not is_code(code):
        raise TokenError
    serial = str(claims["credentialSubject"]["licenseNumber"])
    return Verdict(Finding.GENUINE, digest, code=code, serial=serial, kid=signatory.kid, signed_at=moment)


def _stands(reader: Any, signature: Any, moment: datetime.datetime, trusted: Trusted) -> bool:
    """True when the signature is valid at the time of signing under one of our roots, over the entire file."""
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415 - reason: as above
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415 - reason: as above
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415 - reason: as above
    from pyhanko.sign.validation.dss import DocumentSecurityStore  # noqa: PLC0415 - reason: as above
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415 - reason: as above

    context = DocumentSecurityStore.read_dss(reader).as_validation_context(
        {
            "trust_roots": [asn1_x509.Certificate.load(root) for root in trusted.roots],
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "hard-fail",
        }
    )
    status = validate_pdf_signature(signature, context)
    return bool(
        status.bottom_line
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and status.modification_level == ModificationLevel.NONE
    )


def _credential(reader: Any) -> str:
    """Return the attached credential."""
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    for place in range(0, len(names), 2):
        file = names[place + 1]
        if file["/UF"] == CREDENTIAL_FILE:
            data: bytes = file["/EF"]["/F"].data
            return data.decode("ascii")
    raise TokenError
