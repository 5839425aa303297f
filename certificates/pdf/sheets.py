"""What a design puts on the sheet: the HTML of a paper, its style sheet, and the art under the text."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from certificates.domain.designs import NO_EMBLEM, OWN
from certificates.pdf import art, layouts
from certificates.pdf.art import Art
from certificates.selectors.designs import picture_uri

if TYPE_CHECKING:
    from certificates.selectors.papers import Paper

FOLDER = Path(__file__).resolve().parent


def html_of(paper: "Paper", qr: str) -> str:
    """Return the paper as HTML; `qr` is a data address."""
    ink = art.INKS[paper.look.ink]
    context = {
        "paper": paper,
        "qr": qr,
        "fit": layouts.fit(paper),
        "colours": f"--ink:{ink.main_hex};--second:{ink.second_hex}",
        "emblem": _emblem(paper),
        "ground": _ground(paper),
    }
    return render_to_string(f"certificates/paper/{paper.look.layout}.html", context)


@functools.lru_cache(maxsize=8)
def style_of(layout: str) -> str:
    """Return the style sheet of a layout."""
    return "".join((FOLDER / name).read_text(encoding="utf-8") for name in ("paper-1.css", f"{layout}.css"))


def art_of(paper: "Paper") -> Art:
    """Return what is drawn under the text, the same object for every paper of a design."""
    look, layout = paper.look, layouts.layout_of(paper)
    return art.drawn("" if look.ground else look.art, look.ink, layout.size, layout.emblem, look.emblem == OWN)


def _ground(paper: "Paper") -> str:
    """Return size and address of a background that was brought in, for a `style` attribute; else nothing."""
    if not paper.look.ground:
        return ""
    width, height = layouts.layout_of(paper).size
    address = picture_uri(paper.look.ground, paper.pictures)
    return f"width:{width}mm;height:{height}mm;background-image:url({address})"


def _emblem(paper: "Paper") -> str:
    """Return the place and address of an emblem that was brought in, for a `style` attribute; else nothing."""
    if paper.look.emblem in (OWN, NO_EMBLEM):
        return ""
    place = layouts.layout_of(paper).emblem
    corner = f"left:{place.x - place.size / 2:.2f}mm;top:{place.y - place.size / 2:.2f}mm"
    address = picture_uri(paper.look.emblem, paper.pictures)
    return f"{corner};width:{place.size:.2f}mm;height:{place.size:.2f}mm;background-image:url({address})"
