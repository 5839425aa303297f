"""First passwords: easy to read on a slip, impossible to guess."""

import secrets

# No vowels (no words by chance), no l, 1, 0 and their like: 27 signs, 12 of them make 57 bits.
ALPHABET = "bcdfghjkmnpqrstvwxyz2345679"
GROUPS = 3
GROUP_LENGTH = 4


def make_first_password() -> str:
    """Return a random password in groups, like `kdmt-4h7w-pcx9` (about 57 bits)."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)
