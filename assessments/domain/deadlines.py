"""Deadlines in working days of a centre: rules only. Source: domain.md 4.3 (appeal: three working days)."""

import datetime
from typing import Protocol

ONE_DAY = datetime.timedelta(days=1)
LONGEST = 366  # a centre that never works still gets an answer


class WorkingWeek(Protocol):
    """The days on which a centre works."""

    def teaches_on(self, day: datetime.date) -> bool: ...


def after_working_days(week: WorkingWeek, start: datetime.date, days: int) -> datetime.date:
    """Return the `days`-th working day after `start`, which itself does not count; `start` for no days."""
    day, left = start, days
    for _ in range(LONGEST):
        if left <= 0:
            break
        day += ONE_DAY
        left -= week.teaches_on(day)
    return day


def appeal_until(
    week: WorkingWeek, *, seen: datetime.date | None, protocol: datetime.date | None, days: int
) -> datetime.date | None:
    """Return the last day of an appeal: `days` working days after the later of both days.

    `seen`: the day since which the person can read the result as it stands; `protocol`: the day it was locked. Before
    the protocol there is no last day.
    """
    if protocol is None:
        return None
    return after_working_days(week, max(protocol, seen or protocol), days)
