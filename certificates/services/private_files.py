"""Files that only some people may open: outside of what a web server shows, sealed under the key of their row."""

import os
import tempfile
import uuid
from pathlib import Path

from django.conf import settings

from accounts.selectors.names import open_bytes
from accounts.services.names import seal_bytes


def keep(*, folder: str, row: uuid.UUID, data: bytes) -> None:
    """Write the sealed bytes of a row's file, whole or not at all. Writing again replaces the same file."""
    there = Path(settings.PRIVATE_ROOT) / folder
    there.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = seal_bytes(row, data, _context(folder, row))
    handle, temporary = tempfile.mkstemp(dir=there, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as copy:
            copy.write(sealed)
            copy.flush()
            os.fsync(copy.fileno())
        Path(temporary).replace(there / f"{row}.sealed")
    finally:
        Path(temporary).unlink(missing_ok=True)


def kept(folder: str, row: uuid.UUID) -> bytes | None:
    """Return the bytes of a row's file, or None when there is no file. Raises KeyDestroyedError or SealError."""
    try:
        sealed = (Path(settings.PRIVATE_ROOT) / folder / f"{row}.sealed").read_bytes()
    except FileNotFoundError:
        return None
    return open_bytes(row, sealed, _context(folder, row))


def _context(folder: str, row: uuid.UUID) -> bytes:
    return row.bytes + folder.encode("ascii")
