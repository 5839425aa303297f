"""When a roll may be called or changed: rules only."""

import enum
from dataclasses import dataclass


class Obstacle(enum.Enum):
    """Why a roll cannot be called or changed, in the order in which it is asked."""

    LOCKED = "locked"  # the cohort was closed by protocol
    CANCELLED = "cancelled"  # the session was cancelled
    FUTURE = "future"  # the day of the session has not come
    SIGNED = "signed"  # the day was signed: only corrections from now on
    ANOTHER = "another"  # somebody else called it


@dataclass(frozen=True)
class Situation:
    """What is known of a session when somebody wants to call its roll."""

    cohort_open: bool
    cancelled: bool
    in_future: bool
    day_signed: bool
    called: bool
    called_by_same: bool
    keeps_cohort: bool
    teaches_session: bool = False  # is the instructor of this very session


def obstacle(at: Situation) -> Obstacle | None:
    """Return what stands in the way, or None.

    Before the day is signed whoever called the roll may change it. After the signature a roll that is missing may
    still be called, with a reason, by the registrar, the head or an instructor of the session (one that was cancelled
    and is held all the same, or from the paper journal); one that was called may not be changed.
    """
    if not at.cohort_open:
        return Obstacle.LOCKED
    if at.cancelled:
        return Obstacle.CANCELLED
    if at.in_future:
        return Obstacle.FUTURE
    if at.day_signed and (at.called or not (at.keeps_cohort or at.teaches_session)):
        return Obstacle.SIGNED
    if at.called and not at.called_by_same:
        return Obstacle.ANOTHER
    return None
