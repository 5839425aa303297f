"""What a quiz demands of somebody, and whether an attempt may begin."""

import dataclasses
import enum
from typing import TYPE_CHECKING

from assessments.enums import COUNTING, QuizPurpose

if TYPE_CHECKING:
    from assessments.models import Quiz
    from courses.models import ProgrammeVersion


@dataclasses.dataclass(frozen=True)
class Rules:
    """How many questions, how many attempts (None: as many as wanted), the pass mark in percent (None: ungraded)."""

    questions: int
    attempts: int | None
    pass_percent: int | None
    minutes: int | None


class StartRefusal(enum.StrEnum):
    """Why no attempt can begin."""

    NOT_ENROLLED = "not_enrolled"
    CLOSED = "closed"
    EXHAUSTED = "exhausted"
    NOT_ADMITTED = "not_admitted"
    EMPTY = "empty"
    UNAPPROVED = "unapproved"


def rules_for(quiz: "Quiz", version: "ProgrammeVersion") -> Rules:
    """Return the rules of a quiz for people of a programme version.

    Counting quizzes take pass mark and attempts from the version (architecture.md 4), a module quiz its length too;
    an entry test is sat once and not graded (domain.md 4.3); only practice has thresholds of its own.
    """
    questions = version.quiz_questions if quiz.purpose == QuizPurpose.MODULE else quiz.questions
    if quiz.purpose in COUNTING:
        return Rules(questions, version.quiz_attempts, version.quiz_pass_percent, quiz.time_limit_minutes)
    attempts = 1 if quiz.purpose == QuizPurpose.ENTRY else quiz.attempts
    return Rules(questions, attempts, quiz.pass_percent, quiz.time_limit_minutes)


def asks_admission(quiz: "Quiz") -> bool:
    """True when only those may begin whose attendance admits them (domain.md 4.3): the exit test alone."""
    return quiz.purpose == QuizPurpose.EXIT


def start_refusal(
    *,
    enrolled: bool,
    cohort_open: bool,
    used: int,
    allowed: int | None,
    bank: int,
    short: bool = False,
    admitted: bool = True,
) -> StartRefusal | None:
    """Return why a new attempt cannot begin, or None: `used` attempts of `allowed`, `bank` questions to draw from.

    `admitted`: the attendance is enough, or the quiz does not ask for it.
    `short`: only approved questions may be drawn, and too few of the bank are approved for a whole paper.
    """
    if not enrolled:
        return StartRefusal.NOT_ENROLLED
    if not cohort_open:
        return StartRefusal.CLOSED
    if allowed is not None and used >= allowed:
        return StartRefusal.EXHAUSTED
    if not admitted:
        return StartRefusal.NOT_ADMITTED
    if not bank:
        return StartRefusal.EMPTY
    if short:
        return StartRefusal.UNAPPROVED
    return None
