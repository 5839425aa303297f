"""The seal in the QR code: a few facts of a certificate, signed, small enough to be read off line from paper.

The address in the code
    <SITE_URL>/C/<SEAL>         in capitals; SEAL is the seal in base32 (RFC 4648, A–Z 2–7) without padding;
                                a bare code of 16 signs may stand in its place

The seal is a COSE_Sign1 (RFC 9052) with tag 18, in deterministic CBOR (RFC 8949, 4.2.1: shortest forms, keys in order)
    18([ protected: bstr{ 1: -7 (ES256), 4: kid, 8 bytes }, {}, payload: bstr, signature: 64 bytes, r ‖ s ])
`kid` is the first 8 bytes of the key's thumbprint (RFC 7638: base64url `kid` of /.well-known/jwks.json, decoded).
Signed is the CBOR array ["Signature1", protected, h'', payload], by ECDSA on P-256 with SHA-256.

The payload is a map of whole numbers
    0  format, 1                                      6  last day of validity YYYYMMDD; absent: without end
    1  code: 16 Crockford base32 signs as 10 bytes    7  number of the list of states
    2  serial number, text                            8  index in that list
    3  service that issues, text: BFT                 9  salt, 8 bytes           } both absent for whoever
    4  code of the course, text: BIC                 10  commitments, n × 8 bytes } is protected or withheld
    5  month of issue YYYYMM                         11  kind; absent: certificate, 1 honours, 2 duplicate, 3 attendance
Keys above 11 are for later formats: whoever reads format 1 refuses a seal with another number under 0.

The commitments say nothing of the name to whoever does not know it, and let a typed name be compared off line. For each
script in which the name is frozen there is one for all its words and one for surname and name alone (the father's name
may be left out, as on the page). A commitment is the first 8 bytes of HMAC-SHA256(key = salt, message = the words),
where the words are folded (foundation.languages.text.words), those in FATHER_WORDS left out, sorted by code point and
joined by one space, in UTF-8. The list is sorted by value and each stands once, so that nothing tells the scripts.
A typed name is folded in the same way and matches when its commitment is in the list. So Cyrillic, Latin and Dari
spellings each match the name frozen in that script. Vectors to test another reader with: tests/certificates/signing.
"""

import base64
import binascii
import dataclasses
import datetime
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec

from certificates.domain.checking import name_words
from certificates.domain.codes import ALPHABET, LENGTH, is_code
from certificates.domain.names import Parts
from certificates.enums import CertificateKind
from certificates.signing import cose
from certificates.signing.cose import LONGEST
from certificates.signing.cose import SealError as SealError  # callers catch it
from certificates.signing.cose import kid_in as kid_in  # callers ask a seal for it
from certificates.signing.keys import Key

FORMAT = 1
SALT_BYTES = COMMITMENT_BYTES = 8
PATH = "/C/"
KINDS = {CertificateKind.HONOURS: 1, CertificateKind.DUPLICATE: 2, CertificateKind.ATTENDANCE: 3}


@dataclasses.dataclass(frozen=True)
class Claims:
    """What a seal says."""

    code: str
    serial: str
    issuer: str
    course: str
    issued: int  # YYYYMM
    status_list: int
    status_index: int
    valid_until: datetime.date | None = None
    salt: bytes = b""
    commitments: tuple[bytes, ...] = ()
    kind: int = 0

    def matches(self, typed: str) -> bool | None:
        """Return whether a typed name is the one committed to; None when the seal holds none."""
        if not self.commitments:
            return None
        found = commitment(self.salt, name_words(typed))
        return any(hmac.compare_digest(found, one) for one in self.commitments)


def commitment(salt: bytes, name: Iterable[str]) -> bytes:
    """Return the commitment to folded words."""
    message = " ".join(sorted(name)).encode("utf-8")
    return hmac.digest(salt, message, hashlib.sha256)[:COMMITMENT_BYTES]


