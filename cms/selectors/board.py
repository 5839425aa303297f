"""The board: of each part of the curriculum and language, how many texts are missing, stale … approved."""

import dataclasses
import datetime
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from assessments.selectors.closed_questions import closed_questions
from assessments.selectors.counts_of_texts import codes_of_module, counts_of_practicals, counts_of_questions
from assessments.selectors.standings_of_texts import standings_of_practicals, standings_of_questions
from cms.selectors.places import edit_addresses
from courses.access import may_take
from courses.enums import ApprovalState, ApprovedKind, TextState
from courses.selectors.approvals import codes_in_review
from courses.selectors.curriculum import module_rows
from courses.selectors.editions import course_titles, module_titles
from courses.selectors.standings import Standing, standings_of_lessons, standings_of_terms
from foundation.languages.titles import LANGUAGE_CODES

if TYPE_CHECKING:
    from accounts.models import User

Counts = Counter[tuple[str, str, TextState]]  # (code of the module, language, state)
KINDS: Mapping[ApprovedKind, Callable[..., list[Standing]]] = {
    ApprovedKind.LESSON: standings_of_lessons,
    ApprovedKind.QUESTION: standings_of_questions,
    ApprovedKind.PRACTICAL: standings_of_practicals,
    ApprovedKind.TERM: standings_of_terms,
}
# Kinds with so many texts that the database counts them; of the others every standing is read.
COUNTED: Mapping[ApprovedKind, Callable[[Sequence[str]], Counts]] = {
    ApprovedKind.QUESTION: counts_of_questions,
    ApprovedKind.PRACTICAL: counts_of_practicals,
}
OF_MODULES = (ApprovedKind.LESSON, ApprovedKind.QUESTION, ApprovedKind.PRACTICAL)
WAITING = "waiting"  # beside the states: what waits for the person who asks


