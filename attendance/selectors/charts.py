"""Figures behind the charts: hours attended by week, by cohort and by sex, each chart with its table."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from accounts.enums import Sex
from attendance.domain.shares import percent
from attendance.enums import EXCUSED, THERE, Status
from attendance.models import Mark
from courses.enums import SessionState

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.models import Cohort


@dataclass
class Figures:
    """Academic hours marked: attended, missed with a reason and without; `people` were marked at least once."""

    people: int = 0
    attended: int = 0
    excused: int = 0
    absent: int = 0

    @property
    def hours(self) -> int:
        return self.attended + self.excused + self.absent

    @property
    def percent(self) -> Decimal:
        """Attended of marked hours, in percent, rounded down to a tenth."""
        return percent(self.attended, self.hours)

    def add(self, status: Status, hours: int) -> None:
        if status in THERE:
            self.attended += hours
        elif status in EXCUSED:
            self.excused += hours
        else:
            self.absent += hours


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


def charts_of_cohort(cohort: "Cohort") -> CohortCharts:
    """Return the figures of one cohort. Two queries."""
    marks = _marks(Mark.objects.filter(session__cohort=cohort))
    weeks: dict[datetime.date, Figures] = defaultdict(Figures)
    sexes = _sexes()
    total = Figures()
    for date, sex, status, hours in _rows(marks, "session__date", "enrolment__person__sex"):
        monday = date - datetime.timedelta(days=date.weekday())
        for figures in (weeks[monday], sexes[_sex(sex)], total):
            figures.add(status, hours)
    _count_people(marks, sexes, total)
    return CohortCharts(sorted(weeks.items()), _found(sexes), total)


def charts_of_centre(cohorts: "Collection[Cohort]") -> CentreCharts:
    """Return the figures of the cohorts of a centre, in their order. Three queries."""
    marks = _marks(Mark.objects.filter(session__cohort__in=cohorts))
    found = {cohort.pk: Figures() for cohort in cohorts}
    sexes = _sexes()
    total = Figures()
    for pk, sex, status, hours in _rows(marks, "session__cohort", "enrolment__person__sex"):
        for figures in (found[pk], sexes[_sex(sex)], total):
            figures.add(status, hours)
    _count_people(marks, sexes, total)
    for pk, people in _people(marks, "session__cohort"):
        found[pk].people = people
    return CentreCharts([(cohort, found[cohort.pk]) for cohort in cohorts], _found(sexes), total)


def _marks(marks: Any) -> "QuerySet[Mark]":
    held: QuerySet[Mark] = marks.filter(session__state=SessionState.HELD, session__makes_up=None).order_by()
    return held


def _rows(marks: "QuerySet[Mark]", *keys: str) -> list[tuple[Any, Any, Status, int]]:
    hours = Sum(Coalesce("session__delivered_hours", "session__hours"))
    rows = marks.values_list(*keys, "status").annotate(total=hours)
    return [(first, second, Status(status), total) for first, second, status, total in rows]


def _people(marks: "QuerySet[Mark]", key: str) -> list[tuple[Any, int]]:
    """Return (value, how many people were marked) for each value of `key`. One query."""
    return list(marks.values_list(key).annotate(people=Count("enrolment__person", distinct=True)))


def _count_people(marks: "QuerySet[Mark]", sexes: dict[Sex | None, Figures], total: Figures) -> None:
    for key, people in _people(marks, "enrolment__person__sex"):
        sexes[_sex(key)].people = people
        total.people += people


def _sex(value: str) -> Sex | None:
    return Sex(value) if value else None


def _sexes() -> dict[Sex | None, Figures]:
    return {**{sex: Figures() for sex in Sex}, None: Figures()}


def _found(sexes: dict[Sex | None, Figures]) -> list[tuple[Sex | None, Figures]]:
    """Return both sexes, and those of whom it is not stated only where there are any."""
    return [(sex, figures) for sex, figures in sexes.items() if sex is not None or figures.people]
