"""Read editions: the newest that a reader may see, in the reader's language or else in the source language."""

import dataclasses
from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from courses.enums import ApprovalState, ApprovedKind
from courses.models import Approval, Course, CourseEdition, Lesson, LessonEdition, Module, ModuleEdition
from foundation.languages.titles import SOURCE_LANGUAGE

# Written out, because compiling this query from its expressions costs more than the whole page may (2 ms of CPU).
# `state` is the same as in state_of(): the newest approval of the source hash since the edition was published.
STATE = """
    coalesce((
        SELECT a.state FROM courses_approval a
        WHERE a.kind = 'lesson' AND a.code = l.code AND a.language = e.language
            AND a.source_hash = e.source_hash AND a.at >= e.published_at
        ORDER BY a.at DESC, a.id DESC LIMIT 1
    ), e.approval_state)
"""
LESSON = f"""
    SELECT * FROM (
        SELECT e.id, e.number, e.language, e.title, e.summary, e.body, {{notes}} AS notes, {STATE} AS state,
            e.meaning < (SELECT max(o.meaning) FROM courses_lessonedition o WHERE o.lesson_id = l.id) AS stale,
            l.id AS lesson, m.code AS module_code, m.id AS module, l.safety_critical AS safety,
            CASE WHEN e.words > 0 AND e.language = %s THEN 0 WHEN e.words > 0 THEN 1 WHEN e.language = %s THEN 2 ELSE 3
            END AS place
        FROM courses_lessonedition e
        JOIN courses_lesson l ON l.id = e.lesson_id
        JOIN courses_module m ON m.id = l.module_id
        WHERE l.code = %s AND l.retired_at IS NULL AND e.language IN (%s, %s)
    ) AS found
    WHERE {{shown}}
    ORDER BY place, number DESC LIMIT 1
"""  # noqa: S608 - only constants of this module are put in


@dataclasses.dataclass(frozen=True, slots=True)
class ReadLesson:
    """A lesson as one reader gets it. `language` is that of the text, which may not be the one asked for.

    `stale`: another language has a newer meaning.
    """

    code: str
    edition: int
    number: int
    language: str
    title: str
    summary: str
    body: str
    instructor_body: str
    approved: bool
    stale: bool
    lesson: int
    module_code: str
    module: int


def lesson_for(code: str, language: str, drafts_shown: bool, *, instructor_layer: bool = False) -> ReadLesson | None:
    """Return the newest edition of a lesson that may be read, or None. One query.

    The language asked for comes first, then the source; a text comes before a bare title. Where drafts are not shown
    the newest approved edition is taken. A safety-critical lesson is never shown unapproved outside the
    demonstration (architecture.md 5.10). `instructor_layer` also reads the notes for instructors.
    """
    query = LESSON.format(notes="e.instructor_body" if instructor_layer else "''", shown=shown_in_sql(drafts_shown))
    with connection.cursor() as cursor:
        cursor.execute(query, [language, language, code, language, SOURCE_LANGUAGE])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, number, written_in, title, summary, body, notes, state, stale, lesson, module_code, module, *_ = row
    return ReadLesson(
        code=code,
        edition=pk,
        number=number,
        language=written_in,
        title=title,
        summary=summary,
        body=body,
        instructor_body=notes,
        approved=state == ApprovalState.APPROVED,
        stale=bool(stale),
        lesson=lesson,
        module_code=module_code,
        module=module,
    )


def shown_in_sql(drafts_shown: bool) -> str:
    """Return the condition of `readable` over the columns `state` and `safety`."""
    if not drafts_shown:
        return "state = 'approved'"
    return "1 = 1" if settings.DEMONSTRATION else "(state = 'approved' OR NOT safety)"


