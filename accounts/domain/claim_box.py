"""Claims that somebody makes on another person's device: sealed there, opened by the server alone.

ECDH on P-256 with a key pair of the device that is used once, HKDF-SHA256 (RFC 5869), AES-256-GCM: what every browser's
WebCrypto can do. The server's private key follows from `seed`: what was derived for both PURPOSES, one after the other.
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from accounts.domain.sealing import SealError

PURPOSES = ("claims", "claims, more bits")
INFO = b"omuzgoh claim"
CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _private(seed: bytes) -> ec.EllipticCurvePrivateKey:
    number = int.from_bytes(seed, "big")
    return ec.derive_private_key(number % (ORDER - 1) + 1, CURVE)


def public_key(seed: bytes) -> str:
    """Return the point to which devices seal: uncompressed, in base64."""
    point = _private(seed).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point).decode("ascii")


def _key(own: ec.EllipticCurvePrivateKey, other: ec.EllipticCurvePublicKey) -> AESGCM:
    shared = own.exchange(ec.ECDH(), other)
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=INFO).derive(shared))


def open_claim(seed: bytes, sealed: Mapping[str, Any], context: str) -> bytes:
    """Return what was sealed as {key, nonce, data} in base64 for `context`; raise SealError for anything else."""
    try:
        key, nonce, data = (base64.b64decode(str(sealed[name]), validate=True) for name in ("key", "nonce", "data"))
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, key)
        return _key(_private(seed), point).decrypt(nonce, data, context.encode("utf-8"))
    except (KeyError, ValueError, binascii.Error, InvalidTag) as error:
        raise SealError from error


def seal_claim(public: str, plain: bytes, nonce: bytes, context: str) -> dict[str, str]:
    """Seal as a device does."""
    own = ec.generate_private_key(CURVE)
    data = _key(own, ec.EllipticCurvePublicKey.from_encoded_point(CURVE, base64.b64decode(public))).encrypt(
        nonce, plain, context.encode("utf-8")
    )
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    parts = {"key": point, "nonce": nonce, "data": data}
    return {name: base64.b64encode(part).decode("ascii") for name, part in parts.items()}
