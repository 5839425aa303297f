"""Curves of the guilloche as PDF operators. Units are points; the origin is the lower left corner of the sheet."""

import math
from collections.abc import Iterable, Iterator

Point = tuple[float, float]
Colour = tuple[float, float, float]


def thinned(colour: Colour, part: float) -> Colour:
    """Return a colour thinned towards white: 1 is the colour, 0 white. Nothing on the paper is transparent."""
    red, green, blue = (1 - part * (1 - channel) for channel in colour)
    return red, green, blue


def stroke(colour: Colour, width: float) -> str:
    """Return the operators that set the pen."""
    return " ".join(f"{channel:.3f}" for channel in colour) + f" RG {width:.2f} w"


def fill(colour: Colour) -> str:
    """Return the operator that sets the colour of areas."""
    return " ".join(f"{channel:.3f}" for channel in colour) + " rg"


def line(points: Iterable[Point], *, close: bool = False) -> str:
    """Return a line through the points, each step written short."""
    steps = [f"{x:.1f} {y:.1f} {'l' if place else 'm'}" for place, (x, y) in enumerate(points)]
    return "\n".join([*steps, "s" if close else "S"])


def area(points: Iterable[Point]) -> str:
    """Return a filled polygon."""
    steps = [f"{x:.2f} {y:.2f} {'l' if place else 'm'}" for place, (x, y) in enumerate(points)]
    return "\n".join([*steps, "f"])


def polar(centre: Point, radius: float, angle: float) -> Point:
    """Return the point at a distance and an angle (radians, from the right, against the clock)."""
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def circle(centre: Point, radius: float) -> str:
    """Return a circle, as four curves."""
    (x, y), k = centre, radius * 0.5523
    right, left, top, low = x + radius, x - radius, y + radius, y - radius
    return (
        f"{right:.2f} {y:.2f} m {right:.2f} {y + k:.2f} {x + k:.2f} {top:.2f} {x:.2f} {top:.2f} c "
        f"{x - k:.2f} {top:.2f} {left:.2f} {y + k:.2f} {left:.2f} {y:.2f} c "
        f"{left:.2f} {y - k:.2f} {x - k:.2f} {low:.2f} {x:.2f} {low:.2f} c "
        f"{x + k:.2f} {low:.2f} {right:.2f} {y - k:.2f} {right:.2f} {y:.2f} c"
    )


def frame(width: float, height: float, inset: float) -> str:
    """Return a rectangle within the sheet."""
    return f"{inset:.2f} {inset:.2f} {width - 2 * inset:.2f} {height - 2 * inset:.2f} re S"


def strand(start: Point, end: Point, *, phase: float, height: float, wave: float) -> Iterator[Point]:
    """Yield a wave from one point to another; `wave` is about its length. Its height falls to nothing at both ends."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    along, across = ((x1 - x0) / length, (y1 - y0) / length), (-(y1 - y0) / length, (x1 - x0) / length)
    waves = max(1, round(length / wave))
    steps = waves * 14
    for step in range(steps + 1):
        part = step / steps
        ends = min(1.0, 6 * min(part, 1 - part) * waves / 4)
        shift = ends * height * math.sin(2 * math.pi * waves * part + phase)
        yield x0 + along[0] * length * part + across[0] * shift, y0 + along[1] * length * part + across[1] * shift


def weave(start: Point, end: Point, *, strands: int, height: float, wave: float) -> Iterator[str]:
    """Yield strands that are woven into each other."""
    for number in range(strands):
        yield line(strand(start, end, phase=2 * math.pi * number / strands, height=height, wave=wave))


def rosette(centre: Point, radius: float, *, petals: int, inner: float, turns: int, fine: int = 14) -> str:
    """Return a closed curve whose distance from the centre swings between `inner`·radius and radius."""
    steps = petals * fine

    def points() -> Iterator[Point]:
        for step in range(steps):
            angle = 2 * math.pi * turns * step / steps
            swing = (1 + inner) / 2 + (1 - inner) / 2 * math.cos(petals * angle / turns)
            yield polar(centre, radius * swing, angle)

    return line(points(), close=True)


def ring(centre: Point, radius: float, *, height: float, waves: int, strands: int) -> Iterator[str]:
    """Yield woven strands that run round a circle."""
    steps = waves * 14
    for number in range(strands):
        phase = 2 * math.pi * number / strands
        yield line(
            (
                polar(
                    centre,
                    radius + height * math.sin(2 * math.pi * waves * step / steps + phase),
                    2 * math.pi * step / steps,
                )
                for step in range(steps)
            ),
            close=True,
        )


def ribbon(start: Point, length: float, *, height: float, swells: int, wave: float, lines: int) -> Iterator[str]:
    """Yield a level ribbon of lines whose height swells and falls, as on banknotes."""
    steps = round(length / wave) * 14
    for number in range(lines):
        lift = math.pi * number / lines

        def points(lift: float = lift) -> Iterator[Point]:
            for step in range(steps + 1):
                part = step / steps
                swell = 0.3 + 0.7 * math.sin(math.pi * swells * part + lift) ** 2
                yield (
                    start[0] + length * part,
                    start[1] + height * swell * math.sin(2 * math.pi * part * length / wave + 2 * lift),
                )

        yield line(points())
