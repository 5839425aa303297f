"""Tries of practical exercises: what has been recorded, what it says together, who may go on."""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from accounts.enums import Sex
from assessments.domain.checklists import ASSESSORS, Agreement, Decision, Sheet, decide
from assessments.domain.tries import TryFacts
from assessments.enums import SETTLED, ResultKind, WorkState
from assessments.models import Observation, PracticalExercise, PracticalText, PracticalVersion, Result
from assessments.selectors.asked import Asked, asked_of
from assessments.selectors.texts import PRACTICALS, step_of
from courses.enums import ApprovalState
from courses.selectors.assessing import required_practicals
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment

Key = tuple[uuid.UUID, int]  # enrolment, exercise


@dataclasses.dataclass(frozen=True)
class Try:
    """The current try of one person in one exercise. For services and other selectors only: it holds all sheets."""

    enrolment: "Enrolment"
    exercise: PracticalExercise
    version: PracticalVersion
    number: int
    observations: tuple[Observation, ...]
    earlier: tuple[Observation, ...]
    result: Result | None
    decision: Decision
    passed: bool
    unapproved: bool = False
    needed: int = ASSESSORS
    teachers: frozenset[uuid.UUID] = frozenset()  # of the group, where the programme asks for an outsider
    coached: bool = False

    @property
    def woman_missing(self) -> bool:
        """True when the exercise asks for a woman assessor and none of this try's assessors is one."""
        return self.version.woman_assessor and all(one.assessor.sex != Sex.FEMALE for one in self.observations)

    @property
    def assessors(self) -> frozenset[uuid.UUID]:
        return frozenset(one.assessor_id for one in self.observations)

    @property
    def outsider_missing(self) -> bool:
        """True when one of two assessors must not have taught the group, and everybody who recorded did."""
        return self.needed == ASSESSORS and _all_teach(self.assessors, self.teachers)

    @property
    def complete(self) -> bool:
        """True when as many checklists are in as are needed, so that the try can be looked at for confirmation."""
        return len(self.observations) >= self.needed

    @property
    def typists(self) -> frozenset[uuid.UUID]:
        """Who typed sheets of this try in from paper."""
        return frozenset(one.from_paper_id for one in self.observations if one.from_paper_id)

    @property
    def facts(self) -> TryFacts:
        """What decides who may record this try."""
        return TryFacts(
            assessors=self.assessors,
            earlier_assessors=frozenset(one.assessor_id for one in self.earlier),
            agreement=self.decision.agreement,
            woman_missing=self.woman_missing,
            passed=self.passed,
            unapproved=self.unapproved,
            needed=self.needed,
            outsider_missing=self.outsider_missing,
            no_more_tries=self.number > self.enrolment.cohort.programme_version.practical_tries,
            uncoached=self.number > 1 and not self.coached,
        )

    @property
    def state(self) -> WorkState:
        """Where the try stands, in a word; it tells nothing of any score."""
        if self.passed:
            return WorkState.PASSED
        if not self.observations:
            return WorkState.RE_SIT if self.number > 1 else WorkState.NEW
        return {
            Agreement.WAITING: WorkState.ONE_IN,
            Agreement.DIFFER: WorkState.DIFFER,
            Agreement.AGREED: WorkState.AGREED,
            Agreement.MAJORITY: WorkState.AGREED,
        }[self.decision.agreement]

    @property
    def unfinished(self) -> bool:
        """True when something has been recorded that nobody has confirmed."""
        return bool(self.observations) and not self.passed


@dataclasses.dataclass(frozen=True)
class ExerciseText:
    """The words of an exercise in the best language there is; `language` is the one they are really in."""

    title: str
    language: str
    conditions: str = ""
    equipment: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    guidance: str = ""
    approved: bool = True


def sheet_of(observation: Observation) -> Sheet:
    """Return what the domain calculates with."""
    return Sheet(tuple(observation.scores), observation.percent, observation.competent)


