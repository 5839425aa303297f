"""Search over lessons, glossary and library, in one language after the other. Why so: docs/decisions/0011-search.md."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Q

from courses.domain.search_words import LONGEST_QUERY, Quality, Searched, may_stand_in
from courses.domain.snippets import Piece, marked_words, snippet
from courses.enums import ApprovalState, ApprovedKind
from courses.models import LessonEdition, ReferenceText, TermEdition
from courses.selectors.editions import STATE, module_titles, shown_in_sql
from courses.selectors.scope import Scope, scope_of
from courses.selectors.standings import steps_of, words_hash
from foundation.languages.titles import LANGUAGE_CODES

if TYPE_CHECKING:
    from accounts.models import User

HITS_ON_PAGE = 10
CALLED = 10_000.0  # what was typed is the very name of a term

# The newest edition that a reader may see, of each lesson in each language; see editions.py for `state` and `safety`.
NEWEST = f"""
    SELECT e.id, e.language, e.folded, e.lesson_id FROM courses_lessonedition e
    JOIN (
        SELECT lesson_id, language, max(number) AS number FROM (
            SELECT e.lesson_id, e.language, e.number, l.module_id AS module, l.safety_critical AS safety,
                {STATE} AS state
            FROM courses_lessonedition e JOIN courses_lesson l ON l.id = e.lesson_id
            WHERE l.retired_at IS NULL AND e.words > 0
        ) AS every WHERE {{readable}} GROUP BY lesson_id, language
    ) AS newest ON newest.lesson_id = e.lesson_id AND newest.language = e.language AND newest.number = e.number
    WHERE {{holds}}
