"""Workbooks (XLSX), opened only after their size inside and outside was looked at."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from foundation.spreadsheets.cells import MAX_COLUMNS, MAX_ROWS, Line, cell_of
from foundation.spreadsheets.problems import SheetUnreadable, Unreadable

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_MAX_UNZIPPED = 50 * 1024 * 1024
_MAX_PARTS = 1000
_LAST_ROW = 1_048_576
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def refuse_old_workbook(data: bytes) -> SheetUnreadable:
    """Return the error for an OLE file: a workbook with a password, or one of Excel 97–2003 (.xls)."""
    is_locked = _ENCRYPTED_PACKAGE in data
    return SheetUnreadable(Unreadable.ENCRYPTED if is_locked else Unreadable.NOT_A_TABLE)


def read_sheets(data: bytes) -> Iterator[list[Line]]:
    """Yield the filled lines of each visible sheet of a workbook, with their row numbers.

    Formulas are never calculated: a cell has the value its office's program last stored, or nothing. Raises
    `SheetUnreadable`: ENCRYPTED, CORRUPT, NOT_A_TABLE (another kind of archive), TOO_BIG.
    """
    _inspect(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                if sheet.sheet_state == "visible":
                    yield _lines(sheet)
        finally:
            book.close()
    except SheetUnreadable:
        raise
    except Exception as error:  # a spoilt file makes openpyxl raise anything from KeyError to zlib.error
        raise SheetUnreadable(Unreadable.CORRUPT) from error


def _inspect(data: bytes) -> None:
    """Refuse a password, an archive that is no workbook, and one that would unpack to more than we hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise SheetUnreadable(Unreadable.ENCRYPTED)
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNZIPPED:
                raise SheetUnreadable(Unreadable.TOO_BIG)
            if not any(part.filename.endswith("xl/workbook.xml") for part in parts):
                raise SheetUnreadable(Unreadable.NOT_A_TABLE)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        if isinstance(error, SheetUnreadable):
            raise
        raise SheetUnreadable(Unreadable.CORRUPT) from error


def _lines(sheet: Any) -> list[Line]:
    sheet.reset_dimensions()  # a file may lie about its own size
    lines: list[Line] = []
    rows = sheet.iter_rows(min_row=1, max_col=MAX_COLUMNS + 1, values_only=True)
    for number, row in enumerate(rows, start=1):
        if number > _LAST_ROW:
            raise SheetUnreadable(Unreadable.TOO_BIG)
        if all(value is None for value in row):
            continue
        cells = [cell_of(value) for value in row]
        while cells and cells[-1] == "":
            cells.pop()
        if len(cells) > MAX_COLUMNS or len(lines) > MAX_ROWS:
            raise SheetUnreadable(Unreadable.TOO_BIG)
        if cells:
            lines.append((number, cells))
    return lines
