"""What may be wrong with a list: the whole file, or one cell of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Unreadable(StrEnum):
    """Why a file cannot be read at all; each has a text of its own on the screen of the importer."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NOT_A_TABLE = "not_a_table"
    NO_HEADINGS = "no_headings"
    ENCODING = "encoding"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"


class SheetUnreadable(ValueError):
    """A file cannot be read as a list.

    `code` says why; `missing` names the fields without a column, only with `NO_HEADINGS`.
    """

    def __init__(self, code: Unreadable, missing: Iterable[str] = ()) -> None:
        super().__init__(str(code))
        self.code = code
        self.missing = tuple(missing)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of a dry run: the line of the file as its owner sees it, the field, what is wrong, what stood there.

    `code` is a code of the importer that made the finding. `value` may be a name: show it, never log it.
    """

    line: int
    field: str
    code: str
    value: str
