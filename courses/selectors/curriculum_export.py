"""The curriculum as manuscripts again: what `load_curriculum` would read to make these rows and newest editions.

Paths are relative to the folder of the curriculum. Retired rows are left out. Texts of lessons are read by `cms`, which
knows how editions keep their blocks.
"""

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from courses.domain.absences import write_absences
from courses.domain.thresholds import NUMBERS, OPTIONAL_ANSWERS, OPTIONAL_CODES, OPTIONAL_NUMBERS
from courses.enums import RequirementKind, TwoAssessors
from courses.models import (
    AdvisedForm,
    Course,
    CourseEdition,
    LessonEdition,
    Module,
    ModuleEdition,
    ProgrammeVersion,
    Reference,
    ReferenceText,
    Term,
    TermEdition,
)
from courses.selectors.editions import state_of
from courses.selectors.manuscripts import (
    ADVICE,
    COURSE_TEXTS,
    COURSES,
    GLOSSARY,
    GLOSSARY_TEXTS,
    LANGUAGES,
    MODULE,
    MODULE_TEXT,
    PROGRAMME_TEXTS,
    PROGRAMMES,
    REFERENCE_TEXTS,
    REFERENCES,
    Block,
    write,
)

Files = dict[str, str]  # path → text


@dataclasses.dataclass(frozen=True, slots=True)
class LessonWords:
    """The newest edition of a lesson in one language. `stale`: another language says something newer."""

    code: str
    module: str
    language: str
    title: str
    blocks: list[Any]
    words: int
    state: str
    stale: bool


NAMES = tuple(field.name for field in dataclasses.fields(LessonWords))


def block(kind: str, key: str, fields: Mapping[str, Any]) -> Block:
    """Return a block without its empty fields."""
    return Block(kind, key, {name: value for name, value in fields.items() if value})


def newest_lessons() -> list[LessonWords]:
    """Return the newest editions of all lessons that are not retired, in the order of the curriculum."""
    rows: list[Any] = list(
        LessonEdition.objects.filter(lesson__retired_at=None)
        .latest_of_each()
        .annotate(state=state_of())
        .order_by("lesson__module__course__position", "lesson__module__position", "lesson__position", "lesson__code")
        .values_list("lesson__code", "lesson__module__code", "language", "title", "blocks", "words", "state", "meaning")
    )
    newest: dict[str, int] = {}
    for row in rows:
        newest[row[0]] = max(newest.get(row[0], 0), row[-1])
    return [LessonWords(**dict(zip(NAMES, row, strict=True)) | {"stale": row[-1] < newest[row[0]]}) for row in rows]


def course_files() -> Files:
    """Return `courses.txt` and its words in every language."""
    courses = list(Course.objects.filter(retired_at=None).order_by("position", "code"))
    modules: dict[int, list[str]] = {}
    rows = Module.objects.filter(retired_at=None).order_by("position", "code")
    for course_id, code in rows.values_list("course_id", "code"):
        modules.setdefault(course_id, []).append(code)
    heads = [block("course", course.code, {"modules": tuple(modules.get(course.pk, ()))}) for course in courses]
    editions = _newest(CourseEdition)
    words = {
        language: [
            block("course", course.code, {"title": edition.title, "summary": edition.summary})
            for course in courses
            if (edition := editions.get((course.code, language)))
        ]
        for language in LANGUAGES
    }
    return _files("courses", heads, words, COURSES, COURSE_TEXTS)


def module_files(lessons: Collection[LessonWords], practicals: Mapping[str, tuple[str, ...]]) -> Files:
    """Return the `module` files of every module. `practicals` holds the codes of exercises by module."""
    titles = {(lesson.code, lesson.language): lesson.title for lesson in lessons}
    editions = _newest(ModuleEdition)
    files: Files = {}
    modules = Module.objects.filter(retired_at=None).select_related("course").prefetch_related("lessons", "outcomes")
    for module in modules:
        rows = [lesson for lesson in module.lessons.all() if lesson.retired_at is None]
        fields = {
            "course": module.course.code,
            "theory": str(module.theory_hours),
            "practice": str(module.practice_hours),
            "lessons": tuple(lesson.code for lesson in rows),
            "safety_critical": tuple(lesson.code for lesson in rows if lesson.safety_critical),
            "outcomes": tuple(f"{outcome.kind} {outcome.level}" for outcome in module.outcomes.all()),
            "practicals": tuple(dict.fromkeys([*module.practical_codes, *practicals.get(module.code, ())])),
        }
        words = {}
        for language in LANGUAGES:
            if edition := editions.get((module.code, language)):
                said = {
                    "title": edition.title,
                    "lessons": tuple(titles.get((lesson.code, language), lesson.code) for lesson in rows),
                    "outcomes": tuple(edition.outcomes),
                }
                words[language] = [block("module", module.code, said)]
        heads = [block("module", module.code, fields)]
        files |= _files(f"{module.code}/module", heads, words, MODULE, MODULE_TEXT)
    return files


