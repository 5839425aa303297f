"""Results that an auditor looks at: without the work behind them, by one teacher alone, corrected after locking."""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from assessments.enums import SETTLED, AttemptState, ResultKind
from assessments.models import Attempt, Observation, Result, ResultCorrection
from courses.selectors.assessing import teachers_of

if TYPE_CHECKING:
    from courses.models import Cohort

WITH = ("enrolment__person", "enrolment__cohort__centre")


@dataclasses.dataclass(frozen=True)
class ByOneTeacher:
    """A practical exercise that only somebody assessed who taught the cohort."""

    result: Result
    assessor: uuid.UUID


def results_without_work(cohorts: "Collection[Cohort]") -> list[Result]:
    """Return passed results behind which no attempt and no checklist stands. One query."""
    attempts = Attempt.objects.filter(
        enrolment=OuterRef("enrolment"), quiz__code=OuterRef("code"), state=AttemptState.SUBMITTED
    )
    sheets = Observation.objects.filter(enrolment=OuterRef("enrolment"), version__exercise__code=OuterRef("code"))
    practical = Q(kind=ResultKind.PRACTICAL)
    rows = Result.objects.filter(enrolment__cohort__in=cohorts, state__in=SETTLED, passed=True)
    rows = rows.filter((practical & ~Exists(sheets)) | (~practical & ~Exists(attempts)))
    return list(rows.select_related(*WITH).order_by("enrolment__cohort", "kind", "code", "pk"))


def results_by_one_teacher(cohorts: "Collection[Cohort]") -> list[ByOneTeacher]:
    """Return passed practical exercises of which one person alone recorded the last try, who taught the cohort.

    Four queries.
    """
    observers: dict[tuple[uuid.UUID, str, int], set[uuid.UUID]] = defaultdict(set)
    sheets: Any = Observation.objects.filter(enrolment__cohort__in=cohorts)
    for pk, code, number, by in sheets.values_list("enrolment", "version__exercise__code", "try_number", "assessor"):
        observers[pk, code, number].add(by)
    teachers = teachers_of([cohort.pk for cohort in cohorts])
    rows = Result.objects.filter(
        enrolment__cohort__in=cohorts, kind=ResultKind.PRACTICAL, state__in=SETTLED, passed=True
    ).select_related(*WITH)
    found = []
    for result in rows.order_by("enrolment__cohort", "code", "pk"):
        alone = observers.get((result.enrolment_id, result.code, result.tries), set())
        if len(alone) == 1 and alone <= teachers[result.enrolment.cohort_id]:
            found.append(ByOneTeacher(result, next(iter(alone))))
    return found


def result_corrections_in(cohorts: "Collection[Cohort]") -> list[ResultCorrection]:
    """Return the corrections of locked results in some cohorts, oldest first. One query."""
    rows = ResultCorrection.objects.filter(result__enrolment__cohort__in=cohorts).order_by("at")
    return list(rows.select_related("result__enrolment"))
