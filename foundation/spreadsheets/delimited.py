"""Text with delimiters (CSV): which encoding, which delimiter, which lines."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from foundation.spreadsheets.cells import MAX_COLUMNS, MAX_ROWS, Cell, Line, clean
from foundation.spreadsheets.problems import SheetUnreadable, Unreadable

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = (";", ",", "\t")
_SAMPLE_ROWS = 40
_NOT_TEXT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")


def read_text(data: bytes, score: Callable[[Sequence[Cell]], int]) -> list[Line]:
    """Return the filled lines of a text file with their line numbers.

    `score` says how many known headings a row holds; the delimiter with the best row wins. Raises `SheetUnreadable`:
    ENCODING, NOT_A_TABLE, CORRUPT (a quotation mark that never closes), TOO_BIG.
    """
    text = decoded(data)
    if text[:200].lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        raise SheetUnreadable(Unreadable.NOT_A_TABLE)
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return _lines(rest, first.strip()[4], offset=1)
    best = max(_DELIMITERS, key=lambda delimiter: _fitness(text, delimiter, score))
    return _lines(text, best, offset=0)


def decoded(data: bytes) -> str:
    """Return the characters of a file in UTF-8, UTF-16 (with or without mark) or, if it is neither, Windows-1251.

    Raises `SheetUnreadable`: NOT_A_TABLE for what is no text, ENCODING for text in no encoding known here.
    """
    if data.startswith(_NOT_TEXT):
        raise SheetUnreadable(Unreadable.NOT_A_TABLE)
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise SheetUnreadable(Unreadable.NOT_A_TABLE)
        return text
    raise SheetUnreadable(Unreadable.ENCODING)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    sample = data[:4000]
    if b"\x00" in sample:  # UTF-16 without a mark: figures and signs have their zero byte on one side
        return ("utf-16-le" if sample[1::2].count(0) >= sample[0::2].count(0) else "utf-16-be",)
    return ("utf-8-sig", "cp1251")


def _fitness(text: str, delimiter: str, score: Callable[[Sequence[Cell]], int]) -> tuple[int, int]:
    """Return how well a delimiter fits: known headings in the best of the first rows, then columns."""
    best = (-1, -1)
    try:
        for row in islice(_reader(text, delimiter), _SAMPLE_ROWS):
            best = max(best, (score([clean(cell) for cell in row]), len(row)))
    except csv.Error:
        return (-1, -1)
    return best


def _reader(text: str, delimiter: str) -> "Reader":
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _lines(text: str, delimiter: str, offset: int) -> list[Line]:
    lines: list[Line] = []
    try:
        for number, row in _numbered(text, delimiter):
            cells: list[Cell] = [clean(cell) for cell in row]
            while cells and cells[-1] == "":
                cells.pop()
            if len(cells) > MAX_COLUMNS or len(lines) > MAX_ROWS:
                raise SheetUnreadable(Unreadable.TOO_BIG)
            if cells:
                lines.append((number + offset, cells))
    except csv.Error as error:
        raise SheetUnreadable(Unreadable.CORRUPT) from error
    return lines


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of the line it begins on."""
    reader = _reader(text, delimiter)
    begins = 1
    for row in reader:
        yield begins, row
        begins = reader.line_num + 1
