"""Figures: one JSON line each, then a table."""

import dataclasses
import json
import statistics
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True)
class Figure:
    """One measured figure; `bar` is what it must not exceed, None for figures that are only recorded."""

    name: str
    value: float
    unit: str
    n: int
    spread: float = 0.0
    bar: float | None = None

    @property
    def verdict(self) -> str:
        if self.bar is None:
            return "recorded"
        return "holds" if self.value <= self.bar else "SHORT"

    @property
    def line(self) -> str:
        """The figure as one line of JSON."""
        fields = {"name": self.name, "value": round(self.value, 3), "unit": self.unit, "n": self.n}
        return json.dumps({**fields, "spread": round(self.spread, 3)})


def figure(name: str, values: Sequence[float], unit: str, *, n: int = 0, bar: float | None = None) -> Figure:
    """Return the median of `values`, which come from `n` actions; the spread is the range between the quartiles."""
    quarters = statistics.quantiles(values, n=4) if len(values) > 3 else [min(values), 0, max(values)]
    return Figure(name, statistics.median(values), unit, n or len(values), quarters[2] - quarters[0], bar)


def worst(name: str, values: Sequence[float], unit: str, *, bar: float | None = None) -> Figure:
    """Return the greatest of `values`; the spread is the distance to the least."""
    return Figure(name, max(values), unit, len(values), max(values) - min(values), bar)


def table(figures: Sequence[Figure]) -> str:
    """Return all figures as a Markdown table."""
    rows = [("figure", "value", "spread", "n", "at most", "")]
    for one in figures:
        bar = "" if one.bar is None else f"{one.bar:g} {one.unit}"
        rows.append((one.name, f"{one.value:.4g} {one.unit}", f"{one.spread:.2g}", str(one.n), bar, one.verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])