def exercises_by_code(codes: Iterable[str]) -> dict[str, PracticalExercise]:
    """Return exercises with their module and course, by code."""
    rows = PracticalExercise.objects.filter(code__in=list(codes)).select_related("module__course")
    return {row.code: row for row in rows}


def exercise_of(cohort: "Cohort", code: str) -> PracticalExercise | None:
    """Return the exercise `code` when the cohort's programme asks for it, or None."""
    if code not in required_practicals([cohort.programme_version_id])[cohort.programme_version_id]:
        return None
    return exercises_by_code([code]).get(code)


def newest_versions(exercises: Iterable[PracticalExercise]) -> dict[int, PracticalVersion]:
    """Return the newest version of each exercise, by exercise id; exercises without one are left out."""
    found: dict[int, PracticalVersion] = {}
    ids = [exercise.pk for exercise in exercises]
    for version in PracticalVersion.objects.filter(exercise__in=ids).order_by("exercise", "-number"):
        found.setdefault(version.exercise_id, version)
    return found


def approved_versions(exercises: Iterable[PracticalExercise]) -> dict[int, PracticalVersion]:
    """Return of each exercise the newest version with approved words in some language, by exercise id. One query.

    Only among those with the criteria of the newest version of all.
    """
    newest = PracticalVersion.objects.filter(exercise=OuterRef("version__exercise")).order_by("-number")
    rows: Any = PracticalText.objects.filter(
        version__exercise__in=[exercise.pk for exercise in exercises],
        version__source_hash=Subquery(newest.values("source_hash")[:1]),
    ).annotate(step=step_of(PRACTICALS))
    found: dict[int, PracticalVersion] = {}
    approved = rows.filter(step=ApprovalState.APPROVED).select_related("version")
    for row in approved.order_by("version__exercise", "-version__number"):
        found.setdefault(row.version.exercise_id, row.version)
    return found


def texts_of(
    versions: Collection[PracticalVersion], language: str, *, drafts_shown: bool = True
) -> dict[int, ExerciseText]:
    """Return the words of each version in `language`, else English, else any; by version id. One query.

    Without `drafts_shown` approved words in another language come before words that nobody has approved.
    """
    best: dict[int, tuple[tuple[bool, int], Any]] = {}
    order = {language: 0, SOURCE_LANGUAGE: 1}
    rows: Any = PracticalText.objects.filter(version__in=[version.pk for version in versions])
    for row in rows.annotate(step=step_of(PRACTICALS)):
        unapproved = not drafts_shown and row.step != ApprovalState.APPROVED
        rank = (unapproved, order.get(row.language, len(order)))
        if row.version_id not in best or rank < best[row.version_id][0]:
            best[row.version_id] = (rank, row)
    return {
        pk: ExerciseText(
            row.title,
            row.language,
            row.conditions,
            tuple(row.equipment),
            tuple(row.criteria),
            row.guidance,
            approved=row.step == ApprovalState.APPROVED,
        )
        for pk, (_, row) in best.items()
    }


def tries_of(enrolments: Collection["Enrolment"], exercises: Collection[PracticalExercise]) -> dict[Key, Try]:
    """Return the current try for each person and exercise that has a version. As many queries for one as for many.

    A try that was confirmed as not competent is followed by the next one; one confirmed as competent is the last.
    Where a programme shows approved texts only, a try begins with the newest approved version: one query more.
    """
    versions = newest_versions(exercises)
    strict = any(not enrolment.cohort.programme_version.drafts_shown for enrolment in enrolments)
    approved = approved_versions(exercises) if strict else {}
    by_code = {exercise.code: exercise for exercise in exercises}
    ids = [enrolment.pk for enrolment in enrolments]
    seen: dict[Key, list[Observation]] = defaultdict(list)
    rows = Observation.objects.filter(enrolment__in=ids, version__exercise__in=[one.pk for one in exercises])
    for row in rows.select_related("version", "assessor").order_by("submitted_at", "pk"):
        seen[row.enrolment_id, row.version.exercise_id].append(row)
    results: dict[Key, Result] = {}
    for result in Result.objects.filter(enrolment__in=ids, kind=ResultKind.PRACTICAL, code__in=by_code):
        results[result.enrolment_id, by_code[result.code].pk] = result
    asked = asked_of(enrolments, exercises, re_sits=bool(results))
    return {
        (enrolment.pk, exercise.pk): _current(
            enrolment,
            exercise,
            versions[exercise.pk],
            approved.get(exercise.pk),
            seen[enrolment.pk, exercise.pk],
            results.get((enrolment.pk, exercise.pk)),
            asked,
        )
        for enrolment in enrolments
        for exercise in exercises
        if exercise.pk in versions
    }


