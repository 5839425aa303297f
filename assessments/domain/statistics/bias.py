"""Does a text make a question harder for people who know as much? One language against the reference.

Mantel–Haenszel after Holland & Thayer (1988), "Differential item performance and the Mantel-Haenszel procedure":
people are matched by how much of the rest of the quiz they got right; α is the common odds ratio, Δ = −2.35 · ln α its
value on the delta scale of ETS (negative: harder in the language that is compared). Classes A, B and C after Zieky
(1993) as stated by Zwick (2012), ETS RR-12-08. Standard error of ln α after Robins, Breslow & Greenland (1986).
"""

import dataclasses
import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db import models

from assessments.domain.statistics.papers import Paper, Taken

SCALE = -2.35
SIGNIFICANT = 0.05
ONE_SIDED = 1.6448536269514722  # quantile of 95 % of the normal distribution: "significantly greater than 1"
FEWEST = 20  # people in each language; fewer say nothing
THICK_BELOW = 100  # people in the smaller group; below that equal scores are too rare to match by
THICK_BANDS = 5


class Size(models.TextChoices):
    """How much a question differs between two languages, by the rule of ETS: not, somewhat, strongly."""

    NONE = "A", "A"
    SOME = "B", "B"
    STRONG = "C", "C"


@dataclasses.dataclass(frozen=True, slots=True)
class Table:
    """People who know equally much: right and wrong in the reference, right and wrong in the other language."""

    reference_right: int
    reference_wrong: int
    other_right: int
    other_wrong: int

    @property
    def people(self) -> int:
        return self.reference_right + self.reference_wrong + self.other_right + self.other_wrong


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """α, χ² with continuity correction and its probability, Δ, the standard error of Δ (None for infinite Δ), class."""

    odds: float
    chi_square: float
    probability: float
    delta: float
    error: float | None
    size: Size


@dataclasses.dataclass(frozen=True, slots=True)
class Bias:
    """One question in one language against the reference: people, percent right, and the same for the rest of the quiz.

    `compared` is None with too few people (`few`), and where nobody could be matched.
    """

    language: str
    reference: str
    people: int
    reference_people: int
    right: float
    reference_right: float
    rest: float
    reference_rest: float
    compared: Comparison | None

    @property
    def few(self) -> bool:
        """True when there are too few people in one of the languages."""
        return min(self.people, self.reference_people) < FEWEST


def mantel_haenszel(tables: Iterable[Table]) -> Comparison | None:
    """Return the comparison over all tables; None when no table holds both languages and both right and wrong."""
    sums = dict.fromkeys(("above", "variance", "r", "s", "pr", "mixed", "qs"), 0.0)
    for one in tables:
        _add(sums, one)
    if not sums["variance"]:
        return None
    chi_square = max(0.0, abs(sums["above"]) - 0.5) ** 2 / sums["variance"]
    probability = math.erfc(math.sqrt(chi_square / 2))
    r, s = sums["r"], sums["s"]
    if not r or not s:
        infinite = math.inf if r else -math.inf
        size = Size.STRONG if probability < SIGNIFICANT else Size.NONE
        return Comparison(math.inf if r else 0.0, chi_square, probability, -infinite, None, size)
    log_variance = sums["pr"] / (2 * r * r) + sums["mixed"] / (2 * r * s) + sums["qs"] / (2 * s * s)
    delta, error = SCALE * math.log(r / s), abs(SCALE) * math.sqrt(log_variance)
    return Comparison(r / s, chi_square, probability, delta, error, size_of(delta, error, probability))


def _add(sums: dict[str, float], one: Table) -> None:
    a, b, c, d, people = one.reference_right, one.reference_wrong, one.other_right, one.other_wrong, one.people
    if people < 2:
        return
    reference, other, right, wrong = a + b, c + d, a + c, b + d
    sums["above"] += a - reference * right / people
    sums["variance"] += reference * other * right * wrong / (people * people * (people - 1))
    alike, unlike, r, s = (a + d) / people, (b + c) / people, a * d / people, b * c / people
    sums["r"] += r
    sums["s"] += s
    sums["pr"] += alike * r
    sums["mixed"] += alike * s + unlike * r
    sums["qs"] += unlike * s


