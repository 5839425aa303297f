"""Draw who is seen by two assessors, where a programme asks for a sample. What was drawn stays for ever."""

import datetime
import random
import uuid
from typing import TYPE_CHECKING

from django.db import transaction

from assessments.domain.sampling import draw
from assessments.models import DrawnPair
from courses.enums import TwoAssessors
from courses.selectors.assessing import assessors_asked
from courses.selectors.cohorts import enrolments_of
from courses.services.cohort_states import hold

if TYPE_CHECKING:
    from assessments.models import PracticalExercise
    from courses.models import Cohort


def draw_sample(*, cohort: "Cohort", exercise: "PracticalExercise", at: datetime.datetime) -> bool:
    """Draw for everybody in the cohort of whom it is not decided yet; True when there was anybody to decide.

    Nothing happens where the programme asks for no sample. The server draws, from the operating system's randomness.
    """
    version = cohort.programme_version
    if assessors_asked([version.pk]).get((version.pk, exercise.code)) != TwoAssessors.SAMPLE:
        return False
    if not _undecided(cohort, exercise)[0]:
        return False
    with transaction.atomic():
        hold(cohort.pk)
        undecided, drawn = _undecided(cohort, exercise)
        chosen = draw(undecided, drawn, version.sample_percent, random.SystemRandom())
        DrawnPair.objects.bulk_create(
            DrawnPair(enrolment_id=pk, exercise=exercise, drawn=pk in chosen, at=at) for pk in undecided
        )
    return bool(undecided)


def _undecided(cohort: "Cohort", exercise: "PracticalExercise") -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Return of whom it is open, and who was drawn, by the ids of their enrolments."""
    people = [enrolment.pk for enrolment in enrolments_of(cohort)]
    rows = dict(DrawnPair.objects.filter(enrolment__in=people, exercise=exercise).values_list("enrolment", "drawn"))
    return [pk for pk in people if pk not in rows], [pk for pk, is_in in rows.items() if is_in]
