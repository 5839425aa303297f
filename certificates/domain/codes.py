"""Verification codes: 15 random characters of Crockford's base32 and one that checks them, shown in fours.

The check character makes Σ αⁱ·cᵢ = 0 over GF(32), α a root of x⁵+x²+1, i the place from the right. α has order 31, so
the 16 weights differ: every single wrong character and every swap of two characters is found. Crockford's own check
(modulo 37) needs five signs that are not in the alphabet; this one stays in it, as a QR's alphanumeric mode wants it.
Source of the alphabet and of the reading of I, L and O: crockford.com/base32.html; 15 × 5 = 75 random bits.
"""

import secrets

from foundation.languages.text import ascii_digits

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
GROUP = 4
LONGEST_TYPED = 64

_VALUES = {char: value for value, char in enumerate(ALPHABET)}
# What people type for a character that looks the same: Crockford's I, L, O, and Cyrillic letters.
_LOOK_ALIKES = str.maketrans("ILOАВСЕНКМОРТУХІ", "110ABCEHKM0PTYX1")
_SEPARATORS = frozenset(" -‐‑–—−_./·\t\r\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{ZERO WIDTH NON-JOINER}")
_INVISIBLE = "\u200e\u200f\u200b\u2066\u2067\u2068\u2069\ufeff"


def _double(value: int) -> int:
    """Multiply by α in GF(32)."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


def _sum(values: list[int]) -> int:
    """Return Σ αⁱ·vᵢ, i counted from the right, by Horner's rule."""
    total = 0
    for value in values:
        total = _double(total) ^ value
    return total


def check_character(fifteen: str) -> str:
    """Return the character that completes fifteen others to a code."""
    return ALPHABET[_double(_sum([_VALUES[char] for char in fifteen]))]


def new_code() -> str:
    """Return a fresh random code of 16 characters."""
    fifteen = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return fifteen + check_character(fifteen)


def is_code(text: str) -> bool:
    """Return whether a normalised text is a code whose check character fits."""
    return len(text) == LENGTH and all(char in _VALUES for char in text) and _sum([_VALUES[c] for c in text]) == 0


def normalise(typed: str) -> str:
    """Return what somebody typed as a code would be stored: capitals, no separators, look-alikes put right.

    Not checked: ask `is_code`. Only the first characters of a long text are read.
    """
    plain = ascii_digits(typed[:LONGEST_TYPED]).upper().translate(_LOOK_ALIKES)
    return "".join(char for char in plain if char not in _SEPARATORS and char not in _INVISIBLE)


def grouped(code: str) -> str:
    """Return a code as it is printed and shown: 4-4-4-4."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