@dataclasses.dataclass(frozen=True)
class Filters:
    """What the board or its list is narrowed to; an empty value is everything. `state` may be WAITING."""

    course: str = ""
    module: str = ""
    language: str = ""
    kind: str = ""
    state: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Count:
    state: TextState
    number: int


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """One language of one line: the states that occur, with how many texts."""

    language: str
    counts: tuple[Count, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One kind of text of one course or module."""

    kind: ApprovedKind
    cells: tuple[Cell, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """One course, or one module where a course is chosen; the glossary has no code."""

    code: str
    title: str
    lines: tuple[Line, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Board:
    """`totals` has every state; `groups` are modules when `of_modules`, else courses; `courses` all with titles."""

    courses: Mapping[str, str]
    totals: tuple[Count, ...]
    groups: tuple[Group, ...]
    languages: tuple[str, ...]
    of_modules: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """One text of the list. `course` is empty for terms, `edit` the address of its page in Wagtail or empty."""

    standing: Standing
    course: str
    edit: str


def board(filters: Filters, reader: str) -> Board:
    """Return the board, narrowed to a course and a language; titles are in the language `reader`.

    Thirteen queries, whatever the number of texts.
    """
    courses = courses_of_modules()
    languages = tuple(code for code in LANGUAGE_CODES if filters.language in {"", code})
    counts: Counter[tuple[str, ApprovedKind, str, TextState]] = Counter()
    totals: Counter[TextState] = Counter()
    kinds = OF_MODULES if filters.course else tuple(KINDS)
    for kind in kinds:
        for (module, language, state), number in counts_of(kind, languages).items():
            course = courses.get(module, "")
            if filters.course and course != filters.course:
                continue
            counts[module if filters.course else course, kind, language, state] += number
            totals[state] += number
    named = titles = names_of_courses(courses, reader)
    codes = list(named)
    if filters.course:
        codes = [module for module, course in courses.items() if course == filters.course]
        titles = module_titles(codes, reader)
    groups = [_group(code, titles.get(code, ""), OF_MODULES, languages, counts) for code in codes]
    if not filters.course:
        groups.append(_group("", "", (ApprovedKind.TERM,), languages, counts))
    return Board(
        courses=named,
        totals=tuple(Count(state, totals[state]) for state in TextState),
        groups=tuple(group for group in groups if group.lines),
        languages=languages,
        of_modules=bool(filters.course),
    )


def counts_of(kind: ApprovedKind, languages: Sequence[str] = LANGUAGE_CODES) -> Counts:
    """Return how many texts of a kind stand how, by module and language. At most three queries."""
    if kind in COUNTED:
        return COUNTED[kind](languages)
    return Counter((one.module, one.language, one.state) for one in KINDS[kind](languages=languages))


def places(filters: Filters, courses: Mapping[str, str], user: "User", day: datetime.date) -> list[Standing]:
    """Return the texts that a number of the board counts, in the order of the curriculum. A constant few queries.

    Questions kept for examinations are counted, but listed only for who may open them.

    `courses` as courses_of_modules returns them.
    """
    kinds = [kind for kind in KINDS if filters.kind in {"", kind}]
    closed = closed_questions(user, day) if ApprovedKind.QUESTION in kinds else frozenset()
    found = [
        standing
        for kind in kinds
        for standing in KINDS[kind](codes=_codes(kind, filters))
        if not (kind == ApprovedKind.QUESTION and standing.code in closed)
        and (not filters.language or standing.language == filters.language)
        and (not filters.module or standing.module == filters.module)
        and (not filters.course or courses.get(standing.module, "") == filters.course)
    ]
    if filters.state == WAITING:
        return waiting_for(user, found, courses, day)
    return [standing for standing in found if not filters.state or standing.state == filters.state]


def _codes(kind: ApprovedKind, filters: Filters) -> list[str] | None:
    """Return the codes to which the filters narrow a kind with many texts, None for all."""
    if filters.state == WAITING:
        return codes_in_review(kind)
    if filters.module and kind in COUNTED:
        return codes_of_module(kind, filters.module)
    return None


def with_addresses(standings: Sequence[Standing], courses: Mapping[str, str], user: "User") -> list[Place]:
    """Return lines of the list with course and, for who edits pages, the address of the page. One query."""
    edits = edit_addresses(standings, user)
    return [
        Place(
            standing,
            courses.get(standing.module, ""),
            edits.get((standing.code, standing.language), "") if standing.kind == ApprovedKind.LESSON else "",
        )
        for standing in standings
    ]


def waiting_for(
    user: "User", standings: Iterable[Standing], courses: Mapping[str, str], day: datetime.date
) -> list[Standing]:
    """Return the texts in review that `user` may pass on: not their own words. `courses` by module code."""
    known: dict[tuple[ApprovalState, str, str], bool] = {}
    found = []
    for standing in standings:
        if standing.state != TextState.IN_REVIEW or standing.changed_by == user.pk:
            continue
        key = (standing.step, courses.get(standing.module, ""), standing.language)
        if key not in known:
            known[key] = may_take(user, *key, day)
        if known[key]:
            found.append(standing)
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """What an editor's or translator's home says: texts waiting for review, and those stale and missing."""

    waiting: int
    stale: Mapping[str, int]
    missing: Mapping[str, int]


def work_for(user: "User", languages: Collection[str], day: datetime.date) -> Work:
    """Return what waits for `user`, and by language how many texts are stale and missing. A constant few queries."""
    found: Counter[tuple[str, TextState]] = Counter()
    for kind in KINDS:
        for (_module, language, state), number in counts_of(kind).items():
            found[language, state] += number
    waiting = places(Filters(state=WAITING), courses_of_modules(), user, day)
    return Work(
        waiting=len(waiting),
        stale={language: found[language, TextState.STALE] for language in languages},
        missing={language: found[language, TextState.MISSING] for language in languages},
    )


def courses_of_modules() -> dict[str, str]:
    """Return the code of the course of each module that is not retired, in the order of the curriculum. One query."""
    rows = sorted(module_rows().values(), key=lambda row: (row.course.position, row.position, row.code))
    return {row.code: row.course.code for row in rows}


def names_of_courses(courses: Mapping[str, str], reader: str) -> dict[str, str]:
    """Return the titles of the courses of modules, in their order, in a language, else in the source. One query."""
    codes = list(dict.fromkeys(courses.values()))
    titles = course_titles(codes, reader)
    return {code: titles.get(code, "") for code in codes}


def _group(
    code: str,
    title: str,
    kinds: Sequence[ApprovedKind],
    languages: Sequence[str],
    counts: Mapping[tuple[str, ApprovedKind, str, TextState], int],
) -> Group:
    lines = []
    for kind in kinds:
        cells = tuple(
            Cell(
                language,
                tuple(Count(state, n) for state in TextState if (n := counts.get((code, kind, language, state), 0))),
            )
            for language in languages
        )
        if any(cell.counts for cell in cells):
            lines.append(Line(kind, cells))
    return Group(code, title, tuple(lines))
