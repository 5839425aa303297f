"""From what people gave for one answer to its points. Pure.

One marker: those points count. Two markers, blind to each other: their mean, when they lie within one point; else a
third person decides. Points changed by hand afterwards stand over everything.
"""

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assessments.enums import MarkingStage

NEAR = Decimal(1)  # points that two markers may lie apart
STEP = Decimal("0.001")


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """Points that somebody gave, and as whom."""

    stage: str
    points: Decimal


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """The points of an answer, None while it waits; and who is needed next, None when nobody is."""

    points: Decimal | None
    needed: MarkingStage | None


def settle(given: Sequence[Given], *, second: bool) -> Settled:
    """Return where an answer stands; `given` in the order of time. `second`: the quiz asks for a second marker."""
    by_stage = {MarkingStage(one.stage): one.points for one in given}
    for stage in (MarkingStage.OVERRIDE, MarkingStage.DECISION):
        if stage in by_stage:
            return Settled(by_stage[stage], None)
    first, other = by_stage.get(MarkingStage.FIRST), by_stage.get(MarkingStage.SECOND)
    if first is None:
        return Settled(None, MarkingStage.FIRST)
    if other is None:
        return Settled(None, MarkingStage.SECOND) if second else Settled(first, None)
    if abs(first - other) > NEAR:
        return Settled(None, MarkingStage.DECISION)
    return Settled(((first + other) / 2).quantize(STEP, ROUND_HALF_UP), None)
