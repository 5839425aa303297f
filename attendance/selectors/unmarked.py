"""People without a mark on a roll that was called: enrolled after an instructor's device had kept the page."""

import uuid
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from attendance.enums import THERE
from attendance.models import Mark, Roll
from courses.enums import OPEN_COHORTS, EnrolmentState, SessionState
from courses.selectors.timetable import sessions_taught

if TYPE_CHECKING:
    from accounts.models import User

STAY = [state for state in EnrolmentState if state != EnrolmentState.WITHDRAWN]


def _gaps() -> QuerySet[Roll]:
    """Return one row for each roll and enrolment (`person`) that was on its list when it came in and has no mark.

    At a make-up lesson whoever was there the first time is not on the list.
    """
    mine = Mark.objects.filter(enrolment=OuterRef("person"))
    return (
        Roll.objects.filter(
            session__state=SessionState.HELD,
            session__cohort__enrolments__state__in=STAY,
            session__cohort__enrolments__enrolled_at__lte=F("taken_at"),
        )
        .annotate(person=F("session__cohort__enrolments"))
        .filter(~Exists(mine.filter(session=OuterRef("session"))))
        .filter(~Exists(mine.filter(session=OuterRef("session__makes_up"), status__in=[str(one) for one in THERE])))
        .order_by()
    )


def unmarked_in(sessions: Any) -> Counter[uuid.UUID]:
    """Return how many people have no mark, by session id, for ids or a queryset of sessions. One query.

    Sessions without such people, and those whose roll was not called, are left out.
    """
    rows = _gaps().filter(session__in=sessions).values_list("session").annotate(people=Count("person"))
    return Counter(dict(rows))


def own_unmarked(user: "User") -> Counter[uuid.UUID]:
    """Return the same for what `user` taught, or nobody in particular, in cohorts that are open. One query."""
    own = sessions_taught(user).filter(Q(instructor=user) | Q(instructor__isnull=True), cohort__state__in=OPEN_COHORTS)
    return unmarked_in(own.order_by().values("pk"))
