"""Which questions an attempt gets, and in which order. Pure: the same bank, seed and history give the same paper.

The paper is spread over the lessons of the module in proportion to their questions, and inside a lesson over the
difficulties; so two papers ask the same things equally hard. Questions of the last attempt come only where a lesson
has no others left.
"""

import dataclasses
import random
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from assessments.domain.kinds import KINDS

Group = TypeVar("Group", bound=Hashable)


@dataclasses.dataclass(frozen=True)
class Candidate:
    """A question that may be drawn: its id, its newest version's id, and where it stands."""

    question: int
    version: int
    lesson: int | None
    difficulty: str
    module: int | None = None
    outcome: int | None = None
    tags: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class Line:
    """A line of a blueprint: so many questions from this module, outcome, difficulty and word; None or "" for any."""

    count: int
    module: int | None = None
    outcome: int | None = None
    difficulty: str = ""
    tag: str = ""

    def takes(self, one: Candidate) -> bool:
        """True when the candidate fits the line."""
        return (
            self.module in {None, one.module}
            and self.outcome in {None, one.outcome}
            and self.difficulty in {"", one.difficulty}
            and (not self.tag or self.tag in one.tags)
        )


class BlueprintShortError(ValueError):
    """The bank has too few questions for a line of the blueprint; `line` is its number, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def draw_blueprint(
    bank: Sequence[Candidate], lines: Sequence[Line], *, seed: int, avoid: Collection[int] = (), shuffle: bool = True
) -> list[Candidate]:
    """Return the questions that the lines ask for, none twice; shuffled, or line by line. Raises BlueprintShortError.

    Narrow lines are drawn first, so that a wide one does not take what only they can use.
    """
    taken: set[int] = set()
    drawn: dict[int, list[Candidate]] = {}
    choices = {number: sum(line.takes(one) for one in bank) - line.count for number, line in enumerate(lines)}
    for number in sorted(choices, key=lambda one: (choices[one], one)):
        line = lines[number]
        fitting = [one for one in bank if line.takes(one) and one.question not in taken]
        if len(fitting) < line.count:
            raise BlueprintShortError(number + 1)
        drawn[number] = draw(fitting, line.count, seed=seed + number, avoid=avoid)
        taken |= {one.question for one in drawn[number]}
    paper = [one for number in range(len(lines)) for one in drawn[number]]
    if shuffle:
        random.Random(seed).shuffle(paper)  # noqa: S311 - as in draw
    return paper


def draw(bank: Sequence[Candidate], count: int, *, seed: int, avoid: Collection[int] = ()) -> list[Candidate]:
    """Return `count` different candidates (all of them when the bank is smaller) in the order to be shown.

    `avoid` holds question ids of the last attempt. In each lesson as few of them are taken as its share allows.
    """
    generator = random.Random(seed)  # noqa: S311 - fairness, not secrecy: the seed is drawn by the service
    ordered = sorted(bank, key=lambda candidate: candidate.question)
    by_lesson = _grouped(ordered, lambda candidate: candidate.lesson or 0)
    drawn: list[Candidate] = []
    for lesson, quota in apportion({name: len(group) for name, group in by_lesson.items()}, count, generator).items():
        fresh = [candidate for candidate in by_lesson[lesson] if candidate.question not in avoid]
        known = [candidate for candidate in by_lesson[lesson] if candidate.question in avoid]
        taken = _spread(fresh, quota, generator)
        drawn += taken + _spread(known, quota - len(taken), generator)
    generator.shuffle(drawn)
    return drawn


def option_order(kind: str, key: Mapping[str, Any], *, seed: int) -> list[Any]:
    """Return the manuscript's option numbers in the order shown; for matching, those of the right sides.

    What has nothing to mix (true or false, numbers, texts) has no order: an empty list.
    """
    return KINDS[kind].order(key, seed)


def apportion(sizes: Mapping[Group, int], count: int, generator: random.Random) -> dict[Group, int]:
    """Return how many to take from each group: proportional, largest remainders first, never more than it has.

    Ties between remainders are decided by the generator. The sum is `count`, or all there is.
    """
    total = sum(sizes.values())
    count = max(0, min(count, total))
    if not total:
        return dict.fromkeys(sizes, 0)
    shares = {name: count * size // total for name, size in sizes.items()}
    left = count - sum(shares.values())
    names = list(sizes)
    generator.shuffle(names)
    names.sort(key=lambda name: count * sizes[name] % total, reverse=True)
    for name in names[:left]:
        shares[name] += 1
    return shares


def _spread(candidates: Sequence[Candidate], count: int, generator: random.Random) -> list[Candidate]:
    """Take `count` at random, in proportion over the difficulties."""
    groups = _grouped(candidates, lambda candidate: candidate.difficulty)
    shares = apportion({name: len(group) for name, group in groups.items()}, count, generator)
    return [candidate for name, group in groups.items() for candidate in generator.sample(group, shares[name])]


def _grouped(candidates: Sequence[Candidate], key: Callable[[Candidate], Group]) -> dict[Group, list[Candidate]]:
    groups: dict[Group, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(key(candidate), []).append(candidate)
    return groups
