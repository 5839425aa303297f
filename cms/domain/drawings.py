"""Drawings (SVG): what may stand in one, how it is cleaned, and how its places are filled with words.

A drawing stands inside the page, so nothing may come in with it: no scripts, no styles, no links, no references. What
is not on the lists below is left out. `{1}`, `{2}` … in its texts are places for the labels of a language.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET  # builds and writes trees; reading is defusedxml's

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from foundation.drawings import ELEMENTS, too_deep
from foundation.drawings import SVG as NAMESPACE

SVG = NAMESPACE

# fmt: off
GEOMETRY = frozenset({
    "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "d", "points", "width", "height",
    "viewBox", "preserveAspectRatio", "transform", "textLength", "lengthAdjust",
})
PAINT = frozenset({
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap",
    "stroke-linejoin", "stroke-dasharray", "stroke-miterlimit", "opacity", "font-size", "font-weight", "font-family",
    "text-anchor",
})
# fmt: on
ATTRIBUTES = GEOMETRY | PAINT
VALUE = re.compile(r"^[\w\s#%.,+\-'\"]*$")
TRANSFORM = re.compile(r"^(?:\s*(?:translate|rotate|scale|matrix|skewX|skewY)\([\d\s.,eE+\-]*\)[\s,]*)*$")
PLACE = re.compile(r"\{(\d{1,2})\}")
PRINT_FONTS = "Vazirmatn, Noto Serif, sans-serif"
VIEW_BOX = 4


class DrawingError(ValueError):
    """The bytes are no drawing; says why."""


def read(data: bytes) -> ET.Element:
    """Return the root of a drawing. Raises DrawingError for what is not well-formed, has a DTD or is no SVG."""
    try:
        root: ET.Element = fromstring(data, forbid_dtd=True)
    except (ET.ParseError, DefusedXmlException, ValueError) as error:
        raise DrawingError(f"not a readable SVG ({error})") from error
    if root.tag != f"{{{SVG}}}svg":
        raise DrawingError("the first element is not svg")
    if too_deep(root):
        raise DrawingError("its elements are nested too deeply")
    if len(size_of(root)) != VIEW_BOX:
        raise DrawingError("viewBox is missing or not four numbers")
    return root


def size_of(root: ET.Element) -> tuple[float, ...]:
    """Return the four numbers of viewBox; made from width and height where it is missing; empty without either."""
    try:
        if "viewBox" in root.attrib:
            box = tuple(float(number) for number in re.split(r"[\s,]+", root.attrib["viewBox"].strip()))
            return box if len(box) == VIEW_BOX and box[2] > 0 and box[3] > 0 else ()
        sides = (root.attrib["width"].removesuffix("px"), root.attrib["height"].removesuffix("px"))
        return (0.0, 0.0, float(sides[0]), float(sides[1]))
    except (KeyError, ValueError):
        return ()


def faults(data: bytes) -> list[str]:
    """Return in words what `clean` would leave out, and texts with a place that are not set from their middle."""
    root = read(data)
    found: list[str] = []
    _clean(root, found)
    found += [
        "a text with a place needs text-anchor middle, for both directions"
        for text in root.iter(f"{{{SVG}}}text")
        if any(PLACE.search(piece) for piece in text.itertext()) and text.get("text-anchor") != "middle"
    ]
    return sorted(set(found))


def clean(data: bytes) -> bytes:
    """Return the drawing with nothing in it but shapes, texts and their paint. Cleaned again it is the same."""
    ET.register_namespace("", SVG)
    root = _clean(read(data), [])
    if "viewBox" not in root.attrib:
        root.set("viewBox", " ".join(f"{number:g}" for number in size_of(root)))
    written: bytes = ET.tostring(root, encoding="utf-8")
    return written + b"\n"


def without_places(data: bytes) -> bytes:
    """Return the drawing cleaned, without the texts that wait for labels: as a question shows it."""
    root = read(clean(data))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{{{SVG}}}text" and any(PLACE.search(piece) for piece in child.itertext()):
                parent.remove(child)
    written: bytes = ET.tostring(root, encoding="utf-8")
    return written + b"\n"


def places(data: bytes) -> int:
    """Return how many labels a drawing asks for: the highest number among its places."""
    texts = "".join(read(data).itertext())
    return max((int(number) for number in PLACE.findall(texts)), default=0)


def filled(data: bytes, labels: Sequence[str], *, name: str, direction: str) -> str:
    """Return the drawing as HTML, cleaned, its places filled with `labels` (plain text); `name` is read aloud.

    Texts with a place run in `direction`, all others from left to right. A place without a label stays empty.
    """
    root = _clean(read(data), [])
    for element in root.iter():
        if element.tag == f"{{{SVG}}}text":
            own = any(PLACE.search(piece) for piece in element.itertext())
            element.set("direction", direction if own else "ltr")
        for part in ("text", "tail"):
            if piece := getattr(element, part):
                setattr(element, part, PLACE.sub(lambda place: _label(labels, int(place[1])), piece))
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
    box = size_of(root)
    root.attrib = {
        "class": "drawing",
        "viewBox": " ".join(f"{number:g}" for number in box),
        "width": f"{box[2]:g}",
        "height": f"{box[3]:g}",
        "font-family": PRINT_FONTS,
        "role": "img",
        "aria-label": name,
    }
    return ET.tostring(root, encoding="unicode", method="html")


def _label(labels: Sequence[str], number: int) -> str:
    return labels[number - 1] if 0 < number <= len(labels) else ""


def _clean(element: ET.Element, found: list[str]) -> ET.Element:
    """Return a copy with the allowed elements and attributes only; `found` gets the names of the others."""
    copy = ET.Element(element.tag)
    copy.text, copy.tail = element.text, element.tail
    for name, value in _attributes(element):
        pattern = TRANSFORM if name == "transform" else VALUE
        if name in ATTRIBUTES and pattern.match(value):
            copy.set(name, value)
        else:
            found.append(f"the attribute {name} of {_bare(element.tag)} is not allowed")
    if _bare(element.tag) not in {"text", "tspan", "title", "desc"}:
        copy.text = None if copy.text and copy.text.strip() else copy.text
    for child in element:
        if isinstance(child.tag, str) and child.tag.startswith(f"{{{SVG}}}") and _bare(child.tag) in ELEMENTS:
            copy.append(_clean(child, found))
        elif isinstance(child.tag, str):
            found.append(f"the element {_bare(child.tag)} is not allowed")
    return copy


def _attributes(element: ET.Element) -> Iterator[tuple[str, str]]:
    """Return the attributes; those that a drawing program wrote as a style are taken out of it."""
    for name, value in element.attrib.items():
        if name != "style":
            yield name, value
            continue
        for part in value.split(";"):
            key, colon, setting = part.partition(":")
            if colon and key.strip() in PAINT:
                yield key.strip(), setting.strip()


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]
