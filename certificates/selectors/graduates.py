"""What is frozen of one person beside the names: parts with grades, hours attended, editions that were learned from."""

import dataclasses
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assessments.selectors.graduating import editions_learned
from certificates.domain.record import PartResult
from certificates.domain.wording import EXIT_TEST, OTHER_PARTS
from courses.selectors.editions import course_titles

if TYPE_CHECKING:
    from assessments.selectors.results import Grades
    from certificates.selectors.entitlement import Entitlement
    from courses.models import Cohort

MOST_LINES = 14  # of the annex, which is one page: with more parts those without a grade are one line a manual


@dataclasses.dataclass(frozen=True)
class Reached:
    """What one person reached: for the annex and the record."""

    parts: Sequence[PartResult]
    average: str
    attended_hours: int | None
    curriculum: Mapping[str, int]


@dataclasses.dataclass(frozen=True)
class Part:
    """One part of a programme; parts of the same module are one."""

    module: str  # its code; "" for an opening, an assessment
    manual: str  # code of the course
    titles: Mapping[str, str]
    theory: int
    practice: int


@dataclasses.dataclass(frozen=True)
class Programme:
    """The parts of a cohort's programme, titles of its manuals by code, editions learned from; read once for all."""

    parts: tuple[Part, ...]
    manuals: Mapping[str, Mapping[str, str]]
    editions: Mapping[uuid.UUID, Mapping[str, int]]


def programme_of(cohort: "Cohort") -> Programme:
    """Return the programme of a cohort for `reached`. Two queries; one a language more where manuals are named."""
    merged: dict[str, Part] = {}
    for row in cohort.programme_version.parts.select_related("module__course"):
        module, manual = (row.module.code, row.module.course.code) if row.module else ("", "")
        before = merged.get(module or row.key, Part(module, manual, row.titles, 0, 0))
        merged[module or row.key] = dataclasses.replace(
            before, theory=before.theory + row.theory_hours, practice=before.practice + row.practice_hours
        )
    parts = tuple(merged.values())
    codes = {part.manual for part in parts if part.manual} if len(parts) > MOST_LINES else set()
    return Programme(parts, _titles(codes), editions_learned(cohort))


def _titles(codes: Collection[str]) -> dict[str, dict[str, str]]:
    """Return the titles of manuals, by code and language. One query a language."""
    found: dict[str, dict[str, str]] = {code: {} for code in codes}
    for language in OTHER_PARTS if codes else ():
        for code, title in course_titles(codes, language).items():
            found[code][language] = title
    return found


def reached(programme: Programme, entitlement: "Entitlement") -> Reached:
    """Return what one person reached, from what was read already."""
    grades, standing = entitlement.grades, entitlement.standing
    parts = list(_lines(programme, grades))
    if grades is not None and grades.exam is not None:
        parts.append(PartResult(EXIT_TEST, 0, 0, grades.exam.grade))
    complete = grades is not None and grades.complete and grades.average is not None
    return Reached(
        parts=parts,
        average=str(grades.average) if grades is not None and complete else "",
        attended_hours=standing.share.attended_hours if standing else None,
        curriculum=programme.editions.get(entitlement.enrolment.pk, {}),
    )


def _lines(programme: Programme, grades: "Grades | None") -> Iterator[PartResult]:
    """Yield the lines of the annex: every part; of long programmes those with a grade, and the rest of each manual."""
    marks = {code: part.grade for code, part in grades.parts.items()} if grades else {}
    if len(programme.parts) <= MOST_LINES:
        for part in programme.parts:
            yield PartResult(part.titles, part.theory, part.practice, marks.get(part.module))
        return
    manuals = dict.fromkeys(part.manual for part in programme.parts)
    for manual in sorted(manuals, key=lambda code: code == ""):  # openings and assessments at the end
        own = [part for part in programme.parts if part.manual == manual]
        graded = [part for part in own if part.module in marks]
        for part in graded:
            yield PartResult(part.titles, part.theory, part.practice, marks[part.module])
        rest = [part for part in own if part.module not in marks]
        if rest:
            titles = _rest_titles(programme.manuals.get(manual, {}), manual, alone=not graded)
            yield PartResult(titles, sum(part.theory for part in rest), sum(part.practice for part in rest), None)


def _rest_titles(titles: Mapping[str, str], manual: str, *, alone: bool) -> dict[str, str]:
    """Return how the rest of a manual is called: the manual itself, or its other parts where some have a grade."""
    found = {}
    for language, other in OTHER_PARTS.items():
        title = titles.get(language, manual)
        found[language] = other if not title else title if alone else f"{title}: {other[:1].lower()}{other[1:]}"
    return found
