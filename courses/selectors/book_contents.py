"""What stands in a manual as a book: which editions a book of today would hold, and their words.

`Shelf` knows only ids and states, so a page can say of every manual and pair of languages whether a newer state
exists. `contents_of` reads the words of one book. Both choose editions by the same rule as the lesson page does.
"""

import dataclasses
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.conf import settings

from courses.enums import ApprovalState, TermMark
from courses.models import CourseEdition, Lesson, LessonEdition, Module, ModuleEdition, TermEdition
from courses.selectors.editions import state_of
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE, Picked, pick

DESIGN = 1  # raise it when books drawn before should be drawn anew

Languages = tuple[str, ...]  # one, or two that differ


@dataclasses.dataclass(frozen=True, slots=True)
class Chosen:
    """The edition of a lesson that a book would hold in one language."""

    edition: int
    approved: bool


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """What a book of today would be made from. `drafts`: at least one of its texts is not approved."""

    fingerprint: str
    drafts: bool
    texts: int


@dataclasses.dataclass(frozen=True, slots=True)
class BookText:
    """The text of a lesson in one language."""

    title: str
    summary: str
    body: str
    instructor_body: str
    approved: bool


@dataclasses.dataclass(frozen=True, slots=True)
class BookLesson:
    """One lesson of a book, by language; a language without a text that may be shown is missing in `texts`."""

    code: str
    titles: Mapping[str, Picked]
    texts: Mapping[str, BookText]


@dataclasses.dataclass(frozen=True, slots=True)
class BookModule:
    code: str
    titles: Mapping[str, Picked]
    outcomes: Mapping[str, Sequence[str]]
    theory_hours: int
    practice_hours: int
    lessons: Sequence[BookLesson]


@dataclasses.dataclass(frozen=True, slots=True)
class BookTerm:
    """A term in all languages of the book: term and explanation."""

    words: Mapping[str, tuple[str, str]]
    doubtful: bool


@dataclasses.dataclass(frozen=True, slots=True)
class BookContents:
    code: str
    titles: Mapping[str, Picked]
    languages: Languages
    state: State
    modules: Sequence[BookModule]
    terms: Sequence[BookTerm]


class Shelf:
    """The editions of some manuals as they stand now, without their words. Six queries, for one manual or for all."""

    def __init__(self, courses: Collection[str]) -> None:
        self.modules = list(Module.objects.filter(course__code__in=courses, retired_at=None).select_related("course"))
        self.lessons: dict[int, list[Lesson]] = defaultdict(list)
        self._safety: set[int] = set()
        for lesson in Lesson.objects.filter(module__in=[module.pk for module in self.modules], retired_at=None):
            self.lessons[lesson.module_id].append(lesson)
            if lesson.safety_critical:
                self._safety.add(lesson.pk)
        self.titles: dict[tuple[int, str], int] = {}
        self._texts: dict[tuple[int, str], list[Chosen]] = defaultdict(list)  # newest last
        self._read_lessons(courses)
        self.module_editions = _newest(ModuleEdition.objects.filter(module__course__code__in=courses), "module_id")
        self.course_editions = _newest(CourseEdition.objects.filter(course__code__in=courses), "course_id")
        self.terms = _newest(TermEdition.objects.filter(term__retired_at=None), "term_id")

    def _read_lessons(self, courses: Collection[str]) -> None:
        rows = (
            LessonEdition.objects.filter(lesson__module__course__code__in=courses, lesson__retired_at=None)
            .annotate(state=state_of())
            .order_by("number")
            .values_list("pk", "lesson_id", "language", "words", "state")
        )
        for pk, lesson, language, words, state in rows:
            self.titles[lesson, language] = pk
            if words:
                self._texts[lesson, language].append(Chosen(pk, state == ApprovalState.APPROVED))

    def chosen(self, lesson: int, language: str, *, drafts: bool) -> Chosen | None:
        """Return the newest text that may be shown; a safety-critical one unapproved only in the demonstration."""
        unapproved = drafts and (settings.DEMONSTRATION or lesson not in self._safety)
        return next((one for one in reversed(self._texts[lesson, language]) if one.approved or unapproved), None)

    def state(self, course: str, languages: Languages, *, drafts: bool, for_instructors: bool) -> State:
        """Return what a book of a manual would be made from now. No query."""
        whole: list[Any] = [DESIGN, course, languages, for_instructors]
        texts: list[Chosen] = []
        for module in self.modules:
            if module.course.code != course:
                continue
            whole.append([_shown(self.course_editions, module.course_id, language) for language in languages])
            whole.append([module.code, module.theory_hours, module.practice_hours])
            whole.append([_shown(self.module_editions, module.pk, language) for language in languages])
            for lesson in self.lessons[module.pk]:
                whole.append(lesson.code)
                for language in languages:
                    if found := self.chosen(lesson.pk, language, drafts=drafts):
                        texts.append(found)
                        whole.append([found.edition, found.approved])
                    else:
                        whole.append(_shown(self.titles, lesson.pk, language))
        whole += sorted((pk, language) for (_, language), pk in self.terms.items() if language in languages)
        digest = hashlib.sha256(json.dumps(whole).encode()).hexdigest()
        return State(digest, drafts=any(not one.approved for one in texts), texts=len(texts))


