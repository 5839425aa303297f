"""The whole quiz: how the marks lie, and how far they can be trusted.

Definitions as Moodle publishes them (docs.moodle.org/dev/Quiz_statistics_calculations; mod/quiz/report/statistics/
classes/calculator.php): sample standard deviation with n − 1, skewness k3 / k2^(3/2) and kurtosis k4 / k2² from
Fisher's k-statistics, coefficient of internal consistency p/(p − 1) · (1 − Σ variance of each / variance of all)
(Cronbach 1951), error ratio √(1 − coefficient), standard error = error ratio · standard deviation.
"""

import dataclasses
import math
import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence

from assessments.domain.statistics.moments import differences, mean
from assessments.domain.statistics.papers import Paper, same_questions

BANDS = 10


@dataclasses.dataclass(frozen=True, slots=True)
class QuizFigures:
    """Percentages of what could be reached, skewness and kurtosis as plain numbers; None where undefined.

    `consistency` and `error_ratio` are percentages too. `drawn` says that people had different questions, so that the
    places on the paper stand for questions, as Moodle does for random ones.
    """

    attempts: int
    mean: float | None = None
    median: float | None = None
    deviation: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None
    consistency: float | None = None
    error_ratio: float | None = None
    standard_error: float | None = None
    drawn: bool = False


def quiz_figures(papers: Sequence[Paper]) -> QuizFigures:
    """Return the figures of the papers that count.

    Standard deviation from two papers on, skewness from three, kurtosis from four; skewness, kurtosis and consistency
    only where not everybody has the same mark; consistency only with two questions or more.
    """
    if not papers:
        return QuizFigures(0)
    shares = [each.share for each in papers]
    figures = QuizFigures(
        len(papers),
        mean=100 * mean(shares),
        median=100 * statistics.median(shares),
        drawn=not same_questions(papers),
    )
    if len(papers) < 2:
        return figures
    spread = differences(shares)
    deviation = 100 * math.sqrt(spread.variance)
    figures = dataclasses.replace(figures, deviation=deviation)
    if not spread.squares:
        return figures
    skewness, kurtosis = _shape(spread.values)
    trust = consistency(_variances(papers, drawn=figures.drawn), spread.variance)
    ratio = None if trust is None else 100 * math.sqrt(max(0.0, 1 - trust / 100))
    return dataclasses.replace(
        figures,
        skewness=skewness,
        kurtosis=kurtosis,
        consistency=trust,
        error_ratio=ratio,
        standard_error=None if ratio is None else ratio * deviation / 100,
    )


def consistency(variances: Sequence[float], whole: float) -> float | None:
    """Return the coefficient of internal consistency in percent from the variances of the parts and of the whole."""
    parts = len(variances)
    if parts < 2 or not whole:
        return None
    return 100 * parts / (parts - 1) * (1 - math.fsum(variances) / whole)


def _shape(values: Sequence[float]) -> tuple[float | None, float | None]:
    """Return skewness and kurtosis of differences to the mean that are not all nought."""
    size = len(values)
    second, third, fourth = (math.fsum(value**power for value in values) / size for power in (2, 3, 4))
    k2 = size * second / (size - 1)
    if size < 3:
        return None, None
    k3 = size**2 * third / ((size - 1) * (size - 2))
    if size < 4:
        return k3 / k2**1.5, None
    k4 = size**2 * ((size + 1) * fourth - 3 * (size - 1) * second**2) / ((size - 1) * (size - 2) * (size - 3))
    return k3 / k2**1.5, k4 / k2**2


def _variances(papers: Sequence[Paper], *, drawn: bool) -> list[float]:
    """Return the variance of each question, or of each place where questions were drawn."""
    marks: Mapping[int, list[float]] = defaultdict(list)
    for each in papers:
        for place, one in enumerate(each.taken, 1):
            marks[(one.place or place) if drawn else one.question].append(one.points / each.maximum)
    return [differences(values).variance if len(values) > 1 else 0.0 for values in marks.values()]


def bands(papers: Sequence[Paper]) -> list[int]:
    """Return how many papers lie in each tenth of the marks, 0–10 % first; full marks are in the last."""
    counts = [0] * BANDS
    for each in papers:
        counts[min(BANDS - 1, max(0, int(round(each.share * 100, 9) // 10)))] += 1
    return counts
