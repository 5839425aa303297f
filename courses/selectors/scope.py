"""All that one person may read, as one answer: for lists that go over the whole curriculum."""

import dataclasses
from typing import TYPE_CHECKING

from courses.enums import EnrolmentState
from courses.models import ProgrammePart
from courses.selectors.reading import READS_ALL

if TYPE_CHECKING:
    from accounts.models import User


@dataclasses.dataclass(frozen=True, slots=True)
class Scope:
    """Staff reads everything. Others the modules of their programmes: `drafts` with drafts, `approved` without."""

    staff: bool
    drafts: frozenset[int] = frozenset()
    approved: frozenset[int] = frozenset()
    courses: frozenset[int] = frozenset()

    @property
    def nothing(self) -> bool:
        """True for somebody without a role of staff and without a programme."""
        return not self.staff and not self.drafts and not self.approved


def scope_of(user: "User") -> Scope:
    """Return what `user` may read, by the rule of `reading_of_module`. One query besides the roles, none for staff."""
    if any(assignment.role in READS_ALL for assignment in user.roles()):
        return Scope(staff=True)
    rows = (
        ProgrammePart.objects.exclude(module=None)
        .filter(version__cohorts__enrolments__in=user.enrolments.exclude(state=EnrolmentState.WITHDRAWN))
        .order_by()
        .values_list("module_id", "module__course_id", "version__drafts_shown")
        .distinct()
    )
    parts = [(module, course, shown) for module, course, shown in rows if module is not None and course is not None]
    drafts = frozenset(module for module, _, shown in parts if shown)
    return Scope(
        staff=False,
        drafts=drafts,
        approved=frozenset(module for module, _, _ in parts) - drafts,
        courses=frozenset(course for _, course, _ in parts),
    )