def _current(
    enrolment: "Enrolment",
    exercise: PracticalExercise,
    newest: PracticalVersion,
    approved: PracticalVersion | None,
    seen: list[Observation],
    result: Result | None,
    asked: Asked,
) -> Try:
    number = max((one.try_number for one in seen), default=1)
    settled = result is not None and result.state in SETTLED and result.tries >= number
    passed = settled and result is not None and result.passed
    if settled and result is not None and not passed:
        number = result.tries + 1
    now = tuple(one for one in seen if one.try_number == number)
    programme = enrolment.cohort.programme_version
    version = now[0].version if now else newest if programme.drafts_shown else approved or newest
    woman_missing = version.woman_assessor and all(one.assessor.sex != Sex.FEMALE for one in now)
    needed = asked.needed(enrolment, exercise, now[0].submitted_at if now else None)
    if now and woman_missing:
        needed = ASSESSORS  # the woman is still to come
    teachers = asked.teachers.get(enrolment.cohort_id, frozenset())
    outsider_missing = needed == ASSESSORS and _all_teach({one.assessor_id for one in now}, teachers)
    decision = decide(
        [sheet_of(one) for one in now],
        version.criteria,
        programme.practical_difference_points,
        third_wanted=woman_missing or outsider_missing,
        needed=needed,
    )
    earlier = tuple(one for one in seen if one.try_number < number)
    unapproved = not (now or programme.drafts_shown or approved)
    coached = (enrolment.pk, exercise.pk, number) in asked.coached
    return Try(
        enrolment,
        exercise,
        version,
        number,
        now,
        earlier,
        result,
        decision,
        passed,
        unapproved,
        needed,
        teachers,
        coached,
    )


def _all_teach(assessors: Collection[uuid.UUID], teachers: frozenset[uuid.UUID]) -> bool:
    return bool(assessors) and teachers.issuperset(assessors)


def current_try(enrolment: "Enrolment", exercise: PracticalExercise) -> Try | None:
    """Return one person's current try in one exercise, or None while the exercise has no checklist."""
    return tries_of([enrolment], [exercise]).get((enrolment.pk, exercise.pk))


def observation_by_id(pk: uuid.UUID) -> Observation | None:
    """Return the observation with this id, or None."""
    return Observation.objects.filter(pk=pk).select_related("version").first()


def assessed_by(user: "User", cohort: "Cohort") -> bool:
    """True when `user` recorded any checklist in the cohort."""
    return Observation.objects.filter(enrolment__cohort=cohort, assessor=user).exists()


def cohort_tries(cohort: "Cohort", enrolments: Collection["Enrolment"]) -> list[Try]:
    """Return the current tries of a whole cohort in everything its programme asks for."""
    codes = required_practicals([cohort.programme_version_id])[cohort.programme_version_id]
    return list(tries_of(enrolments, list(exercises_by_code(codes).values())).values())


def criteria_count(code: str) -> int:
    """Return how many criteria the newest version of an exercise has; 0 for an unknown one."""
    versions = newest_versions(exercises_by_code([code]).values())
    return next((len(version.criteria) for version in versions.values()), 0)
