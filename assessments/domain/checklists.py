"""One checklist, and what two or three of them say together.

Source: domain.md 2.11 (0, 1, 2 a criterion; a critical 0 is "not yet competent"; share of points to pass) and
4.5 (two assessors; when they differ a third decides).
"""

import dataclasses
import enum
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

SCORES = (0, 1, 2)
ASSESSORS = 2
HUNDREDTH = Decimal("0.01")


class ChecklistError(ValueError):
    """The scores do not fit the criteria: a wrong number of them, or one that is not 0, 1 or 2."""


@dataclasses.dataclass(frozen=True)
class Sheet:
    """One assessor's checklist: scores by criterion, percent of all points (0–100), and whether it is a pass."""

    scores: tuple[int, ...]
    percent: Decimal
    competent: bool


class Agreement(enum.StrEnum):
    """What the sheets handed in for one try say together."""

    WAITING = "waiting"  # fewer than are needed
    AGREED = "agreed"  # two that agree, or one where one is enough
    DIFFER = "differ"  # two that do not: a third assessor is needed
    MAJORITY = "majority"  # three: the majority decides


class Difference(enum.StrEnum):
    """Why two sheets do not agree."""

    VERDICT = "verdict"
    CRITICAL = "critical"
    POINTS = "points"


@dataclasses.dataclass(frozen=True)
class Decision:
    """The agreement of the sheets; `percent` and `competent` are None until there is a verdict."""

    agreement: Agreement
    percent: Decimal | None = None
    competent: bool | None = None
    differences: tuple[Difference, ...] = ()


def rounded(value: Decimal) -> Decimal:
    """Return a percentage with two decimal places, halves rounded up."""
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def mean(values: Iterable[Decimal]) -> Decimal:
    """Return the mean of percentages with two decimal places. There must be at least one."""
    listed = list(values)
    return rounded(sum(listed, Decimal(0)) / len(listed))


def score(scores: Sequence[int], critical: Sequence[bool], pass_percent: int) -> Sheet:
    """Return the sheet that these scores make: 0–2 for each criterion, `critical` saying which are critical.

    Pass = no critical criterion is 0 and at least `pass_percent` of all points (compared before rounding).
    Raises ChecklistError when scores and criteria do not fit. Source: domain.md 2.11.
    """
    if not critical or len(scores) != len(critical) or any(one not in SCORES for one in scores):
        raise ChecklistError
    exact = Decimal(100 * sum(scores)) / (2 * len(scores))
    all_critical_met = all(one > 0 for one, is_critical in zip(scores, critical, strict=True) if is_critical)
    return Sheet(tuple(scores), rounded(exact), all_critical_met and exact >= pass_percent)


def differences(
    first: Sheet, second: Sheet, critical: Sequence[bool], difference_points: int
) -> tuple[Difference, ...]:
    """Return why two sheets do not agree; empty when they do.

    They differ when one says competent and the other not, when any critical criterion has another score, or when
    the percentages are more than `difference_points` apart. Source: domain.md 4.5.
    """
    found = []
    if first.competent != second.competent:
        found.append(Difference.VERDICT)
    pairs = zip(first.scores, second.scores, critical, strict=True)
    if any(is_critical and one != other for one, other, is_critical in pairs):
        found.append(Difference.CRITICAL)
    if abs(first.percent - second.percent) > difference_points:
        found.append(Difference.POINTS)
    return tuple(found)


def decide(
    sheets: Sequence[Sheet],
    critical: Sequence[bool],
    difference_points: int,
    *,
    third_wanted: bool = False,
    needed: int = ASSESSORS,
) -> Decision:
    """Return what the sheets of one try say together, in the order in which they were handed in.

    Two that agree: the mean. Two that differ: no verdict. Three: the verdict of the majority, with the mean of those
    sheets that share it. `third_wanted` counts two sheets as no verdict for another reason (no woman among them).
    `needed` is 1 where the programme is content with one assessor: then one sheet is the verdict. Source: domain.md
    4.5.
    """
    if len(sheets) < needed or not sheets:
        return Decision(Agreement.WAITING)
    if len(sheets) < ASSESSORS:
        return Decision(Agreement.AGREED, sheets[0].percent, sheets[0].competent)
    if len(sheets) == ASSESSORS:
        why = differences(sheets[0], sheets[1], critical, difference_points)
        if why or third_wanted:
            return Decision(Agreement.DIFFER, differences=why)
        return Decision(Agreement.AGREED, mean(sheet.percent for sheet in sheets), sheets[0].competent)
    competent = 2 * sum(sheet.competent for sheet in sheets) > len(sheets)
    percent = mean(sheet.percent for sheet in sheets if sheet.competent == competent)
    return Decision(Agreement.MAJORITY, percent, competent)
