"""The folder of the demonstration: four papers as an office might receive them, one altered, one never issued."""

import dataclasses
import uuid
from typing import TYPE_CHECKING

from django.conf import settings

from certificates.domain.codes import check_character, grouped
from certificates.domain.names import Parts
from certificates.domain.record import short_url
from certificates.pdf.drawing import draw
from certificates.pdf.store import pdf_of
from certificates.selectors.cohort_papers import certificates_of
from certificates.selectors.papers import frozen_names, make_paper

if TYPE_CHECKING:
    from certificates.models import Certificate

COHORT = "DUS-GEN-1"
SLUGS = ("one", "two", "three", "four")
OTHER_HOLDER: dict[str, Parts] = {"cyrl": ("Ғайратов", "Сомон", "Муродович"), "latn": ("GHAYRATOV", "SOMON", "")}
NEVER_ISSUED = "7K3QW9ZD4M8XTRB"


@dataclasses.dataclass(frozen=True)
class FolderPaper:
    """One paper: its name in the folder and the code printed on it."""

    slug: str
    code: str
    shown: str


def folder() -> list[FolderPaper]:
    """Return the papers of the folder; empty while the demonstration was not loaded."""
    rows = certificates_of(COHORT)
    if len(rows) < len(SLUGS):
        return []
    codes = (rows[0].code, rows[1].code, rows[-1].code, NEVER_ISSUED + check_character(NEVER_ISSUED))
    return [FolderPaper(slug, code, grouped(code)) for slug, code in zip(SLUGS, codes, strict=True)]


def folder_pdf(slug: str) -> bytes | None:
    """Return one paper as PDF: genuine, with another's name under a genuine code, revoked since, or never issued."""
    rows = certificates_of(COHORT)
    if len(rows) < len(SLUGS) or slug not in SLUGS:
        return None
    if slug in {"one", "three"}:
        return pdf_of(rows[0] if slug == "one" else rows[-1])
    if slug == "two":
        return _false(rows[1], rows[1].code, rows[1].serial)
    return _false(rows[2], NEVER_ISSUED + check_character(NEVER_ISSUED), rows[2].serial[:-5] + "00417")


def _false(model: "Certificate", code: str, serial: str) -> bytes:
    names = {**frozen_names(model), "holder": OTHER_HOLDER}
    facts = {**model.facts, "short_url": short_url(settings.SITE_URL, code)}
    paper = make_paper(pk=uuid.uuid5(model.pk, code), serial=serial, code=code, facts=facts, names=names)
    return draw(paper)
