"""The curriculum as a whole: courses, modules, lessons, and in which languages their texts stand."""

import dataclasses
from collections.abc import Sequence

from django.db.models import Count, Q

from courses.enums import RequirementKind
from courses.models import (
    Course,
    CourseEdition,
    Lesson,
    LessonEdition,
    Module,
    ModuleEdition,
    Outcome,
    ProgrammeRequirement,
)
from courses.selectors.editions import course_titles, module_titles
from foundation.languages.titles import SOURCE_LANGUAGE


@dataclasses.dataclass(frozen=True, slots=True)
class OutcomeLine:
    kind: str
    level: int
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class ModuleCard:
    """One module as its page shows it. `quiz` when some programme asks for its quiz."""

    code: str
    title: str
    course_code: str
    course_title: str
    theory_hours: int
    practice_hours: int
    outcomes: list[OutcomeLine]
    quiz: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ModuleState:
    """How many lessons a module has, and how many of them have a text, in the order of the languages asked for."""

    code: str
    title: str
    lessons: int
    texts: list[tuple[str, int]]


@dataclasses.dataclass(frozen=True, slots=True)
class Manual:
    code: str
    title: str
    summary: str
    lessons: int
    modules: list[ModuleState]


def module_card(code: str, language: str) -> ModuleCard | None:
    """Return a module with its outcomes in a language, else in the source language; None when there is none."""
    module = Module.objects.filter(code=code, retired_at=None).select_related("course").first()
    if module is None:
        return None
    edition = (
        ModuleEdition.objects.filter(module=module, language__in={language, SOURCE_LANGUAGE})
        .order_by("-number")
        .values("language", "title", "outcomes")
    )
    by_language: dict[str, dict[str, object]] = {}
    for row in edition:
        by_language.setdefault(row["language"], row)
    words = by_language.get(language) or by_language.get(SOURCE_LANGUAGE) or {"title": "", "outcomes": []}
    sentences = words["outcomes"]
    assert isinstance(sentences, list)
    rows = Outcome.objects.filter(module=module).values_list("position", "kind", "level")
    outcomes = [
        OutcomeLine(kind, level, sentences[position - 1])
        for position, kind, level in rows
        if position <= len(sentences)
    ]
    return ModuleCard(
        code=code,
        title=str(words["title"]),
        course_code=module.course.code,
        course_title=course_titles([module.course.code], language).get(module.course.code, ""),
        theory_hours=module.theory_hours,
        practice_hours=module.practice_hours,
        outcomes=outcomes,
        quiz=ProgrammeRequirement.objects.filter(kind=RequirementKind.QUIZ, code=code).exists(),
    )


def manuals(language: str, languages: Sequence[str]) -> list[Manual]:
    """Return all courses with their modules; `texts` counts the lessons that have a text in each of `languages`.

    Five queries.
    """
    counted = Module.objects.filter(retired_at=None).annotate(
        count=Count("lessons", filter=Q(lessons__retired_at=None))
    )
    modules = list(counted.order_by("course__position", "position").values_list("code", "course__code", "count"))
    written = LessonEdition.objects.filter(lesson__retired_at=None, words__gt=0).order_by()
    grouped = written.values("lesson__module__code", "language").annotate(lessons=Count("lesson", distinct=True))
    texts = {(row["lesson__module__code"], row["language"]): row["lessons"] for row in grouped}
    titles = module_titles([code for code, _, _ in modules], language)
    courses = list(dict.fromkeys(course for _, course, _ in modules))
    names = course_titles(courses, language)
    summaries = _summaries(courses, language)
    return [
        Manual(
            code=course,
            title=names.get(course, ""),
            summary=summaries.get(course, ""),
            lessons=sum(count for _, of, count in modules if of == course),
            modules=[
                ModuleState(
                    code, titles.get(code, ""), count, [(lang, texts.get((code, lang), 0)) for lang in languages]
                )
                for code, of, count in modules
                if of == course
            ],
        )
        for course in courses
    ]


def _summaries(codes: Sequence[str], language: str) -> dict[str, str]:
    rows = CourseEdition.objects.filter(course__code__in=codes, language=language).order_by("number")
    return dict(rows.values_list("course__code", "summary"))


def course_rows() -> dict[str, Course]:
    """Return the courses that are not retired, by code."""
    return {course.code: course for course in Course.objects.filter(retired_at=None)}


def module_rows() -> dict[str, Module]:
    """Return the modules that are not retired, by code, with their courses."""
    return {module.code: module for module in Module.objects.filter(retired_at=None).select_related("course")}


def lesson_rows() -> dict[str, Lesson]:
    """Return the lessons that are not retired, by code, with module and course."""
    return {lesson.code: lesson for lesson in Lesson.objects.filter(retired_at=None).select_related("module__course")}


def course_of_module(code: str) -> str:
    """Return the code of the course that a module belongs to, empty for an unknown module. One query."""
    return Module.objects.filter(code=code).values_list("course__code", flat=True).first() or ""
