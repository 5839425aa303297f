"""What the programme asks of assessors: one or two, an outsider, coaching before a re-sit."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.utils import timezone

from assessments.domain.checklists import ASSESSORS
from assessments.models import Coaching, DrawnPair, PracticalDay
from courses.enums import TwoAssessors
from courses.selectors.assessing import assessors_asked, teachers_of

if TYPE_CHECKING:
    from assessments.models import PracticalExercise
    from courses.models import Enrolment


@dataclasses.dataclass(frozen=True)
class Asked:
    """The settings and facts about some people and exercises, read together."""

    rules: Mapping[tuple[int, str], TwoAssessors]
    finals: frozenset[tuple[uuid.UUID, str, datetime.date]]  # cohort, code, date
    drawn: Mapping[tuple[uuid.UUID, int], bool]  # enrolment, exercise
    teachers: Mapping[uuid.UUID, frozenset[uuid.UUID]]  # by cohort, where the programme asks for an outsider
    coached: frozenset[tuple[uuid.UUID, int, int]]  # enrolment, exercise, try

    def needed(self, enrolment: "Enrolment", exercise: "PracticalExercise", begun: datetime.datetime | None) -> int:
        """How many assessors one person needs: 1 or 2. `begun` is when the first checklist was handed in.

        A try that has not begun counts as one of the final day when such a day is planned; before the draw of a
        sample everybody may need two.
        """
        cohort = enrolment.cohort
        rule = self.rules.get((cohort.programme_version_id, exercise.code), TwoAssessors.EVERY)
        if rule == TwoAssessors.SAMPLE:
            return ASSESSORS if self.drawn.get((enrolment.pk, exercise.pk), True) else 1
        if rule == TwoAssessors.FINALS:
            days = {day for pk, code, day in self.finals if (pk, code) == (cohort.pk, exercise.code)}
            final = timezone.localdate(begun) in days if begun else bool(days)
            return ASSESSORS if final else 1
        return ASSESSORS


def asked_of(
    enrolments: "Collection[Enrolment]", exercises: "Collection[PracticalExercise]", *, re_sits: bool
) -> Asked:
    """Return what is asked about these people and exercises. One query, and one or two more for each rule in use."""
    cohorts = {enrolment.cohort_id: enrolment.cohort for enrolment in enrolments}
    rules = assessors_asked({cohort.programme_version_id for cohort in cohorts.values()})
    codes = {exercise.code for exercise in exercises}
    used = {rule for (_, code), rule in rules.items() if code in codes}
    ids = [enrolment.pk for enrolment in enrolments]
    finals: frozenset[tuple[uuid.UUID, str, datetime.date]] = frozenset()
    if TwoAssessors.FINALS in used:
        days = PracticalDay.objects.filter(cohort__in=cohorts, final=True).values_list("cohort", "exercises", "date")
        finals = frozenset((cohort, code, day) for cohort, listed, day in days for code in listed)
    drawn: dict[tuple[uuid.UUID, int], bool] = {}
    if TwoAssessors.SAMPLE in used:
        pairs = DrawnPair.objects.filter(enrolment__in=ids)
        drawn = {
            (enrolment, exercise): is_in
            for enrolment, exercise, is_in in pairs.values_list("enrolment", "exercise", "drawn")
        }
    outsiders = [pk for pk, cohort in cohorts.items() if cohort.programme_version.outsider_assessor]
    teachers = teachers_of(outsiders) if outsiders else {}
    noted = Coaching.objects.filter(enrolment__in=ids).values_list("enrolment", "exercise", "try_number")
    return Asked(rules, finals, drawn, teachers, frozenset(noted) if re_sits else frozenset())
