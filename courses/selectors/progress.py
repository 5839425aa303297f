"""How far a trainee is: lessons read by module, and what to read next. One progress for all languages."""

import dataclasses
import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Exists, OuterRef, UUIDField

from courses.enums import EnrolmentState, RequirementKind
from courses.models import Lesson, LessonCompletion, ProgrammePart, ProgrammeRequirement
from courses.selectors.cohorts import active_enrolments
from courses.selectors.editions import STATE, has_text, lesson_titles, module_titles, newest_title, shown_in_sql
from courses.selectors.reading import Reading

if TYPE_CHECKING:
    from accounts.models import User


@dataclasses.dataclass(frozen=True, slots=True)
class LessonLine:
    """One lesson in a list. `ready` says that there is a text to read; `safety` that lives may hang on it."""

    code: str
    title: str
    ready: bool
    done: bool
    safety: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ModuleProgress:
    """Lessons read of those that can be read now; `quiz` when its quiz counts for the certificate."""

    code: str
    title: str
    unit: int
    done: int
    total: int
    quiz: bool

    @property
    def finished(self) -> bool:
        return self.total > 0 and self.done == self.total


@dataclasses.dataclass(frozen=True, slots=True)
class NextLesson:
    code: str
    title: str
    module_code: str
    module_title: str
    begun: bool


@dataclasses.dataclass(frozen=True, slots=True)
class MyProgramme:
    """One enrolment of a trainee: the modules of its programme version in their order, and what to do next."""

    enrolment: uuid.UUID
    titles: dict[str, str]
    cohort: str
    centre_titles: dict[str, str]
    starts_on: datetime.date
    ends_on: datetime.date
    unit: str
    completed: bool
    modules: list[ModuleProgress]
    next: NextLesson | None
    self_check_in: bool = False

    @property
    def done(self) -> int:
        return sum(module.done for module in self.modules)

    @property
    def total(self) -> int:
        return sum(module.total for module in self.modules)

    @property
    def ready(self) -> list[ModuleProgress]:
        """Modules with something to read."""
        return [module for module in self.modules if module.total]

    @property
    def waiting(self) -> list[ModuleProgress]:
        """Modules whose texts are being prepared."""
        return [module for module in self.modules if not module.total]

    @property
    def quizzes(self) -> list[ModuleProgress]:
        """Modules read to the end whose quiz counts."""
        return [module for module in self.modules if module.quiz and module.finished]


@dataclasses.dataclass(frozen=True, slots=True)
class Neighbours:
    """The lessons before and after one in its module (None at the ends), and whether this one is read."""

    before: str | None
    after: str | None
    done: bool
    place: int
    of: int


def my_programmes(user: "User", language: str) -> list[MyProgramme]:
    """Return the programmes `user` is enrolled in, newest first. Seven queries, however many modules there are."""
    enrolments = active_enrolments(user)
    versions = {enrolment.cohort.programme_version_id: enrolment.cohort.programme_version for enrolment in enrolments}
    if not versions:
        return []
    parts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ProgrammePart.objects.filter(version__in=versions).exclude(module=None).order_by("position")
    for version_id, module, unit in rows.values_list("version_id", "module__code", "unit_number"):
        parts[version_id].setdefault(str(module), unit)
    required = set(
        ProgrammeRequirement.objects.filter(version__in=versions, kind=RequirementKind.QUIZ).values_list(
            "version_id", "code"
        )
    )
    codes = {code for modules in parts.values() for code in modules}
    titles = module_titles(codes, language)
    lessons = {
        shown: _lessons_of(codes, user, drafts_shown=shown)
        for shown in {version.drafts_shown for version in versions.values()}
    }
    drafts: list[tuple[MyProgramme, str | None]] = []
    for enrolment in enrolments:
        version = enrolment.cohort.programme_version
        of_module = lessons[version.drafts_shown]
        modules = [
            ModuleProgress(
                code=code,
                title=titles.get(code, ""),
                unit=unit,
                done=sum(done for _, done in of_module[code]),
                total=len(of_module[code]),
                quiz=(version.pk, code) in required,
            )
            for code, unit in parts[version.pk].items()
        ]
        coming = [(module, lesson) for module in modules for lesson, done in of_module[module.code] if not done]
        mine = MyProgramme(
            enrolment=enrolment.pk,
            titles=version.titles,
            cohort=enrolment.cohort.code,
            centre_titles=enrolment.cohort.centre.titles,
            starts_on=enrolment.cohort.starts_on,
            ends_on=enrolment.cohort.ends_on,
            unit=version.unit,
            completed=enrolment.state == EnrolmentState.COMPLETED,
            modules=modules,
            next=NextLesson(coming[0][1], "", coming[0][0].code, coming[0][0].title, begun=coming[0][0].done > 0)
            if coming
            else None,
            self_check_in=enrolment.cohort.self_check_in,
        )
        drafts.append((mine, coming[0][1] if coming else None))
    names = lesson_titles([code for _, code in drafts if code], language)
    return [_named(mine, names) for mine, _ in drafts]


