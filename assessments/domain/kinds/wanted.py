"""Which words a question needs beside its stem: the shape of `QuestionText.options`, by kind and key."""

from collections.abc import Mapping, Sequence

from assessments.domain.kinds.base import Key
from assessments.enums import QuestionKind

SIDES = 2
# Where a manuscript holds the words of the options of a kind, if not in `options`.
FIELD_OF_OPTIONS: Mapping[str, str] = {
    QuestionKind.MATCHING: "pairs",
    QuestionKind.GAPS: "gaps",
    QuestionKind.ESSAY: "rubric",
    QuestionKind.HOTSPOT: "alt",
}


def words_wanted(kind: str, key: Key) -> list[int | None]:
    """Return one entry for each option: None for one text, a number for a row of so many.

    Choices and orderings: their options. Matching: rows left | right. Gaps: a row of options for each gap. Essay: a
    sentence for each line of the rubric. Hotspot: what the picture shows, for those who cannot see it. Others: nothing.
    """
    if kind == QuestionKind.MATCHING:
        return [SIDES] * int(key["pairs"])
    if kind == QuestionKind.GAPS:
        return [size for size, _right in key["gaps"]]
    if kind == QuestionKind.HOTSPOT:
        return [None]
    if kind == QuestionKind.ESSAY:
        return [None] * len(key["lines"])
    return [None] * int(key.get("options", key.get("items", 0)))


def groups_that_differ(kind: str, options: Sequence[object]) -> list[list[object]]:
    """Return the groups of words inside which no two may be the same: all options; each side of pairs; each gap."""
    if kind == QuestionKind.MATCHING:
        return [list(side) for side in zip(*(row for row in options if isinstance(row, list | tuple)), strict=False)]
    if kind == QuestionKind.GAPS:
        return [list(row) for row in options if isinstance(row, list | tuple)]
    return [list(options)]
