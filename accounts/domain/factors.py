"""Codes of the second factor: the app's (TOTP, RFC 6238) and printed ones; and how long somebody waits after mistakes.

Counting and comparing of the app's codes is django_otp's.
"""

import base64
import datetime
import hashlib
import hmac
import os
import secrets
import unicodedata
import uuid
from collections.abc import Sequence
from urllib.parse import quote

from django_otp.oath import TOTP

from foundation.languages.text import ascii_digits

SECRET_BYTES = 20  # RFC 4226 recommends 160 bits
APP_DIGITS, PRINTED_DIGITS = 6, 8
STEP = 30  # seconds
TOLERANCE = 1  # steps by which a clock may be wrong, beyond the drift that is known
MOST_DRIFT = 20  # steps: ten minutes
FREE_TRIES, LONGEST_WAIT = 2, 300  # seconds
PASSWORD_AGAIN = 10  # after so many mistakes, and each further ten, the password is asked for again


def new_secret() -> bytes:
    """Return a fresh random key for an app."""
    return os.urandom(SECRET_BYTES)


def base32(secret: bytes) -> str:
    """Return a key as apps take it when it is typed: letters and digits in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))


def address(secret: bytes, number: str, issuer: str) -> str:
    """Return the otpauth address that apps read from a QR code."""
    key = base64.b32encode(secret).decode()
    return f"otpauth://totp/{quote(issuer)}:{quote(number)}?secret={key}&issuer={quote(issuer)}"


def match(*, secret: bytes, code: str, at: datetime.datetime, step: int, drift: int) -> tuple[int, int] | None:
    """Return (step, drift) of an app's code that is right at `at` and later than `step`, or None.

    The step must be kept: no code counts twice. `drift` is by how many steps the app's clock was wrong last time.
    """
    clock = TOTP(secret, step=STEP, digits=APP_DIGITS, drift=drift)
    clock.time = at.timestamp()
    if not clock.verify(int(code), tolerance=TOLERANCE, min_t=step + 1) or abs(clock.drift) > MOST_DRIFT:
        return None
    return clock.t(), clock.drift


def code_at(secret: bytes, at: datetime.datetime) -> str:
    """Return the code that an app with this key shows at `at`."""
    clock = TOTP(secret, step=STEP, digits=APP_DIGITS)
    clock.time = at.timestamp()
    return f"{clock.token():0{APP_DIGITS}d}"


def new_codes(number: int) -> list[str]:
    """Return so many different random codes for paper: digits, because every keyboard has them."""
    codes: set[str] = set()
    while len(codes) < number:
        codes.add(f"{secrets.randbelow(10**PRINTED_DIGITS):0{PRINTED_DIGITS}d}")
    return sorted(codes, key=lambda _code: secrets.randbits(32))


def plain_code(typed: str) -> str:
    """Return what was typed as digits 0-9, whatever the digits' writing and the signs between; "" if it is no code."""
    kept = "".join(
        char for char in ascii_digits(typed) if not (char.isspace() or unicodedata.category(char) in {"Cf", "Pd"})
    )
    is_code = kept.isascii() and kept.isdecimal() and len(kept) in {APP_DIGITS, PRINTED_DIGITS}
    return kept if is_code else ""


def digest(key: bytes, person: uuid.UUID, code: str) -> str:
    """Return the keyed hash under which a printed code is stored."""
    return hmac.new(key, person.bytes + code.encode("ascii"), hashlib.sha256).hexdigest()


def digests(keys: Sequence[bytes], person: uuid.UUID, code: str) -> list[str]:
    """Return the hashes under which a printed code may be stored, when the key has changed: `keys`, the oldest first.

    A change hashes what is stored once more (`digest` of the former digest), because the codes are known to nobody.
    """
    found: list[str] = []
    last: list[str] = []
    for key in keys:
        last = [digest(key, person, one) for one in [*last, code]]
        found += last
    return found


def wait(failures: int) -> datetime.timedelta:
    """Return how long after the last of so many mistakes the next try counts: 0, 0, 1, 2, 4 … seconds, 5 minutes."""
    if failures <= FREE_TRIES:
        return datetime.timedelta(0)
    return datetime.timedelta(seconds=min(LONGEST_WAIT, 2 ** min(failures - FREE_TRIES - 1, 20)))
