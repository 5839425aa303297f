"""Blank rolls for rooms without devices: each has a number; the scan of the filled sheet is kept."""

import datetime
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from attendance.domain.scans import NotAScanError, kind_of_scan
from attendance.models import PaperSheet
from attendance.services.rolls import RollError
from courses.services.timetable import lock_session

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession

LARGEST_SCAN = 10 * 1024 * 1024  # bytes


class ScanTooLargeError(RollError):
    """The file is larger than LARGEST_SCAN."""


class ScanUnreadableError(RollError):
    """The file is no PDF, JPEG or PNG, whatever its name says."""


class ScanThereError(RollError):
    """The sheet has another scan already; nothing that was kept is overwritten."""


def scans_folder() -> Path:
    """Return where scans lie: outside of what a web server may show."""
    return Path(settings.PRIVATE_ROOT) / "rolls"


def number_sheet(*, session: "ClassSession", by: "User", at: datetime.datetime) -> PaperSheet:
    """Give the next number of a session to a blank roll that is printed now."""
    with transaction.atomic():
        session = lock_session(session.pk)
        last = PaperSheet.objects.filter(session=session).aggregate(last=Max("number"))["last"] or 0
        sheet: PaperSheet = PaperSheet.objects.create(session=session, number=last + 1, printed_by=by, printed_at=at)
    return sheet


def keep_scan(*, sheet: PaperSheet, data: bytes, by: "User", at: datetime.datetime) -> PaperSheet:
    """Keep the scan of a filled sheet under its SHA-256; the same file again changes nothing.

    Raises ScanTooLargeError, ScanUnreadableError or ScanThereError.
    """
    name, digest = keep_scan_file(folder=scans_folder(), data=data)
    with transaction.atomic():
        lock_session(sheet.session_id)
        row: PaperSheet = PaperSheet.objects.select_for_update().get(pk=sheet.pk)
        if row.scan:
            if row.sha256 != digest:
                raise ScanThereError
            return row
        row.scan, row.sha256, row.scanned_by, row.scanned_at = name, digest, by, at
        row.save()
    return row


def keep_scan_file(*, folder: Path, data: bytes) -> tuple[str, str]:
    """Keep a scan in a private folder under its SHA-256; return its name there and the hash.

    Raises ScanTooLargeError or ScanUnreadableError.
    """
    if len(data) > LARGEST_SCAN:
        raise ScanTooLargeError
    try:
        kind = kind_of_scan(data)
    except NotAScanError as error:
        raise ScanUnreadableError from error
    digest = hashlib.sha256(data).hexdigest()
    name = f"{digest}.{kind}"
    _write(folder, name, data)
    return name, digest


def _write(folder: Path, name: str, data: bytes) -> None:
    """Write the file whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(data)
            copy.flush()
            os.fsync(copy.fileno())
        Path(temporary).replace(folder / name)
    finally:
        Path(temporary).unlink(missing_ok=True)
