"""One exercise of a whole cohort: for team sheets, blank checklists and the grid of paper sheets."""

import dataclasses
import datetime
import uuid
from typing import TYPE_CHECKING

from accounts.enums import AuthorisationKind, Role
from accounts.selectors.authorisations import courses_by_person
from accounts.selectors.names import display, names_of, sorted_people
from accounts.selectors.placements import people_with_role
from assessments.access import may_assess, may_type_papers, sees_sheets
from assessments.domain.tries import refusal
from assessments.models import PracticalExercise, PracticalPaper, TeamSheet
from assessments.selectors.practicals import ExerciseText, exercise_of, newest_versions, texts_of, tries_of
from assessments.selectors.sheets import Criterion, candidate_of
from courses.selectors.assessing import enrolments_in, open_cohorts_at
from courses.selectors.cohorts import roster

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import PracticalVersion
    from courses.models import Cohort, Enrolment


@dataclasses.dataclass(frozen=True)
class GroupRow:
    """One person of the cohort; `barred` says in words why the assessor cannot record her, empty when she can."""

    enrolment: "Enrolment"
    name: str
    number: str
    passed: bool
    recorded: bool
    barred: str


@dataclasses.dataclass(frozen=True)
class GroupSheet:
    """An exercise with its criteria, and the people of the cohort in the order of the reader's alphabet."""

    cohort: "Cohort"
    exercise: PracticalExercise
    version: "PracticalVersion"
    text: ExerciseText
    criteria: tuple[Criterion, ...]
    rows: tuple[GroupRow, ...]

    @property
    def to_record(self) -> list[GroupRow]:
        """Whom the assessor can record now."""
        return [row for row in self.rows if not row.barred]


def group_sheet(
    user: "User", cohort_id: uuid.UUID, code: str, language: str, on: datetime.date, *, assessor: "User | None" = None
) -> GroupSheet | None:
    """Return the exercise of an open cohort at `user`'s centres, or None; with `assessor` only one who may assess it.

    A constant number of queries.
    """
    roles = (Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD)
    cohort = next((one for one in open_cohorts_at(user, *roles) if one.pk == cohort_id), None)
    exercise = exercise_of(cohort, code) if cohort else None
    if cohort is None or exercise is None or not may_type_papers(user, cohort):
        return None
    version = newest_versions([exercise]).get(exercise.pk)
    if version is None:
        return None
    enrolments = {one.pk: one for one in enrolments_in([cohort])}
    some = next(iter(enrolments.values()), None)
    if assessor and some and not may_assess(assessor, some, exercise, on) and some.person_id != assessor.pk:
        return None
    tries = tries_of(list(enrolments.values()), [exercise])
    sees = assessor is not None and sees_sheets(assessor, cohort)
    candidate = None
    rows = []
    for line in roster(cohort, language, by=user):
        current = tries[line.enrolment.pk, exercise.pk]
        barred = ""
        if assessor is not None:
            candidate = candidate or candidate_of(assessor, current, sees, on)
            why = refusal(candidate, current.facts)
            barred = str(why.label) if why else ""
        recorded = assessor is not None and assessor.pk in current.assessors
        number = line.person.service_number
        rows.append(GroupRow(enrolments[line.enrolment.pk], line.name, number, current.passed, recorded, barred))
    shown = texts_of([version], language, drafts_shown=cohort.programme_version.drafts_shown)
    text = shown.get(version.pk, ExerciseText(code, language))
    return GroupSheet(cohort, exercise, version, text, criteria_in(text, version), tuple(rows))


def criteria_in(text: ExerciseText, version: "PracticalVersion") -> tuple[Criterion, ...]:
    """Return the criteria of a version in the words of a text."""
    return tuple(
        Criterion(text.criteria[at] if at < len(text.criteria) else str(at + 1), critical)
        for at, critical in enumerate(version.criteria)
    )


def words_in(sheet: GroupSheet, language: str) -> ExerciseText:
    """Return the words of the exercise in another language."""
    found = texts_of([sheet.version], language, drafts_shown=sheet.cohort.programme_version.drafts_shown)
    return found.get(sheet.version.pk, sheet.text)


def signers(sheet: GroupSheet, on: datetime.date, language: str) -> "list[tuple[User, str]]":
    """Return the centre's instructors who are authorised to assess the exercise, with names."""
    people = list(people_with_role(sheet.cohort.centre, Role.INSTRUCTOR, on))
    courses = courses_by_person(people, AuthorisationKind.ASSESS, on)
    course = sheet.exercise.module.course.code
    return sorted_people([one for one in people if course in courses[one.pk]], language)


def visible_team(user: "User", pk: uuid.UUID) -> TeamSheet | None:
    """Return a team sheet that `user` made, or None: scores are the assessor's own."""
    return TeamSheet.objects.filter(pk=pk, by=user).select_related("exercise", "cohort").first()


@dataclasses.dataclass(frozen=True)
class PaperLine:
    """Sheets that were typed in: whose, by whom, how many."""

    paper: PracticalPaper
    assessor: str
    by: str
    sheets: int


def papers_of(user: "User", sheet: GroupSheet, language: str) -> list[PaperLine]:
    """Return what was typed in for an exercise of a cohort, as far as `user` may see it, newest first."""
    rows = PracticalPaper.objects.visible_to(user).filter(cohort=sheet.cohort, exercise=sheet.exercise)
    found = list(rows.prefetch_related("observations"))
    names = names_of({pk for row in found for pk in (row.assessor_id, row.by_id)})
    return [
        PaperLine(
            row,
            display(names[row.assessor_id], language),
            display(names[row.by_id], language),
            len(row.observations.all()),
        )
        for row in found
    ]


def visible_paper(user: "User", pk: uuid.UUID) -> PracticalPaper | None:
    """Return typed-in sheets that `user` may see, or None."""
    return PracticalPaper.objects.visible_to(user).filter(pk=pk).first()
