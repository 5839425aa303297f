"""May I? For rolls: who reads them, who calls and corrects them, and who signs the day."""

from typing import TYPE_CHECKING

from accounts.enums import Role
from courses.access import may_keep, may_teach

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort

CALLS_ROLLS = (Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD)
SIGNS_DAYS = (Role.REGISTRAR, Role.HEAD)
READS_ROLLS = (*CALLS_ROLLS, Role.AUDITOR, Role.ADMINISTRATOR)


def may_read_scan(user: "User", cohort: "Cohort") -> bool:
    """True for who calls the cohort's rolls; for others only while no protected name can stand on the paper."""
    return may_call(user, cohort) or not cohort.enrolments.filter(person__protected=True).exists()


def may_call(user: "User", cohort: "Cohort") -> bool:
    """True for instructors of the cohort, and for registrar and head of its centre: they call and correct its rolls."""
    return may_keep(user, cohort) or may_teach(user, cohort)


def may_propose(user: "User", cohort: "Cohort") -> bool:
    """True for registrar and head of the cohort's centre: they write down the commission's order of admission."""
    return may_keep(user, cohort)


def may_admit(user: "User", cohort: "Cohort") -> bool:
    """True for the head of the cohort's centre, who admits on somebody else's proposal."""
    return cohort.centre_id in user.centre_ids(Role.HEAD)
