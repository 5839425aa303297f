"""Note what was practised before a re-sit: without it nobody can be assessed again (domain.md 4.3)."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.models import Coaching
from assessments.selectors.practicals import current_try, exercise_of
from assessments.services.practicals import (
    CohortClosedError,
    ExerciseUnknownError,
    NotAssessorError,
    PracticalError,
    SubmissionTakenError,
)
from courses.access import may_teach
from courses.selectors.assessing import is_open
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Enrolment


class NoReSitError(PracticalError):
    """There is no re-sit to prepare for: nobody was confirmed as not yet competent."""


def note_coaching(
    *, submission: uuid.UUID, enrolment: "Enrolment", code: str, note: str, by: "User", at: datetime.datetime
) -> Coaching:
    """Note what `by`, who teaches the group, practised with one person before the re-sit of exercise `code`.

    `submission` is the id made with the form: sent again it returns what was stored; so does a second note for the same
    re-sit. Raises a PracticalError.
    """
    with transaction.atomic():
        cohort = hold(enrolment.cohort_id)
        known = Coaching.objects.filter(pk=submission).first()
        if known is not None:
            if (known.by_id, known.enrolment_id) != (by.pk, enrolment.pk):
                raise SubmissionTakenError
            return known
        if not is_open(cohort):
            raise CohortClosedError
        if not may_teach(by, cohort):
            raise NotAssessorError
        exercise = exercise_of(cohort, code)
        current = current_try(enrolment, exercise) if exercise else None
        if exercise is None or current is None:
            raise ExerciseUnknownError
        if current.number == 1 or current.passed:
            raise NoReSitError
        coaching, made = Coaching.objects.get_or_create(
            enrolment=enrolment,
            exercise=exercise,
            try_number=current.number,
            defaults={"pk": submission, "note": note, "by": by, "at": at},
        )
        if made:
            told = {"code": code, "try": current.number, "enrolment": str(enrolment.pk)}
            remember(act=Act.PRACTICAL_COACHED, by=by, subject=coaching, centre=cohort.centre, new=told)
    return coaching
