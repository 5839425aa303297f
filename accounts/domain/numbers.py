"""Service numbers as they are stored and compared."""

import re

from foundation.languages.text import ascii_digits

MAX_LENGTH = 32
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Cyrillic capitals that look like Latin ones: «ТJ-104233» is typed with either.
_TWINS = str.maketrans("АВСЕНКМОРТХІЈ", "ABCEHKMOPTXIJ")
_FORM = re.compile(r"[^\W_][^\W_]*(?:[-/.][^\W_]+)*")


def normal_number(text: str) -> str:
    """Return a service number in its stored form: capitals, digits 0–9, one kind of dash, no spaces.

    Cyrillic capitals that look like Latin ones become Latin. Doing it twice changes nothing.
    """
    plain = _INVISIBLE.sub("", ascii_digits(text)).translate(_DASHES)
    return "".join(plain.split()).upper().translate(_TWINS)


def is_number(text: str) -> bool:
    """Return whether a number in its stored form can be a service number: letters and digits, at least one digit."""
    return len(text) <= MAX_LENGTH and bool(_FORM.fullmatch(text)) and any(sign in "0123456789" for sign in text)
