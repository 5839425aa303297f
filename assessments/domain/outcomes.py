"""How a course ends for one person, and what it added: rules only. Source: domain.md 4.3."""

import dataclasses
from collections.abc import Collection, Sequence
from decimal import ROUND_HALF_UP, Decimal

from assessments.enums import Outcome, RequirementState

HUNDREDTH = Decimal("0.01")


@dataclasses.dataclass(frozen=True)
class Gain:
    """Entry test and exit test of one person in percent (0–100); None where there is none."""

    entry: Decimal | None = None
    exit: Decimal | None = None

    @property
    def points(self) -> Decimal | None:
        """Percentage points from entry to exit, below zero when it became less; None when one of them is missing."""
        if self.entry is None or self.exit is None:
            return None
        return self.exit - self.entry


@dataclasses.dataclass(frozen=True)
class MeanGain:
    """Means over the `people` who sat both tests: percent of entry and exit, and percentage points between them."""

    people: int
    entry: Decimal
    exit: Decimal
    points: Decimal


def shut_out(*, admitted: bool, unreachable: bool, closed: bool) -> bool:
    """True when somebody is not admitted and will not be: the hours are out of reach, or the course is over."""
    return not admitted and (unreachable or closed)


def outcome(*, admitted: bool, unreachable: bool, closed: bool, states: Collection[RequirementState]) -> Outcome:
    """Return how the course ended for somebody, or that it is still running.

    Passed asks for the admission and everything that is required; whoever is not admitted has not failed. `closed`:
    the results are locked by protocol; then what is missing was not passed.
    """
    if shut_out(admitted=admitted, unreachable=unreachable, closed=closed):
        return Outcome.NOT_ADMITTED
    if admitted and all(state == RequirementState.PASSED for state in states):
        return Outcome.PASSED
    return Outcome.FAILED if closed else Outcome.RUNNING


def mean_gain(gains: Sequence[Gain]) -> MeanGain | None:
    """Return the means over those who sat both tests, to two decimal places, halves rounded up; None without any.

    The gain is the mean of the gains, not the difference of rounded means.
    """
    pairs = [(gain.entry, gain.exit) for gain in gains if gain.entry is not None and gain.exit is not None]
    if not pairs:
        return None
    count = len(pairs)
    entry, exit_ = sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs)
    return MeanGain(count, *(_rounded(Decimal(total) / count) for total in (entry, exit_, exit_ - entry)))


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)
