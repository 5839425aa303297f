"""The art under the text, drawn for this project: curves computed once, written as PDF operators.

It is put under the text as one Form XObject instead of being read as SVG for every certificate, which would take four
fifths of the time (certificates.md 1.3). What a name stands for never changes: papers are drawn from their records
for ever. Another drawing gets another name.
"""

import dataclasses
import functools
import math
import zlib
from collections.abc import Callable, Iterator, Mapping

from certificates.pdf.curves import (
    Colour,
    Point,
    area,
    circle,
    fill,
    frame,
    line,
    polar,
    ribbon,
    ring,
    rosette,
    stroke,
    thinned,
    weave,
)

MM = 72 / 25.4


@dataclasses.dataclass(frozen=True)
class Ink:
    """Two colours: of the curves and headings, and of what stands beside them."""

    name: str
    main: Colour
    second: Colour

    @property
    def main_hex(self) -> str:
        """The first colour for a style sheet."""
        return _hex(self.main)

    @property
    def second_hex(self) -> str:
        """The second colour for a style sheet."""
        return _hex(self.second)


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in colour)


GOLD: Colour = (0.659, 0.506, 0.192)
INKS: Mapping[str, Ink] = {
    "teal": Ink("teal", (0.051, 0.353, 0.369), GOLD),
    "blue": Ink("blue", (0.106, 0.220, 0.420), GOLD),
    "wine": Ink("wine", (0.435, 0.110, 0.196), GOLD),
    "forest": Ink("forest", (0.118, 0.325, 0.200), GOLD),
}


@dataclasses.dataclass(frozen=True)
class Emblem:
    """Where the emblem stands: its middle in millimetres from the left and from the top, and its diameter."""

    x: float
    y: float
    size: float


@dataclasses.dataclass(frozen=True)
class Art:
    """Curves as a Form XObject holds them: size of the sheet in points, and the compressed operators."""

    width: float
    height: float
    data: bytes


@dataclasses.dataclass(frozen=True)
class Sheet:
    """What an art is drawn on: size in points, ink, middle and radius of the emblem's place."""

    width: float
    height: float
    ink: Ink
    emblem: Point
    radius: float


@functools.lru_cache(maxsize=16)
def drawn(name: str, ink: str, size: tuple[float, float], emblem: Emblem, own_emblem: bool) -> Art:
    """Return the art of a name on a sheet (millimetres) in the colours of an ink, made once a process.

    An empty name gives an empty sheet; with `own_emblem` the emblem of the project stands on it all the same.
    """
    width, height = size[0] * MM, size[1] * MM
    place = (emblem.x * MM, height - emblem.y * MM)
    sheet = Sheet(width, height, INKS[ink], place, emblem.size * MM / 2)
    parts = ["q 1 J 1 j"]
    if name:
        parts += ARTS[name](sheet)
    if own_emblem:
        parts += compass(sheet)
    parts.append("Q")
    return Art(width, height, zlib.compress("\n".join(parts).encode("ascii"), 9))


def guilloche_1(sheet: Sheet) -> Iterator[str]:
    """Yield a woven border with rosettes in its corners, and a pale rosette in the middle of the paper."""
    main, second = sheet.ink.main, sheet.ink.second
    width, height = sheet.width, sheet.height
    middle = (width / 2, height / 2 - 8)
    reach = min(width, height) * 0.36
    for part, petals, inner, turns, colour, depth in (
        (1.0, 91, 0.62, 8, main, 0.12),
        (0.76, 67, 0.45, 6, second, 0.17),
        (0.52, 41, 0.25, 4, main, 0.12),
    ):
        yield stroke(thinned(colour, depth), 0.35)
        yield rosette(middle, reach * part, petals=petals, inner=inner, turns=turns, fine=16)
    edge, inset = 27.0, 45.0
    sides = (
        ((inset, edge), (width - inset, edge)),
        ((width - edge, inset), (width - edge, height - inset)),
        ((width - inset, height - edge), (inset, height - edge)),
        ((edge, height - inset), (edge, inset)),
    )
    for start, end in sides:
        yield stroke(thinned(second, 0.75), 0.3)
        yield from weave(start, end, strands=4, height=8.6, wave=54)
        yield stroke(thinned(main, 0.8), 0.4)
        yield from weave(start, end, strands=5, height=7.2, wave=27)
    for x in (edge, width - edge):
        for y in (edge, height - edge):
            yield stroke(thinned(main, 0.85), 0.35)
            yield rosette((x, y), 18.5, petals=31, inner=0.42, turns=4)
            yield stroke(thinned(second, 0.9), 0.35)
            yield rosette((x, y), 9.5, petals=17, inner=0.3, turns=3)
    yield stroke(main, 1.0)
    yield frame(width, height, edge + 12)
    yield stroke(second, 0.4)
    yield frame(width, height, edge + 15)
    yield stroke(thinned(main, 0.6), 0.5)
    yield frame(width, height, edge - 12)


