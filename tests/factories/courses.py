"""A small curriculum, programme and cohort for tests."""

import datetime
import itertools

from accounts.models import Centre, User
from courses.enums import CohortState, RequirementKind
from courses.models import (
    Cohort,
    CohortInstructor,
    Course,
    Enrolment,
    Lesson,
    LessonEdition,
    Module,
    ModuleEdition,
    Programme,
    ProgrammePart,
    ProgrammeRequirement,
    ProgrammeVersion,
)

_numbers = itertools.count(1)
LANGUAGES = ("en", "tg", "fa-af", "ru")


def make_module(code: str = "M2.2", *, lessons: int = 2, theory: int = 4, practice: int = 4) -> Module:
    """A module with lessons, each with one edition a language."""
    course, _ = Course.objects.get_or_create(code=code.split(".", maxsplit=1)[0], defaults={"position": 2})
    module, created = Module.objects.get_or_create(
        code=code, defaults={"course": course, "position": 2, "theory_hours": theory, "practice_hours": practice}
    )
    if not created:
        return module
    for language in LANGUAGES:
        ModuleEdition.objects.create(
            module=module, language=language, number=1, title=f"{code} {language}", source_hash="0"
        )
    for position in range(1, lessons + 1):
        make_lesson(module, position)
    return module


def make_lesson(module: Module, position: int) -> Lesson:
    lesson = Lesson.objects.create(module=module, code=f"{module.code}.{position}", position=position)
    for language in LANGUAGES:
        LessonEdition.objects.create(
            lesson=lesson,
            language=language,
            number=1,
            title=f"{lesson.code} title {language}",
            summary="summary",
            body=f'<section id="intro" class="block"><p>body {language}</p></section>',
            instructor_body="<p>plan</p>",
            text=f"body {language}",
            source_hash="0",
            words=2,
        )
    return lesson


def make_version(
    *,
    code: str = "GEN",
    modules: tuple[Module, ...] = (),
    quizzes: tuple[str, ...] = (),
    practicals: tuple[str, ...] = (),
    **fields: object,
) -> ProgrammeVersion:
    """A programme version whose parts are the given modules, two theory hours each, one module a day.

    Assessors may all have taught the group, unless said otherwise.
    """
    fields.setdefault("outsider_assessor", False)
    programme, _ = Programme.objects.get_or_create(code=code)
    version = ProgrammeVersion.objects.create(
        programme=programme,
        number=programme.versions.count() + 1,
        titles={
            "en": f"Programme {code}",
            "tg": f"Барномаи {code}",
            "ru": f"Программа {code}",
            "fa-af": f"پروگرام {code}",
        },
        unit="day",
        **fields,
    )
    for position, module in enumerate(modules or (make_module(),), 1):
        ProgrammePart.objects.create(
            version=version,
            position=position,
            key=f"part-{position}",
            module=module,
            theory_hours=2,
            practice_hours=2,
            unit_number=position,
            titles={"en": module.code, "tg": module.code, "ru": module.code, "fa-af": module.code},
        )
    for quiz in quizzes:
        ProgrammeRequirement.objects.create(version=version, kind=RequirementKind.QUIZ, code=quiz)
    for practical in practicals:
        ProgrammeRequirement.objects.create(version=version, kind=RequirementKind.PRACTICAL, code=practical)
    return version


def make_cohort(
    *,
    centre: Centre,
    version: ProgrammeVersion | None = None,
    instructors: tuple[User, ...] = (),
    starts_on: datetime.date = datetime.date(2026, 11, 2),
    ends_on: datetime.date = datetime.date(2026, 12, 4),
    state: str = CohortState.RUNNING,
) -> Cohort:
    cohort = Cohort.objects.create(
        code=f"C-{next(_numbers)}",
        programme_version=version or make_version(),
        centre=centre,
        starts_on=starts_on,
        ends_on=ends_on,
        state=state,
    )
    for instructor in instructors:
        CohortInstructor.objects.create(cohort=cohort, user=instructor)
    return cohort


def enrol(cohort: Cohort, *people: User, by: User) -> list[Enrolment]:
    return [Enrolment.objects.create(cohort=cohort, person=person, enrolled_by=by) for person in people]
