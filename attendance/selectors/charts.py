"""Figures behind the charts: hours attended by week, by cohort and by sex, each chart with its table.

They count what the shares count (attendance.selectors.shares): everybody who was not withdrawn, every hour that was
held, nothing marked as missed, hours made up as attended on the day of the lesson that was missed. Lessons are summed
by the database; only those that were made up are counted person by person, by the rule of the shares itself.
"""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.enums import Sex
from attendance.domain.shares import percent_of_hundredths
from attendance.domain.tallies import Lesson, Plan, tally
from attendance.enums import EXCUSED, THERE, Status
from attendance.models import Mark
from attendance.selectors.shares import percents_of
from courses.enums import EnrolmentState
from courses.selectors.cohorts import enrolled_in
from courses.selectors.timetable import held_sessions

if TYPE_CHECKING:
    from courses.models import Cohort, Enrolment


@dataclass
class Figures:
    """Academic hours held: attended or made up, missed with a reason and without; `people` they were held for.

    `credit`, in hundredths of hours, is what hours missed with a reason count.
    """

    people: int = 0
    attended: int = 0
    excused: int = 0
    absent: int = 0
    credit: int = 0

    @property
    def hours(self) -> int:
        return self.attended + self.excused + self.absent

    @property
    def percent(self) -> Decimal:
        """Attended of held hours with what counts for reasons, in percent, rounded down to a tenth."""
        return percent_of_hundredths(self.attended * 100 + self.credit, self.hours)

    def add(self, other: "Figures") -> None:
        """Add the hours of `other`; people are counted apart."""
        self.attended += other.attended
        self.excused += other.excused
        self.absent += other.absent
        self.credit += other.credit


@dataclass(frozen=True)
class CohortCharts:
    """One cohort: by calendar week (its Monday), by sex (None: not stated), and all together."""

    weeks: list[tuple[datetime.date, Figures]]
    sexes: list[tuple[Sex | None, Figures]]
    total: Figures


@dataclass(frozen=True)
class CentreCharts:
    """Some centres: by cohort and by sex (None: not stated), and all together: a person of two cohorts once."""

    cohorts: list[tuple["Cohort", Figures]]
    sexes: list[tuple[Sex | None, Figures]]
    total: Figures = field(default_factory=Figures)


@dataclass(frozen=True)
class _Held:
    """A lesson that was held, and when."""

    cohort: uuid.UUID
    date: datetime.date
    lesson: Lesson


class _Counted:
    """Everything that is read, and hours by cohort, week or nothing, and sex. At most four queries."""

    def __init__(self, cohorts: "Collection[Cohort]") -> None:
        self.cohorts = {cohort.pk: cohort for cohort in cohorts}
        self.people: dict[uuid.UUID, list[Enrolment]] = defaultdict(list)
        for row in enrolled_in(cohorts):
            self.people[row.cohort_id].append(row)
        held = list(_held(cohorts))
        self.own = [one for one in held if one.lesson.makes_up is None]
        self.made_up: dict[uuid.UUID, list[Lesson]] = defaultdict(list)
        for one in held:
            if one.lesson.makes_up is not None:
                self.made_up[one.lesson.makes_up].append(one.lesson)

    def by(self, key: Callable[[_Held], Hashable], *fields: str) -> Iterator[tuple[Any, Sex | None, Figures]]:
        """Yield hours by `key` and sex; `fields` are those of a session from which the database takes the same key."""
        sexes = {pk: Counter(_sex(row.person.sex) for row in rows) for pk, rows in self.people.items()}
        sums: dict[tuple[Any, Any, Sex | None], Figures] = defaultdict(Figures)
        for one in self.own:
            if one.lesson.id not in self.made_up:
                for sex, number in sexes.get(one.cohort, {}).items():
                    sums[one.cohort, key(one), sex].absent += one.lesson.hours * number
        for cohort, sex, status, hours, *values in self._marks(*fields):
            found = sums[cohort, values[0] if values else cohort, sex]
            _move(found, status, hours, percents_of(self.cohorts[cohort].programme_version))
        for (_cohort, value, sex), figures in sums.items():
            yield value, sex, figures
        for one, sex, figures in self._one_by_one():
            yield key(one), sex, figures

    def _marks(self, *fields: str) -> Iterator[tuple[Any, ...]]:
        """Yield (cohort, sex, status, hours, fields …) of lessons that were not made up. One query."""
        marks = Mark.objects.filter(session__in=held_sessions(self.cohorts.values()), session__makes_up=None)
        marks = marks.exclude(session__in=list(self.made_up)).exclude(enrolment__state=EnrolmentState.WITHDRAWN)
        rows = marks.order_by().values_list("session__cohort", "enrolment__person__sex", "status", *fields)
        for cohort, sex, status, *rest in rows.annotate(
            total=Sum(Coalesce("session__delivered_hours", "session__hours"))
        ):
            yield cohort, _sex(sex), Status(status), rest[-1], *rest[:-1]

    def _one_by_one(self) -> Iterator[tuple[_Held, Sex | None, Figures]]:
        """Yield what each person has of each lesson that was made up. One query, or none."""
        lessons = [one for one in self.own if one.lesson.id in self.made_up]
        marks = self._marks_of(lessons) if lessons else {}
        for one in lessons:
            plan = Plan(one.lesson.hours, one.lesson.hours, (one.lesson,), tuple(self.made_up[one.lesson.id]))
            percents = percents_of(self.cohorts[one.cohort].programme_version)
            for row in self.people[one.cohort]:
                counted = tally(plan, marks.get(row.pk, {}), percents)
                absent = one.lesson.hours - counted.attended - counted.excused
                figures = Figures(0, counted.attended, counted.excused, absent, counted.credit)
                yield one, _sex(row.person.sex), figures

    def _marks_of(self, lessons: list[_Held]) -> dict[uuid.UUID, dict[uuid.UUID, Status]]:
        again = [lesson.id for one in lessons for lesson in self.made_up[one.lesson.id]]
        rows = Mark.objects.filter(session__in=[*(one.lesson.id for one in lessons), *again]).order_by()
        found: dict[uuid.UUID, dict[uuid.UUID, Status]] = defaultdict(dict)
        for enrolment, session, status in rows.values_list("enrolment", "session", "status"):
            found[enrolment][session] = Status(status)
        return found

    def count_people(self, sexes: Mapping[Sex | None, Figures], total: Figures) -> None:
        """Count everybody for whom something was held, once."""
        cohorts = {one.cohort for one in self.own}
        people = {row.person_id: _sex(row.person.sex) for pk in cohorts for row in self.people[pk]}
        for sex in people.values():
            sexes[sex].people += 1
        total.people = len(people)


