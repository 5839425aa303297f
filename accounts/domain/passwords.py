"""Which passwords are too easy: too short, chosen by too many, or made of what colleagues know about the person.

No rules about kinds of signs (ASVS 5.0, 6.2.5): they make people write `Password1!`. Nothing here keeps a password.
"""

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from foundation.languages.text import fold, words

LIST = Path(__file__).with_name("common_passwords.txt")
SHORTEST = 8
SHORTEST_OF_STAFF = 12  # whoever marks, issues or looks people up; decision 0022
LEFT_AT_LEAST = 4  # signs that are neither common nor about the person
EDGE_DIGITS = 6

_SIGNS = re.compile(r"[\W_]+")
_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_DARI = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
_LATIN_OF_DARI = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
_AS_ON_LATIN = str.maketrans(_RUSSIAN + _DARI, _LATIN + _LATIN_OF_DARI)
_AS_ON_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TAJIK_KEYS = str.maketrans("ғқҳҷӣӯ", "гкхчиу")


class Weakness(StrEnum):
    SHORT = "short"
    COMMON = "common"
    OWN = "own"


def plain(text: str) -> str:
    """Return a password or word as it is compared: folded, letters and digits only."""
    return _SIGNS.sub("", fold(unicodedata.normalize("NFKC", text)))


def weakness(new: str, *, is_staff: bool, own: Iterable[str]) -> Weakness | None:
    """Return why a password is too easy, or None. `own` are names, numbers and years of the person in any writing."""
    if len(new) < (SHORTEST_OF_STAFF if is_staff else SHORTEST):
        return Weakness.SHORT
    if _is_common(new):
        return Weakness.COMMON
    return Weakness.OWN if _is_own(plain(new), own) else None


def _is_common(new: str) -> bool:
    found = plain(new)
    core = _without_edge_digits(_once(found))
    raw = _without_edge_digits(_once(_SIGNS.sub("", new.casefold())))  # keyboards: Latin letters of a Cyrillic word
    return _is_row(found) or len(core) < LEFT_AT_LEAST or not {core, raw}.isdisjoint(common_words())


def _is_own(found: str, own: Iterable[str]) -> bool:
    """Too little is left when everything about the person is taken out, and years and common words at the end."""
    parts = {part for text in own for part in (plain(text), *words(text)) if len(part) >= 3}
    left = found
    for part in sorted(parts, key=len, reverse=True):
        left = left.replace(part, "")
    core = _without_edge_digits(left)
    return left != found and (len(core) < LEFT_AT_LEAST or core in common_words())


def _without_edge_digits(text: str) -> str:
    core = re.sub(rf"^\d{{1,{EDGE_DIGITS}}}(?=\D)|(?<=\D)\d{{1,{EDGE_DIGITS}}}$", "", text)
    return re.sub(rf"(?<=\D)\d{{1,{EDGE_DIGITS}}}$", "", core)


def _once(text: str) -> str:
    """Return a text that is one piece written several times as that piece."""
    for length in range(1, len(text) // 2 + 1):
        if len(text) % length == 0 and text[:length] * (len(text) // length) == text:
            return text[:length]
    return text


def _is_row(text: str) -> bool:
    """Whether the signs follow each other as in an alphabet or in counting, forwards or backwards (1234, абвг)."""
    steps = {ord(second) - ord(first) for first, second in itertools.pairwise(text)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


@functools.cache
def common_words() -> frozenset[str]:
    """Return the words of the list as they are compared, and as they come out on the other keyboards."""
    found = set()
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        for word in line.split():
            low = word.casefold().replace("\N{ZERO WIDTH NON-JOINER}", "")
            typed = low.translate(_AS_ON_RUSSIAN if low.isascii() else _AS_ON_LATIN)
            keys = low.translate(_TAJIK_KEYS).translate(_AS_ON_LATIN)  # Tajik on a Russian keyboard left on Latin
            found |= {plain(low), plain(typed), plain(keys), _SIGNS.sub("", typed), _SIGNS.sub("", keys)}
    return frozenset(found) - {""}
