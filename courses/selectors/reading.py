"""Who may read which lessons, and with what on top."""

import dataclasses
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import UUIDField

from accounts.enums import NARROW, Role
from courses.enums import EnrolmentState
from courses.models import Course, Enrolment, ProgrammePart

if TYPE_CHECKING:
    from accounts.models import User

READS_ALL = frozenset(Role) - {Role.TRAINEE} - NARROW
INSTRUCTOR_LAYER = frozenset({Role.INSTRUCTOR, Role.HEAD, Role.EDITOR, Role.TRANSLATOR})


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A right to read. `trainee` is enrolled and may say that a lesson is read."""

    trainee: bool
    staff: bool
    drafts_shown: bool
    instructor_layer: bool


# Written out for the same reason as the query of a lesson (editions.py).
ENROLLED = """
    SELECT v.drafts_shown
    FROM courses_enrolment e
    JOIN courses_cohort c ON c.id = e.cohort_id
    JOIN courses_programmeversion v ON v.id = c.programme_version_id
    WHERE e.person_id = %s AND e.state <> 'withdrawn' AND EXISTS (
        SELECT 1 FROM courses_programmepart p JOIN courses_module m ON m.id = p.module_id
        WHERE p.version_id = v.id AND {holds}
    )
"""
HOLDS_MODULE = "m.code = %s"
HOLDS_LESSON = "m.id = (SELECT l.module_id FROM courses_lesson l WHERE l.code = %s)"


def reads_lessons(user: "User") -> bool:
    """True for who may read some lesson at all. One query besides the roles, none for staff."""
    if any(assignment.role in READS_ALL for assignment in user.roles()):
        return True
    return Enrolment.objects.filter(person=user).exclude(state=EnrolmentState.WITHDRAWN).exists()


def reading_of_lesson(user: "User", code: str) -> Reading | None:
    """Return how `user` may read the lesson with this code, or None. One query besides the roles, none for staff."""
    return _reading(user, HOLDS_LESSON, code)


def reading_of_module(user: "User", code: str) -> Reading | None:
    """Return how `user` may read the module with this code, or None. One query besides the roles, none for staff."""
    return _reading(user, HOLDS_MODULE, code)


def readings_of_courses(user: "User") -> dict[str, Reading]:
    """Return how `user` may read each course, by code; a course that may not be read is missing. Two queries at most.

    A trainee reads the courses of which a programme holds a module, as in `_reading`.
    """
    roles = {assignment.role for assignment in user.roles()}
    staff = not roles.isdisjoint(READS_ALL)
    held: dict[str, bool] = {}
    if not staff or Role.TRAINEE in roles:
        parts = ProgrammePart.objects.filter(
            version__cohorts__enrolments__in=Enrolment.objects.filter(person=user).exclude(
                state=EnrolmentState.WITHDRAWN
            ),
            module__isnull=False,
        )
        for code, shown in parts.values_list("module__course__code", "version__drafts_shown").distinct():
            held[code] = held.get(code, False) or shown
    codes = Course.objects.filter(retired_at=None).values_list("code", flat=True) if staff else held
    return {
        code: Reading(
            trainee=code in held,
            staff=staff,
            drafts_shown=staff or held[code],
            instructor_layer=not roles.isdisjoint(INSTRUCTOR_LAYER),
        )
        for code in codes
    }


def _reading(user: "User", holds: str, code: str) -> Reading | None:
    """Staff reads everything; others what a programme holds in which they are enrolled and were not withdrawn."""
    roles = {assignment.role for assignment in user.roles()}
    staff = not roles.isdisjoint(READS_ALL)
    shown: list[bool] = []
    if not staff or Role.TRAINEE in roles:
        with connection.cursor() as cursor:
            person = UUIDField().get_db_prep_value(user.pk, connection)
            cursor.execute(ENROLLED.format(holds=holds), [person, code])
            shown = [bool(row[0]) for row in cursor.fetchall()]
    if not staff and not shown:
        return None
    return Reading(
        trainee=bool(shown),
        staff=staff,
        drafts_shown=staff or any(shown),
        instructor_layer=not roles.isdisjoint(INSTRUCTOR_LAYER),
    )