def charts_of_cohort(cohort: "Cohort") -> CohortCharts:
    """Return the figures of one cohort. Three queries, four when lessons were made up."""
    counted = _Counted([cohort])
    weeks: dict[datetime.date, Figures] = defaultdict(Figures)
    sexes, total = _sexes(), Figures()
    for date, sex, figures in counted.by(lambda one: one.date, "session__date"):
        for place in (weeks[date - datetime.timedelta(days=date.weekday())], sexes[sex], total):
            place.add(figures)
    counted.count_people(sexes, total)
    return CohortCharts(sorted(weeks.items()), _found(sexes), total)


def charts_of_centre(cohorts: "Collection[Cohort]") -> CentreCharts:
    """Return the figures of the cohorts of a centre, in their order. Three queries, four when lessons were made up."""
    counted = _Counted(cohorts)
    found = {cohort.pk: Figures() for cohort in cohorts}
    sexes, total = _sexes(), Figures()
    for pk, sex, figures in counted.by(lambda one: one.cohort):
        for place in (found[pk], sexes[sex], total):
            place.add(figures)
    counted.count_people(sexes, total)
    for pk in {one.cohort for one in counted.own}:
        found[pk].people = len(counted.people[pk])
    return CentreCharts([(cohort, found[cohort.pk]) for cohort in cohorts], _found(sexes), total)


def _held(cohorts: "Collection[Cohort]") -> Iterator[_Held]:
    rows = held_sessions(cohorts).values_list("pk", "cohort", "date", "part", "hours", "delivered_hours", "makes_up")
    for pk, cohort, date, part, hours, given, makes_up in rows:
        yield _Held(cohort, date, Lesson(pk, part, hours if given is None else given, held=True, makes_up=makes_up))


def _move(figures: Figures, status: Status, hours: int, percents: Mapping[Status, int]) -> None:
    """Take hours that were marked away from those missed without reason."""
    if status in THERE:
        figures.attended += hours
        figures.absent -= hours
    elif status in EXCUSED:
        figures.excused += hours
        figures.absent -= hours
        figures.credit += hours * percents.get(status, 0)


def _sex(value: str) -> Sex | None:
    return Sex(value) if value else None


def _sexes() -> dict[Sex | None, Figures]:
    return {**{sex: Figures() for sex in Sex}, None: Figures()}


def _found(sexes: dict[Sex | None, Figures]) -> list[tuple[Sex | None, Figures]]:
    """Return both sexes, and those of whom it is not stated only where there are any."""
    return [(sex, figures) for sex, figures in sexes.items() if sex is not None or figures.people]