def _named(mine: MyProgramme, names: dict[str, str]) -> MyProgramme:
    if mine.next is None:
        return mine
    return dataclasses.replace(mine, next=dataclasses.replace(mine.next, title=names.get(mine.next.code, "")))


def _lessons_of(codes: Iterable[str], user: "User", *, drafts_shown: bool) -> dict[str, list[tuple[str, bool]]]:
    """Return by module code the lessons that can be read, each with whether `user` has read it. One query."""
    rows = (
        Lesson.objects.filter(has_text(drafts_shown), module__code__in=codes, retired_at=None)
        .annotate(done=_done(user))
        .order_by("position")
        .values_list("module__code", "code", "done")
    )
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for module, code, done in rows:
        found[module].append((code, done))
    return found


def lessons_in(module: str, user: "User", reading: Reading, language: str) -> list[LessonLine]:
    """Return the lessons of a module in order with their titles, for one reader. One query."""
    rows = (
        Lesson.objects.filter(module__code=module, retired_at=None)
        .annotate(title=newest_title(language), ready=has_text(reading.drafts_shown), done=_done(user))
        .order_by("position", "code")
        .values_list("code", "title", "ready", "done", "safety_critical")
    )
    return [LessonLine(*row) for row in rows]


# Written out for the same reason as the query of a lesson (editions.py).
NEIGHBOURS = """
    SELECT l.id, l.code, EXISTS (
        SELECT 1 FROM courses_lessoncompletion c WHERE c.person_id = %s AND c.lesson_id = l.id
    )
    FROM courses_lesson l
    WHERE l.module_id = %s AND l.retired_at IS NULL AND (l.id = %s OR EXISTS (
        SELECT 1 FROM (
            SELECT e.words AS words, l.safety_critical AS safety, {state} AS state
            FROM courses_lessonedition e WHERE e.lesson_id = l.id
        ) AS of_lesson WHERE words > 0 AND {shown}
    ))
    ORDER BY l.position, l.code
"""


def neighbours(lesson: int, module: int, user: "User", *, drafts_shown: bool) -> Neighbours:
    """Return what stands before and after a lesson of a module, by ids, and whether `user` has read it. One query.

    Lessons without a text that may be shown are passed over.
    """
    shown = shown_in_sql(drafts_shown)
    query = NEIGHBOURS.format(state=STATE if "state" in shown else "''", shown=shown)
    person = UUIDField().get_db_prep_value(user.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(query, [person, module, lesson])
        lines = cursor.fetchall()
    place = next((index for index, line in enumerate(lines) if line[0] == lesson), 0)
    return Neighbours(
        before=_code(lines, place - 1),
        after=_code(lines, place + 1),
        done=bool(lines[place][2]),
        place=place + 1,
        of=len(lines),
    )


def _code(lines: Sequence[tuple[int, str, bool]], place: int) -> str | None:
    return lines[place][1] if 0 <= place < len(lines) else None


def _done(user: "User") -> Exists:
    return Exists(LessonCompletion.objects.filter(person=user, lesson=OuterRef("pk")))
