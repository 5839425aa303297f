"""What screens of translators read of editions: numbers, meanings, places in the curriculum, names of terms."""

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from courses.enums import ApprovalState, TextState
from courses.models import (
    Course,
    CourseEdition,
    Lesson,
    LessonEdition,
    Module,
    ModuleEdition,
    TermEdition,
)
from courses.selectors.standings import text_state
from foundation.languages.titles import SOURCE_LANGUAGE

EDITIONS: Mapping[str, Any] = {"lesson": LessonEdition, "module": ModuleEdition, "course": CourseEdition}
LAST = -1  # modules and courses stand before what they hold


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a thing stands: the code of its course, and the positions of course, module and thing."""

    course: str
    order: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class PlainStanding:
    """A module or course in one language: missing, out of date or written. `title` as the reader reads it."""

    code: str
    language: str
    title: str
    state: TextState
    place: Place


@dataclasses.dataclass(frozen=True, slots=True)
class TermName:
    """A term of the glossary in one language: its code, its name and the other forms it is found by."""

    code: str
    language: str
    title: str
    forms: tuple[str, ...]


def edition_of(kind: str, row: Any, language: str) -> tuple[int, bool, bool]:
    """Return the number of the newest edition in a language (0: none), and whether another has a newer meaning.

    Then whether one has a newer meaning than the source language as well. `kind` is lesson, module or course, `row`
    the thing. One query.
    """
    model = EDITIONS[kind]
    rows = model.objects.filter(**{model.OF: row}).order_by("number").values_list("language", "number", "meaning")
    newest = {code: (number, meaning) for code, number, meaning in rows}
    number, meaning = newest.get(language, (0, 0))
    highest = max((other for _, other in newest.values()), default=0)
    return number, bool(number) and highest > meaning, highest > newest.get(SOURCE_LANGUAGE, (0, 0))[1]


def places_of_lessons() -> dict[str, Place]:
    """Return where every lesson stands, by code. One query."""
    rows = Lesson.objects.values_list(
        "code", "module__course__code", "module__course__position", "module__position", "position"
    )
    return {code: Place(course, (first, second, third)) for code, course, first, second, third in rows}


def places_of_modules() -> dict[str, Place]:
    """Return where every module that is not retired stands, by code. One query."""
    rows = Module.objects.filter(retired_at=None).values_list("code", "course__code", "course__position", "position")
    return {code: Place(course, (first, second, LAST)) for code, course, first, second in rows}


def places_of_courses() -> dict[str, Place]:
    """Return where every course that is not retired stands, by code. One query."""
    rows = Course.objects.filter(retired_at=None).values_list("code", "position")
    return {code: Place(code, (position, LAST, LAST)) for code, position in rows}


def plain_standings(kind: str, languages: Collection[str], reader: str) -> list[PlainStanding]:
    """Return every module or course (`kind`) in each of `languages`, with the title in the reader's. Two queries."""
    model = EDITIONS[kind]
    places = places_of_modules() if kind == "module" else places_of_courses()
    rows = model.objects.latest_of_each().order_by().values_list(f"{model.OF}__code", "language", "title", "meaning")
    found = {(code, language): (title, meaning) for code, language, title, meaning in rows}
    newest: dict[str, int] = {}
    for (code, _), (_, meaning) in found.items():
        newest[code] = max(newest.get(code, 0), meaning)
    standings = []
    for code, place in places.items():
        title = next((found[code, name][0] for name in (reader, SOURCE_LANGUAGE) if (code, name) in found), code)
        for language in languages:
            meaning = found.get((code, language), ("", 0))[1]
            state = text_state(
                written=meaning > 0, meaning=meaning, newest=newest.get(code, 0), step=ApprovalState.APPROVED
            )
            standings.append(PlainStanding(code, language, title, state, place))
    return standings


def term_names(languages: Collection[str]) -> list[TermName]:
    """Return the names of all terms in use in some languages. One query."""
    rows = (
        TermEdition.objects.filter(language__in=languages, term__retired_at=None)
        .latest_of_each()
        .order_by("term__position")
        .values_list("term__code", "language", "title", "forms")
    )
    return [TermName(code, language, title, tuple(forms)) for code, language, title, forms in rows]
