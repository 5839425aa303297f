"""Links in lessons from terms to the glossary: in each block at the first occurrence of a term, in prose only.

Occurrences are noted in the text with signs that no text has, so that the inline marks and the escaping of the
templates work as ever, and the signs become links in the HTML that the templates made.
"""

import dataclasses
import re
from collections.abc import Mapping

from django.urls import reverse

from courses.selectors.glossary import TermIndex, mark_terms
from courses.selectors.manuscripts import Block

# Fields that are prose, in the order in which they are read.
PROSE: Mapping[str, tuple[str, ...]] = {
    "text": ("body",),
    "points": ("items",),
    "steps": ("items",),
    "warning": ("body",),
    "legal": ("body",),
    "scenario": ("situation", "question", "answer"),
    "check": ("question", "answer"),
    "remember": ("items",),
}
BEGINS, NAMED, ENDS = "\ue000", "\ue001", "\ue002"  # of Unicode's private use
SIGNS = re.compile(f"[{BEGINS}{NAMED}{ENDS}]")
BEGINNING = re.compile(f"{BEGINS}([A-Za-z0-9.-]+){NAMED}")


def noted(block: Block, terms: TermIndex) -> Block:
    """Return a block in whose prose the first occurrence of each term is noted; for `linked`, never to be stored."""
    seen: set[str] = set()
    fields = dict(block.fields)
    for name in PROSE.get(block.kind, ()):
        if name in fields:
            fields[name] = tuple(_noted(text, terms, seen) for text in block.items(name))
    return dataclasses.replace(block, fields=fields)


def linked(html: str) -> str:
    """Return the HTML of a noted block with links, in the active language."""
    if BEGINS not in html:
        return html
    found = BEGINNING.sub(lambda sign: f'<a class="term" href="{_address(sign.group(1))}">', html)
    return found.replace(ENDS, "</a>")


def _noted(text: str, terms: TermIndex, seen: set[str]) -> str:
    pieces = mark_terms(SIGNS.sub("", text), terms, but=seen)
    seen.update(piece.code for piece in pieces)
    return "".join(f"{BEGINS}{piece.code}{NAMED}{piece.text}{ENDS}" if piece.code else piece.text for piece in pieces)


def _address(code: str) -> str:
    return reverse("courses:term", kwargs={"code": code})
