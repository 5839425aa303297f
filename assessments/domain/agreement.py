"""How well two assessors agree.

Cohen's kappa: J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20
(1960), 37-46; with linear weights for the scores 0, 1, 2 as in J. Cohen, Psychological Bulletin 70 (1968), 213-220.
"""

import dataclasses
from collections import Counter
from collections.abc import Iterable

SCORES = (0, 1, 2)
FEWEST_PAIRS = 20
TENTH = 10

Pair = tuple[int, int]


@dataclasses.dataclass(frozen=True)
class Kappa:
    """`pairs` scores given twice, how many were the same, and kappa from -1 to 1.

    A kappa is None where it is not defined: no pairs, or both assessors gave one and the same score throughout.
    """

    pairs: int
    same: int
    plain: float | None
    weighted: float | None

    @property
    def too_few(self) -> bool:
        """True when there are too few pairs to say anything (fewer than 20)."""
        return self.pairs < FEWEST_PAIRS

    @property
    def share(self) -> float:
        """Share of the pairs that are the same, 0 to 1; 0 when there are none."""
        return self.same / self.pairs if self.pairs else 0.0

    @property
    def in_ten(self) -> int:
        """In how many of ten criteria they agree, rounded to the nearest; never 10 unless all are the same."""
        if not self.pairs:
            return 0
        nearest = (2 * TENTH * self.same + self.pairs) // (2 * self.pairs)
        return nearest if self.same == self.pairs else min(nearest, TENTH - 1)


def kappa(pairs: Iterable[Pair]) -> Kappa:
    """Return the agreement of pairs of scores (0-2) that two assessors gave to the same criteria.

    plain = (p_o - p_e) / (1 - p_e); weighted = 1 - sum(w o) / sum(w e) with w = |i - j| / 2.
    """
    table = Counter(pairs)
    count = table.total()
    same = sum(number for (one, other), number in table.items() if one == other)
    first = Counter[int]()
    second = Counter[int]()
    for (one, other), number in table.items():
        first[one] += number
        second[other] += number
    expected = sum(first[score] * second[score] for score in SCORES)  # times count squared
    plain = None if expected == count**2 else (count * same - expected) / (count**2 - expected)
    seen = sum(abs(one - other) * number for (one, other), number in table.items())
    by_chance = sum(abs(one - other) * first[one] * second[other] for one in SCORES for other in SCORES)
    weighted = 1 - seen * count / by_chance if by_chance else None
    return Kappa(count, same, plain, weighted)
