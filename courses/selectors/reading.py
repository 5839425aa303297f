"""Who may read which lessons, and with what on top."""

import dataclasses

from accounts.enums import Role
from accounts.models import User
from courses.models import Enrolment

READS_ALL = frozenset(Role) - {Role.TRAINEE}
INSTRUCTOR_LAYER = frozenset({Role.INSTRUCTOR, Role.HEAD, Role.EDITOR, Role.TRANSLATOR})


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """A right to read. `trainee` may say that a lesson is read; `quiz` says that the module's quiz counts."""

    trainee: bool
    staff: bool
    drafts_shown: bool
    instructor_layer: bool


def reading_of_lesson(user: User, code: str) -> Reading | None:
    """Return how `user` may read the lesson with this code, or None. One query besides the roles, none for staff."""
    return _reading(user, {"cohort__programme_version__parts__module__lessons__code": code})


def reading_of_module(user: User, code: str) -> Reading | None:
    """Return how `user` may read the module with this code, or None. One query besides the roles, none for staff."""
    return _reading(user, {"cohort__programme_version__parts__module__code": code})


def _reading(user: User, holds: dict[str, str]) -> Reading | None:
    roles = {assignment.role for assignment in user.roles()}
    staff = not roles.isdisjoint(READS_ALL)
    shown: list[bool] = []
    if not staff or Role.TRAINEE in roles:
        enrolments = Enrolment.objects.active().filter(person=user, **holds)
        shown = list(enrolments.order_by().values_list("cohort__programme_version__drafts_shown", flat=True).distinct())
    if not staff and not shown:
        return None
    return Reading(
        trainee=bool(shown),
        staff=staff,
        drafts_shown=staff or any(shown),
        instructor_layer=not roles.isdisjoint(INSTRUCTOR_LAYER),
    )
