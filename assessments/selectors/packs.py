"""What an assessor's device keeps for days without a link: the checklists of the coming days, and those begun."""

import datetime
import hashlib
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from assessments.models import PracticalDay
from assessments.selectors.boards import BoardCohort, assessor_board
from courses.selectors.cohorts import taught_cohorts

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.selectors.practicals import ExerciseText

DAYS = 4  # today and the next three
MOST = 200  # checklists on one device


@dataclass(frozen=True)
class KeptChecklist:
    """One checklist to keep; `version` changes whenever its page says something else. Protected people by number."""

    enrolment_id: uuid.UUID
    number: str
    code: str
    text: "ExerciseText | None"
    cohort: str
    second: bool  # another assessor may record on the same device
    unsent: bool
    version: str


def kept_checklists(user: "User", language: str, today: datetime.date) -> list[KeptChecklist]:
    """Return what the device should keep: what `user` may record on the practical days of today and the next three.

    Days on which she is named as assessor, and days of cohorts she teaches; and whatever she began. The list of her
    device shows service numbers only. A constant number of queries.
    """
    last = today + datetime.timedelta(days=DAYS - 1)
    days = PracticalDay.objects.filter(
        Q(assessors=user) | Q(cohort__in=taught_cohorts(user)), date__range=(today, last)
    )
    planned = {(cohort, code) for cohort, codes in days.values_list("cohort", "exercises") for code in codes}
    found = [one for group in assessor_board(user, language, today) for one in _of_cohort(group, planned)]
    return found[:MOST]


def _of_cohort(group: BoardCohort, planned: set[tuple[uuid.UUID, str]]) -> list[KeptChecklist]:
    kept = []
    for exercise in group.exercises:
        for row in exercise.rows:
            if row.to_record and (row.unsent or (group.cohort.pk, exercise.code) in planned):
                facts = f"{row.state} {row.try_number} {row.unsent} {row.needed} {exercise.text}"
                kept.append(
                    KeptChecklist(
                        row.enrolment_id,
                        row.number,
                        exercise.code,
                        exercise.text,
                        group.cohort.code,
                        second=row.needed > 1,
                        unsent=row.unsent,
                        version=hashlib.sha256(facts.encode()).hexdigest()[:16],
                    )
                )
    return kept
