"""A rendered body cut into its blocks, and blocks into pieces that can stand beside those of another language.

The body of an edition is HTML made by our own templates: one `section` a block, its `id` the key, its class the kind
(`block block-steps`). Here it is read into a small tree, so that books, the bilingual page, slides and plans use the
very text that was approved, and every kind of block is known to them from the day it is known to the lesson.
"""

import copy
import dataclasses
from collections.abc import Iterator
from html import escape
from html.parser import HTMLParser

VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
LISTS = frozenset({"ul", "ol", "dl"})
OPENED = frozenset({"section", "figure"})  # what only holds other things: its children are the pieces
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
REFERENCES = frozenset({"id", "for", "aria-labelledby", "aria-describedby", "aria-controls"})


@dataclasses.dataclass(slots=True)
class Element:
    """One element: tag, attributes, and children that are elements or plain text."""

    tag: str
    attributes: dict[str, str | None] = dataclasses.field(default_factory=dict)
    children: list["Element | str"] = dataclasses.field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return (self.attributes.get("class") or "").split()

    def elements(self) -> list["Element"]:
        """Return the children that are elements."""
        return [child for child in self.children if isinstance(child, Element)]

    def walk(self, *, into_drawings: bool = True) -> Iterator["Element"]:
        """Return this element and all inside it, in the order of the text."""
        if self.tag == "svg" and not into_drawings:
            return  # a drawing refers to its own ids in more ways than HTML
        yield self
        for child in self.elements():
            yield from child.walk(into_drawings=into_drawings)

    def text(self) -> str:
        """Return the text inside, without tags."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def inner(self) -> str:
        """Return what is inside as HTML."""
        return "".join(
            escape(child, quote=False) if isinstance(child, str) else child.html() for child in self.children
        )

    def html(self) -> str:
        """Return the element as HTML; every text and attribute is escaped."""
        attributes = "".join(
            f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in self.attributes.items()
        )
        if self.tag in VOID:
            return f"<{self.tag}{attributes}>"
        return f"<{self.tag}{attributes}>{self.inner()}</{self.tag}>"


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One block of a body. `key` and `kind` are empty for what stands outside of blocks."""

    key: str
    kind: str
    element: Element


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """The same piece in two languages as HTML.

    `same`: it needs to be shown only once. `heads`: it is a heading and stays with what follows.
    """

    first: str
    second: str
    same: bool
    heads: bool


@dataclasses.dataclass(frozen=True, slots=True)
class PairedPart:
    """One block in two languages. `kind` is empty where the two texts could not be aligned block by block."""

    key: str
    kind: str
    pairs: tuple[Pair, ...]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read(html: str) -> Element:
    """Return the tree of a piece of HTML inside a `div`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


def parts(html: str) -> list[Part]:
    """Return the blocks of a rendered body in order; what stands outside of blocks is a part of no kind."""
    found = []
    for child in read(html).children:
        if isinstance(child, str):
            if not child.strip():
                continue
            child = Element("p", {}, [child])
        kind = next((name.removeprefix("block-") for name in child.classes if name.startswith("block-")), "")
        found.append(Part(child.attributes.get("id") or "", kind, child))
    return found


def pieces(element: Element) -> list[Element]:
    """Return what a block consists of: headings, paragraphs, items (each in a list of its own), tables, answers."""
    found: list[Element] = []
    loose: list[Element | str] = []

    def close() -> None:
        if any(not isinstance(child, str) or child.strip() for child in loose):
            found.append(Element("p", {}, list(loose)))
        loose.clear()

    for child in element.children:
        if isinstance(child, str) or child.tag in {"bdi", "strong", "a", "em"}:
            loose.append(child)
            continue
        close()
        if child.tag in LISTS:
            found.extend(_items(child))
        elif child.tag in OPENED:
            found.extend(pieces(child))
        else:
            found.append(child)
    close()
    return found


def _items(element: Element) -> list[Element]:
    """Return each item of a list in a list of its own that keeps the number; an explanation stays with its term."""
    groups: list[list[Element]] = []
    for item in element.elements():
        if item.tag == "dd" and groups:
            groups[-1].append(item)
        else:
            groups.append([item])
    found = []
    for number, group in enumerate(groups, int(element.attributes.get("start") or 1)):
        attributes = dict(element.attributes)
        if element.tag == "ol":
            attributes["start"] = str(number)
        found.append(Element(element.tag, attributes, list(group)))
    return found


def renamed(element: Element, prefix: str) -> Element:
    """Return a copy whose ids, and what refers to them, begin with `prefix`: two texts may stand on one page."""
    copied = copy.deepcopy(element)
    for inner in copied.walk(into_drawings=False):
        for name, value in inner.attributes.items():
            if name in REFERENCES and value:
                inner.attributes[name] = " ".join(prefix + word for word in value.split())
            elif name == "href" and value and value.startswith("#"):
                inner.attributes[name] = f"#{prefix}{value[1:]}"
    return copied


def beside(first: list[Part], second: list[Part]) -> list[PairedPart]:
    """Return two bodies piece beside piece.

    Blocks align when keys agree, else when their number and kinds agree; pieces of a block align when their sequence
    agrees, else the block stands as a whole; bodies that differ altogether stand beside each other as one pair.
    """
    if [part.key for part in first] != [part.key for part in second] and [part.kind for part in first] != [
        part.kind for part in second
    ]:
        return [PairedPart("", "", (_pair([part.element for part in first], [part.element for part in second]),))]
    return [_beside(ours, theirs) for ours, theirs in zip(first, second, strict=True)]


def _beside(ours: Part, theirs: Part) -> PairedPart:
    left = pieces(ours.element) if ours.kind else [ours.element]
    right = pieces(theirs.element) if theirs.kind else [theirs.element]
    if [_shape(piece) for piece in left] != [_shape(piece) for piece in right]:
        return PairedPart(ours.key, ours.kind, (_pair(left, right),))
    return PairedPart(ours.key, ours.kind, tuple(_pair([a], [b]) for a, b in zip(left, right, strict=True)))


def _shape(piece: Element) -> tuple[str, tuple[str, ...]]:
    return piece.tag, tuple(piece.classes)


def _pair(first: list[Element], second: list[Element]) -> Pair:
    left, right = ("".join(piece.html() for piece in pieces) for pieces in (first, second))
    heads = len(first) == 1 and (first[0].tag in HEADINGS or "label" in first[0].classes)
    return Pair(left, right, same=left == right, heads=heads)
