"""A trainee's own results in plain words: what was reached, what it means, until when an appeal is possible."""

import dataclasses
import datetime
from typing import TYPE_CHECKING

from assessments.domain.grades import PartGrade
from assessments.selectors.appeals import deadline_of
from assessments.selectors.result_tables import ResultLine, grade_word
from courses.selectors.assessing import is_open

if TYPE_CHECKING:
    from courses.models import Cohort


@dataclasses.dataclass(frozen=True)
class ReadPart:
    """The grade of one part with its word; `code` is the module's."""

    code: str
    grade: PartGrade
    word: str


@dataclasses.dataclass(frozen=True)
class OwnResults:
    """One person's line; `appeal_until` None: there is no last day yet."""

    line: ResultLine
    parts: tuple[ReadPart, ...]
    appeal_until: datetime.date | None
    closed: bool


def own_results(cohort: "Cohort", line: ResultLine) -> OwnResults:
    """Return a line as its person reads it. A few queries for the deadline, none else."""
    parts = tuple(ReadPart(code, part, grade_word(part.grade)) for code, part in sorted(line.grades.parts.items()))
    return OwnResults(line, parts, deadline_of(cohort, None), not is_open(cohort))
