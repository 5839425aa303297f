"""Registers of past years: kept sealed between upload and confirmation, then written whole or not at all."""

import datetime
import hashlib
import uuid
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from accounts.enums import Act
from accounts.selectors.sealed import digests
from accounts.services.audit import remember
from accounts.services.names import forget_drafts, seal_bytes, seal_draft
from certificates.domain.past_rows import PastLine
from certificates.domain.scans import picture
from certificates.enums import PastDraftState, YearState
from certificates.models import PastDraft, PastEntry, PastPage, PastWord, PastYear
from certificates.selectors.past import DraftClosedError, open_register, plan, read_register
from certificates.services import private_files
from foundation.languages.text import fold

if TYPE_CHECKING:
    from accounts.models import Centre, User
    from foundation.spreadsheets.reading import Sheet

KEPT = datetime.timedelta(days=1)
MOST_LINES = 2000
PAGES_FOLDER = "ledger-pages"


class RegisterTooLongError(ValueError):
    """The register has more than MOST_LINES lines."""


class RegisterEmptyError(ValueError):
    """The register has headings and no line below them."""


class LinesRefusedError(Exception):
    """A register is taken whole or not at all, and some lines are refused."""


class PageMissingError(ValueError):
    """A scan needs the number of its page."""


def keep_register(
    *, data: bytes, suffix: str, centre: "Centre", year: int, by: "User", at: datetime.datetime
) -> PastDraft:
    """Keep an uploaded register sealed until it is confirmed, for a day; the same file again gives the same row.

    Raises SheetUnreadable, RegisterEmptyError and RegisterTooLongError; then nothing is kept.
    """
    sheet = read_register(data, suffix)
    if not sheet.rows:
        raise RegisterEmptyError
    if len(sheet.rows) > MOST_LINES:
        raise RegisterTooLongError
    pk = uuid.uuid4()
    sealed = seal_draft(data, pk.bytes)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        expire_registers(at=at)
        same = PastDraft.objects.filter(centre=centre, year=year, file_sha256=digest)
        draft = same.exclude(state=PastDraftState.EXPIRED).first()
        if draft is None:
            draft = PastDraft.objects.create(
                pk=pk,
                centre=centre,
                year=year,
                by=by,
                created_at=at,
                suffix=suffix,
                file_sha256=digest,
                sealed=sealed,
            )
        if draft.pk != pk:
            forget_drafts([pk])
    return draft


def expire_registers(*, at: datetime.datetime) -> int:
    """Throw away the files of registers that were not confirmed within a day; return how many. For `tick`."""
    waiting = PastDraft.objects.filter(state=PastDraftState.DRAFT, created_at__lt=at - KEPT)
    due = list(waiting.values_list("pk", flat=True))
    if due:
        PastDraft.objects.filter(pk__in=due).update(state=PastDraftState.EXPIRED, sealed=None)
        forget_drafts(due)
    return len(due)


def confirm_register(*, draft: PastDraft, whole: bool, by: "User", at: datetime.datetime) -> PastDraft:
    """Write every line of the register in one transaction, or none; `whole`: the year's register is complete now.

    Lines that are loaded already are left as they are. Confirming again changes nothing. Raises LinesRefusedError, and
    DraftClosedError for a register that has expired.
    """
    sheet = _sheet(draft)
    with transaction.atomic():
        locked = PastDraft.objects.select_for_update(of=("self",)).select_related("centre").get(pk=draft.pk)
        if locked.state == PastDraftState.DONE:
            return locked
        if sheet is None or locked.state == PastDraftState.EXPIRED:
            raise DraftClosedError
        planned = plan(sheet, locked.centre, locked.year, at.date())
        if planned.refused:
            raise LinesRefusedError
        for one in planned.new:
            assert one.line is not None
            _write(locked, one.line, sealed=one.number in planned.protected)
        _declare(locked, whole=whole, by=by, at=at)
        locked.state, locked.sealed, locked.done_at = PastDraftState.DONE, None, at
        locked.counts = planned.counts()
        locked.save(update_fields=["state", "sealed", "done_at", "counts"])
        said = {"year": locked.year, "sha256": locked.file_sha256, "whole": whole, **locked.counts}
        remember(act=Act.PAST_REGISTER_LOADED, by=by, subject=locked, centre=locked.centre, new=said)
        forget_drafts([locked.pk])
    return locked


def _sheet(draft: PastDraft) -> "Sheet | None":
    """Unsealing and reading happen before the transaction."""
    try:
        return open_register(draft)
    except DraftClosedError:
        return None


def _write(draft: PastDraft, line: PastLine, *, sealed: bool) -> None:
    entry = PastEntry(
        centre=draft.centre,
        year=draft.year,
        draft=draft,
        serial=line.serial,
        key=line.key,
        birth_year=line.birth_year,
        course=line.course,
        started_on=line.started_on,
        ended_on=line.ended_on,
        issued_on=line.issued_on,
        order=line.order,
        page=line.page,
    )
    if not sealed:
        entry.name, entry.folded = line.name, fold(line.name)
        entry.save()
        return
    entry.sealed_name = seal_bytes(entry.pk, line.name.encode("utf-8"), entry.pk.bytes)
    entry.save()
    PastWord.objects.bulk_create([PastWord(entry=entry, digest=digest) for digest in sorted(digests(line.name))])


def _declare(draft: PastDraft, *, whole: bool, by: "User", at: datetime.datetime) -> None:
    """Say how much of the year is loaded; a year that was whole stays whole."""
    year, made = PastYear.objects.get_or_create(
        centre=draft.centre,
        year=draft.year,
        defaults={"state": YearState.LOADED if whole else YearState.PARTLY, "by": by, "at": at},
    )
    if not made and whole and year.state != YearState.LOADED:
        year.state, year.by, year.at = YearState.LOADED, by, at
        year.save(update_fields=["state", "by", "at"])


def keep_page(*, centre: "Centre", year: int, page: str, data: bytes, by: "User", at: datetime.datetime) -> PastPage:
    """Keep the scan of a ledger page as evidence: drawn anew, smaller, sealed. The same scan again changes nothing.

    Raises PageMissingError, ScanTooLargeError or ScanUnreadableError.
    """
    page = " ".join(page.split())[:16]
    if not page:
        raise PageMissingError
    drawn = picture(data)
    digest = hashlib.sha256(drawn).hexdigest()
    known = PastPage.objects.filter(centre=centre, year=year, page=page, sha256=digest)
    if there := known.first():
        return there
    row = PastPage(centre=centre, year=year, page=page, sha256=digest, at=at, by=by)
    private_files.keep(folder=PAGES_FOLDER, row=row.pk, data=drawn)
    try:
        with transaction.atomic():
            row.save()
            new = {"year": year, "page": page, "sha256": digest}
            remember(act=Act.PAST_PAGE_KEPT, by=by, subject=row, centre=centre, new=new)
    except IntegrityError:
        return known.get()
    return row


def opened_page(*, page: PastPage, by: "User") -> bytes | None:
    """Return the picture of a scan, and remember who opened it; None when the file is not there."""
    data = private_files.kept(PAGES_FOLDER, page.pk)
    if data is not None:
        remember(act=Act.PAST_PAGE_OPENED, by=by, subject=page, centre=page.centre)
    return data
