"""Signed heads of the audit trail: that a batch of this number had this digest on this day.

A COSE_Sign1 as the seals of certificates are, with the same key and another purpose, so that neither is ever taken for
the other. The payload is a map: 0 format, 1 number of the batch, 2 digest (32 bytes), 3 when it was signed (seconds).
"""

import dataclasses
import datetime
from collections.abc import Mapping

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec

from certificates.signing import cose
from certificates.signing.cose import SealError
from certificates.signing.keys import Key

PURPOSE = b"omuzgoh: head of the audit trail"
FORMAT = 1


@dataclasses.dataclass(frozen=True)
class Head:
    """What a signed head says; `digest` in hexadecimal."""

    number: int
    digest: str
    signed_at: datetime.datetime


def sign_head(head: Head, key: Key) -> bytes:
    """Return a head signed."""
    said = {0: FORMAT, 1: head.number, 2: bytes.fromhex(head.digest), 3: int(head.signed_at.timestamp())}
    return cose.sign(cbor2.dumps(said, canonical=True), key, purpose=PURPOSE)


def open_head(data: bytes, keys: Mapping[bytes, ec.EllipticCurvePublicKey]) -> Head:
    """Return what a signed head says, checked against the keys by their short names. Raises SealError."""
    said = cose.opened(data, keys, purpose=PURPOSE)
    try:
        if said[0] != FORMAT:
            raise SealError("another format")
        return Head(int(said[1]), bytes(said[2]).hex(), datetime.datetime.fromtimestamp(said[3], datetime.UTC))
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise SealError("not a head") from error