def commitments(salt: bytes, names: Mapping[str, Parts]) -> tuple[bytes, ...]:
    """Return the commitments to a name in all its scripts."""
    found = set()
    for surname, given_name, father_name in names.values():
        for text in (f"{surname} {given_name} {father_name}", f"{surname} {given_name}"):
            said = name_words(text)
            if said:
                found.add(commitment(salt, said))
    return tuple(sorted(found))


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def make_seal(claims: Claims, key: Key) -> bytes:
    """Return the seal over some claims."""
    return cose.sign(cbor2.dumps(_map(claims), canonical=True), key)


def open_seal(seal: bytes, keys: Mapping[bytes, ec.EllipticCurvePublicKey]) -> Claims:
    """Return what a seal says, its signature checked against the keys by their short names. Raises SealError."""
    return _claims(cose.opened(seal, keys))


def code_in(seal: bytes) -> str:
    """Return the code in a seal whose signature was not checked: enough to look a certificate up. Raises SealError."""
    return _claims(cose.loads(cose.parts(seal)[1])).code


def in_letters(seal: bytes) -> str:
    """Return a seal as it stands in the address: base32 without padding."""
    return base64.b32encode(seal).rstrip(b"=").decode("ascii")


def from_letters(text: str) -> bytes:
    """Return the seal in the last part of an address. Raises SealError when it is none."""
    if not text or len(text) > LONGEST * 8 // 5:
        raise SealError("too long")
    try:
        return base64.b32decode(text.upper() + "=" * (-len(text) % 8))
    except (binascii.Error, ValueError) as error:
        raise SealError("not base32") from error


def address(site_url: str, seal: bytes) -> str:
    """Return what stands in the QR code."""
    return f"{site_url.rstrip('/').upper()}{PATH}{in_letters(seal)}"


def _map(claims: Claims) -> dict[int, Any]:
    said: dict[int, Any] = {
        0: FORMAT,
        1: _packed(claims.code),
        2: claims.serial,
        3: claims.issuer,
        4: claims.course,
        5: claims.issued,
        7: claims.status_list,
        8: claims.status_index,
    }
    if claims.valid_until:
        said[6] = int(claims.valid_until.strftime("%Y%m%d"))
    if claims.commitments:
        said[9], said[10] = claims.salt, b"".join(claims.commitments)
    if claims.kind:
        said[11] = claims.kind
    return said


def _claims(said: Any) -> Claims:
    if not isinstance(said, dict) or said.get(0) != FORMAT or not set(said) <= set(range(12)):
        raise SealError("another format")
    try:
        commitments_ = _bytes(said.get(10, b""))
        claims = Claims(
            code=_unpacked(_bytes(said[1])),
            serial=str(said[2]),
            issuer=str(said[3]),
            course=str(said[4]),
            issued=int(said[5]),
            status_list=int(said[7]),
            status_index=int(said[8]),
            valid_until=datetime.datetime.strptime(str(said[6]), "%Y%m%d").date() if 6 in said else None,  # noqa: DTZ007
            salt=_bytes(said.get(9, b"")),
            commitments=tuple(
                commitments_[place : place + COMMITMENT_BYTES]
                for place in range(0, len(commitments_), COMMITMENT_BYTES)
            ),
            kind=int(said.get(11, 0)),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise SealError("a claim cannot be read") from error
    if not is_code(claims.code) or claims.status_list < 0 or claims.status_index < 0:
        raise SealError("a claim cannot be true")
    return claims


def _bytes(value: Any) -> bytes:
    if not isinstance(value, bytes):
        raise TypeError
    return value


def _packed(code: str) -> bytes:
    """Return a code of 16 signs of five bits as 10 bytes."""
    number = 0
    for char in code:
        number = number * len(ALPHABET) + ALPHABET.index(char)
    return number.to_bytes(LENGTH * 5 // 8, "big")


def _unpacked(data: bytes) -> str:
    if len(data) != LENGTH * 5 // 8:
        raise ValueError(len(data))
    number = int.from_bytes(data, "big")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(LENGTH)))