def medallion_1(sheet: Sheet) -> Iterator[str]:
    """Yield a medallion around the emblem on a ribbon, a ribbon at the foot, and a frame with hollow corners."""
    main, second = sheet.ink.main, sheet.ink.second
    width, height = sheet.width, sheet.height
    yield from _quarters(sheet)
    yield from _hollow_frame(width, height, 28.0, 26.0, stroke(main, 1.3))
    yield from _hollow_frame(width, height, 32.5, 26.0, stroke(second, 0.5))
    yield from _hollow_frame(width, height, 22.0, 26.0, stroke(thinned(second, 0.8), 0.4))
    for x in (28.0, width - 28.0):
        for y in (28.0, height - 28.0):
            yield stroke(thinned(main, 0.8), 0.35)
            yield rosette((x, y), 15.0, petals=23, inner=0.35, turns=3)
            yield stroke(second, 0.35)
            yield from ring((x, y), 17.5, height=1.4, waves=24, strands=2)
    x, y = sheet.emblem
    reach = width / 2 - 54
    for colour, depth, high, swells, wave in ((second, 0.42, 13.0, 5, 47.0), (main, 0.42, 11.0, 7, 31.0)):
        yield stroke(thinned(colour, depth), 0.3)
        yield from ribbon((x - reach, y), 2 * reach, height=high, swells=swells, wave=wave, lines=7)
    yield fill((1, 1, 1))
    yield circle(sheet.emblem, sheet.radius * 1.62) + " f"
    for colour, depth, radius, petals, inner, turns in (
        (second, 0.55, 1.62, 72, 0.72, 7),
        (main, 0.6, 1.5, 60, 0.7, 7),
        (main, 0.85, 1.3, 48, 0.8, 5),
    ):
        yield stroke(thinned(colour, depth), 0.35)
        yield rosette(sheet.emblem, sheet.radius * radius, petals=petals, inner=inner, turns=turns, fine=18)
    yield fill((1, 1, 1))
    yield circle(sheet.emblem, sheet.radius * 1.04) + " f"


def _quarters(sheet: Sheet) -> Iterator[str]:
    """Yield pale rosettes that rise from the lower corners and one in the middle."""
    width, height, ink = sheet.width, sheet.height, sheet.ink
    reach = min(width, height) * 0.47
    yield "q " + f"32.5 32.5 {width - 65:.2f} {height - 65:.2f} re W n"
    for x in (32.5, width - 32.5):
        yield stroke(thinned(ink.second, 0.25), 0.35)
        yield rosette((x, 32.5), reach, petals=73, inner=0.5, turns=7, fine=14)
        yield stroke(thinned(ink.main, 0.13), 0.35)
        yield rosette((x, 32.5), reach * 0.62, petals=49, inner=0.35, turns=5, fine=14)
    yield stroke(thinned(ink.main, 0.11), 0.35)
    yield rosette((width / 2, height * 0.55), reach * 0.8, petals=61, inner=0.4, turns=7, fine=15)
    yield "Q"


def _hollow_frame(width: float, height: float, inset: float, bite: float, pen: str) -> Iterator[str]:
    """Yield a frame whose corners are cut out in a quarter of a circle."""
    yield pen
    points: list[Point] = []
    for x, y, first in (
        (width - inset, inset, math.pi),
        (width - inset, height - inset, 1.5 * math.pi),
        (inset, height - inset, 0.0),
        (inset, inset, 0.5 * math.pi),
    ):
        points += [polar((x, y), bite, first - math.pi / 2 * step / 12) for step in range(13)]
    yield line(points, close=True)


def compass(sheet: Sheet) -> Iterator[str]:
    """Yield the emblem of the project: a compass star within a ring. It is no emblem of any state or service."""
    centre, radius, ink = sheet.emblem, sheet.radius, sheet.ink
    yield fill((1, 1, 1))
    yield circle(centre, radius) + " f"
    yield stroke(ink.main, radius * 0.035)
    yield circle(centre, radius * 0.98) + " S"
    yield stroke(ink.second, radius * 0.018)
    yield circle(centre, radius * 0.9) + " S"
    yield stroke(thinned(ink.main, 0.8), 0.3)
    yield from ring(centre, radius * 0.79, height=radius * 0.075, waves=36, strands=3)
    yield stroke(ink.second, radius * 0.018)
    yield circle(centre, radius * 0.68) + " S"
    for number in range(32):
        angle = math.pi * number / 16
        inner = 0.59 if number % 4 == 0 else 0.63
        yield line((polar(centre, radius * inner, angle), polar(centre, radius * 0.66, angle)))
    for long, waist, turn in ((0.44, 0.13, math.pi / 4), (0.62, 0.15, 0.0)):
        yield from _star(centre, radius * long, radius * waist, turn, ink)
    yield fill((1, 1, 1))
    yield circle(centre, radius * 0.075) + " f"
    yield fill(ink.second)
    yield circle(centre, radius * 0.045) + " f"


def _star(centre: Point, long: float, waist: float, turn: float, ink: Ink) -> Iterator[str]:
    """Yield a star of four points, each with a dark and a light side."""
    for number in range(4):
        angle = turn + math.pi / 2 * number
        tip = polar(centre, long, angle)
        for side, colour in ((1, ink.main), (-1, thinned(ink.second, 0.55))):
            yield fill(colour)
            yield area((centre, tip, polar(centre, waist, angle + side * math.pi / 4)))


ARTS: Mapping[str, Callable[[Sheet], Iterator[str]]] = {"guilloche-1": guilloche_1, "medallion-1": medallion_1}
