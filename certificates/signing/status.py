"""The published list of states: one bit a certificate, at a place drawn at random (Bitstring Status List v1.0, W3C).

Each list has two bitstrings under the same places: `revocation` (1: revoked or replaced, the paper is void) and
`refresh` (1: replaced, the holder has a newer paper). Bits run from the most significant one of the first byte.
"""

import base64
import datetime
import gzip
import io
from collections.abc import Iterable
from typing import Literal

from certificates.signing.credential import Issuer, sign_claims, status_address
from certificates.signing.keys import Key

PLACES = 131_072  # the least the standard allows; enough to hide in
FULL = PLACES // 2  # then the next list is begun, so that a free place is found at once
REVOCATION, REFRESH = "revocation", "refresh"
LIFE = datetime.timedelta(days=7)  # after that a reader is to say that its list is old
AGE = datetime.timedelta(hours=12)  # after that a list is signed anew though nothing changed

Purpose = Literal["revocation", "refresh"]
PURPOSES: tuple[Purpose, ...] = ("revocation", "refresh")


class ListError(Exception):
    """The text is not an encoded list."""


def encode(places: Iterable[int]) -> str:
    """Return the list in which these places are 1: gzip, then base64url after the sign of its base, `u`."""
    bits = bytearray(PLACES // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> (place % 8)
    packed = gzip.compress(bytes(bits), compresslevel=9, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """Return the bits of an encoded list. Raises ListError for another base, length or packing."""
    try:
        packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            bits = file.read(PLACES // 8 + 1)
    except (ValueError, OSError, EOFError) as error:
        raise ListError from error
    if not text.startswith("u") or len(bits) != PLACES // 8:
        raise ListError
    return bits


def is_set(bits: bytes, place: int) -> bool:
    """Return the bit at a place. Raises IndexError outside the list."""
    return bool(bits[place // 8] & (0x80 >> (place % 8)))


def make_list(
    number: int, purpose: Purpose, places: Iterable[int], issuer: Issuer, key: Key, at: datetime.datetime
) -> str:
    """Return the signed list of a purpose as it stands at the moment `at`."""
    address = status_address(issuer.site_url, number, purpose)
    credential = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer.did,
        "validFrom": at.isoformat(timespec="seconds"),
        "validUntil": (at + LIFE).isoformat(timespec="seconds"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode(places),
        },
    }
    return sign_claims(credential, issuer, key)
