"""How a programme becomes class sessions: rules only, no rows and no clock of its own.

An academic hour is 45 minutes; a day has as many as the centre has lesson times (architecture: issue 2, domain.md 2.1).
"""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

ACADEMIC_HOUR = datetime.timedelta(minutes=45)
HOURS_TOGETHER = 2  # academic hours of the same part and kind that stand in one session
SHORT_BREAK = datetime.timedelta(minutes=30)  # over a longer break (lunch) hours are not joined
THEORY = "theory"
PRACTICE = "practice"

Slot = tuple[datetime.date, int]  # the day, and its academic hour counted from 1


class NoLessonDaysError(ValueError):
    """The centre has no weekdays or no lesson times, so nothing can be planned."""


@dataclass(frozen=True)
class Part:
    """Some hours of a programme that are not given before one week or day (`unit_number`, counted from 1)."""

    key: str
    theory_hours: int
    practice_hours: int
    unit_number: int
    position: int = 0


@dataclass(frozen=True)
class Planned:
    """One class session to be: `hours` academic hours from the `first_hour` of a day on."""

    part: str
    kind: str
    date: datetime.date
    first_hour: int
    hours: int


@dataclass(frozen=True)
class Week:
    """The centre's habit: weekdays (0 = Monday), beginnings of the academic hours of a day, days without lessons."""

    weekdays: Collection[int]
    lesson_times: Sequence[datetime.time]
    holidays: Collection[datetime.date]

    def teaches_on(self, day: datetime.date) -> bool:
        """True when lessons are given on `day`."""
        return day.weekday() in self.weekdays and day not in self.holidays


def read_times(texts: Sequence[str]) -> list[datetime.time]:
    """Return the lesson times of a centre, written as "08:30", in their order."""
    return sorted(datetime.time.fromisoformat(text) for text in texts)


def clock(week: Week, first_hour: int, hours: int) -> tuple[datetime.time, datetime.time]:
    """Return when a session begins and ends on the wall clock."""
    last = week.lesson_times[first_hour + hours - 2]
    return week.lesson_times[first_hour - 1], _after(last, ACADEMIC_HOUR)


def plan(
    *,
    parts: Sequence[Part],
    week: Week,
    starts_on: datetime.date,
    by_weeks: bool,
    given: Mapping[tuple[str, str], int] | None = None,
    taken: Collection[Slot] = (),
) -> list[Planned]:
    """Return the sessions of a programme in their order.

    Parts follow each other by unit and position, theory before practice inside a part. A part of week n is not given
    before the n-th week counted from `starts_on`, a part of day n not before the n-th day of lessons; where holidays
    take days away the rest moves on. At most two hours running of one part and kind stand in one session.
    `given` are hours of (part, kind) that were held already, `taken` the hours of days that are not free.
    Hours are never lost: they sum to those of the parts less those given. Raises NoLessonDaysError.
    """
    if not week.lesson_times or not set(week.weekdays) & set(range(7)):
        raise NoLessonDaysError
    floor = _Floor(week, starts_on, by_weeks)
    slots = _Slots(week, starts_on, set(taken))
    sessions: list[Planned] = []
    for part in sorted(parts, key=lambda part: (part.unit_number, part.position)):
        slots.not_before(floor.of(part.unit_number))
        for kind, hours in ((THEORY, part.theory_hours), (PRACTICE, part.practice_hours)):
            left = max(0, hours - (given or {}).get((part.key, kind), 0))
            sessions += _joined(part.key, kind, [slots.next() for _ in range(left)], week)
    return sessions


class _Floor:
    """The first day on which parts of a unit may be given."""

    def __init__(self, week: Week, starts_on: datetime.date, by_weeks: bool) -> None:
        self._starts_on = starts_on
        self._by_weeks = by_weeks
        self._days = _days(week, starts_on)
        self._known: list[datetime.date] = []

    def of(self, unit: int) -> datetime.date:
        if self._by_weeks:
            return self._starts_on + datetime.timedelta(weeks=unit - 1)
        while len(self._known) < unit:
            self._known.append(next(self._days))
        return self._known[unit - 1]


class _Slots:
    """Free academic hours, one after the other."""

    def __init__(self, week: Week, starts_on: datetime.date, taken: set[Slot]) -> None:
        self._week = week
        self._taken = taken
        self._day = starts_on
        self._hour = 1

    def not_before(self, day: datetime.date) -> None:
        if day > self._day:
            self._day, self._hour = day, 1

    def next(self) -> Slot:
        while True:
            if self._hour > len(self._week.lesson_times) or not self._week.teaches_on(self._day):
                self._day, self._hour = self._day + datetime.timedelta(days=1), 1
                continue
            slot = (self._day, self._hour)
            self._hour += 1
            if slot not in self._taken:
                return slot


def _days(week: Week, since: datetime.date) -> Iterator[datetime.date]:
    day = since
    while True:
        if week.teaches_on(day):
            yield day
        day += datetime.timedelta(days=1)


def _joined(part: str, kind: str, slots: Sequence[Slot], week: Week) -> list[Planned]:
    """Put hours that run into one another together, two at most, never over the long break."""
    sessions: list[Planned] = []
    for day, hour in slots:
        last = sessions[-1] if sessions else None
        if (
            last is not None
            and last.date == day
            and last.first_hour + last.hours == hour
            and last.hours < HOURS_TOGETHER
            and _runs_on(week, hour)
        ):
            sessions[-1] = Planned(part, kind, day, last.first_hour, last.hours + 1)
        else:
            sessions.append(Planned(part, kind, day, hour, 1))
    return sessions


def _runs_on(week: Week, hour: int) -> bool:
    """True when this hour of the day begins soon after the one before it ends."""
    before, now = week.lesson_times[hour - 2], week.lesson_times[hour - 1]
    return now <= _after(before, ACADEMIC_HOUR + SHORT_BREAK)


def _after(time: datetime.time, length: datetime.timedelta) -> datetime.time:
    day = datetime.date(2000, 1, 1)
    return (datetime.datetime.combine(day, time) + length).time()
