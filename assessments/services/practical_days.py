"""Plan a day of practical exercises. A day on which the work does not fit is refused."""

import datetime
import uuid
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.access import may_plan_practicals
from assessments.domain.planning import Problem
from assessments.models import PracticalDay
from assessments.selectors.planning import Asking, check
from assessments.selectors.practicals import exercises_by_code
from assessments.services.draws import draw_sample
from assessments.services.practicals import CohortClosedError, PracticalError, SubmissionTakenError
from courses.selectors.assessing import is_open
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort


class NotPlannerError(PracticalError):
    """Only the registrar and the head of the cohort's centre plan its practical days."""


class DayTakenError(PracticalError):
    """A practical day of this cohort is planned for that date already."""


class DayPastError(PracticalError):
    """The date is over, or outside of the cohort's time."""


class ImpossibleDayError(PracticalError):
    """The work does not fit into the day; `problems` say why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)


def plan_day(
    *, submission: uuid.UUID, cohort: "Cohort", asking: Asking, today: datetime.date, by: "User", at: datetime.datetime
) -> PracticalDay:
    """Plan a day for a cohort; where a programme asks for a sample, it is drawn now. Sent again: what was stored.

    Raises a PracticalError; ImpossibleDayError with the numbers.
    """
    if not may_plan_practicals(by, cohort):
        raise NotPlannerError
    with transaction.atomic():
        cohort = hold(cohort.pk)
        known = PracticalDay.objects.filter(pk=submission).first()
        if known is not None:
            if (known.by_id, known.cohort_id) != (by.pk, cohort.pk):
                raise SubmissionTakenError
            return known
        if not is_open(cohort):
            raise CohortClosedError
        if asking.date < today:
            raise DayPastError
        if PracticalDay.objects.filter(cohort=cohort, date=asking.date).exists():
            raise DayTakenError
        _draw(cohort, asking.codes, at)
        found = check(cohort, asking)
        if found.problems:
            raise ImpossibleDayError(found.problems)
        day = PracticalDay.objects.create(
            id=submission,
            cohort=cohort,
            date=asking.date,
            starts_at=asking.starts_at,
            minutes=asking.minutes,
            rooms=asking.rooms,
            final=asking.final,
            exercises=list(asking.codes),
            by=by,
            at=at,
        )
        day.assessors.set(asking.assessors)
        told = {"date": str(day.date), "final": day.final, "exercises": day.exercises}
        remember(act=Act.PRACTICAL_DAY_PLANNED, by=by, subject=day, centre=cohort.centre, new=told)
    return day


def _draw(cohort: "Cohort", codes: Collection[str], at: datetime.datetime) -> None:
    for exercise in exercises_by_code(codes).values():
        draw_sample(cohort=cohort, exercise=exercise, at=at)


def drop_day(*, day: PracticalDay, today: datetime.date, by: "User", at: datetime.datetime) -> None:
    """Take back a day that has not come yet. Raises NotPlannerError, CohortClosedError or DayPastError."""
    del at  # the audit trail has its own
    with transaction.atomic():
        cohort = hold(day.cohort_id)
        if not may_plan_practicals(by, cohort):
            raise NotPlannerError
        if not is_open(cohort):
            raise CohortClosedError
        if day.date <= today:
            raise DayPastError
        told = {"date": str(day.date), "final": day.final, "exercises": day.exercises}
        remember(act=Act.PRACTICAL_DAY_PLANNED, by=by, subject=day, centre=cohort.centre, old=told, new=None)
        day.delete()
