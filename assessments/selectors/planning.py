"""What a planned day of practical exercises asks for, and what there is; who is where when."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts.enums import AuthorisationKind, Role, Sex
from accounts.selectors.authorisations import courses_by_person
from accounts.selectors.names import sorted_people
from accounts.selectors.placements import people_with_role, rooms_at
from assessments.domain.planning import Assessor, Day, Problem, Slot, Work, problems, slots
from assessments.domain.sampling import sample_size
from assessments.models import DrawnPair, PracticalDay
from assessments.selectors.practicals import ExerciseText, exercises_by_code, newest_versions, texts_of, tries_of
from courses.enums import TwoAssessors
from courses.selectors.assessing import assessors_asked, enrolments_in, required_practicals, teachers_of

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import PracticalExercise
    from assessments.selectors.practicals import Try
    from courses.models import Cohort


@dataclasses.dataclass(frozen=True)
class Asking:
    """What somebody wants to plan: codes of exercises, assessors, working minutes of each, places."""

    date: datetime.date
    starts_at: datetime.time
    minutes: int
    rooms: int
    final: bool
    codes: tuple[str, ...]
    assessors: "tuple[User, ...]"


@dataclasses.dataclass(frozen=True)
class Plan:
    """The numbers of a day, why it is impossible, and the proposed order when it is not."""

    day: Day
    problems: tuple[Problem, ...]
    slots: tuple[Slot, ...]


def check(cohort: "Cohort", asking: Asking) -> Plan:
    """Return whether the work fits into the day, with the numbers and a proposal. A constant number of queries."""
    day = _day(cohort, asking)
    found = problems(day)
    placed: list[Slot] = []
    if not found:
        placed, found = slots(day)
    return Plan(day, tuple(found), tuple(placed))


def asking_of(day: PracticalDay) -> Asking:
    """Return a stored day as it was asked for."""
    people = tuple(day.assessors.all())
    return Asking(day.date, day.starts_at, day.minutes, day.rooms, day.final, tuple(day.exercises), people)


def _day(cohort: "Cohort", asking: Asking) -> Day:
    exercises = [one for code, one in sorted(exercises_by_code(asking.codes).items()) if code in asking.codes]
    enrolments = sorted(enrolments_in([cohort]), key=lambda one: one.person.service_number)
    tries = tries_of(enrolments, exercises)
    rules = assessors_asked([cohort.programme_version_id])
    courses = courses_by_person(asking.assessors, AuthorisationKind.ASSESS, asking.date)
    teachers = teachers_of([cohort.pk])[cohort.pk]
    works = []
    for exercise in exercises:
        left = [tries[one.pk, exercise.pk] for one in enrolments if (one.pk, exercise.pk) in tries]
        left = [one for one in left if not one.passed and not one.complete]
        if left:
            rule = rules.get((cohort.programme_version_id, exercise.code), TwoAssessors.EVERY)
            works.append(_work(exercise, left, rule, final=asking.final, cohort=cohort))
    assessors = tuple(
        Assessor(
            one.pk,
            frozenset(
                work.code
                for work, exercise in zip(works, _of(works, exercises), strict=True)
                if exercise.module.course.code in courses[one.pk]
            ),
            woman=one.sex == Sex.FEMALE,
            teaches=one.pk in teachers,
        )
        for one in asking.assessors
    )
    outsider = cohort.programme_version.outsider_assessor
    return Day(tuple(works), assessors, asking.minutes, asking.rooms, outsider)


def _of(works: "Collection[Work]", exercises: "Collection[PracticalExercise]") -> "list[PracticalExercise]":
    by_code = {one.code: one for one in exercises}
    return [by_code[work.code] for work in works]


def _work(
    exercise: "PracticalExercise", left: "list[Try]", rule: TwoAssessors, *, final: bool, cohort: "Cohort"
) -> Work:
    people = tuple(one.enrolment.pk for one in left)
    if rule == TwoAssessors.SAMPLE:
        drawn = dict(
            DrawnPair.objects.filter(enrolment__in=people, exercise=exercise).values_list("enrolment", "drawn")
        )
        open_ones = [pk for pk in people if pk not in drawn]
        estimate = open_ones[: sample_size(len(open_ones), cohort.programme_version.sample_percent)]
        doubled = frozenset([pk for pk, is_in in drawn.items() if is_in] + estimate)
    elif rule == TwoAssessors.FINALS:
        doubled = frozenset(people if final else ())
    else:
        doubled = frozenset(people)
    version = left[0].version
    return Work(exercise.code, version.minutes, people, doubled, version.team, version.woman_assessor)


@dataclasses.dataclass(frozen=True)
class PlanChoices:
    """What can be chosen for a day: exercises with their words and minutes, instructors with names, places."""

    exercises: tuple[tuple[str, ExerciseText | None, int], ...]
    instructors: "tuple[tuple[User, str], ...]"
    rooms: int


def choices_for(cohort: "Cohort", language: str, on: datetime.date) -> PlanChoices:
    """Return the exercises of the programme, the centre's instructors and how many rooms there are."""
    codes = required_practicals([cohort.programme_version_id])[cohort.programme_version_id]
    exercises = exercises_by_code(codes)
    versions = newest_versions(exercises.values())
    texts = texts_of(list(versions.values()), language)
    listed = tuple(
        (code, texts.get(versions[exercises[code].pk].pk), versions[exercises[code].pk].minutes)
        for code in codes
        if code in exercises and exercises[code].pk in versions
    )
    people = tuple(sorted_people(people_with_role(cohort.centre, Role.INSTRUCTOR, on), language))
    return PlanChoices(listed, people, len(rooms_at(cohort.centre)))


def days_of(cohort: "Cohort") -> list[PracticalDay]:
    """Return the planned days of a cohort, the newest last."""
    return list(PracticalDay.objects.filter(cohort=cohort).prefetch_related("assessors"))


def visible_day(user: "User", pk: uuid.UUID) -> PracticalDay | None:
    """Return a planned day of a cohort that `user` may see, or of which she is an assessor, or None."""
    found = PracticalDay.objects.filter(pk=pk).select_related("cohort__centre", "cohort__programme_version__programme")
    day: PracticalDay | None = (found & PracticalDay.objects.visible_to(user)).first()
    return day or found.filter(assessors=user).first()
