"""Writing of lists that open in a spreadsheet program with every letter right and no formula alive."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

_FORMULA = re.compile(r"'*(?:\s*[=+\-@]|[\t\r\n])")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SHEET_NAME_SIGNS = re.compile(r"[\[\]:*?/\\']")
_SHEET_NAME_LENGTH = 31
_LONGEST_CELL = 32_767
_WIDEST_COLUMN = 60


def neutralise(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula: a quote before = + - @, tab or a line end.

    `reading` takes the quote away again. Numbers are not passed through here: -5 is a number, "-5" a text.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def to_csv(rows: Iterable[Sequence[object]], *, delimiter: str = ";") -> bytes:
    """Return rows as CSV in UTF-8 with its mark, which Excel needs to see Cyrillic and Arabic letters.

    The delimiter is the one Excel expects under Tajik and Russian regional settings. Texts are neutralised, dates
    are ISO, None is an empty cell, numbers have a decimal point.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_csv_text(value) for value in row])
    return target.getvalue().encode("utf-8-sig")


def to_xlsx(
    title: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, right_to_left: bool = False
) -> bytes:
    """Return a workbook of one sheet: a bold heading row that stays in sight, and the rows below it.

    Texts are stored as texts even where they begin with "=", numbers and dates as what they are, anything else as
    its text. `title` names the sheet (shortened to Excel's 31 signs); `right_to_left` turns the sheet for Dari.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET_NAME_SIGNS.sub(" ", _safe(title))[:_SHEET_NAME_LENGTH].strip() or "1")
    sheet.sheet_view.rightToLeft = right_to_left
    sheet.freeze_panes = "A2"
    table = [[_xlsx_value(value) for value in row] for row in (header, *rows)]
    for column, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    for place, row in enumerate(table):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if isinstance(value, str):
                cell.data_type = "s"  # openpyxl would make a formula of "=…"
            if place == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _safe(text: str) -> str:
    """Return a text without the characters that neither XML nor UTF-8 can carry."""
    return _CONTROL.sub("", text)


def _csv_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return neutralise(_safe(value.isoformat() if isinstance(value, date | time) else str(value)))


def _xlsx_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if value is None or isinstance(value, bool | int | float | Decimal | date):
        return value
    return _safe(str(value))[:_LONGEST_CELL]


def _widths(table: Sequence[Sequence[object]]) -> list[int]:
    """Return the width of each column in characters, from the longest of its values."""
    widths: list[int] = []
    for row in table:
        widths.extend([0] * (len(row) - len(widths)))
        for column, value in enumerate(row):
            widths[column] = max(widths[column], len(str(value or "")))
    return [min(width + 2, _WIDEST_COLUMN) for width in widths]