def readable(drafts_shown: bool) -> QuerySet[LessonEdition]:
    """Return the editions that may be shown to readers, each with its `state` of approval.

    The state is the newest approval of that source hash since the edition was published, else the one it had then.
    """
    editions: Any = LessonEdition.objects.annotate(state=state_of())
    if not drafts_shown:
        editions = editions.filter(state=ApprovalState.APPROVED)
    elif not settings.DEMONSTRATION:
        editions = editions.filter(Q(state=ApprovalState.APPROVED) | Q(lesson__safety_critical=False))
    shown: QuerySet[LessonEdition] = editions
    return shown


def state_of() -> Coalesce:
    """Return the expression of a lesson edition's state of approval."""
    approvals = Approval.objects.filter(
        kind=ApprovedKind.LESSON,
        code=OuterRef("lesson__code"),
        language=OuterRef("language"),
        source_hash=OuterRef("source_hash"),
        at__gte=OuterRef("published_at"),
    )
    return Coalesce(Subquery(approvals.values("state")[:1]), F("approval_state"))


def has_text(drafts_shown: bool) -> Exists:
    """Return the condition, for a query over lessons, that there is something to read in some language."""
    everything = drafts_shown and settings.DEMONSTRATION
    editions = LessonEdition.objects.all() if everything else readable(drafts_shown)
    return Exists(editions.filter(lesson=OuterRef("pk"), words__gt=0))


def newest_title(language: str) -> Coalesce:
    """Return the expression, for a query over lessons, of the newest title in a language, else in the source."""

    def newest(code: str) -> Subquery:
        editions = LessonEdition.objects.filter(lesson=OuterRef("pk"), language=code).order_by("-number")
        return Subquery(editions.values("title")[:1])

    return Coalesce(newest(language), newest(SOURCE_LANGUAGE), Value(""))


def lesson_titles(codes: Collection[str], language: str) -> dict[str, str]:
    """Return the newest titles of lessons by code, in a language, else in the source language. One query."""
    return _titles(LessonEdition, codes, language)


def module_titles(codes: Collection[str], language: str) -> dict[str, str]:
    """Return the newest titles of modules by code, in a language, else in the source language. One query."""
    return _titles(ModuleEdition, codes, language)


def course_titles(codes: Collection[str], language: str) -> dict[str, str]:
    """Return the newest titles of courses by code, in a language, else in the source language. One query."""
    return _titles(CourseEdition, codes, language)


def edition_numbers(module_code: str) -> dict[str, int]:
    """Return the number of the newest source edition of each lesson of a module, by lesson code. One query."""
    rows: Iterable[tuple[str, int]] = (
        LessonEdition.objects.filter(lesson__module__code=module_code, language=SOURCE_LANGUAGE)
        .order_by("number")
        .values_list("lesson__code", "number")
    )
    return dict(rows)


def newest_lesson_edition(lesson: Lesson, language: str) -> LessonEdition | None:
    """Return the newest edition of a lesson in exactly one language, whatever its state, or None."""
    edition: LessonEdition | None = lesson.editions.filter(language=language).order_by("-number").first()
    return edition


def newest_editions_of(row: Lesson | Module | Course) -> list[Any]:
    """Return the newest edition of a lesson, module or course in each language that has one. One query."""
    return list(row.editions.latest_of_each())


def latest_lessons(codes: Collection[str], language: str) -> dict[str, LessonEdition]:
    """Return the newest editions in exactly one language by lesson code, without their bodies."""
    rows = (
        LessonEdition.objects.filter(lesson__code__in=codes, language=language)
        .latest_of_each()
        .select_related("lesson")
        .defer("body", "instructor_body", "text", "folded")
    )
    return {edition.lesson.code: edition for edition in rows}


def _titles(model: Any, codes: Collection[str], language: str) -> dict[str, str]:
    rows = (
        model.objects.filter(**{f"{model.OF}__code__in": codes, "language__in": {language, SOURCE_LANGUAGE}})
        .order_by(Case(When(language=language, then=Value(1)), default=Value(0)), "number")
        .values_list(f"{model.OF}__code", "title")
    )
    return dict(rows)
