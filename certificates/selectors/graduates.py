"""What is frozen of one person beside the names: parts with grades, hours attended, editions that were learned from."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assessments.selectors.graduating import editions_learned
from certificates.domain.record import PartResult
from certificates.domain.wording import EXIT_TEST

if TYPE_CHECKING:
    from certificates.selectors.entitlement import Entitlement
    from courses.models import Cohort


@dataclasses.dataclass(frozen=True)
class Reached:
    """What one person reached: for the annex and the record."""

    parts: Sequence[PartResult]
    average: str
    attended_hours: int | None
    curriculum: Mapping[str, int]


@dataclasses.dataclass(frozen=True)
class Programme:
    """The parts of a cohort's programme, read once for everybody: module code, titles, theory and practice hours."""

    parts: tuple[tuple[str, Mapping[str, str], int, int], ...]
    editions: Mapping[uuid.UUID, Mapping[str, int]]


def programme_of(cohort: "Cohort") -> Programme:
    """Return the programme of a cohort for `reached`. Two queries. Parts of the same module are one line."""
    merged: dict[str, tuple[str, Mapping[str, str], int, int]] = {}
    for part in cohort.programme_version.parts.select_related("module"):
        module = part.module.code if part.module else ""
        key = module or part.key
        before = merged.get(key, (module, part.titles, 0, 0))
        merged[key] = (module, before[1], before[2] + part.theory_hours, before[3] + part.practice_hours)
    return Programme(tuple(merged.values()), editions_learned(cohort))


def reached(programme: Programme, entitlement: "Entitlement") -> Reached:
    """Return what one person reached, from what was read already."""
    grades, standing = entitlement.grades, entitlement.standing
    of_parts = grades.parts if grades else {}
    parts = [
        PartResult(titles, theory, practice, of_parts[module].grade if module in of_parts else None)
        for module, titles, theory, practice in programme.parts
    ]
    if grades is not None and grades.exam is not None:
        parts.append(PartResult(EXIT_TEST, 0, 0, grades.exam.grade))
    complete = grades is not None and grades.complete and grades.average is not None
    return Reached(
        parts=parts,
        average=str(grades.average) if grades is not None and complete else "",
        attended_hours=standing.share.attended_hours if standing else None,
        curriculum=programme.editions.get(entitlement.enrolment.pk, {}),
    )
