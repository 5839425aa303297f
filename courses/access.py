"""May I? For cohorts: who keeps their people and papers, who teaches them."""

from typing import TYPE_CHECKING

from accounts.enums import Role
from courses.models import Cohort, CohortInstructor

if TYPE_CHECKING:
    from accounts.models import User

READS_COHORTS = (Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR)
KEEPS_COHORTS = (Role.REGISTRAR, Role.HEAD)


def may_keep(user: "User", cohort: Cohort) -> bool:
    """True for the registrar and the head of the cohort's centre: they enrol people and make the timetable."""
    return cohort.centre_id in user.centre_ids(*KEEPS_COHORTS)


def may_teach(user: "User", cohort: Cohort) -> bool:
    """True for instructors of the cohort who hold that role at its centre today. One query."""
    if cohort.centre_id not in user.centre_ids(Role.INSTRUCTOR):
        return False
    return CohortInstructor.objects.filter(cohort=cohort, user=user).exists()
