"""Entitled, or not yet and why: a pure rule over plain facts (domain.md 4.3, architecture.md 5.8).

Thresholds are the programme version's. A practical exercise is never offset by a quiz: each requirement stands alone.
"""

import dataclasses
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from certificates.enums import Reason

RequirementStanding = Literal["passed", "missing", "unconfirmed", "failed"]


@dataclasses.dataclass(frozen=True, slots=True)
class Requirement:
    """One required quiz or practical exercise, or the exit test: its code, and where the person stands."""

    kind: Literal["quiz", "practical", "exam"]
    code: str
    status: RequirementStanding
    have: Decimal | None = None  # per cent reached


@dataclasses.dataclass(frozen=True, slots=True)
class Attendance:
    """Share of the hours attended, in per cent; `meets` is the rule of `attendance` itself, or an order admits.

    `owed_hours`: of practical lessons that have to be made up; none for whom an order admits.
    """

    meets: bool
    percent: Decimal
    percent_with_excused: Decimal
    owed_hours: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Thresholds:
    """In per cent, of the cohort's programme version."""

    attendance_percent: int
    quiz_pass_percent: int
    exit_pass_percent: int = 0
    attendance_paper_percent: int = 50  # of the planned hours, for a certificate of attendance
    unproved_names: bool = True  # names that nobody signed are only warned of


@dataclasses.dataclass(frozen=True, slots=True)
class Facts:
    withdrawn: bool
    locked: bool
    attendance: Attendance
    requirements: tuple[Requirement, ...]
    has_name: bool
    honours_earned: bool = False  # the rule on grades is that of `assessments`
    foreign_letters: str = ""  # letters of the name that the certificate's fonts lack
    appeal_open: bool = False  # the person's own; nobody else waits for it
    name_proved: bool = True  # signed on the name-proof sheet, as the names are now


@dataclasses.dataclass(frozen=True, slots=True)
class NotYet:
    """One thing that stands between a person and the certificate: what, in which quiz or exercise, have and need."""

    reason: Reason
    code: str = ""
    have: str = ""
    need: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    entitled: bool
    honours: bool
    reasons: tuple[NotYet, ...]
    warnings: tuple[NotYet, ...] = ()  # what should be mended first, and holds up nothing


def decide(facts: Facts, thresholds: Thresholds) -> Verdict:
    """Return whether somebody is entitled, with honours, and every reason why not.

    All reasons are given, not only the first. Whoever withdrew has that one reason.
    """
    if facts.withdrawn:
        return Verdict(entitled=False, honours=False, reasons=(NotYet(Reason.WITHDRAWN),))
    unproved = _unproved(facts)
    allowed = thresholds.unproved_names
    reasons = (*_reasons(facts, thresholds), *_of_the_record(facts), *(() if allowed else unproved))
    entitled = not reasons
    return Verdict(entitled, entitled and facts.honours_earned, reasons, unproved if allowed else ())


def decide_attendance(facts: Facts, thresholds: Thresholds) -> Verdict:
    """Return whether somebody is entitled to a certificate of attendance, and every reason why not.

    It says only that somebody was there: no test, no grade, no honours. Who is entitled to the certificate itself gets
    that one; the caller sees to it. Nobody gets either while an appeal of theirs is open.
    """
    if facts.withdrawn:
        return Verdict(entitled=False, honours=False, reasons=(NotYet(Reason.WITHDRAWN),))
    need, have = thresholds.attendance_paper_percent, facts.attendance.percent
    few = (NotYet(Reason.FEW_HOURS, have=_number(have), need=str(need)),) if have < need else ()
    unproved = _unproved(facts)
    allowed = thresholds.unproved_names
    reasons = (*few, *_of_the_record(facts), *(() if allowed else unproved))
    return Verdict(not reasons, honours=False, reasons=reasons, warnings=unproved if allowed else ())


def _reasons(facts: Facts, thresholds: Thresholds) -> Iterable[NotYet]:
    if not facts.attendance.meets:
        need = str(thresholds.attendance_percent)
        yield NotYet(Reason.ATTENDANCE, have=_number(facts.attendance.percent), need=need)
    if facts.attendance.owed_hours:
        yield NotYet(Reason.PRACTICE_MISSED, have=str(facts.attendance.owed_hours))
    for requirement in facts.requirements:
        reason = _reason_of(requirement)
        if reason is not None:
            need = _needed(requirement, thresholds)
            have = _number(requirement.have) if requirement.have is not None else ""
            yield NotYet(reason, requirement.code, have, need)


def _of_the_record(facts: Facts) -> Iterable[NotYet]:
    """Yield what is asked for every paper: results locked, no open appeal, a name that can be printed."""
    if not facts.locked:
        yield NotYet(Reason.NOT_LOCKED)
    if facts.appeal_open:
        yield NotYet(Reason.APPEAL)
    if not facts.has_name:
        yield NotYet(Reason.NO_NAME)
    elif facts.foreign_letters:
        yield NotYet(Reason.LETTERS, have=facts.foreign_letters)


def _unproved(facts: Facts) -> tuple[NotYet, ...]:
    return () if facts.name_proved or not facts.has_name else (NotYet(Reason.NOT_PROVED),)


def _needed(requirement: Requirement, thresholds: Thresholds) -> str:
    """Return the pass mark; none for a practical exercise, which is not a matter of points alone."""
    marks = {"quiz": thresholds.quiz_pass_percent, "exam": thresholds.exit_pass_percent}
    return str(marks[requirement.kind]) if requirement.kind in marks else ""


def _reason_of(requirement: Requirement) -> Reason | None:
    if requirement.status == "passed":
        return None
    if requirement.kind == "exam":
        return Reason.EXIT_MISSING
    if requirement.kind == "quiz":
        return Reason.QUIZ_MISSING
    return {
        "missing": Reason.PRACTICAL_MISSING,
        "unconfirmed": Reason.PRACTICAL_UNCONFIRMED,
        "failed": Reason.PRACTICAL_FAILED,
    }[requirement.status]


def _number(value: Decimal) -> str:
    """Return a percentage without idle zeros, rounded down: 89.96 never reads as 90."""
    whole = int(value * 10)
    return str(whole // 10) if whole % 10 == 0 else f"{whole / 10:.1f}"
