"""The share attended, counted in academic hours of 45 minutes: rules only.

Admission (domain.md 4.3): at least `attendance_percent` of the planned hours attended; or so many attended or missed
with a reason, while at least `attendance_excused_percent` were attended. Sessions that the centre cancelled and hours
that it did not give are not planned hours, so they never count against anybody. A make-up lesson plans nothing: it
turns missed hours into attended ones. A reason may count with some percent of the missed hours, as the programme says.
Comparisons are made on whole numbers (hundredths of hours), never on rounded ones.
"""

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

TENTH = Decimal("0.1")
NOTHING = Decimal("0.0")


@dataclass(frozen=True)
class Thresholds:
    """The two percentages of a programme version."""

    attended: int
    attended_if_excused: int


@dataclass(frozen=True)
class MakeUp:
    """Missed hours that can still be made up in lessons that are planned: without a reason, with one, and what the
    latter count already (hundredths of hours)."""

    absent: int = 0
    excused: int = 0
    credit: int = 0


NO_MAKE_UP = MakeUp()


@dataclass(frozen=True)
class Share:
    """Hours of one person in one cohort, and what they mean.

    `planned_hours` of the whole timetable, `held_hours` of them called so far; of those `attended_hours` (present,
    late or made up) and `excused_hours` (absent with a reason); `credit` hundredths of hours count for reasons.
    `percent` and `percent_with_excused` are of the planned hours, `so_far_percent` of the held ones; all three are
    rounded down to a tenth, so that 89.96 is never shown as 90. `meets`: the threshold of the programme is reached
    now. `unreachable`: it cannot be reached any more, even when every remaining hour is attended.
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
    credit: int = 0

    @property
    def missed_hours(self) -> int:
        """Hours held and not attended, with a reason or without."""
        return self.held_hours - self.attended_hours

    @property
    def remaining_hours(self) -> int:
        """Hours planned and not held yet."""
        return self.planned_hours - self.held_hours


def share(
    *,
    planned: int,
    held: int,
    attended: int,
    excused: int,
    thresholds: Thresholds,
    credit: int = 0,
    make_up: MakeUp = NO_MAKE_UP,
) -> Share:
    """Return the share of one person; attended + excused <= held <= planned, all academic hours.

    `credit`, in hundredths of hours, is what the excused hours count: at most 100 for each.
    """
    remaining = max(0, planned - held)
    best = attended + remaining + make_up.absent + make_up.excused
    reachable = reaches(planned, best, excused - make_up.excused, thresholds, credit - make_up.credit)
    return Share(
        planned_hours=planned,
        held_hours=held,
        attended_hours=attended,
        excused_hours=excused,
        percent=percent_of_hundredths(attended * 100 + credit, planned),
        percent_with_excused=percent(attended + excused, planned),
        so_far_percent=percent_of_hundredths(attended * 100 + credit, held),
        meets=reaches(planned, attended, excused, thresholds, credit),
        unreachable=planned > 0 and not reachable,
        credit=credit,
    )


def reaches(planned: int, attended: int, excused: int, thresholds: Thresholds, credit: int = 0) -> bool:
    """True when these hours are enough; with nothing planned nothing is reached. `credit` in hundredths of hours."""
    if planned <= 0:
        return False
    counted = attended * 100 + credit
    if counted >= thresholds.attended * planned:
        return True
    enough_with_reasons = (attended + excused) * 100 >= thresholds.attended * planned
    return enough_with_reasons and counted >= thresholds.attended_if_excused * planned


def percent(part: int, whole: int) -> Decimal:
    """Return part of whole in percent, rounded down to a tenth; 0 of nothing is 0."""
    return percent_of_hundredths(part * 100, whole)


def percent_of_hundredths(hundredths: int, whole: int) -> Decimal:
    """The same for a part in hundredths of hours."""
    if whole <= 0:
        return NOTHING
    return (Decimal(hundredths) / Decimal(whole)).quantize(TENTH, rounding=ROUND_DOWN)
