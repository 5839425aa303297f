"""Attempts as statistics see them: who, the how-manieth, and for each question its marks and points."""

import dataclasses
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

STEP = 6  # decimals that points are rounded to where floats are subtracted; points have three


class Which(models.TextChoices):
    """Which attempts of each person count. Moodle's four; the first ones unless somebody asks for others."""

    FIRST = "first", _("First attempts")
    ALL = "all", _("All attempts")
    HIGHEST = "highest", _("Best attempts")
    LAST = "last", _("Last attempts")


@dataclasses.dataclass(frozen=True, slots=True)
class Taken:
    """One question in one attempt; `language` is that of the answer."""

    question: int
    marks: float
    points: float
    language: str = ""

    @property
    def right(self) -> bool:
        """True for at least half of the marks: partial credit made into right or wrong."""
        return 2 * self.points >= self.marks


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """One attempt, its questions in the order of their places. Made by `paper`."""

    person: Hashable
    number: int
    taken: tuple[Taken, ...]
    total: float
    maximum: float
    language: str

    @property
    def share(self) -> float:
        """Points reached of what could be reached, 0 to 1."""
        return self.total / self.maximum


def paper(person: Hashable, number: int, taken: Iterable[Taken], *, language: str = "") -> Paper:
    """Return a paper with its sums.

    `number` orders the attempts of a person. The language is the one of most of the answers; `language` where no
    answer has one.
    """
    found = tuple(taken)
    spoken = Counter(one.language for one in found if one.language)
    most = spoken.most_common(1)[0][0] if spoken else language
    total = round(math.fsum(one.points for one in found), STEP)
    return Paper(person, number, found, total, math.fsum(one.marks for one in found), most)


def chosen_papers(papers: Iterable[Paper], which: Which) -> list[Paper]:
    """Return the papers that count. Of two equally good ones of a person the earlier is the best."""
    ordered = sorted((one for one in papers if one.maximum), key=lambda one: one.number)
    if which == Which.ALL:
        return ordered
    kept: dict[Hashable, Paper] = {}
    for one in ordered:
        before = kept.get(one.person)
        better = before is None or which == Which.LAST or (which == Which.HIGHEST and one.share > before.share)
        if better:
            kept[one.person] = one
    return list(kept.values())


def same_questions(papers: Sequence[Paper]) -> bool:
    """Return whether all papers hold the same questions, in whatever order."""
    return len({frozenset(one.question for one in each.taken) for each in papers}) == 1
