"""What a quiz demands of somebody, and whether an attempt may begin."""

import dataclasses
import datetime
import enum
from typing import TYPE_CHECKING

from assessments.enums import ADMITTED_ONLY, COUNTING, QuizPurpose

if TYPE_CHECKING:
    from assessments.models import Quiz
    from courses.models import ProgrammeVersion

SILENT = datetime.timedelta(seconds=90)  # somebody of whom nothing was heard for so long is not there


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
    TOO_SOON = "too_soon"
    TOO_LATE = "too_late"
    NO_SITTING = "no_sitting"
    OTHER_NETWORK = "other_network"
    WRONG_CODE = "wrong_code"
    EMPTY = "empty"
    UNAPPROVED = "unapproved"


@dataclasses.dataclass(frozen=True)
class Facts:
    """What decides about a new attempt: `used` attempts of `allowed` (None: any number), `bank` questions to draw from.

    `short`: only approved questions may be drawn, or the blueprint asks for more than there are. `admitted`: the
    attendance is enough, or the quiz does not ask for it. `again_from`: the end of the pause after the last attempt.
    `again_until`: the last day of a re-sit. `sitting`: a window is open now, or none is needed. `inside`: the address
    is in the centre's network, or that is not asked. `code_right`: the code was right, or none is asked.
    """

    enrolled: bool
    cohort_open: bool = True
    used: int = 0
    allowed: int | None = None
    bank: int = 1
    short: bool = False
    admitted: bool = True
    again_from: datetime.datetime | None = None
    again_until: datetime.datetime | None = None
    sitting: bool = True
    inside: bool = True
    code_right: bool = True


def rules_for(quiz: "Quiz", version: "ProgrammeVersion") -> Rules:
    """Return the rules of a quiz for people of a programme version.

    Counting quizzes take pass mark and attempts from the version (architecture.md 4), a module quiz its length too;
    an entry test is sat once and not graded (domain.md 4.3); only practice has thresholds of its own. `questions` of a
    quiz with a blueprint are those of its lines, kept in the quiz by the service that writes them.
    """
    questions = version.quiz_questions if quiz.purpose == QuizPurpose.MODULE else quiz.questions
    if quiz.purpose in ADMITTED_ONLY:
        return Rules(questions, version.exit_attempts, version.exit_pass_percent, quiz.time_limit_minutes)
    if quiz.purpose in COUNTING:
        return Rules(questions, version.quiz_attempts, version.quiz_pass_percent, quiz.time_limit_minutes)
    attempts = 1 if quiz.purpose == QuizPurpose.ENTRY else quiz.attempts
    return Rules(questions, attempts, quiz.pass_percent, quiz.time_limit_minutes)


def asks_admission(quiz: "Quiz") -> bool:
    """True when only those may begin whose attendance admits them (domain.md 4.3): exit test and examination."""
    return quiz.purpose in ADMITTED_ONLY


def again(
    quiz: "Quiz", version: "ProgrammeVersion", first: datetime.datetime | None, last: datetime.datetime | None
) -> tuple[datetime.datetime | None, datetime.datetime | None]:
    """Return from when and until when somebody may sit again who handed in `first` and `last` at these times.

    The pause is the quiz's own; an exit test is sat again within the days that the version gives (domain.md 4.3).
    """
    since = last + datetime.timedelta(hours=quiz.pause_hours) if last and quiz.pause_hours else None
    until = None
    if first and quiz.purpose in ADMITTED_ONLY:
        until = first + datetime.timedelta(days=version.exit_resit_days)
    return since, until


def start_refusal(facts: Facts, at: datetime.datetime) -> StartRefusal | None:
    """Return why a new attempt cannot begin at this moment, or None. What the person cannot change comes first."""
    reasons = (
        (StartRefusal.NOT_ENROLLED, not facts.enrolled),
        (StartRefusal.CLOSED, not facts.cohort_open),
        (StartRefusal.EXHAUSTED, facts.allowed is not None and facts.used >= facts.allowed),
        (StartRefusal.NOT_ADMITTED, not facts.admitted),
        (StartRefusal.TOO_LATE, facts.again_until is not None and at > facts.again_until),
        (StartRefusal.TOO_SOON, facts.again_from is not None and at < facts.again_from),
        (StartRefusal.EMPTY, not facts.bank),
        (StartRefusal.UNAPPROVED, facts.short),
        (StartRefusal.NO_SITTING, not facts.sitting),
        (StartRefusal.OTHER_NETWORK, not facts.inside),
        (StartRefusal.WRONG_CODE, not facts.code_right),
    )
    return next((refusal for refusal, holds in reasons if holds), None)


def time_given(minutes: int | None, extra_percent: int) -> datetime.timedelta | None:
    """Return the time for an attempt: the limit and so many percent more, to the second; None without a limit."""
    if minutes is None:
        return None
    return datetime.timedelta(seconds=round(minutes * 60 * (100 + extra_percent) / 100))
