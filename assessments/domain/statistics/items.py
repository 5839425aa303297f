"""Each question: how many know it, and whether those who know the rest know it too.

Definitions, denominators included, are those that Moodle publishes (docs.moodle.org/dev/Quiz_statistics_calculations;
question/classes/statistics/questions/calculator.php). x is the mark of one question in one attempt, t the whole mark of
that attempt, and the rest is t − x; sums go over the attempts that held the question. Marks are taken as parts of what
the attempt could reach, which changes nothing where every attempt can reach the same.
"""

import dataclasses
import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from assessments.domain import marking
from assessments.domain.statistics.moments import covariance, differences, mean
from assessments.domain.statistics.papers import STEP, Paper
from assessments.enums import QuestionKind


@dataclasses.dataclass(frozen=True, slots=True)
class ItemFigures:
    """Percentages, None where there is nothing to say.

    `facility` is the mean mark of the full mark; `deviation` the standard deviation (n − 1) of the mark as a part of
    the full mark; `intended` the question's part of what an attempt could reach; `effective` its part of what really
    spreads the marks (None for a negative covariance with the whole mark); `discrimination` the correlation of the mark
    with the rest; `efficiency` that covariance as a part of the greatest possible with these marks.
    """

    people: int
    facility: float
    deviation: float | None
    intended: float
    effective: float | None
    discrimination: float | None
    efficiency: float | None
    variance: float | None


@dataclasses.dataclass(slots=True)
class _Gathered:
    """The attempts that held one question. `covariance` is that with the whole mark."""

    facility: list[float] = dataclasses.field(default_factory=list)
    marks: list[float] = dataclasses.field(default_factory=list)
    rest: list[float] = dataclasses.field(default_factory=list)
    whole: list[float] = dataclasses.field(default_factory=list)
    intended: list[float] = dataclasses.field(default_factory=list)


def item_figures(papers: Collection[Paper], language: str | None = None) -> dict[int, ItemFigures]:
    """Return the figures of every question; with `language` only from answers in that one.

    Effective weights sum to 100 over the questions of a quiz where all have the same. Where questions are drawn, each
    counts as often as it was drawn, so that intended and effective weights can be compared.
    """
    gathered = _gather(papers, language)
    found = {question: _figures(rows) for question, rows in gathered.items()}
    covariances = {question: _with_whole(rows) for question, rows in gathered.items()}
    attempts = len(papers) if language is None else max((len(rows.marks) for rows in gathered.values()), default=0)
    parts = [
        len(gathered[question].marks) / attempts * math.sqrt(value)
        for question, value in covariances.items()
        if value is not None and value > 0
    ]
    whole = math.fsum(parts)
    return {
        question: dataclasses.replace(one, effective=_effective(covariances[question], whole))
        for question, one in found.items()
    }


def _gather(papers: Collection[Paper], language: str | None) -> dict[int, _Gathered]:
    gathered: dict[int, _Gathered] = defaultdict(_Gathered)
    for each in papers:
        total, maximum = each.total, each.maximum
        for one in each.taken:
            if language is not None and one.language != language:
                continue
            rows = gathered[one.question]
            rows.facility.append(one.points / one.marks)
            rows.marks.append(one.points / maximum)
            rows.rest.append(round(total - one.points, STEP) / maximum)
            rows.whole.append(total / maximum)
            rows.intended.append(one.marks / maximum)
    return gathered


def _figures(rows: _Gathered) -> ItemFigures:
    people = len(rows.marks)
    facility, intended = 100 * mean(rows.facility), 100 * mean(rows.intended)
    if people < 2:
        return ItemFigures(people, facility, None, intended, None, None, None, None)
    marks, rest = differences(rows.marks), differences(rows.rest)
    shared = covariance(marks, rest)
    most = covariance(differences(sorted(rows.marks)), differences(sorted(rows.rest)))
    spread = math.sqrt(marks.variance * rest.variance)
    return ItemFigures(
        people=people,
        facility=facility,
        deviation=100 * math.sqrt(differences(rows.facility).variance),
        intended=intended,
        effective=None,
        discrimination=100 * shared / spread if spread else None,
        efficiency=100 * shared / most if most else None,
        variance=marks.variance,
    )


def _with_whole(rows: _Gathered) -> float | None:
    if len(rows.marks) < 2:
        return None
    return covariance(differences(rows.marks), differences(rows.whole))


def _effective(shared: float | None, whole: float) -> float | None:
    if shared is None or shared < 0 or not whole:
        return None
    return 100 * math.sqrt(shared) / whole


def guess(kind: str, key: Mapping[str, Any]) -> float | None:
    """Return what blind guessing brings on average, in percent; None where nobody can tell.

    As Moodle's kinds of questions have it (get_random_guess_score): unknown where any number of options may be chosen
    and for essays, else what the kind says (domain/kinds).
    """
    if kind in {QuestionKind.MULTIPLE, QuestionKind.ESSAY}:
        return None
    return float(100 * marking.guess(kind, key))
