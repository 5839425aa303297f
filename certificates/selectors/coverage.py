"""Which registers can be searched here: centre × year. What is not loaded is said, never "not found" alone."""

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Count, Min

from accounts.selectors.places import all_centres
from certificates.enums import YearState
from certificates.models import PastEntry, PastYear, RegisterSeries
from foundation.languages.text import words

if TYPE_CHECKING:
    from accounts.models import Centre

FIRST_YEAR = 2003  # the first training centre of border guards (domain.md 5.4)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclasses.dataclass(frozen=True)
class Cell:
    """One centre in one year: how much is here, and how many lines of a past register."""

    centre: "Centre"
    year: int
    state: YearState
    lines: int = 0


@dataclasses.dataclass(frozen=True)
class Coverage:
    """The map. `rows` holds years, the newest first, with a cell for each centre."""

    centres: Sequence["Centre"]
    rows: Sequence[tuple[int, Sequence[Cell]]]

    def cell(self, centre_code: str, year: int) -> Cell | None:
        """Return the cell of a centre and year; None for a centre or year that the map does not hold."""
        for listed, cells in self.rows:
            if listed == year:
                return next((cell for cell in cells if cell.centre.code == centre_code), None)
        return None

    def missing(self) -> list[tuple["Centre", str]]:
        """Return each centre with the years that are not loaded, or only partly, in short: «2003–2010, 2012»."""
        found = []
        for place, centre in enumerate(self.centres):
            years = sorted(year for year, cells in self.rows if cells[place].state != YearState.LOADED)
            if years:
                found.append((centre, spans(years)))
        return found


def coverage(this_year: int) -> Coverage:
    """Return the map of all centres from the first year to `this_year`. Four queries."""
    centres = all_centres()
    declared = {(row.centre_id, row.year): YearState(row.state) for row in PastYear.objects.all()}
    counted = PastEntry.objects.order_by().values_list("centre_id", "year").annotate(lines=Count("pk"))
    lines = {(centre, year): number for centre, year, number in counted}
    own = dict(RegisterSeries.objects.order_by().values_list("centre_id").annotate(first=Min("year")))
    first = min([FIRST_YEAR, *(year for _, year in declared), *own.values()])
    rows = []
    for year in range(this_year, first - 1, -1):
        cells = [
            Cell(
                centre,
                year,
                _state(declared.get((centre.pk, year)), own.get(centre.pk), year),
                lines.get((centre.pk, year), 0),
            )
            for centre in centres
        ]
        rows.append((year, cells))
    return Coverage(centres, rows)


def _state(declared: YearState | None, begun: int | None, year: int) -> YearState:
    """Return what was declared; else: whole after the year in which this program began there, partly in it."""
    if declared is not None:
        return declared
    if begun is None or year < begun:
        return YearState.MISSING
    return YearState.PARTLY if year == begun else YearState.LOADED


def asked_of(text: str, centres: Iterable["Centre"], this_year: int) -> tuple["Centre | None", int | None]:
    """Return centre and year that a typed number names («PAN-2011/17», «BFT-KHO-BIC-2026-00042»), as far as it does."""
    parts = words(text)
    centre = next((one for one in centres if one.code.lower() in text.lower().replace("/", "-").split("-")), None)
    years = [int(part) for part in parts if _YEAR.fullmatch(part)]
    return centre, next((year for year in years if FIRST_YEAR - 20 <= year <= this_year), None)


def spans(years: Sequence[int]) -> str:
    """Return sorted years in short: «2003–2010, 2012»."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
