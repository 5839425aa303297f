"""What people reached: results, where each stands in each requirement, grades, the protocol."""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from accounts.selectors.names import sorted_people
from assessments.domain.grades import FAILED, PartGrade, Scale, Score, average, grade, honours, part_grade
from assessments.enums import COUNTING, SETTLED, AttemptState, RequirementState, ResultKind
from assessments.models import Attempt, Observation, Protocol, Result, ResultCorrection
from assessments.selectors.practicals import Try, cohort_tries, exercises_by_code
from courses.selectors.assessing import enrolments_in
from courses.selectors.cohorts import requirements

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment, ProgrammeVersion

ResultsByCode = dict[uuid.UUID, dict[tuple[str, str], Result]]
Code = tuple[str, str]  # kind, code


@dataclasses.dataclass(frozen=True)
class Required:
    """One thing that a programme asks for: a module quiz, a practical exercise, or the exit test; its code."""

    kind: ResultKind
    code: str


@dataclasses.dataclass(frozen=True)
class RequirementStatus:
    """Where one person stands in one required quiz or practical exercise, or in the exit test.

    `percent` (0–100) and `grade` (5–2) only where there is something to stand on: passed or failed.
    """

    kind: ResultKind
    code: str
    state: RequirementState
    percent: Decimal | None = None
    tries: int = 0
    grade: int | None = None
    result_id: uuid.UUID | None = None


@dataclasses.dataclass(frozen=True)
class Grades:
    """Grades of the parts by module code, of the exit test, their mean, and whether none is missing; honours as the
    programme says."""

    parts: dict[str, PartGrade]
    average: Decimal | None
    complete: bool
    honours: bool
    exam: PartGrade | None = None


@dataclasses.dataclass(frozen=True)
class OpenPractical:
    """A practical exercise that was begun and not confirmed."""

    enrolment_id: uuid.UUID
    name: str
    code: str
    state: str


def scale_of(version: "ProgrammeVersion") -> Scale:
    """Return the thresholds for grades of a programme version."""
    return Scale(
        grade_3=version.quiz_pass_percent,
        grade_4=version.grade_4_percent,
        grade_5=version.grade_5_percent,
        quiz_weight=version.quiz_weight_percent,
        practical_weight=version.practical_weight_percent,
        honours_average=version.honours_average,
    )


def results_of(cohort: "Cohort") -> dict[uuid.UUID, list[Result]]:
    """Return the results of a cohort by enrolment id, only those that are confirmed. One query."""
    found: dict[uuid.UUID, list[Result]] = defaultdict(list)
    for result in Result.objects.filter(state__in=SETTLED, enrolment__cohort=cohort):
        found[result.enrolment_id].append(result)
    return dict(found)


def protocol_of(cohort: "Cohort") -> Protocol | None:
    """Return the protocol that closed the cohort, or None."""
    return Protocol.objects.filter(cohort=cohort).select_related("commission__order", "locked_by").first()


def statuses_of(cohort: "Cohort") -> dict[uuid.UUID, list[RequirementStatus]]:
    """Return for each active enrolment of a cohort where it stands in each requirement, quizzes first.

    The number of queries does not depend on how many people there are.
    """
    return statuses_for(cohort, enrolments_in([cohort]))


def statuses_for(cohort: "Cohort", enrolments: Collection["Enrolment"]) -> dict[uuid.UUID, list[RequirementStatus]]:
    """Return the same for some enrolments of one cohort: a trainee's own, for example."""
    ids = [enrolment.pk for enrolment in enrolments]
    listed = required_in(cohort.programme_version)
    results: ResultsByCode = defaultdict(dict)
    for result in Result.objects.filter(enrolment__in=ids):
        results[result.enrolment_id][result.kind, result.code] = result
    observed = _observed_tries(ids)
    attempted = _attempts_under_way(ids)
    scale = scale_of(cohort.programme_version)
    return {
        pk: [
            _practical(one.code, results[pk].get((one.kind, one.code)), observed.get((pk, one.code), 0), scale)
            if one.kind == ResultKind.PRACTICAL
            else _quiz(one, results[pk].get((one.kind, one.code)), attempted.get((pk, one.code)), scale)
            for one in listed
        ]
        for pk in ids
    }


