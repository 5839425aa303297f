"""The share attended, counted in academic hours of 45 minutes: rules only.

Admission (domain.md 4.3): at least `attendance_percent` of the planned hours attended; or so many attended or missed
with a reason, while at least `attendance_excused_percent` were attended. Sessions that the centre cancelled are not
planned hours, so they never count against anybody. Comparisons are made on whole numbers, never on rounded ones.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Thresholds:
    """The two percentages of a programme version."""

    attended: int
    attended_if_excused: int


@dataclass(frozen=True)
class Share:
    """Hours of one person in one cohort, and what they mean.

    `planned_hours` of the whole timetable, `held_hours` of them called so far; of those `attended_hours` (present or
    late) and `excused_hours` (absent with a reason). `percent` and `percent_with_excused` are of the planned hours,
    `so_far_percent` of the held ones; all three are rounded down to a tenth, so that 89.96 is never shown as 90.
    `meets`: the threshold of the programme is reached now. `unreachable`: it cannot be reached any more, even when
    every remaining hour is attended.
    """

    planned_hours: int
    held_hours: int
    attended_hours: int
    excused_hours: int
    percent: Decimal
    percent_with_excused: Decimal
    so_far_percent: Decimal
    meets: bool
    unreachable: bool

    @property
    def missed_hours(self) -> int:
        """Hours held and not attended, with a reason or without."""
        return self.held_hours - self.attended_hours

    @property
    def remaining_hours(self) -> int:
        """Hours planned and not held yet."""
        return self.planned_hours - self.held_hours


def share(*, planned: int, held: int, attended: int, excused: int, thresholds: Thresholds) -> Share:
    """Return the share of one person; all arguments are academic hours, attended + excused <= held <= planned."""
    remaining = max(0, planned - held)
    return Share(
        planned_hours=planned,
        held_hours=held,
        attended_hours=attended,
        excused_hours=excused,
        percent=percent(attended, planned),
        percent_with_excused=percent(attended + excused, planned),
        so_far_percent=percent(attended, held),
        meets=reaches(planned, attended, excused, thresholds),
        unreachable=planned > 0 and not reaches(planned, attended + remaining, excused, thresholds),
    )


def reaches(planned: int, attended: int, excused: int, thresholds: Thresholds) -> bool:
    """True when these hours are enough; with nothing planned nothing is reached."""
    if planned <= 0:
        return False
    if attended * 100 >= thresholds.attended * planned:
        return True
    enough_with_reasons = (attended + excused) * 100 >= thresholds.attended * planned
    return enough_with_reasons and attended * 100 >= thresholds.attended_if_excused * planned


def percent(part: int, whole: int) -> Decimal:
    """Return part of whole in percent, rounded down to a tenth; 0 of nothing is 0."""
    if whole <= 0:
        return Decimal("0.0")
    return (Decimal(part * 100) / Decimal(whole)).quantize(TENTH, rounding=ROUND_DOWN)