def programme_files() -> Files:
    """Return `programmes.txt` and its words: of each programme the version with the highest number."""
    versions: dict[int, ProgrammeVersion] = {}
    rows = ProgrammeVersion.objects.select_related("programme").prefetch_related("parts__module", "requirements")
    for version in rows.order_by("programme_id", "number"):
        versions[version.programme_id] = version
    if not versions:
        return {}
    heads = [_programme(version) for version in versions.values()]
    words = {
        language: [
            block(
                "programme",
                version.programme.code,
                {
                    "title": version.titles.get(language, ""),
                    "purpose": version.purposes.get(language, ""),
                    "parts": tuple(part.titles.get(language, part.key) for part in version.parts.all()),
                },
            )
            for version in versions.values()
        ]
        for language in LANGUAGES
    }
    return _files("programmes", heads, words, PROGRAMMES, PROGRAMME_TEXTS)


def glossary_files() -> Files:
    """Return the glossary with its words, and the forms that texts should not use; nothing when there are none."""
    terms = list(Term.objects.filter(retired_at=None).order_by("position", "code"))
    editions = _newest(TermEdition)
    heads = [block("term", term.code, {"topic": term.topic}) for term in terms]
    words = {
        language: [
            block(
                "term",
                term.code,
                {
                    "term": edition.title,
                    "forms": tuple(edition.forms),
                    "explanation": edition.summary,
                    "note": edition.note,
                    "mark": edition.mark,
                },
            )
            for term in terms
            if (edition := editions.get((term.code, language)))
        ]
        for language in LANGUAGES
    }
    files = _files("glossary", heads, words, GLOSSARY, GLOSSARY_TEXTS) if heads else {}
    advice: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for form in AdvisedForm.objects.order_by("pk"):
        cells = (form.form, form.instead, form.note or "-")
        advice.setdefault(form.language, {}).setdefault("letters" if form.letters else "forms", []).append(cells)
    if advice:
        blocks = [
            block("advice", language, {name: tuple(rows) for name, rows in kinds.items()})
            for language, kinds in advice.items()
        ]
        files["advice.txt"] = write(blocks, ADVICE)
    return files


def library_files() -> Files:
    """Return the library: documents and their titles in every language, without files; nothing when it is empty."""
    references = list(Reference.objects.filter(retired_at=None).order_by("position", "pk").prefetch_related("courses"))
    newest: dict[tuple[int, str], ReferenceText] = {}
    for row_text in ReferenceText.objects.filter(reference__in=references).order_by("number"):
        newest[row_text.reference_id, row_text.language] = row_text
    if not references:
        return {}
    heads = []
    for row in references:
        said = newest.get((row.pk, LANGUAGES[0]))
        checked = said.checked_on.isoformat() if said and said.checked_on else ""
        courses = tuple(course.code for course in row.courses.all())
        heads.append(block("reference", row.code, {"kind": row.kind, "courses": courses, "checked": checked}))
    words = {
        language: [
            block("reference", row.code, {"title": text.title, "citation": text.citation})
            for row in references
            if (text := newest.get((row.pk, language)))
        ]
        for language in LANGUAGES
    }
    return _files("library", heads, words, REFERENCES, REFERENCE_TEXTS)


def _programme(version: ProgrammeVersion) -> Block:
    required: dict[str, list[str]] = {}
    practicals: list[tuple[str, ...]] = []
    for requirement in sorted(version.requirements.all(), key=lambda row: row.pk):
        required.setdefault(requirement.kind, []).append(requirement.code)
        if requirement.kind == RequirementKind.PRACTICAL:
            always = requirement.assessors == TwoAssessors.EVERY
            practicals.append((requirement.code,) if always else (requirement.code, requirement.assessors))
    fields: dict[str, Any] = {"version": str(version.number), "unit": version.unit}
    fields |= {name: str(getattr(version, name)) for name in (*NUMBERS, *OPTIONAL_NUMBERS)}
    fields |= {name: getattr(version, name) for name in OPTIONAL_CODES if getattr(version, name)}
    fields |= {name: "yes" if getattr(version, name) else "no" for name in ("women_only", *OPTIONAL_ANSWERS)}
    fields |= {
        "honours_average": str(version.honours_average),
        "validity_months": str(version.validity_months or 0),
        "quizzes": tuple(required.get(RequirementKind.QUIZ, ())),
        "practicals": tuple(practicals),
        "practice_in_full": tuple(
            dict.fromkeys(part.module.code for part in version.parts.all() if part.practice_in_full and part.module)
        ),
        "absences": write_absences(version.absence_rules),
        "parts": tuple(
            (
                part.key,
                part.module.code if part.module else "-",
                str(part.theory_hours),
                str(part.practice_hours),
                str(part.unit_number),
            )
            for part in version.parts.all()
        ),
    }
    return block("programme", version.programme.code, fields)


def _newest(model: Any) -> dict[tuple[str, str], Any]:
    rows: Iterable[Any] = model.objects.latest_of_each().select_related(model.OF)
    return {(getattr(row, model.OF).code, row.language): row for row in rows}


def _files(stem: str, heads: list[Block], words: Mapping[str, list[Block]], of_heads: Any, of_words: Any) -> Files:
    """Return the file without words, and one a language that has words."""
    files = {f"{stem}.txt": write(heads, of_heads)}
    files |= {f"{stem}.{language}.txt": write(blocks, of_words) for language, blocks in words.items() if blocks}
    return files
