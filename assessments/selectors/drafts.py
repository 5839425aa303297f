"""Checklists that were begun and not handed in: each is seen by its assessor alone."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from assessments.models import ObservationDraft

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import PracticalExercise
    from courses.models import Enrolment


def draft_of(enrolment: "Enrolment", exercise: "PracticalExercise", user: "User") -> ObservationDraft | None:
    """Return what `user` saved of a checklist and has not handed in, or None."""
    return ObservationDraft.objects.visible_to(user).filter(enrolment=enrolment, exercise=exercise).first()


def drafts_of(user: "User") -> set[tuple[uuid.UUID, int]]:
    """Return enrolment and exercise of everything that `user` has not handed in."""
    return set(ObservationDraft.objects.visible_to(user).values_list("enrolment", "exercise"))


def drafts_of_team(
    enrolments: "Collection[uuid.UUID]", exercise: "PracticalExercise", user: "User"
) -> list[ObservationDraft]:
    """Return what `user` saved of the checklists of several people in an exercise, the newest first. One query."""
    rows = ObservationDraft.objects.visible_to(user).filter(enrolment__in=enrolments, exercise=exercise)
    return list(rows.order_by("-saved_at"))
