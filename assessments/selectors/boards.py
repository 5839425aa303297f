"""Lists of practical work: what an instructor has to assess, what registrar and head have to confirm. No scores."""

import dataclasses
import datetime
import uuid
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from accounts.enums import AuthorisationKind, Role, Sex
from accounts.selectors.authorisations import authorised_courses
from accounts.selectors.names import sorted_people
from assessments.domain.tries import Candidate, refusal
from assessments.enums import Refusal, WorkState
from assessments.models import PracticalExercise
from assessments.selectors.drafts import drafts_of
from assessments.selectors.practicals import ExerciseText, Try, exercises_by_code, newest_versions, texts_of, tries_of
from courses.selectors.assessing import enrolments_in, open_cohorts_at, required_practicals
from courses.selectors.cohorts import taught_cohorts

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Cohort, Enrolment


@dataclasses.dataclass(frozen=True)
class BoardRow:
    """One person in one exercise: where the try stands, whether the reader recorded it, and may record it."""

    enrolment_id: uuid.UUID
    name: str
    number: str
    state: WorkState
    try_number: int
    recorded: bool
    refusal: Refusal | None
    complete: bool  # as many checklists are in as are needed
    woman_missing: bool
    outsider_missing: bool
    needed: int
    unsent: bool = False  # the reader began a checklist and has not handed it in

    @property
    def to_record(self) -> bool:
        """True when the reader can record a checklist now."""
        return self.refusal is None

    @property
    def to_coach(self) -> bool:
        """True when a re-sit waits for somebody to note the coaching."""
        return self.refusal is Refusal.NOT_COACHED


@dataclasses.dataclass(frozen=True)
class BoardExercise:
    code: str
    text: ExerciseText | None
    woman_assessor: bool
    minutes: int
    team: bool
    rows: tuple[BoardRow, ...]

    @property
    def to_record(self) -> int:
        """How many people the reader can assess now."""
        return sum(row.to_record for row in self.rows)

    @property
    def barred(self) -> Refusal | None:
        """Why the reader can record nobody: no approved words where the programme asks for them, no authorisation."""
        whole = (Refusal.UNAPPROVED, Refusal.NOT_AUTHORISED)
        return next((row.refusal for row in self.rows if row.refusal in whole), None)

    @property
    def complete(self) -> int:
        """How many tries can be looked at for confirmation."""
        return sum(row.complete for row in self.rows)


@dataclasses.dataclass(frozen=True)
class BoardCohort:
    cohort: "Cohort"
    exercises: tuple[BoardExercise, ...]
    taught: bool = False  # by the reader


Wanted = Callable[["Cohort", PracticalExercise], bool]


def assessor_board(user: "User", language: str, on: datetime.date) -> list[BoardCohort]:
    """Return the open cohorts of `user`'s centres with the exercises that `user` may assess on the day `on`."""
    taught = {cohort.pk for cohort in taught_cohorts(user)}
    courses = authorised_courses(user, AuthorisationKind.ASSESS, on)

    def wanted(cohort: "Cohort", exercise: PracticalExercise) -> bool:
        return cohort.pk in taught or exercise.module.course.code in courses

    return _board(user, open_cohorts_at(user, Role.INSTRUCTOR), wanted, language, lambda row: True, courses, taught)


def confirmation_board(user: "User", language: str) -> list[BoardCohort]:
    """Return what has been recorded and not yet confirmed, at the centres where `user` is registrar or head."""
    unfinished = {WorkState.ONE_IN, WorkState.AGREED, WorkState.DIFFER}
    cohorts = open_cohorts_at(user, Role.REGISTRAR, Role.HEAD)
    return _board(user, cohorts, lambda cohort, exercise: True, language, lambda row: row.state in unfinished)


def _board(
    user: "User",
    cohorts: list["Cohort"],
    wanted: Wanted,
    language: str,
    shown: Callable[[BoardRow], bool],
    courses: Collection[str] = (),
    taught: Collection[uuid.UUID] = (),
) -> list[BoardCohort]:
    """Build the lists in a constant number of queries; cohorts and exercises without a row are left out."""
    codes = required_practicals({cohort.programme_version_id for cohort in cohorts})
    exercises = exercises_by_code({code for listed in codes.values() for code in listed})
    versions = newest_versions(exercises.values())
    texts = texts_of(list(versions.values()), language)
    enrolments = enrolments_in(cohorts)
    tries = tries_of(enrolments, list(exercises.values()))
    order = {person.pk: (at, name) for at, (person, name) in enumerate(_people(enrolments, language))}
    kept = user.centre_ids(Role.REGISTRAR, Role.HEAD)
    drafts = drafts_of(user)
    boards = []
    for cohort in cohorts:
        people = sorted((one for one in enrolments if one.cohort_id == cohort.pk), key=lambda one: order[one.person_id])
        listed = []
        for code in codes[cohort.programme_version_id]:
            exercise = exercises.get(code)
            if exercise is None or exercise.pk not in versions or not wanted(cohort, exercise):
                continue
            rows = (
                _row(
                    user,
                    tries[one.pk, exercise.pk],
                    order[one.person_id][1],
                    sees_sheets=cohort.centre_id in kept,
                    courses=courses,
                    unsent=(one.pk, exercise.pk) in drafts,
                )
                for one in people
                if one.person_id != user.pk
            )
            found = tuple(row for row in rows if shown(row))
            version = versions[exercise.pk]
            if found:
                listed.append(
                    BoardExercise(
                        code, texts.get(version.pk), version.woman_assessor, version.minutes, version.team, found
                    )
                )
        if listed:
            boards.append(BoardCohort(cohort, tuple(listed), cohort.pk in taught))
    return boards


def _people(enrolments: Collection["Enrolment"], language: str) -> list[tuple["User", str]]:
    return sorted_people({one.person_id: one.person for one in enrolments}.values(), language)


def _row(
    user: "User", current: Try, name: str, *, sees_sheets: bool, courses: Collection[str], unsent: bool
) -> BoardRow:
    candidate = Candidate(
        user.pk,
        woman=user.sex == Sex.FEMALE,
        sees_sheets=sees_sheets,
        teaches=user.pk in current.teachers,
        authorised=current.exercise.module.course.code in courses,
    )
    return BoardRow(
        enrolment_id=current.enrolment.pk,
        name=name,
        number=current.enrolment.person.service_number,
        state=current.state,
        try_number=current.number,
        recorded=user.pk in current.assessors,
        refusal=refusal(candidate, current.facts),
        complete=current.complete and bool(current.observations),
        woman_missing=current.woman_missing and bool(current.observations),
        outsider_missing=current.outsider_missing,
        needed=current.needed,
        unsent=unsent,
    )