def contents_of(course: str, languages: Languages, *, drafts: bool, for_instructors: bool) -> BookContents:
    """Return the words of the book that `Shelf.state` describes, in the order of the manual. Twelve queries."""
    shelf = Shelf([course])
    texts = _texts(shelf, languages, drafts=drafts, for_instructors=for_instructors)
    titles = dict(LessonEdition.objects.filter(pk__in=shelf.titles.values()).values_list("pk", "title"))
    editions = ModuleEdition.objects.in_bulk(shelf.module_editions.values())
    modules = []
    for module in shelf.modules:
        found = {key: editions[pk] for key, pk in _of(shelf.module_editions, module.pk).items()}
        lessons = []
        for lesson in shelf.lessons[module.pk]:
            written = {key: texts[lesson.pk, key] for key in languages if (lesson.pk, key) in texts}
            named = {key: titles[pk] for key, pk in _of(shelf.titles, lesson.pk).items()}
            named |= {key: text.title for key, text in written.items()}
            lessons.append(BookLesson(lesson.code, _picked(named, languages), written))
        modules.append(
            BookModule(
                code=module.code,
                titles=_picked({key: edition.title for key, edition in found.items()}, languages),
                outcomes={key: edition.outcomes for key, edition in found.items()},
                theory_hours=module.theory_hours,
                practice_hours=module.practice_hours,
                lessons=lessons,
            )
        )
    return BookContents(
        code=course,
        titles=_course_titles(course, languages),
        languages=languages,
        state=shelf.state(course, languages, drafts=drafts, for_instructors=for_instructors),
        modules=modules,
        terms=_terms(shelf, languages),
    )


def _texts(
    shelf: Shelf, languages: Languages, *, drafts: bool, for_instructors: bool
) -> dict[tuple[int, str], BookText]:
    chosen = {
        (lesson.pk, language): found
        for lessons in shelf.lessons.values()
        for lesson in lessons
        for language in languages
        if (found := shelf.chosen(lesson.pk, language, drafts=drafts))
    }
    fields = ("title", "summary", "body", *(["instructor_body"] if for_instructors else []))
    words = LessonEdition.objects.only(*fields).in_bulk([one.edition for one in chosen.values()])
    return {
        key: BookText(
            title=words[one.edition].title,
            summary=words[one.edition].summary,
            body=words[one.edition].body,
            instructor_body=words[one.edition].instructor_body if for_instructors else "",
            approved=one.approved,
        )
        for key, one in chosen.items()
    }


def _terms(shelf: Shelf, languages: Languages) -> list[BookTerm]:
    """Return the terms that stand in every language of the book, in the order of the first language's alphabet."""
    wanted = [pk for (_, language), pk in shelf.terms.items() if language in languages]
    by_term: dict[int, dict[str, TermEdition]] = defaultdict(dict)
    for edition in TermEdition.objects.filter(pk__in=wanted):
        by_term[edition.term_id][edition.language] = edition
    complete = [found for found in by_term.values() if len(found) == len(languages)]
    complete.sort(key=lambda found: (found[languages[0]].sort_key, found[languages[0]].title))
    return [
        BookTerm(
            words={language: (edition.title, edition.summary) for language, edition in found.items()},
            doubtful=any(edition.mark == TermMark.DOUBTFUL for edition in found.values()),
        )
        for found in complete
    ]


def _newest(editions: Any, of: str) -> dict[tuple[int, str], int]:
    """Return the id of the newest edition by thing and language. One query."""
    return {
        (thing, language): pk for pk, thing, language in editions.order_by("number").values_list("pk", of, "language")
    }


def _shown(found: Mapping[tuple[int, str], int], thing: int, language: str) -> int | None:
    """Return the edition whose title is shown in a language, by the same order as `pick`."""
    places = (language, SOURCE_LANGUAGE, *LANGUAGE_CODES)
    return next((found[thing, place] for place in places if (thing, place) in found), None)


def _of(found: Mapping[tuple[int, str], int], thing: int) -> dict[str, int]:
    return {language: found[thing, language] for language in LANGUAGE_CODES if (thing, language) in found}


def _course_titles(course: str, languages: Languages) -> dict[str, Picked]:
    rows = CourseEdition.objects.filter(course__code=course).order_by("number").values_list("language", "title")
    return _picked(dict(rows), languages)


def _picked(titles: Mapping[str, str], languages: Languages) -> dict[str, Picked]:
    return {language: pick(titles, language) for language in languages}