def size_of(delta: float, error: float, probability: float) -> Size:
    """Return A below 1 or not significantly different from 0, C from 1.5 and significantly above 1, B otherwise."""
    if abs(delta) < 1 or probability >= SIGNIFICANT:
        return Size.NONE
    strong = abs(delta) >= 1.5 and abs(delta) - ONE_SIDED * error > 1
    return Size.STRONG if strong else Size.SOME


def biases(papers: Collection[Paper], reference: str, languages: Iterable[str]) -> dict[tuple[int, str], Bias]:
    """Return the comparison of every question with the reference, by question and language.

    Done twice: the second time without the strongly differing questions in what people are matched by ("purified";
    Holland & Thayer 1988, section 3), at most half of the questions.
    """
    found: dict[tuple[int, str], Bias] = {}
    for language in languages:
        if language == reference:
            continue
        rows = _rows(papers, {reference, language}, frozenset())
        first = {question: _bias(listed, reference, language) for question, listed in rows.items()}
        strong = _strongest(first)
        if strong:
            rows = _rows(papers, {reference, language}, strong)
            first = {question: _bias(listed, reference, language) for question, listed in rows.items()}
        found |= {(question, language): one for question, one in first.items()}
    return found


def _strongest(found: Mapping[int, Bias]) -> frozenset[int]:
    """Return the questions of class C, the most differing half of all questions at most."""
    sizes = {
        question: abs(one.compared.delta)
        for question, one in found.items()
        if one.compared and one.compared.size == Size.STRONG
    }
    ordered = sorted(sizes, key=lambda question: (-sizes[question], question))
    return frozenset(ordered[: len(found) // 2])


Row = tuple[str, bool, float]  # language, right, share of the rest that is right


def _rows(papers: Collection[Paper], spoken: set[str], without: frozenset[int]) -> Mapping[int, list[Row]]:
    rows: Mapping[int, list[Row]] = defaultdict(list)
    for each in papers:
        matching = [one for one in each.taken if one.question not in without]
        right = sum(one.right for one in matching)
        for one in each.taken:
            if one.language in spoken:
                rows[one.question].append((one.language, one.right, _rest(one, right, len(matching), without)))
    return rows


def _rest(one: Taken, right: int, count: int, without: frozenset[int]) -> float:
    if one.question not in without:
        right, count = right - one.right, count - 1
    return right / count if count else 0.0


def _bias(rows: Sequence[Row], reference: str, language: str) -> Bias:
    ours = [row for row in rows if row[0] == language]
    theirs = [row for row in rows if row[0] == reference]
    bias = Bias(
        language=language,
        reference=reference,
        people=len(ours),
        reference_people=len(theirs),
        right=_percent(ours, 1),
        reference_right=_percent(theirs, 1),
        rest=_percent(ours, 2),
        reference_rest=_percent(theirs, 2),
        compared=None,
    )
    return bias if bias.few else dataclasses.replace(bias, compared=mantel_haenszel(tables_of(rows, reference)))


def _percent(rows: Sequence[Row], column: int) -> float:
    return 100 * math.fsum(float(row[column]) for row in rows) / len(rows) if rows else 0.0


def tables_of(rows: Sequence[Row], reference: str) -> list[Table]:
    """Return one table for people with the same score on the rest; in small groups, for a fifth of the people.

    "Thick" matching where fewer than a hundred people answered in one of the languages (Donoghue & Allen 1993): about
    a fifth of all people make a table, equal scores are never parted.
    """
    references = sum(row[0] == reference for row in rows)
    thick = min(references, len(rows) - references) < THICK_BELOW
    levels: dict[float, list[int]] = {}
    for spoken, right, rest in rows:
        cells = levels.setdefault(round(rest, 9), [0, 0, 0, 0])
        cells[(0 if spoken == reference else 2) + (0 if right else 1)] += 1
    if thick:
        return _thick([levels[score] for score in sorted(levels)], len(rows))
    return [Table(*levels[score]) for score in sorted(levels)]


def _thick(levels: Sequence[Sequence[int]], people: int) -> list[Table]:
    bands = [[0, 0, 0, 0] for _ in range(THICK_BANDS)]
    before = 0
    for cells in levels:
        middle = before + sum(cells) / 2
        band = bands[min(THICK_BANDS - 1, int(THICK_BANDS * middle / people))]
        for place, count in enumerate(cells):
            band[place] += count
        before += sum(cells)
    return [Table(*band) for band in bands if any(band)]