ORDER = (ResultKind.QUIZ, ResultKind.PRACTICAL, ResultKind.EXAM)


def required_in(version: "ProgrammeVersion") -> list[Required]:
    """Return what a programme version asks for: quizzes, practical exercises, each by code; at last the exit test."""
    listed = [Required(ResultKind(one.kind), one.code) for one in requirements(version)]
    if version.exit_quiz:
        listed.append(Required(ResultKind.EXAM, version.exit_quiz))
    return sorted(listed, key=lambda one: (ORDER.index(one.kind), one.code))


def _observed_tries(ids: Sequence[uuid.UUID]) -> dict[tuple[uuid.UUID, str], int]:
    rows = Observation.objects.filter(enrolment__in=ids).values_list("enrolment", "version__exercise__code")
    return {(pk, code): number for pk, code, number in rows.annotate(newest=Max("try_number")).order_by()}


def _attempts_under_way(ids: Sequence[uuid.UUID]) -> dict[tuple[uuid.UUID, str], str]:
    """Return attempts that have no percent yet: in progress, or handed in and waiting for who marks them."""
    rows = Attempt.objects.filter(
        enrolment__in=ids, state__in=(AttemptState.OPEN, AttemptState.MARKING), quiz__purpose__in=COUNTING
    )
    listed: Any = rows.order_by("number").values_list("enrolment", "quiz__code", "state")
    return {(pk, code): state for pk, code, state in listed}


def _quiz(required: Required, result: Result | None, under_way: str | None, scale: Scale) -> RequirementStatus:
    """A module quiz or the exit test. What one person alone marked by hand waits until somebody else confirms it."""
    kind, code, tries = required.kind, required.code, result.tries if result else 0
    if result is not None and result.state not in SETTLED:
        return RequirementStatus(kind, code, RequirementState.WAITING, tries=tries, result_id=result.pk)
    if result is not None and result.passed:
        return _reached(kind, code, result, scale)
    if under_way is not None:
        state = RequirementState.OPEN if under_way == AttemptState.OPEN else RequirementState.WAITING
        return RequirementStatus(kind, code, state, tries=tries)
    if result is not None:
        return _reached(kind, code, result, scale)
    return RequirementStatus(kind, code, RequirementState.MISSING)


def _practical(code: str, result: Result | None, observed_try: int, scale: Scale) -> RequirementStatus:
    if result is not None and result.state not in SETTLED:
        return RequirementStatus(ResultKind.PRACTICAL, code, RequirementState.WAITING, tries=result.tries)
    if result is not None and (result.passed or observed_try <= result.tries):
        return _reached(ResultKind.PRACTICAL, code, result, scale)
    if observed_try:
        return RequirementStatus(ResultKind.PRACTICAL, code, RequirementState.OPEN, tries=observed_try)
    return RequirementStatus(ResultKind.PRACTICAL, code, RequirementState.MISSING)


def _reached(kind: ResultKind, code: str, result: Result, scale: Scale) -> RequirementStatus:
    state = RequirementState.PASSED if result.passed else RequirementState.FAILED
    mark = max(grade(result.percent, scale), 3) if result.passed else FAILED
    return RequirementStatus(kind, code, state, result.percent, result.tries, mark, result.pk)


def grades_of(cohort: "Cohort") -> dict[uuid.UUID, Grades]:
    """Return the grades of every active enrolment of a cohort: one a part, where a part is a module."""
    return grades_from(cohort, statuses_of(cohort))


def grades_from(cohort: "Cohort", statuses: dict[uuid.UUID, list[RequirementStatus]]) -> dict[uuid.UUID, Grades]:
    """Return grades from statuses that were read already. One query."""
    practicals = {one.code for listed in statuses.values() for one in listed if one.kind == ResultKind.PRACTICAL}
    modules = {code: exercise.module.code for code, exercise in exercises_by_code(practicals).items()}
    scale = scale_of(cohort.programme_version)
    return {pk: _grades(listed, modules, scale) for pk, listed in statuses.items()}


