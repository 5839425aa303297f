"""What may stand in a drawing (SVG) of ours: the one list, for pictures in lessons and for pictures of questions."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset({"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"})
ELEMENTS = SHAPES | {"title", "desc"}
DEEPEST = 60


def too_deep(root: "Element") -> bool:
    """Return whether elements stand in each other more than DEEPEST times; whoever walks a drawing calls itself."""
    level, depth = [root], 0
    while level:
        level, depth = [child for element in level for child in element], depth + 1
        if depth > DEEPEST:
            return True
    return False
