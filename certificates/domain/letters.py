"""Which letters the certificate's fonts can print.

A letter outside the fonts would become an empty box on the paper, so it is found before anything is issued
(certificates.md 2.3). The fonts are files of this repository, complete and never subset.
"""

import functools
import unicodedata

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from foundation.languages.typefaces import FAMILIES, FOLDER


@functools.lru_cache(maxsize=1)
def printable_points() -> frozenset[int]:
    """Return the code points that one family has in both weights. Read once a process."""
    points: set[int] = set()
    for regular, bold in FAMILIES:
        points |= _points(regular) & _points(bold)
    return frozenset(points)


def _points(name: str) -> set[int]:
    with TTFont(FOLDER / name, lazy=True) as font:
        return set(font.getBestCmap())


def unprintable(text: str) -> str:
    """Return the characters of a text that the fonts lack, each once, in the order of their code points.

    Compared in composed form (NFC), as names are frozen; invisible marks (joiners) are not printed and do not count.
    """
    composed = unicodedata.normalize("NFC", text)
    points = printable_points()
    lacking = {char for char in composed if ord(char) not in points and unicodedata.category(char) not in {"Cf", "Zs"}}
    return "".join(sorted(lacking))
