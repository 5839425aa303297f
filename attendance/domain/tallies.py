"""From lessons and one person's marks to hours: rules only.

A lesson counts with the hours that were given. Nothing marked in a lesson that was held is missed. Whoever missed a
lesson and was there when it was made up has attended it, at most with its own hours; a make-up lesson adds nothing
else, for nobody (domain.md 4.3).
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from attendance.domain.shares import MakeUp
from attendance.enums import EXCUSED, THERE, Status


@dataclass(frozen=True, slots=True)
class Lesson:
    """A class session that was not cancelled: `hours` as given when it was held, as planned before.

    `in_full`: a practical lesson that everybody attends or makes up.
    """

    id: UUID
    part: int
    hours: int
    held: bool
    makes_up: UUID | None = None
    in_full: bool = False


@dataclass(frozen=True)
class Plan:
    """The lessons of a cohort, sorted once for everybody in it; hours are academic hours."""

    planned_hours: int
    held_hours: int
    held: tuple[Lesson, ...]
    make_ups: tuple[Lesson, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """A practical lesson that has to be made up, and how many of its hours are missing."""

    session: UUID
    hours: int


@dataclass(frozen=True)
class Tally:
    """One person's hours. `by_status` holds what remains after make-up lessons; `credit` is in hundredths of hours."""

    attended: int
    excused: int
    credit: int
    made_up: int
    by_status: Counter[Status] = field(default_factory=Counter)
    make_up: MakeUp = field(default_factory=MakeUp)
    owed: tuple[Owed, ...] = ()


def plan_of(lessons: Collection[Lesson]) -> Plan:
    """Sort lessons: those that plan hours, and those that make up others."""
    own = [lesson for lesson in lessons if lesson.makes_up is None]
    held = tuple(lesson for lesson in own if lesson.held)
    return Plan(
        planned_hours=sum(lesson.hours for lesson in own),
        held_hours=sum(lesson.hours for lesson in held),
        held=held,
        make_ups=tuple(lesson for lesson in lessons if lesson.makes_up is not None),
    )


def plan_of_part(lessons: Collection[Lesson], part: int) -> Plan:
    """The same for one part of the programme; a make-up lesson belongs to the part of the lesson that it makes up."""
    own = {lesson.id for lesson in lessons if lesson.part == part and lesson.makes_up is None}
    return plan_of([lesson for lesson in lessons if lesson.id in own or lesson.makes_up in own])


def tally(plan: Plan, marks: Mapping[UUID, Status], percents: Mapping[Status, int]) -> Tally:
    """Count one person's hours. `marks` by lesson; `percents`: how much of the hours missed for a reason counts."""
    attended = 0
    by_status: Counter[Status] = Counter()
    missed: dict[UUID, int] = {}
    for lesson in plan.held:
        status = marks.get(lesson.id)
        if status in THERE:
            attended += lesson.hours
            by_status[status] += lesson.hours
        else:
            missed[lesson.id] = lesson.hours
    made_up, can_be = _make_up(plan, marks, missed)
    excused = credit = absent_later = excused_later = credit_later = 0
    for lesson_id, hours in missed.items():
        status = marks.get(lesson_id)
        if status is not None:
            by_status[status] += hours
        if status in EXCUSED:
            excused += hours
            credit += hours * percents.get(status, 0)
            excused_later += can_be[lesson_id]
            credit_later += can_be[lesson_id] * percents.get(status, 0)
        else:
            absent_later += can_be[lesson_id]
    return Tally(
        attended=attended + made_up,
        excused=excused,
        credit=credit,
        made_up=made_up,
        by_status=by_status,
        make_up=MakeUp(absent_later, excused_later, credit_later),
        owed=tuple(Owed(one.id, missed[one.id]) for one in plan.held if one.in_full and missed.get(one.id)),
    )


def _make_up(plan: Plan, marks: Mapping[UUID, Status], missed: dict[UUID, int]) -> tuple[int, Counter[UUID]]:
    """Take hours made up away from `missed`; return them, and those that planned lessons can still make up."""
    made_up = 0
    can_be: Counter[UUID] = Counter()
    for lesson in plan.make_ups:
        if lesson.held and marks.get(lesson.id) in THERE and lesson.makes_up in missed:
            hours = min(lesson.hours, missed[lesson.makes_up])
            missed[lesson.makes_up] -= hours
            made_up += hours
    for lesson in plan.make_ups:
        if not lesson.held and lesson.makes_up in missed:
            can_be[lesson.makes_up] = min(can_be[lesson.makes_up] + lesson.hours, missed[lesson.makes_up])
    return made_up, can_be
