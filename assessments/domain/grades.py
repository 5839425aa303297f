"""From percentages to grades 5, 4, 3, 2, to the grade of a part, and to honours.

Source: domain.md 4.3. Every threshold comes from the cohort's programme version.
"""

import dataclasses
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from assessments.domain.checklists import mean, rounded

FAILED = 2
HONOURS_LEAST = 4


@dataclasses.dataclass(frozen=True)
class Scale:
    """The thresholds of one programme version, in percent; `honours_average` is a mean of grades."""

    grade_3: int
    grade_4: int
    grade_5: int
    quiz_weight: int
    practical_weight: int
    honours_average: Decimal


@dataclasses.dataclass(frozen=True)
class Score:
    """What was reached in one requirement: percent (0–100), passed or not, and in how many tries."""

    percent: Decimal
    passed: bool
    tries: int = 1


@dataclasses.dataclass(frozen=True)
class PartGrade:
    """Percent (0–100) and grade (5–2) of one part."""

    percent: Decimal
    grade: int


def grade(percent: Decimal, scale: Scale) -> int:
    """Return 5, 4, 3 or 2 for a percentage; a threshold itself earns the grade."""
    for threshold, reached in ((scale.grade_5, 5), (scale.grade_4, 4), (scale.grade_3, 3)):
        if percent >= threshold:
            return reached
    return FAILED


def part_grade(quizzes: Sequence[Score], practicals: Sequence[Score], scale: Scale) -> PartGrade | None:
    """Return the grade of one part from its quizzes and practical exercises, or None when it has neither.

    Quizzes and practicals weigh as the programme says; where a part has only one kind, that kind counts alone.
    A practical "not yet competent", or a quiz that was not passed, makes the part a 2, whatever the points.
    """
    if not quizzes and not practicals:
        return None
    if quizzes and practicals:
        theory = mean(score.percent for score in quizzes)
        practice = mean(score.percent for score in practicals)
        percent = rounded((theory * scale.quiz_weight + practice * scale.practical_weight) / 100)
    else:
        percent = mean(score.percent for score in (*quizzes, *practicals))
    if all(score.passed for score in (*quizzes, *practicals)):
        return PartGrade(percent, max(grade(percent, scale), 3))
    return PartGrade(percent, FAILED)


def average(grades: Sequence[int]) -> Decimal | None:
    """Return the mean of grades with two decimal places, halves rounded up; None without grades."""
    if not grades:
        return None
    return (Decimal(sum(grades)) / len(grades)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def honours(grades: Sequence[int], tries: Sequence[int], scale: Scale) -> bool:
    """True when the average reaches the programme's mark, no grade is 3 or less, and nothing was sat again.

    The average is compared before rounding. Source: domain.md 4.3.
    """
    if not grades or min(grades) < HONOURS_LEAST or any(count > 1 for count in tries):
        return False
    return Decimal(sum(grades)) >= scale.honours_average * len(grades)
