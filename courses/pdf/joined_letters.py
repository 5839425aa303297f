"""Labels in drawings keep their Arabic letters joined.

WeasyPrint 70 draws the text of an SVG letter by letter from the left: Dari would be unjoined and backwards. Where no
letter has a place of its own, a label in Arabic script is given to it as one "letter". This uses the inside of
WeasyPrint (its table of SVG elements): a test looks at the glyphs, and the version is pinned.
"""

from collections.abc import Iterator
from typing import Any

import weasyprint.svg

from foundation.languages.text import script_of


class Whole(str):
    """A text that is one letter when somebody walks through it."""

    __slots__ = ()

    def __iter__(self) -> Iterator[str]:
        return iter((str(self),))


_letter_by_letter: Any = weasyprint.svg.text


def _text(drawing: Any, node: Any, font_size: float) -> None:
    if node.text and script_of(node.text) in {"arab", "mixed"} and not isinstance(node.text, Whole):
        node._etree_node.text = Whole(node.text)
    _letter_by_letter(drawing, node, font_size)


def keep_letters_joined() -> None:
    """Let WeasyPrint draw labels in Arabic script as whole words; doing it twice changes nothing."""
    tags: dict[str, Any] = weasyprint.svg.TAGS
    for name, handler in tags.items():
        if handler is _letter_by_letter:
            tags[name] = _text
    weasyprint.svg.text = _text
