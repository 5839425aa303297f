"""What stands behind one person's results: attempts, checklists with their assessors, corrections, appeals."""

import dataclasses
from typing import TYPE_CHECKING

from assessments.models import Appeal, Attempt, Observation, Result, ResultCorrection

if TYPE_CHECKING:
    from courses.models import Enrolment


@dataclasses.dataclass(frozen=True)
class Work:
    """Everything that one person did and that was decided about it, each list oldest first."""

    attempts: list[Attempt]
    observations: list[Observation]
    results: list[Result]
    corrections: list[ResultCorrection]
    appeals: list[Appeal]


def work_of(enrolment: "Enrolment") -> Work:
    """Return the work of one person in one cohort, for who may read all of it. Five queries."""
    attempts = Attempt.objects.filter(enrolment=enrolment).select_related("quiz", "sitting")
    observations = Observation.objects.filter(enrolment=enrolment).select_related(
        "version__exercise", "assessor", "from_paper"
    )
    results = Result.objects.filter(enrolment=enrolment).select_related("confirmed_by")
    corrections = ResultCorrection.objects.filter(result__enrolment=enrolment).select_related("result", "by")
    appeals = Appeal.objects.filter(enrolment=enrolment).select_related("decided_by", "filed_by")
    return Work(
        attempts=list(attempts.order_by("started_at")),
        observations=list(observations.order_by("submitted_at")),
        results=list(results.order_by("kind", "code")),
        corrections=list(corrections.order_by("at")),
        appeals=list(appeals.order_by("filed_at")),
    )
