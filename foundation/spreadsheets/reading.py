"""Reading of a list, whatever program made it: which row holds the headings, which rows are people, which are not.

A file is untrusted: its size is checked before it is opened, no formula is calculated, nothing but text and dates
comes out. What the values mean is the caller's business. Samples: tests/samples.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from foundation.languages.text import words
from foundation.spreadsheets.cells import MAX_BYTES, MAX_ROWS, Cell, Line
from foundation.spreadsheets.delimited import read_text
from foundation.spreadsheets.problems import SheetUnreadable, Unreadable
from foundation.spreadsheets.workbook import OLE_MARK, ZIP_MARK, read_sheets, refuse_old_workbook

__all__ = ["Row", "Sheet", "SheetUnreadable", "Skipped", "Unreadable", "read"]

_HEADING_ROWS = 40  # how far down the headings may begin, among filled rows
_TOTALS = frozenset(
    first
    for word in ("итого", "всего", "ҷамъ", "ҳамагӣ", "total", "totals", "مجموع", "مجموعه", "جمله")
    for first in words(word)
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: its number as the owner of the file sees it, and a value for each column found.

    A missing cell is an empty text. `surplus` holds filled cells to the right of the last heading, which in a text
    file mean that a delimiter stood inside a value.
    """

    line: int
    values: dict[str, Cell]
    surplus: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line below the headings that is no record: a total, the headings again, or numbers of columns."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as read: field → column (from 0), its rows, the headings nobody asked for, the lines left out."""

    headings: dict[str, int]
    rows: tuple[Row, ...]
    ignored: tuple[str, ...]
    skipped: tuple[Skipped, ...]


def read(
    data: bytes, filename: str, headings: Mapping[str, Collection[str]], *, required: Collection[str] = ()
) -> Sheet:
    """Return the list in a CSV or XLSX file.

    `headings` maps each field to the headings it may stand under, in any language; they are compared folded and
    word by word, so case, signs, spaces and legacy letters do not matter. The heading row is the one of the first
    40 filled rows with most of them, at least two (one, if only one field is asked for). `required` fields must have
    a column. Of a workbook the first visible sheet with such a row is read. The kind of file is told by its content;
    `filename` only tells a spoilt workbook from a text.

    Limits: 5 MB, 50 MB unpacked, 5000 records, 60 columns. Raises `SheetUnreadable` with EMPTY, TOO_BIG,
    NOT_A_TABLE, NO_HEADINGS (with the fields missing), ENCODING, ENCRYPTED or CORRUPT.
    """
    if len(data) > MAX_BYTES:
        raise SheetUnreadable(Unreadable.TOO_BIG)
    if not data.strip():
        raise SheetUnreadable(Unreadable.EMPTY)
    fields = _fields_by_heading(headings)
    best: dict[str, int] | None = None
    for lines in _tables(data, filename, fields):
        place, columns = _heading_row(lines, fields)
        if len(columns) >= min(2, len(headings)) and columns.keys() >= set(required):
            return _sheet(lines, place, columns, fields)
        if lines and (best is None or len(columns) > len(best)):
            best = columns
    if best is None:
        raise SheetUnreadable(Unreadable.EMPTY)
    raise SheetUnreadable(Unreadable.NO_HEADINGS, [field for field in (required or headings) if field not in best])


def _tables(data: bytes, filename: str, fields: Mapping[str, str]) -> Iterable[list[Line]]:
    """Return the tables of a file: the sheets of a workbook, or the one table of a text file."""
    if data.startswith(ZIP_MARK):
        return read_sheets(data)
    if data.startswith(OLE_MARK):
        raise refuse_old_workbook(data)
    if filename.lower().endswith((".xlsx", ".xlsm")):
        raise SheetUnreadable(Unreadable.CORRUPT)
    return [read_text(data, lambda row: len(_columns(row, fields)))]


def _fields_by_heading(headings: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return folded heading → field; of two fields with the same heading the first has it."""
    fields: dict[str, str] = {}
    for field, accepted in headings.items():
        for heading in accepted:
            if key := _heading_key(heading):
                fields.setdefault(key, field)
    return fields


def _heading_key(cell: Cell) -> str:
    return " ".join(words(cell)) if isinstance(cell, str) else ""


def _columns(row: Sequence[Cell], fields: Mapping[str, str]) -> dict[str, int]:
    """Return field → column for a row read as headings; a second column of the same field does not count."""
    columns: dict[str, int] = {}
    for column, cell in enumerate(row):
        field = fields.get(_heading_key(cell))
        if field is not None:
            columns.setdefault(field, column)
    return columns


def _heading_row(lines: Sequence[Line], fields: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """Return the place of the row with most headings, and its columns; the first of equals."""
    best: tuple[int, dict[str, int]] = (0, {})
    for place, (_, row) in enumerate(lines[:_HEADING_ROWS]):
        columns = _columns(row, fields)
        if len(columns) > len(best[1]):
            best = (place, columns)
    return best


def _sheet(lines: Sequence[Line], place: int, columns: dict[str, int], fields: Mapping[str, str]) -> Sheet:
    heading_row = lines[place][1]
    used = set(columns.values())
    ignored = tuple(str(cell) for column, cell in enumerate(heading_row) if cell and column not in used)
    rows: list[Row] = []
    skipped: list[Skipped] = []
    for number, cells in lines[place + 1 :]:
        if _is_total(cells) or _columns(cells, fields) == columns or (not rows and _is_numbering(cells)):
            skipped.append(Skipped(number, str(next(cell for cell in cells if cell))))
            continue
        values = {field: cells[column] if column < len(cells) else "" for field, column in columns.items()}
        surplus = tuple(cell for cell in cells[len(heading_row) :] if cell)
        rows.append(Row(number, values, surplus))
    if len(rows) > MAX_ROWS:
        raise SheetUnreadable(Unreadable.TOO_BIG)
    return Sheet(columns, tuple(rows), ignored, tuple(skipped))


def _is_total(cells: Sequence[Cell]) -> bool:
    """Return whether the first filled cell of a row says "total" in one of our languages."""
    first = next((cell for cell in cells if cell), "")
    return isinstance(first, str) and not _TOTALS.isdisjoint(words(first)[:1])


def _is_numbering(cells: Sequence[Cell]) -> bool:
    """Return whether a row only numbers the columns (1 2 3 …), as official forms do under their headings."""
    return len(cells) > 2 and list(cells) == [str(number) for number in range(1, len(cells) + 1)]
