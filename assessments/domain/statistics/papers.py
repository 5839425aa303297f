"""Attempts as statistics see them: for each question its marks and points, and nothing about the person."""

import dataclasses
import math
from collections import Counter
from collections.abc import Iterable, Sequence

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
    """One question in one attempt; `language` is that of the answer, `place` its number on the paper (0: unknown)."""

    question: int
    marks: float
    points: float
    language: str = ""
    place: int = 0

    @property
    def right(self) -> bool:
        """True for at least half of the marks: partial credit made into right or wrong."""
        return 2 * self.points >= self.marks


@dataclasses.dataclass(frozen=True, slots=True)
class Paper:
    """One attempt, its questions in the order of their places, in the language of most answers. Made by `paper`."""

    taken: tuple[Taken, ...]
    total: float
    maximum: float
    language: str

    @property
    def share(self) -> float:
        """Points reached of what could be reached, 0 to 1."""
        return self.total / self.maximum


def paper(taken: Iterable[Taken], *, language: str = "") -> Paper:
    """Return a paper with its sums; `language` is its own where no answer has one."""
    found = tuple(taken)
    spoken = Counter(one.language for one in found if one.language)
    most = spoken.most_common(1)[0][0] if spoken else language
    total = round(math.fsum(one.points for one in found), STEP)
    return Paper(found, total, math.fsum(one.marks for one in found), most)


def same_questions(papers: Sequence[Paper]) -> bool:
    """Return whether all papers hold the same questions, in whatever order."""
    return len({frozenset(one.question for one in each.taken) for each in papers}) == 1
