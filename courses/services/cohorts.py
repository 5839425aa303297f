"""Make cohorts and say who teaches them."""

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.selectors.placements import people_with_role
from courses.models import Cohort, CohortInstructor, ProgrammeVersion
from courses.selectors.timetable import last_day_planned

if TYPE_CHECKING:
    from accounts.models import Centre, User


class CodeTakenError(ValueError):
    """Another cohort has this code."""


class NotAnInstructorError(ValueError):
    """Somebody named as instructor does not hold that role at the centre."""


class EndsBeforeStartError(ValueError):
    """The last day is before the first."""


def create_cohort(
    *,
    pk: uuid.UUID,
    code: str,
    programme_version: ProgrammeVersion,
    centre: "Centre",
    starts_on: datetime.date,
    ends_on: datetime.date | None,
    instructors: "Sequence[User]",
    project: str,
    by: "User",
    at: datetime.datetime,
) -> Cohort:
    """Make a cohort with the id `pk` that came with the form; the same id again returns the cohort made before.

    Without `ends_on` the last day is the one that a timetable from `starts_on` would have.
    Raises CodeTakenError, NotAnInstructorError, EndsBeforeStartError, or NoLessonDaysError of the timetable.
    """
    made: Cohort | None = Cohort.objects.filter(pk=pk).first()
    if made is not None:
        return made
    code = " ".join(code.split())
    ends_on = ends_on or last_day_planned(programme_version, centre, starts_on)
    if ends_on < starts_on:
        raise EndsBeforeStartError
    with transaction.atomic():
        if Cohort.objects.filter(code__iexact=code).exists():
            raise CodeTakenError(code)
        cohort: Cohort = Cohort.objects.create(
            pk=pk,
            code=code,
            programme_version=programme_version,
            centre=centre,
            starts_on=starts_on,
            ends_on=ends_on,
            project=project.strip(),
            created_by=by,
            created_at=at,
        )
        _name_instructors(cohort, instructors, timezone.localdate(at))
    return cohort


def _name_instructors(cohort: Cohort, instructors: "Sequence[User]", on: datetime.date) -> None:
    wanted = [person.pk for person in instructors]
    allowed = set(
        people_with_role(cohort.centre, Role.INSTRUCTOR, on).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    if set(wanted) - allowed:
        raise NotAnInstructorError
    CohortInstructor.objects.bulk_create([CohortInstructor(cohort=cohort, user=person) for person in instructors])
