"""How large a text may be set so that it stays within its place: measured with the widths of our own letters.

Widths are those of single letters. Perso-Arabic letters are narrower when they are joined, so what is found here is
never too small a place. The tests compare with what the engine really lays out.
"""

import functools
import unicodedata
from collections.abc import Iterator

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from foundation.languages.typefaces import FAMILIES, FOLDER

POINT = 25.4 / 72  # millimetres
SPARE = 1.01  # the engine's hinting and kerning


@functools.lru_cache(maxsize=4)
def _advances(name: str) -> dict[int, float]:
    """Return the width of each letter of a font, in em."""
    with TTFont(FOLDER / name, lazy=True) as font:
        per_em, widths = font["head"].unitsPerEm, font["hmtx"].metrics
        return {point: widths[glyph][0] / per_em for point, glyph in font.getBestCmap().items()}


def ems(text: str, *, bold: bool = False, arabic: bool = False) -> float:
    """Return the width of a text in em; `arabic` where the Dari family stands first."""
    families = reversed(FAMILIES) if arabic else FAMILIES
    first, second = (_advances(pair[bold]) for pair in families)
    total = 0.0
    for char in unicodedata.normalize("NFC", text):
        if unicodedata.category(char) not in {"Cf", "Mn"}:
            total += first.get(ord(char)) or second.get(ord(char), 1.0)
    return total


def lines_of(text: str, width: float, points: float, *, bold: bool = False, arabic: bool = False) -> int:
    """Return on how many lines a text stands in `width` millimetres at a size; 99 when a word is wider than that."""
    room = width / (points * POINT * SPARE)
    lines, used = 1, 0.0
    for word, whole in _widths(text, bold, arabic):
        if word > room:
            return 99
        if used and used + word > room:
            lines, used = lines + 1, 0.0
        used += whole
    return lines


@functools.lru_cache(maxsize=512)
def _widths(text: str, bold: bool, arabic: bool) -> tuple[tuple[float, float], ...]:
    """Return the width of each piece of a text without and with the space after it."""
    return tuple(
        (ems(piece.rstrip(), bold=bold, arabic=arabic), ems(piece, bold=bold, arabic=arabic)) for piece in _pieces(text)
    )


def forget() -> None:
    """Forget the texts that were measured: names do not stay in memory longer than their paper."""
    _widths.cache_clear()


def fitted(
    text: str,
    width: float,
    steps: tuple[tuple[int, float, float], ...],
    *,
    bold: bool = False,
    arabic: bool = False,
) -> tuple[float, int]:
    """Return the size in points and the number of lines of a text.

    `steps` say (lines, largest, smallest size): one line as long as it is not set too small for it, then two, and so
    on. What fits nowhere gets the last size, and the style sheet breaks its words.
    """
    for lines, largest, smallest in steps:
        points = largest
        while points >= smallest:
            if lines_of(text, width, points, bold=bold, arabic=arabic) <= lines:
                return points, lines_of(text, width, points, bold=bold, arabic=arabic)
            points -= 0.5
    points = steps[-1][2]
    room = width / (points * POINT * SPARE)
    return points, max(steps[-1][0], round(ems(text, bold=bold, arabic=arabic) / room + 0.999))


def _pieces(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may break: after spaces and hyphens."""
    piece = ""
    for char in text:
        piece += char
        if char in " -":
            yield piece
            piece = ""
    if piece:
        yield piece
