"""A lesson cut into slides for the wall of a classroom: one block, or a piece of it, a screen."""

import dataclasses

from courses.domain.pieces import HEADINGS, LISTS, Element, parts, pieces

FULL = 430  # letters that can be read from the last row
LEAST = 45  # what a piece takes at least: a line of a list
UNSHOWN = frozenset({"sources"})


@dataclasses.dataclass(frozen=True, slots=True)
class Slide:
    """One screen: the kind of its block, the heading, and the rest, as HTML. `going_on`: not the first of its block."""

    kind: str
    heading: str
    content: str
    going_on: bool


def slides(body: str) -> list[Slide]:
    """Return the slides of a rendered body in order. Answers stay folded as they are in the body."""
    found: list[Slide] = []
    for part in parts(body):
        if part.kind in UNSHOWN:
            continue
        cut = pieces(part.element) if part.kind else [part.element]
        heads = [piece for piece in cut if piece.tag in HEADINGS or "label" in piece.classes]
        heading = "".join(piece.html() for piece in heads)
        screens = _screens([piece for piece in cut if piece not in heads])
        found += [
            Slide(part.kind, heading, _joined(screen), going_on=number > 0) for number, screen in enumerate(screens)
        ]
    return found


def _screens(cut: list[Element]) -> list[list[Element]]:
    """Return the pieces dealt out to screens, none much fuller than FULL unless one piece alone is."""
    screens: list[list[Element]] = []
    weight = 0
    for piece in cut:
        needed = _weight(piece)
        if not screens or (weight + needed > FULL and piece.tag != "figcaption"):
            screens.append([])
            weight = 0
        screens[-1].append(piece)
        weight += needed
    return screens


def _weight(piece: Element) -> int:
    if piece.tag == "details":
        return LEAST  # it is folded
    if any(inner.tag in {"img", "table", "pre", "svg", "video"} for inner in piece.walk()):
        return FULL
    return max(LEAST, len(" ".join(piece.text().split())))


def _joined(screen: list[Element]) -> str:
    """Return the HTML of a screen; items that stand in lists of their own become one list again."""
    joined: list[Element] = []
    for piece in screen:
        before = joined[-1] if joined else None
        if before is not None and piece.tag in LISTS and before.tag == piece.tag:
            before.children.extend(piece.children)
        else:
            joined.append(Element(piece.tag, dict(piece.attributes), list(piece.children)))
    return "".join(piece.html() for piece in joined)
