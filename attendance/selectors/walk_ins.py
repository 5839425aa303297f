"""Read the people who were in the room and not on the list."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.selectors.names import display, names_of
from attendance.models import WalkIn
from attendance.selectors.people import names_for
from courses.selectors.cohorts import kept_cohorts, roster, taught_cohorts

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession

LISTED = 30  # settled ones in the list


@dataclass(frozen=True)
class WalkInLine:
    """One of them: noted by whom, and who it was (`person`) when that is known."""

    walk_in: WalkIn
    session: "ClassSession"
    recorded_by: str
    settled_by: str
    person: str


def visible_walk_ins(user: "User") -> QuerySet[WalkIn]:
    """Return those of the sessions that `user` may see, with session, cohort and centre."""
    return WalkIn.objects.visible_to(user).select_related(
        "session__cohort__centre", "session__part", "enrolment__person"
    )


def walk_ins_waiting(user: "User") -> int:
    """Return how many wait in the cohorts whose rolls `user` calls or keeps. One query."""
    mine = Q(session__cohort__in=kept_cohorts(user).values("pk")) | Q(
        session__cohort__in=taught_cohorts(user).values("pk")
    )
    return WalkIn.objects.filter(mine, settled_at__isnull=True).count()


def open_walk_ins(user: "User", language: str) -> list[WalkInLine]:
    """Return those that wait for a person, oldest first. A constant number of queries."""
    return lines_of(list(visible_walk_ins(user).filter(settled_at__isnull=True)), user, language)


def settled_walk_ins(user: "User", language: str) -> list[WalkInLine]:
    """Return those that were settled last. A constant number of queries."""
    settled = visible_walk_ins(user).filter(settled_at__isnull=False).order_by("-settled_at")
    return lines_of(list(settled[:LISTED]), user, language)


def walk_ins_beside(session: "ClassSession", user: "User", language: str) -> list[WalkInLine]:
    """Return those of a session of `sessions_with_rolls`, in the order in which they were noted.

    Three queries at most, none where nobody was noted.
    """
    if not getattr(session, "all_walk_ins", True):
        return []
    return lines_of(list(visible_walk_ins(user).filter(session=session)), user, language)


def lines_of(walk_ins: list[WalkIn], user: "User", language: str) -> list[WalkInLine]:
    """Return list lines; a protected person's name only to who may read it."""
    if not walk_ins:
        return []
    staff = {row.recorded_by_id for row in walk_ins} | {row.settled_by_id for row in walk_ins if row.settled_by_id}
    names = {pk: display(found, language) for pk, found in names_of(staff).items()}
    people = names_for([row.enrolment for row in walk_ins if row.enrolment], language, by=user)
    return [
        WalkInLine(
            walk_in=row,
            session=row.session,
            recorded_by=names.get(row.recorded_by_id, ""),
            settled_by=names.get(row.settled_by_id, "") if row.settled_by_id else "",
            person=people.get(row.enrolment_id, "") if row.enrolment_id else "",
        )
        for row in walk_ins
    ]


def people_to_match(session: "ClassSession", user: "User", language: str) -> list[tuple[uuid.UUID, str, str]]:
    """Return everybody enrolled in the session's cohort: enrolment, service number, name as `user` may read it."""
    return [
        (line.enrolment.pk, line.person.service_number, line.name) for line in roster(session.cohort, language, by=user)
    ]
