"""What a design puts on the sheet: the HTML of a paper, its style sheet, and the art under the text."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from certificates.pdf import art
from certificates.pdf.art import Art

if TYPE_CHECKING:
    from certificates.selectors.papers import Paper

FOLDER = Path(__file__).resolve().parent


def html_of(paper: "Paper", qr: str) -> str:
    """Return the paper as HTML; `qr` is a data address."""
    return render_to_string(f"certificates/paper/{paper.look.layout}.html", {"paper": paper, "qr": qr})


@functools.lru_cache(maxsize=8)
def style_of(layout: str) -> str:
    """Return the style sheet of a layout."""
    return (FOLDER / f"{layout}.css").read_text(encoding="utf-8")


def art_of(paper: "Paper") -> Art:
    """Return what is drawn under the text, the same object for every paper of a design."""
    return art.drawn(paper.look.art, paper.look.ink)
