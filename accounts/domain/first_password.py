"""First passwords: easy to read on a slip, impossible to guess."""

import re
import secrets

from foundation.languages.text import ascii_digits

# No vowels (no words by chance), no l, 1, 0 and their like: 27 signs, 12 of them make 57 bits.
ALPHABET = "bcdfghjkmnpqrstvwxyz2345679"
GROUPS = 3
GROUP_LENGTH = 4


def make_first_password() -> str:
    """Return a random password in groups, like `kdmt-4h7w-pcx9` (about 57 bits)."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


_FORM = re.compile("-".join([f"[{ALPHABET}]{{{GROUP_LENGTH}}}"] * GROUPS))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))


def is_slip(text: str) -> bool:
    """Return whether a text has the form of a first password."""
    return bool(_FORM.fullmatch(text))


def as_on_slip(typed: str) -> str:
    """Return a first password as it stands on the slip, though typed in capitals, with digits of Dari or other dashes.

    Anything else comes back unchanged: a password of one's own counts sign by sign. Nobody can choose a password of
    this form, so nothing is guessed more easily.
    """
    plain = "".join(ascii_digits(typed).split()).translate(_DASHES).lower()
    return plain if is_slip(plain) else typed