"""  # noqa: S608 - only constants of this module and numbers of modules are put in


class HitKind(StrEnum):
    """What was found, in the order of equally good hits."""

    TERM = "term"
    LESSON = "lesson"
    REFERENCE = "reference"


ORDER = {kind: place for place, kind in enumerate(HitKind)}


@dataclasses.dataclass(frozen=True, slots=True)
class Hit:
    """One result as it is shown. `place` is the module of a lesson, or other forms of a term."""

    kind: HitKind
    code: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    place: str = ""
    place_code: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Results:
    """A page of results in one language. `partly`: no row has all words, so those with most of them are shown.

    `others` says how many results other languages have, those without any left out. `page` knows the pages.
    """

    query: str
    language: str
    total: int
    partly: bool
    hits: list[Hit]
    page: Any
    others: list[tuple[str, int]]


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    """What is judged. `text` and `more` of lessons are read for the page that is shown only."""

    kind: HitKind
    pk: Any
    language: str
    folded: str
    place: int
    code: str = ""
    title: str = ""
    text: str = ""
    more: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class _Ranked:
    row: _Row
    quality: Quality


def search(user: "User", query: str, language: str, page: str | int = 1) -> Results:
    """Return what `user` may read in a language that answers a query, best first. At most eight queries.

    Only the first LONGEST_QUERY characters of the query count. A query without letters and digits finds nothing.
    """
    query = " ".join(query.split())[:LONGEST_QUERY]
    languages = (language, *(code for code in LANGUAGE_CODES if may_stand_in(query, code)))
    asked = {code: Searched(query, code) for code in languages}
    if not asked[language].words:
        return Results(query, language, 0, partly=False, hits=[], page=None, others=[])
    scope = scope_of(user)
    small = [*_terms(scope, asked), *_references(scope, asked)]
    best, partly = _best([*small, *_lessons(scope, asked, every_word=True)], asked), False
    if not best and any(len(searched.words) > 1 for searched in asked.values()):
        best, partly = _most([*small, *_lessons(scope, asked, every_word=False)], asked), True
    own = sorted((one for one in best if one.row.language == language), key=_rank)
    shown = Paginator(own, HITS_ON_PAGE).get_page(page)
    counts = Counter(one.row.language for one in best)
    return Results(
        query=query,
        language=language,
        total=len(own),
        partly=partly and bool(best),
        hits=_hits([one.row for one in shown.object_list], asked[language]),
        page=shown,
        others=[(code, counts[code]) for code in LANGUAGE_CODES if code != language and counts[code]],
    )


def _rank(one: _Ranked) -> tuple[float, int, int]:
    return (-one.quality.score, ORDER[one.row.kind], one.row.place)


def _judged(rows: Iterable[_Row], asked: dict[str, Searched]) -> list[_Ranked]:
    judged: list[_Ranked] = []
    for row in rows:
        searched = asked[row.language]
        quality = searched.quality(row.folded)
        if row.kind is HitKind.TERM and quality.found and searched.is_called((row.title, *row.more)):
            quality = dataclasses.replace(quality, score=quality.score + CALLED)
        if quality.found:
            judged.append(_Ranked(row, quality))
    return judged


def _best(rows: Iterable[_Row], asked: dict[str, Searched]) -> list[_Ranked]:
    """Return the rows with all words; in each language, where some have them with known endings, only those."""
    full = [one for one in _judged(rows, asked) if one.quality.found == len(asked[one.row.language].words)]
    good = {one.row.language for one in full if one.quality.kin == one.quality.found}
    return [one for one in full if one.row.language not in good or one.quality.kin == one.quality.found]


def _most(rows: Iterable[_Row], asked: dict[str, Searched]) -> list[_Ranked]:
    """Return the rows of each language with as many of the words as any has there."""
    judged = _judged(rows, asked)
    most = {code: max((one.quality.kin for one in judged if one.row.language == code), default=0) for code in asked}
    return [one for one in judged if one.quality.kin and one.quality.kin == most[one.row.language]]


def _lessons(scope: Scope, asked: dict[str, Searched], *, every_word: bool) -> list[_Row]:
    if scope.nothing:
        return []
    holds, patterns = _likes(asked, every_word=every_word)
    query = NEWEST.format(readable=_readable(scope), holds=holds)
    with connection.cursor() as cursor:
        cursor.execute(query, patterns)
        return [_Row(HitKind.LESSON, *row) for row in cursor.fetchall()]


def _readable(scope: Scope) -> str:
    """Return the condition of what `scope` may read over the columns `state`, `safety` and `module`."""
    if scope.staff:
        return shown_in_sql(drafts_shown=True)
    parts = [
        f"(module IN ({', '.join(map(str, sorted(modules)))}) AND {shown_in_sql(drafts_shown=shown)})"
        for modules, shown in ((scope.drafts, True), (scope.approved, False))
        if modules
    ]
    return " OR ".join(parts)


def _likes(asked: dict[str, Searched], *, every_word: bool) -> tuple[str, list[str]]:
    """Return the condition that finds every row which may answer, and its patterns. Words hold no sign of LIKE."""
    languages: list[str] = []
    patterns: list[str] = []
    for language, searched in asked.items():
        patterns.append(language)
        found = []
        for word in searched.words:
            found.append(" OR ".join(["e.folded LIKE %s"] * len(word.beginnings)))
            patterns.extend(_pattern(beginning) for beginning in word.beginnings)
        between = " AND " if every_word else " OR "
        languages.append(f"(e.language = %s AND ({between.join(f'({one})' for one in found)}))")
    return " OR ".join(languages), patterns


def _pattern(beginning: str) -> str:
    """A single letter is looked for as a whole word."""
    return f"% {beginning} %" if len(beginning) == 1 else f"% {beginning}%"


def _terms(scope: Scope, asked: dict[str, Searched]) -> list[_Row]:
    """Return the newest terms that may be read and have one of the words: two queries where drafts are hidden."""
    rows = TermEdition.objects.filter(term__retired_at=None, language__in=asked).order_by("number")
    if scope.staff or scope.drafts:
        rows = rows.filter(_some_word(asked)).latest_of_each()
    found: dict[tuple[str, str], _Row] = {}
    approved = None if scope.staff or scope.drafts else steps_of(ApprovedKind.TERM, None)
    columns = ("pk", "language", "folded", "term__position", "term__code", "title", "summary", "forms")
    for pk, language, folded, place, code, title, text, forms in rows.values_list(*columns):
        row = _Row(HitKind.TERM, pk, language, folded, place, code, title, text, tuple(forms))
        if approved is None or _is_approved(row, approved):
            found[row.code, row.language] = row
    return list(found.values())


def _is_approved(row: _Row, steps: Mapping[tuple[str, str, str], str]) -> bool:
    hashed = words_hash(row.title, row.text, list(row.more))
    return steps.get((row.code, row.language, hashed)) == ApprovalState.APPROVED


def _references(scope: Scope, asked: dict[str, Searched]) -> list[_Row]:
    if scope.nothing:
        return []
    rows = ReferenceText.objects.newest().filter(_some_word(asked)).order_by()
    if not scope.staff:
        rows = rows.filter(reference__courses__in=scope.courses).distinct()
    columns = ("pk", "language", "folded", "reference__position", "reference__code", "title", "citation")
    return [_Row(HitKind.REFERENCE, *values) for values in rows.values_list(*columns)]


def _some_word(asked: dict[str, Searched]) -> Q:
    """Return the condition that finds every row with one of the words of its language."""
    found = Q()
    for language, searched in asked.items():
        words = Q()
        for word in searched.words:
            for beginning in word.beginnings:
                words |= Q(folded__contains=_pattern(beginning).strip("%"))
        found |= Q(language=language) & words
    return found


def _hits(rows: Sequence[_Row], searched: Searched) -> list[Hit]:
    """Return one page of results as they are shown. Two queries for the lessons among them."""
    lessons = _texts_of([row.pk for row in rows if row.kind is HitKind.LESSON], searched.language)
    return [lessons[row.pk].shown(searched) if row.kind is HitKind.LESSON else _shown(row, searched) for row in rows]


def _shown(row: _Row, searched: Searched) -> Hit:
    title, text = marked_words(row.title, searched), marked_words(row.text, searched)
    return Hit(row.kind, row.code, title, text, place=" · ".join(row.more))


@dataclasses.dataclass(frozen=True, slots=True)
class _LessonText:
    code: str
    title: str
    text: str
    module: str
    module_title: str

    def shown(self, searched: Searched) -> Hit:
        title, text = marked_words(self.title, searched), snippet(self.text, searched)
        return Hit(HitKind.LESSON, self.code, title, text, self.module_title, self.module)


def _texts_of(keys: Sequence[int], language: str) -> dict[int, _LessonText]:
    if not keys:
        return {}
    columns = ("pk", "lesson__code", "title", "text", "lesson__module__code")
    rows = list(LessonEdition.objects.filter(pk__in=keys).values_list(*columns))
    titles = module_titles({module for *_, module in rows}, language)
    return {
        pk: _LessonText(code, title, text, module, titles.get(module, "")) for pk, code, title, text, module in rows
    }
