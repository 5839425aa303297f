"""What a mark must say after everything that happened to it: rules only, for counting again from the tables."""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from attendance.domain.tallies import Lesson
from attendance.enums import EXCUSED, THERE, Status

LAST = 2**31


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the roll: what it says, when it arrived, its number on the device. `held_back`: it opened a conflict
    and waits, or waited, for a person."""

    id: UUID
    says: tuple[str, int, str]
    at: datetime.datetime
    sequence: int | None
    held_back: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """A person chose this event when two disagreed."""

    chosen: UUID
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of one person, counted again."""

    planned: int
    held: int
    attended: int
    excused: int
    owed: int


def says(events: Collection[Happened], settled: Iterable[Settled]) -> tuple[str, int, str] | None:
    """Return what the mark must say: the last event that was not held back, or what was chosen later; None: no mark."""
    by_id = {event.id: event for event in events}
    steps = [(event.at, 0, event.sequence or LAST, event) for event in events if not event.held_back]
    steps += [(one.at, 1, LAST, by_id[one.chosen]) for one in settled if one.chosen in by_id]
    return max(steps, key=lambda step: step[:3])[3].says if steps else None


def hours_of(lessons: Collection[Lesson], marks: Mapping[UUID, Status]) -> Hours:
    """Count one person's hours lesson by lesson, without what domain.tallies sorts beforehand."""
    planned = held = attended = excused = owed = 0
    for lesson in lessons:
        if lesson.makes_up is not None:
            continue
        planned += lesson.hours
        if not lesson.held:
            continue
        held += lesson.hours
        status = marks.get(lesson.id)
        again = sum(
            other.hours
            for other in lessons
            if other.makes_up == lesson.id and other.held and marks.get(other.id) in THERE
        )
        there = lesson.hours if status in THERE else min(again, lesson.hours)
        attended += there
        excused += lesson.hours - there if status in EXCUSED else 0
        owed += lesson.hours - there if lesson.in_full else 0
    return Hours(planned, held, attended, excused, owed)
