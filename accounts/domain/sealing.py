"""Seal and open short texts under a person's own key, and hash words for the blind index.

AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D); the blind index is HMAC-SHA256 (RFC 2104),
shortened to 128 bits.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
KEY_BYTES = 32
SEALED_KEY_BYTES = NONCE_BYTES + KEY_BYTES + 16  # a key that is sealed by another one


class SealError(Exception):
    """The sealed bytes cannot be opened with this key."""


def new_key() -> bytes:
    """Return a fresh random key of 32 bytes."""
    return AESGCM.generate_key(bit_length=256)


def seal(key: bytes, plain: bytes, context: bytes) -> bytes:
    """Return nonce + ciphertext of `plain`; `context` binds the bytes to their place and is needed to open them."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, context)


def unseal(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Return the plain bytes; raise SealError when key, context or bytes are not those of the sealing."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], context)
    except InvalidTag as error:
        raise SealError from error


def word_digest(index_key: bytes, word: str) -> str:
    """Return the blind-index hash (32 hexadecimal characters) of one folded word."""
    return hmac.new(index_key, word.encode("utf-8"), hashlib.sha256).hexdigest()[:32]


def derive(master: bytes, purpose: str) -> bytes:
    """Return a 32-byte key for one purpose, derived from the master key."""
    return hmac.new(master, b"omuzgoh:" + purpose.encode("ascii"), hashlib.sha256).digest()


def key_id(master: bytes) -> str:
    """Return by which 16 signs a master key is called; nothing of it follows from them."""
    return derive(master, "id").hex()[:16]


def both(one: bytes, other: bytes) -> bytes:
    """Return a 32-byte key that only who has both keys can make."""
    return hmac.new(one, b"omuzgoh:both:" + other, hashlib.sha256).digest()
