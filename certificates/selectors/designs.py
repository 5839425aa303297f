"""Designs: which ones there are, which are offered, what they put on the paper, and the pictures they name."""

import base64
import functools
from collections.abc import Mapping

from certificates.domain.designs import SHIPPED, Drawn, drawn_from
from certificates.domain.wording import ATTENDANCE, HONOURS, TEXTS, words_for
from certificates.models import Design, DesignPicture
from certificates.selectors.signatories import Signing, free_names
from foundation.languages.titles import pick

FIRST = "guilloche"  # what is taken where nothing was chosen


def all_designs() -> list[Design]:
    """Return every design, the newest of each code first. One query."""
    return list(Design.objects.select_related("made_by"))


def design_of(code: str, number: int) -> Design | None:
    """Return one design, or None."""
    return Design.objects.filter(code=code, number=number).first()


def newest(code: str) -> Design | None:
    """Return the newest design of a code, offered or not, or None."""
    return Design.objects.filter(code=code).order_by("-number").first()


def offered_designs() -> list[Design]:
    """Return the designs for new certificates: the newest of each code, where it is offered. One query."""
    found: dict[str, Design] = {}
    for design in Design.objects.order_by("code", "-number"):
        found.setdefault(design.code, design)
    return [design for design in found.values() if design.offered]


def design_choices(language: str) -> list[tuple[str, str]]:
    """Return the offered designs as (code, title), the first of all designs first. One query."""
    rows = [(design.code, pick(drawn_of(design).titles, language).text or str(design)) for design in offered_designs()]
    return sorted(rows, key=lambda row: (row[0] != FIRST, row[1]))


def drawn_of(design: Design) -> Drawn:
    """Return what a design says. A row of the first days without settings is the design that shipped under its code."""
    if not design.settings and design.code in SHIPPED:
        return SHIPPED[design.code]
    return drawn_from(design.titles, design.settings)


def usual_texts(language: str) -> dict[str, str]:
    """Return what stands on the paper where a design says nothing else, by the names that texts of designs have."""
    headings = {f"title_{kind}": words_for(language, kind, {})["heading"] for kind in (HONOURS, ATTENDANCE)}
    words = {**words_for(language, "certificate", {}), **headings}
    return {key: words[key] for key in TEXTS}


def cosigning(design: Design) -> list[Signing]:
    """Return who signs every certificate of a design beside the head of the centre."""
    cosignatory = drawn_of(design).cosignatory
    return [Signing(free_names(cosignatory.names), dict(cosignatory.offices))] if cosignatory else []


def picture_uri(sha256: str, unsaved: Mapping[str, str]) -> str:
    """Return a picture of a design as a data address. `unsaved` are those of a preview.

    Kept in memory: a picture is named by its content, so that it cannot become another one.
    """
    return unsaved.get(sha256) or _kept(sha256)


@functools.lru_cache(maxsize=16)
def _kept(sha256: str) -> str:
    row = DesignPicture.objects.get(pk=sha256)
    return data_address(row.content_type, bytes(row.data))


def data_address(content_type: str, data: bytes) -> str:
    """Return bytes as a data address."""
    return f"data:{content_type};base64,{base64.b64encode(data).decode('ascii')}"