def _grades(listed: list[RequirementStatus], modules: dict[str, str], scale: Scale) -> Grades:
    by_part: dict[str, list[RequirementStatus]] = defaultdict(list)
    exams = [one for one in listed if one.kind == ResultKind.EXAM]
    for one in listed:
        if one.kind != ResultKind.EXAM:
            by_part[modules.get(one.code, one.code)].append(one)
    parts = {}
    for module, statuses in by_part.items():
        if any(one.percent is None for one in statuses):
            continue
        found = part_grade(_scores(statuses, ResultKind.QUIZ), _scores(statuses, ResultKind.PRACTICAL), scale)
        if found is not None:
            parts[module] = found
    exam = next((PartGrade(one.percent, one.grade) for one in exams if one.percent is not None and one.grade), None)
    marks = [part.grade for part in (*parts.values(), *((exam,) if exam else ()))]
    complete = len(parts) == len(by_part) and (exam is not None or not exams)
    with_honours = complete and honours(marks, [one.tries for one in listed], scale)
    return Grades(parts, average(marks), complete, with_honours, exam)


def _scores(statuses: list[RequirementStatus], kind: ResultKind) -> list[Score]:
    return [
        Score(one.percent, one.state == RequirementState.PASSED, one.tries)
        for one in statuses
        if one.kind == kind and one.percent is not None
    ]


def unfinished_tries(cohort: "Cohort") -> list[Try]:
    """Return the practical exercises of active enrolments that were begun and are not confirmed."""
    return [one for one in cohort_tries(cohort, enrolments_in([cohort])) if one.unfinished]


def open_practicals(cohort: "Cohort", language: str) -> list[OpenPractical]:
    """Return the same with names, in the order of the alphabet."""
    tries = unfinished_tries(cohort)
    people = sorted_people({one.enrolment.person_id: one.enrolment.person for one in tries}.values(), language)
    return [
        OpenPractical(one.enrolment.pk, name, one.exercise.code, str(one.state.label))
        for person, name in people
        for one in tries
        if one.enrolment.person_id == person.pk
    ]


def pass_percent(version: "ProgrammeVersion", kind: ResultKind) -> int:
    """Return the pass mark of a programme version for quizzes, practical exercises or the exit test, in percent."""
    return {
        ResultKind.QUIZ: version.quiz_pass_percent,
        ResultKind.PRACTICAL: version.practical_pass_percent,
        ResultKind.EXAM: version.exit_pass_percent,
    }[kind]


def marks_open(cohort: "Cohort") -> int:
    """Return how many counting attempts wait to be marked, and how many results by hand wait to be confirmed."""
    waiting = Attempt.objects.filter(
        enrolment__in=enrolments_in([cohort]), state=AttemptState.MARKING, quiz__purpose__in=COUNTING
    )
    return waiting.count() + len(unconfirmed_marks(cohort))


def unconfirmed_marks(cohort: "Cohort") -> list[Result]:
    """Return quiz results whose answers one person marked alone, and which wait for another person."""
    rows = Result.objects.filter(
        enrolment__in=enrolments_in([cohort]), kind__in=(ResultKind.QUIZ, ResultKind.EXAM)
    ).exclude(state__in=SETTLED)
    return list(rows.select_related("enrolment__person"))


def result_in(cohort: "Cohort", pk: uuid.UUID) -> Result | None:
    """Return a result of the cohort by its id, or None."""
    return Result.objects.filter(pk=pk, enrolment__cohort=cohort).select_related("enrolment__cohort").first()


def corrections_of(cohort: "Cohort") -> list[ResultCorrection]:
    """Return the corrections made after the cohort was closed, oldest first."""
    rows = ResultCorrection.objects.filter(result__enrolment__cohort=cohort)
    return list(rows.select_related("result__enrolment__person", "by"))


def result_seen(user: "User", pk: uuid.UUID) -> Result | None:
    """Return a result that `user` may see by its id, or None."""
    found: Result | None = Result.objects.visible_to(user).filter(pk=pk).select_related("enrolment__cohort").first()
    return found
