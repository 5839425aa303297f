"""Who stands on the roll of a session: everybody, or at a make-up lesson whoever missed the session it makes up for."""

import uuid
from typing import TYPE_CHECKING

from attendance.enums import THERE
from attendance.models import Mark
from courses.selectors.cohorts import enrolments_of

if TYPE_CHECKING:
    from courses.models import ClassSession, Enrolment


def on_the_roll(session: "ClassSession") -> "list[Enrolment]":
    """Return the enrolments of which the roll of a session says something. One query, two for a make-up lesson."""
    left_out = not_needed(session)
    return [row for row in enrolments_of(session.cohort) if row.pk not in left_out]


def not_needed(session: "ClassSession") -> set[uuid.UUID]:
    """Return the ids of enrolments that a make-up lesson is not for: they were there. One query, or none.

    Whoever is marked at the make-up lesson already stays on its roll, whatever is corrected in the first one.
    """
    if session.makes_up_id is None:
        return set()
    rows = Mark.objects.filter(session__in=(session.makes_up_id, session.pk))
    marks = list(rows.values_list("session", "enrolment", "status"))
    there = {person for of, person, status in marks if of == session.makes_up_id and status in THERE}
    return there - {person for of, person, _status in marks if of == session.pk}
