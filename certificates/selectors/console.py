"""What HR's search answers: certificates, past registers, and what cannot be known because it is not loaded."""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from certificates.enums import YearState
from certificates.selectors import registers
from certificates.selectors.coverage import Cell, Coverage, asked_of, coverage
from certificates.selectors.past import PastRow, search_past

if TYPE_CHECKING:
    from accounts.models import Centre, User


@dataclasses.dataclass(frozen=True)
class Found:
    """The answer to one search."""

    lines: Sequence[registers.Line]
    past: Sequence[PastRow]
    asked: Cell | None  # the register that the paper should stand in, when centre and year are known
    missing: Sequence[tuple["Centre", str]]  # centres and years that are not loaded, when nothing was found
    centre: "Centre | None"
    year: int | None

    @property
    def nothing(self) -> bool:
        return not self.lines and not self.past

    @property
    def warns(self) -> bool:
        """The register of this centre and year cannot be searched here; or only partly, and nothing was found."""
        if self.asked is None or self.asked.state == YearState.LOADED:
            return False
        return self.nothing or self.asked.state == YearState.MISSING


def find(
    text: str, user: "User", language: str, today: datetime.date, *, centre: str = "", year: int | None = None
) -> Found:
    """Return what the register and the loaded past registers hold for `text`, and what they cannot hold.

    `centre` (code) and `year` stand on the paper; where they are not given, they are read out of a typed number.
    A constant number of queries.
    """
    map_: Coverage = coverage(today.year)
    asked_centre = next((one for one in map_.centres if one.code == centre), None)
    guessed_centre, guessed_year = asked_of(text, map_.centres, today.year)
    place, when = asked_centre or guessed_centre, year or guessed_year
    lines = registers.search(text, user, language, today, centre=asked_centre, year=year)
    past = search_past(text, user, centre=asked_centre, year=year) if text else []
    nothing = not lines and not past
    missing = [one for one in map_.missing() if place is None or one[0] == place] if nothing else []
    cell = map_.cell(place.code, when) if place and when else None
    return Found(lines, past, cell, missing, place, when)
