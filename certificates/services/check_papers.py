"""Verification records: numbered by year, frozen, their PDF kept privately (domain.md 4.7)."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.enums import Act
from accounts.services.audit import remember
from certificates.enums import Compared, Finding
from certificates.models import Certificate, CheckPaper, PastEntry
from certificates.services import private_files

if TYPE_CHECKING:
    from accounts.models import User

FOLDER = "verification-records"
TRIES = 5


class NothingComparedError(Exception):
    """A record that says the paper agrees needs at least one field that was compared."""


class DiffersError(Exception):
    """A field differs: the paper cannot agree with the register."""


def write_check_paper(
    *,
    certificate: Certificate | None,
    entry: PastEntry | None,
    compared: Sequence[tuple[str, Compared]],
    facts: dict[str, object],
    finding: Finding,
    language: str,
    by: "User",
    at: datetime.datetime,
) -> CheckPaper:
    """Write a verification record with the next number of the year. `facts` must hold no name.

    Raises NothingComparedError or DiffersError when the finding contradicts what was compared.
    """
    said = [how for _, how in compared if how != Compared.UNSEEN]
    if finding == Finding.AGREES:
        if not said:
            raise NothingComparedError
        if Compared.DIFFERS in said:
            raise DiffersError
    frozen = {**facts, "compared": [[field, str(how)] for field, how in compared]}
    centre = certificate.centre if certificate else entry.centre if entry else None
    for tried in range(TRIES):
        try:
            with transaction.atomic():
                last = CheckPaper.objects.filter(year=at.year).aggregate(last=Max("number"))["last"] or 0
                paper = CheckPaper.objects.create(
                    year=at.year,
                    number=last + 1,
                    at=at,
                    by=by,
                    certificate=certificate,
                    entry=entry,
                    finding=finding,
                    language=language,
                    facts=frozen,
                )
                new = {"number": paper.number, "year": paper.year, "finding": str(finding)}
                remember(act=Act.CHECK_WRITTEN_DOWN, by=by, subject=paper, centre=centre, new=new)
        except IntegrityError:
            if tried == TRIES - 1:
                raise
            continue
        return paper
    raise AssertionError("the loop returns or raises")


def keep_pdf(*, paper: CheckPaper, pdf: bytes) -> None:
    """Keep the PDF of a record, sealed on disk."""
    private_files.keep(folder=FOLDER, row=paper.pk, data=pdf)


def kept_pdf(paper: CheckPaper) -> bytes | None:
    """Return the PDF of a record as it was kept, or None. Raises SealError for a file that was tampered with."""
    return private_files.kept(FOLDER, paper.pk)


def note_reading(*, paper: CheckPaper, by: "User") -> None:
    """Remember that somebody opened a verification record."""
    centre = paper.certificate.centre if paper.certificate else None
    remember(act=Act.CERTIFICATE_OPENED, by=by, subject=paper, centre=centre)
