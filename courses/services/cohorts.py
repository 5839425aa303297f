"""Make cohorts and say who teaches them."""

import datetime
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from accounts.enums import Act, Role
from accounts.selectors.placements import people_with_role
from accounts.services.audit import remember
from courses.enums import OPEN_COHORTS
from courses.models import Cohort, CohortInstructor, ProgrammeVersion
from courses.selectors.timetable import last_day_planned
from courses.services.cohort_states import hold
from courses.services.timetable import hand_over

if TYPE_CHECKING:
    from accounts.models import Centre, User


class CodeTakenError(ValueError):
    """Another cohort has this code."""


class NotAnInstructorError(ValueError):
    """Somebody named as instructor does not hold that role at the centre."""


class NoInstructorError(ValueError):
    """A cohort keeps at least one instructor."""


class CohortLockedError(Exception):
    """The cohort was closed by protocol; its instructors stay as they are."""


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


def name_instructors(*, cohort: Cohort, instructors: "Sequence[User]", by: "User", at: datetime.datetime) -> int:
    """Let `instructors` and nobody else teach the cohort from now on; the same people again changes nothing.

    Who stays keeps the place in the turn. Planned sessions of those who go are handed to the others; returns how
    many. Raises NoInstructorError, CohortLockedError, or NotAnInstructorError for somebody who does not hold the role
    at the centre.
    """
    if not instructors:
        raise NoInstructorError
    with transaction.atomic():
        cohort = hold(cohort.pk)
        if cohort.state not in OPEN_COHORTS:
            raise CohortLockedError
        wanted = {person.pk: person for person in instructors}
        former = [row.user_id for row in cohort.instructors.all()]
        if set(former) == wanted.keys():
            return 0
        cohort.instructors.exclude(user__in=wanted).delete()
        _name_instructors(cohort, [person for pk, person in wanted.items() if pk not in former], timezone.localdate(at))
        moved = hand_over(cohort=cohort)
        remember(
            act=Act.COHORT_CHANGED,
            by=by,
            subject=cohort,
            centre=cohort.centre,
            old={"instructors": [str(pk) for pk in former]},
            new={"instructors": [str(pk) for pk in wanted], "sessions": moved},
        )
    return moved


def _name_instructors(cohort: Cohort, instructors: "Sequence[User]", on: datetime.date) -> None:
    wanted = [person.pk for person in instructors]
    allowed = set(
        people_with_role(cohort.centre, Role.INSTRUCTOR, on).filter(pk__in=wanted).values_list("pk", flat=True)
    )
    if set(wanted) - allowed:
        raise NotAnInstructorError
    CohortInstructor.objects.bulk_create([CohortInstructor(cohort=cohort, user=person) for person in instructors])
