"""Numbered blanks as they are compared, and which numbers between the first and the last are not accounted for."""

import re
from collections.abc import Collection, Iterable

from foundation.languages.text import ascii_digits, words

LONGEST = 32
MOST_BETWEEN = 5000  # more numbers between first and last are no run of one delivery
_RUN = re.compile(r"(.*?)(\d{1,9})$")


def blank_key(number: str) -> str:
    """Return the form in which numbers of blanks are compared: folded words with hyphens («АБ № 0012» → «аб-0012»)."""
    return "-".join(words(number))[:LONGEST]


def numbers_from(first: str, count: int) -> list[str]:
    """Return `count` numbers of blanks that follow each other, as they are printed: «АБ 0098», «АБ 0099», «АБ 0100».

    Raises ValueError for a number that does not end in digits.
    """
    written = " ".join(ascii_digits(first).split())
    found = _RUN.fullmatch(written)
    if found is None:
        raise ValueError(first)
    return [f"{found[1]}{int(found[2]) + step:0{len(found[2])}d}" for step in range(count)]


def unaccounted(keys: Iterable[str], known: Collection[str]) -> list[str]:
    """Return the keys that lie between the first and the last of `keys` with the same beginning and are not `known`.

    So a blank that was neither printed nor written down as spoilt is found.
    """
    runs: dict[tuple[str, int], list[int]] = {}
    for key in keys:
        found = _RUN.fullmatch(key)
        if found:
            runs.setdefault((found[1], len(found[2])), []).append(int(found[2]))
    missing = []
    for (beginning, width), numbers in sorted(runs.items()):
        first, last = min(numbers), max(numbers)
        if last - first <= MOST_BETWEEN:
            between = (f"{beginning}{number:0{width}d}" for number in range(first, last))
            missing += [key for key in between if key not in known]
    return missing
