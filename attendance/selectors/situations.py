"""What is known of a session when somebody wants to call its roll."""

import datetime
from typing import TYPE_CHECKING

from attendance.domain.calling import Situation
from attendance.models import DaySheet, Roll
from courses.access import may_keep
from courses.enums import OPEN_COHORTS, SessionState

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession


def situation(session: "ClassSession", roll: Roll | None, by: "User", today: datetime.date) -> Situation:
    """Return the facts by which domain.calling decides. One query, none for a session of `sessions_with_rolls`.

    One more for a roll that is missing on a day that was signed.
    """
    signed: bool | None = getattr(session, "day_signed", None)
    if signed is None:
        signed = DaySheet.objects.filter(centre=session.cohort.centre_id, date=session.date).exists()
    return Situation(
        cohort_open=session.cohort.state in OPEN_COHORTS,
        cancelled=session.state == SessionState.CANCELLED,
        in_future=session.date > today,
        day_signed=signed,
        called=roll is not None,
        called_by_same=roll is not None and roll.taken_by_id == by.pk,
        keeps_cohort=may_keep(by, session.cohort),
        teaches_session=signed and roll is None and _teaches(by, session),
    )


def _teaches(user: "User", session: "ClassSession") -> bool:
    """True for the instructors of this session."""
    return session.instructor_id == user.pk or session.more_instructors.filter(pk=user.pk).exists()
