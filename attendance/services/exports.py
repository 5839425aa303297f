"""Lists of attendance that leave the house: who took one is remembered."""

import dataclasses
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from attendance.selectors.shares import PersonAttendance, attendance_of

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort


def export(*, cohort: "Cohort", language: str, kind: str, by: "User") -> list[PersonAttendance]:
    """Return the people of a cohort for a file of a `kind`, and remember it. Protected people stand by their number."""
    people = [_without_name(person) for person in attendance_of(cohort, language, by=by)]
    with transaction.atomic():
        remember(
            act=Act.EXPORTED,
            by=by,
            subject=cohort,
            centre=cohort.centre,
            new={"list": "attendance", "kind": kind, "rows": len(people)},
        )
    return people


def _without_name(person: PersonAttendance) -> PersonAttendance:
    if not person.line.person.protected:
        return person
    line = dataclasses.replace(person.line, name=person.line.person.service_number)
    return dataclasses.replace(person, line=line)
