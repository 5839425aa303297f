"""COSE_Sign1 (RFC 9052) with ES256, in deterministic CBOR (RFC 8949, 4.2.1), as our seals and signed heads have it.

    18([ protected: bstr{ 1: -7 (ES256), 4: kid, 8 bytes }, {}, payload: bstr, signature: 64 bytes, r ‖ s ])

Signed is the CBOR array ["Signature1", protected, purpose, payload], by ECDSA on P-256 with SHA-256. `purpose` is the
`external_aad` of the standard: empty in seals of certificates, other words elsewhere, so that what was signed for one
purpose is never valid for another.
"""

import io
from collections.abc import Mapping
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from certificates.signing.keys import Key, short_kid

TAG, ES256 = 18, -7
HALF = 32  # bytes of r and of s
LONGEST = 600  # bytes that are read at all


class SealError(Exception):
    """This is not a seal of ours: it cannot be read, its key is unknown or its signature does not fit."""


def sign(payload: bytes, key: Key, *, purpose: bytes = b"") -> bytes:
    """Return a payload signed."""
    assert key.private is not None
    protected = cbor2.dumps({1: ES256, 4: short_kid(key.kid)}, canonical=True)
    r, s = decode_dss_signature(key.private.sign(_signed(protected, payload, purpose), ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(HALF, "big") + s.to_bytes(HALF, "big")
    return cbor2.dumps(cbor2.CBORTag(TAG, [protected, {}, payload, signature]), canonical=True)


def opened(data: bytes, keys: Mapping[bytes, ec.EllipticCurvePublicKey], *, purpose: bytes = b"") -> Any:
    """Return what a signed payload says, checked against the keys by their short names. Raises SealError."""
    protected, payload, signature = parts(data)
    header = loads(protected)
    if not isinstance(header, dict) or header.get(1) != ES256 or set(header) != {1, 4}:
        raise SealError("another algorithm")
    kid = header[4]
    key = keys.get(kid) if isinstance(kid, bytes) else None
    if key is None:
        raise SealError("an unknown key")
    r, s = int.from_bytes(signature[:HALF], "big"), int.from_bytes(signature[HALF:], "big")
    try:
        key.verify(encode_dss_signature(r, s), _signed(protected, payload, purpose), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise SealError("the signature does not fit") from error
    return loads(payload)


def kid_in(data: bytes) -> bytes:
    """Return the short name of the key that a signed payload says it was signed with. Raises SealError."""
    header = loads(parts(data)[0])
    kid = header.get(4) if isinstance(header, dict) else None
    if not isinstance(kid, bytes):
        raise SealError("no key named")
    return kid


def parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Return protected header, payload and signature, none of them checked. Raises SealError."""
    if len(data) > LONGEST:
        raise SealError("too long")
    found = loads(data)
    pieces = found.value if isinstance(found, cbor2.CBORTag) and found.tag == TAG else None
    if not isinstance(pieces, (list, tuple)) or len(pieces) != 4:
        raise SealError("not a COSE_Sign1")
    protected, header, payload, signature = pieces
    if header != {} or not all(isinstance(part, bytes) for part in (protected, payload, signature)):
        raise SealError("not a COSE_Sign1 of ours")
    if len(signature) != 2 * HALF:
        raise SealError("not a signature of ES256")
    return protected, payload, signature


def loads(data: bytes) -> Any:
    """Return the one CBOR item in `data`, written as we write it: nothing may follow, no other form of the same."""
    source = io.BytesIO(data)
    try:
        found = cbor2.load(source)
        again = cbor2.dumps(found, canonical=True)
    except (cbor2.CBORError, ValueError, TypeError, RecursionError, OverflowError, MemoryError) as error:
        raise SealError("not CBOR") from error
    if again != data:
        raise SealError("not as we write it")
    return found


def _signed(protected: bytes, payload: bytes, purpose: bytes) -> bytes:
    return cbor2.dumps(["Signature1", protected, purpose, payload], canonical=True)
