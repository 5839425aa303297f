"""A day of practical exercises: does the work fit into the day, and who is where when? (domain.md 4.5)

All times are minutes. A *sitting* is one exercise of one person, or of one team of a group exercise.
"""

import dataclasses
import enum
import itertools
import math
import uuid
from collections.abc import Collection, Iterator, Sequence

TEAM = 4  # people in a team of a group exercise (domain.md 2.11: three or four)


@dataclasses.dataclass(frozen=True)
class Work:
    """One exercise of the day: its minutes, and how many of `people` are seen by two assessors."""

    code: str
    minutes: int
    people: tuple[uuid.UUID, ...]
    doubled: frozenset[uuid.UUID]
    team: bool = False
    woman: bool = False

    @property
    def teams(self) -> list[tuple[uuid.UUID, ...]]:
        """The people who do it together; one by one unless it is a group exercise."""
        size = TEAM if self.team else 1
        return [self.people[at : at + size] for at in range(0, len(self.people), size)]

    def assessors(self, team: Collection[uuid.UUID]) -> int:
        """How many assessors a team needs."""
        return 2 if self.doubled.intersection(team) else 1

    @property
    def sitting_minutes(self) -> int:
        """Minutes of all sittings, one after the other."""
        return self.minutes * len(self.teams)

    @property
    def assessor_minutes(self) -> int:
        """Minutes of all assessors together."""
        return self.minutes * sum(self.assessors(team) for team in self.teams)


@dataclasses.dataclass(frozen=True)
class Assessor:
    """Somebody who assesses that day; `codes` are the exercises that she is authorised for."""

    pk: uuid.UUID
    codes: frozenset[str]
    woman: bool
    teaches: bool


class Lack(enum.StrEnum):
    """Why a day is impossible."""

    HOURS = "hours"  # more assessors' minutes than there are
    ROOMS = "rooms"
    PERSON = "person"  # one person has more to do than the day is long
    NOBODY = "nobody"  # no assessor is authorised
    SECOND = "second"  # only one is
    WOMAN = "woman"
    OUTSIDER = "outsider"
    SLOTS = "slots"  # the sums fit, but no order of the sittings was found


@dataclasses.dataclass(frozen=True)
class Problem:
    """What is lacking: `needed` minutes against `there` minutes (SLOTS: sittings); `code` where it is one exercise."""

    lack: Lack
    code: str = ""
    needed: int = 0
    there: int = 0


@dataclasses.dataclass(frozen=True)
class Slot:
    """Who does what from minute `start` to minute `end` of the day, in which place (from 1), seen by whom."""

    code: str
    people: tuple[uuid.UUID, ...]
    assessors: tuple[uuid.UUID, ...]
    room: int
    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class Day:
    """The work of one day, the assessors, the minutes of each, the places, and whether one of two is an outsider."""

    works: tuple[Work, ...]
    assessors: tuple[Assessor, ...]
    minutes: int
    rooms: int
    outsider: bool = True

    @property
    def needed(self) -> int:
        """Minutes of assessors that the work asks for."""
        return sum(work.assessor_minutes for work in self.works)

    @property
    def there(self) -> int:
        """Minutes of assessors that there are."""
        return len(self.assessors) * self.minutes

    def able(self, work: Work) -> list[Assessor]:
        """Who may assess an exercise."""
        return [one for one in self.assessors if work.code in one.codes]


def problems(day: Day) -> list[Problem]:
    """Return why the sums do not fit; empty when they do. A day without lacks may still have no order: see `slots`."""
    found = []
    if day.needed > day.there:
        found.append(Problem(Lack.HOURS, needed=day.needed, there=day.there))
    sittings = sum(work.sitting_minutes for work in day.works)
    if sittings > day.rooms * day.minutes:
        found.append(Problem(Lack.ROOMS, needed=sittings, there=day.rooms * day.minutes))
    longest = sum(work.minutes for work in day.works if work.people)
    if longest > day.minutes:
        found.append(Problem(Lack.PERSON, needed=longest, there=day.minutes))
    return found + [lack for work in day.works for lack in _of_exercise(day, work)]


def _of_exercise(day: Day, work: Work) -> Iterator[Problem]:
    able = day.able(work)
    doubled = work.minutes * sum(work.assessors(team) == 2 for team in work.teams)
    if not able:
        yield Problem(Lack.NOBODY, work.code, work.assessor_minutes)
        return
    if doubled and len(able) == 1:
        yield Problem(Lack.SECOND, work.code, doubled)
    women = sum(one.woman for one in able) * day.minutes
    if work.woman and work.sitting_minutes > women:
        yield Problem(Lack.WOMAN, work.code, work.sitting_minutes, women)
    outsiders = sum(not one.teaches for one in able) * day.minutes
    if day.outsider and doubled > outsiders:
        yield Problem(Lack.OUTSIDER, work.code, doubled, outsiders)


def slots(day: Day) -> tuple[list[Slot], list[Problem]]:
    """Return an order of all sittings, each as early as it can be, and what found no place before the day ends.

    People, assessors and places are never in two sittings at once. It is a proposal: the longest exercises first,
    people in turn, the least busy assessors.
    """
    free: dict[uuid.UUID | int, int] = dict.fromkeys(range(1, day.rooms + 1), 0)
    busy: dict[uuid.UUID, int] = {one.pk: 0 for one in day.assessors}
    placed, missing = [], 0
    for work, team in _sittings(day.works):
        best = None
        for pair in _groups(day, work, work.assessors(team)):
            start = max((free.get(pk, 0) for pk in (*team, *pair)), default=0)
            room = min(range(1, day.rooms + 1), key=lambda one: (max(free[one], start), one), default=0)
            if room:
                begin = max(free[room], start)
                choice = (begin, sum(busy[pk] for pk in pair), room, pair)
                best = choice if best is None or choice[:2] < best[:2] else best
        if best is None or best[0] + work.minutes > day.minutes:
            missing += 1
            continue
        begin, _, room, pair = best
        end = begin + work.minutes
        free.update(dict.fromkeys((*team, *pair, room), end))
        for pk in pair:
            busy[pk] += work.minutes
        placed.append(Slot(work.code, tuple(team), pair, room, begin, end))
    placed.sort(key=lambda slot: (slot.start, slot.room))
    total = len(placed) + missing
    return placed, [Problem(Lack.SLOTS, needed=total, there=len(placed))] if missing else []


def _sittings(works: Sequence[Work]) -> Iterator[tuple[Work, tuple[uuid.UUID, ...]]]:
    """The longest exercises first; of those as long, each begins with other people, so that they do not wait."""
    ordered = sorted(works, key=lambda work: (-work.minutes * (TEAM if work.team else 1), work.code))
    queues = []
    for place, work in enumerate(ordered):
        teams = work.teams
        shift = math.floor(len(teams) * place / max(1, len(ordered)))
        queues.append([(work, team) for team in teams[shift:] + teams[:shift]])
    for row in itertools.zip_longest(*queues):
        yield from (one for one in row if one is not None)


def _groups(day: Day, work: Work, size: int) -> Iterator[tuple[uuid.UUID, ...]]:
    """Who may assess together: a woman among them where one is needed, and one of two who did not teach the group."""
    for group in itertools.combinations(day.able(work), size):
        if work.woman and not any(one.woman for one in group):
            continue
        if day.outsider and size > 1 and all(one.teaches for one in group):
            continue
        yield tuple(one.pk for one in group)
