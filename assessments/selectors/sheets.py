"""One person's practical exercise: the checklist to fill in, and the checklists side by side once both are in."""

import dataclasses
import datetime
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

from accounts.enums import AuthorisationKind, Role, Sex
from accounts.selectors.authorisations import authorised_courses
from accounts.selectors.names import display, names_of
from assessments.domain.checklists import Agreement, Difference
from assessments.domain.tries import Candidate, refusal
from assessments.enums import SETTLED, Refusal, WorkState
from assessments.models import Observation, PracticalExercise
from assessments.selectors.practicals import ExerciseText, Try, current_try, exercise_of, texts_of
from courses.selectors.assessing import enrolment_at, enrolment_visible

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Enrolment


@dataclasses.dataclass(frozen=True)
class Criterion:
    text: str
    critical: bool


@dataclasses.dataclass(frozen=True)
class ReadSheet:
    """One assessor's checklist as a reader who may see it reads it."""

    assessor: str
    own: bool
    scores: tuple[int, ...]
    percent: Decimal
    competent: bool
    comment: str
    submitted_at: datetime.datetime


@dataclasses.dataclass(frozen=True)
class Comparison:
    """One criterion with the score of each assessor, in the order of the sheets."""

    criterion: Criterion
    scores: tuple[int, ...]

    @property
    def differs(self) -> bool:
        return len(set(self.scores)) > 1


@dataclasses.dataclass(frozen=True)
class Checklist:
    """One person's current try. `sheets` holds only what the reader may see: nobody else's until both are in."""

    enrolment: "Enrolment"
    name: str
    exercise: PracticalExercise
    version: int  # its id
    text: ExerciseText
    criteria: tuple[Criterion, ...]
    minutes: int
    team: bool
    woman_assessor: bool
    woman_missing: bool
    try_number: int
    recorded: int
    needed: int
    outsider_missing: bool
    state: WorkState
    refusal: Refusal | None
    sheets: tuple[ReadSheet, ...]

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The visible sheets by criterion."""
        return tuple(
            Comparison(criterion, tuple(sheet.scores[at] for sheet in self.sheets))
            for at, criterion in enumerate(self.criteria)
        )


@dataclasses.dataclass(frozen=True)
class Standing:
    """A result as it was confirmed."""

    percent: Decimal
    passed: bool
    try_number: int
    confirmed_by: str
    confirmed_at: datetime.datetime | None


@dataclasses.dataclass(frozen=True)
class Review:
    """What registrar or head sees before confirming; verdict and differences only when two sheets are in."""

    checklist: Checklist
    agreement: Agreement
    competent: bool | None
    percent: Decimal | None
    differences: tuple[Difference, ...]
    assessed_by_reader: bool
    standing: Standing | None

    @property
    def can_confirm(self) -> bool:
        """True when nothing but the confirmation is missing."""
        ready = self.agreement in (Agreement.AGREED, Agreement.MAJORITY) and not self.checklist.woman_missing
        return ready and not self.assessed_by_reader and self.checklist.state is WorkState.AGREED


def subject_of(user: "User", pk: uuid.UUID, code: str, *roles: Role) -> tuple["Enrolment", PracticalExercise] | None:
    """Return the enrolment at a centre where `user` holds one of `roles`, with the required exercise, or None."""
    enrolment = enrolment_at(user, pk, *roles)
    return _with_exercise(enrolment, code)


def visible_subject(user: "User", pk: uuid.UUID, code: str) -> tuple["Enrolment", PracticalExercise] | None:
    """Return an enrolment that `user` may see, with the required exercise, or None."""
    return _with_exercise(enrolment_visible(user, pk), code)


def _with_exercise(enrolment: "Enrolment | None", code: str) -> tuple["Enrolment", PracticalExercise] | None:
    exercise = exercise_of(enrolment.cohort, code) if enrolment else None
    return (enrolment, exercise) if enrolment and exercise else None


def checklist_of(
    enrolment: "Enrolment",
    exercise: PracticalExercise,
    *,
    user: "User",
    sees_sheets: bool,
    language: str,
    on: datetime.date | None = None,
) -> Checklist | None:
    """Return the current try as `user` may see it on the day `on` (whether she is authorised then), or None while the
    exercise has no checklist.
    """
    current = current_try(enrolment, exercise)
    return None if current is None else _checklist(current, user, sees_sheets, language, on)


def review_of(enrolment: "Enrolment", exercise: PracticalExercise, *, user: "User", language: str) -> Review | None:
    """Return the current try as those who confirm see it, or None while the exercise has no checklist."""
    current = current_try(enrolment, exercise)
    if current is None:
        return None
    decision = current.decision
    return Review(
        checklist=_checklist(current, user, True, language),
        agreement=decision.agreement,
        competent=decision.competent,
        percent=decision.percent,
        differences=decision.differences,
        assessed_by_reader=user.pk in current.assessors | current.typists,
        standing=_standing(current, language),
    )


def _checklist(
    current: Try, user: "User", sees_sheets: bool, language: str, on: datetime.date | None = None
) -> Checklist:
    version = current.version
    drafts_shown = current.enrolment.cohort.programme_version.drafts_shown
    texts = texts_of([version], language, drafts_shown=drafts_shown)
    text = texts.get(version.pk, ExerciseText(current.exercise.code, language))
    visible = Observation.objects.visible_to(user).filter(pk__in=[one.pk for one in current.observations])
    rows = list(visible.select_related("assessor").order_by("submitted_at", "pk"))
    person = current.enrolment.person
    names = names_of([person, *(row.assessor for row in rows)])
    return Checklist(
        enrolment=current.enrolment,
        name=display(names[person.pk], language, person.service_number),
        exercise=current.exercise,
        version=version.pk,
        text=text,
        criteria=tuple(
            Criterion(text.criteria[at] if at < len(text.criteria) else str(at + 1), critical)
            for at, critical in enumerate(version.criteria)
        ),
        minutes=version.minutes,
        team=version.team,
        woman_assessor=version.woman_assessor,
        woman_missing=current.woman_missing,
        try_number=current.number,
        recorded=len(current.observations),
        needed=current.needed,
        outsider_missing=current.outsider_missing,
        state=current.state,
        refusal=refusal(candidate_of(user, current, sees_sheets, on), current.facts),
        sheets=tuple(
            ReadSheet(
                assessor=display(names[row.assessor_id], language, row.assessor.service_number),
                own=row.assessor_id == user.pk,
                scores=tuple(row.scores),
                percent=row.percent,
                competent=row.competent,
                comment=row.comment,
                submitted_at=row.submitted_at,
            )
            for row in rows
        ),
    )


def candidate_of(user: "User", current: Try, sees_sheets: bool, on: datetime.date | None) -> Candidate:
    """Return `user` as somebody who wants to record a try; without a day the authorisation is not looked at."""
    course = current.exercise.module.course.code
    return Candidate(
        user.pk,
        woman=user.sex == Sex.FEMALE,
        sees_sheets=sees_sheets,
        teaches=user.pk in current.teachers,
        authorised=on is None or course in authorised_courses(user, AuthorisationKind.ASSESS, on),
    )


def _standing(current: Try, language: str) -> Standing | None:
    result = current.result
    if result is None or result.state not in SETTLED:
        return None
    by = result.confirmed_by
    name = display(names_of([by])[by.pk], language, by.service_number) if by else ""
    return Standing(result.percent, result.passed, result.tries, name, result.confirmed_at)
