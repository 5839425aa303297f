"""The guilloche of the certificate, drawn for this project: curves computed once, written as PDF operators.

It is put under the text as one Form XObject instead of being read as SVG for every certificate, which would take four
fifths of the time (certificates.md 1.3). Units are points, the origin is the lower left corner of A4 landscape.
"""

import dataclasses
import functools
import math
import zlib
from collections.abc import Iterable, Iterator

Point = tuple[float, float]

WIDTH, HEIGHT = 841.89, 595.28
ACCENT = (0.051, 0.353, 0.369)  # #0d5a5e, the accent of the site
EDGE = 22.0  # from the edge of the paper to the middle of the border
BAND = 7.0  # half the width of the woven border
WAVE = 27.0  # length of one wave of the border, about
STRANDS = 5


def _colour(part: float) -> str:
    """Return the operator for the accent, thinned towards white: 1 is the accent, 0 white."""
    return " ".join(f"{1 - part * (1 - channel):.3f}" for channel in ACCENT) + " RG"


def _polyline(points: Iterable[Point], close: bool = False) -> str:
    steps = [f"{x:.1f} {y:.1f} {'l' if place else 'm'}" for place, (x, y) in enumerate(points)]
    return "\n".join([*steps, "s" if close else "S"])


def _strand(start: Point, end: Point, phase: float, height: float) -> Iterator[Point]:
    """Yield a wave from one corner to the next; its height falls to nothing at both ends."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    along, across = ((x1 - x0) / length, (y1 - y0) / length), (-(y1 - y0) / length, (x1 - x0) / length)
    waves = round(length / WAVE)
    steps = waves * 16
    for step in range(steps + 1):
        part = step / steps
        shift = height * math.sin(2 * math.pi * waves * part + phase)
        yield (
            x0 + along[0] * length * part + across[0] * shift,
            y0 + along[1] * length * part + across[1] * shift,
        )


def _border() -> Iterator[str]:
    """Yield woven strands along the four sides."""
    inset = EDGE + 17
    sides = (
        ((inset, EDGE), (WIDTH - inset, EDGE)),
        ((WIDTH - EDGE, inset), (WIDTH - EDGE, HEIGHT - inset)),
        ((WIDTH - inset, HEIGHT - EDGE), (inset, HEIGHT - EDGE)),
        ((EDGE, HEIGHT - inset), (EDGE, inset)),
    )
    for strand in range(STRANDS):
        yield _colour(0.85 - 0.1 * strand)
        phase = math.pi * 2 * strand / STRANDS
        for start, end in sides:
            yield _polyline(_strand(start, end, phase, BAND))
            yield _polyline(_strand(start, end, -phase, BAND * 0.55))


def _rosette(centre: Point, radius: float, petals: int, inner: float, turns: int, steps: int) -> Iterator[Point]:
    """Yield a closed curve whose distance from the centre swings between `inner`·radius and radius."""
    for step in range(steps):
        angle = 2 * math.pi * turns * step / steps
        swing = (1 + inner) / 2 + (1 - inner) / 2 * math.cos(petals * angle / turns)
        yield centre[0] + radius * swing * math.cos(angle), centre[1] + radius * swing * math.sin(angle)


def _corner(centre: Point) -> Iterator[str]:
    for petals, radius, inner, turns, part in ((31, 17.0, 0.45, 4, 0.85), (17, 9.5, 0.3, 3, 0.7)):
        yield _colour(part)
        yield _polyline(_rosette(centre, radius, petals, inner, turns, petals * 14), close=True)


def _divider() -> Iterator[str]:
    """Yield the line between the two columns, with a small ornament in its middle."""
    x, low, high = WIDTH / 2, 232.0, HEIGHT - 74
    middle = (low + high) / 2
    yield f"0.5 w {_colour(0.45)}"
    for start, end in ((low, middle - 9), (middle + 9, high)):
        yield _polyline(((x, start), (x, end)))
    yield "0.35 w"
    yield _polyline(_rosette((x, middle), 6.0, 8, 0.2, 3, 144), close=True)


def _frame(inset: float, width: float, part: float) -> str:
    size = f"{WIDTH - 2 * inset:.2f} {HEIGHT - 2 * inset:.2f}"
    return f"{_colour(part)} {width:.2f} w {inset:.2f} {inset:.2f} {size} re S"


def _ground() -> Iterator[str]:
    """Yield the pale rosette in the middle of the paper."""
    centre = (WIDTH / 2, HEIGHT / 2 + 6)
    yield "0.35 w"
    for radius, petals, inner, turns, part in (
        (205.0, 91, 0.60, 8, 0.13),
        (150.0, 67, 0.45, 6, 0.13),
        (100.0, 41, 0.25, 4, 0.12),
    ):
        yield _colour(part)
        yield _polyline(_rosette(centre, radius, petals, inner, turns, petals * 26), close=True)


@dataclasses.dataclass(frozen=True)
class Art:
    """Curves as a Form XObject holds them: size of the sheet in points, and the compressed operators."""

    width: float
    height: float
    data: bytes


@functools.lru_cache(maxsize=16)
def drawn(name: str, ink: str) -> Art:
    """Return the art of a name in the colours of an ink, made once a process."""
    del name, ink
    return Art(WIDTH, HEIGHT, zlib.compress(operators(), 9))


def operators() -> bytes:
    """Return the art as PDF operators, the same bytes every time."""
    parts = ["q 1 J 1 j", *_ground(), "0.4 w", *_border(), "0.35 w"]
    for x in (EDGE, WIDTH - EDGE):
        for y in (EDGE, HEIGHT - EDGE):
            parts.extend(_corner((x, y)))
    parts += [*_divider()]
    parts += [_frame(EDGE + 12, 0.9, 0.9), _frame(EDGE + 15, 0.35, 0.7), _frame(EDGE - 11, 0.5, 0.6), "Q"]
    return "\n".join(parts).encode("ascii")
