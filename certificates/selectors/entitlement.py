"""Who of a cohort is entitled to a certificate, and who not yet and why; the same few queries for 3 people and 300."""

import dataclasses
import datetime
import uuid
from typing import TYPE_CHECKING, Literal

from accounts.selectors.names import Name, current_name_ids, names_of
from assessments.enums import RequirementState, ResultKind
from assessments.selectors.appeals import open_appeals
from assessments.selectors.results import Grades, RequirementStatus, grades_from, protocol_of, statuses_of
from attendance.selectors.shares import Standing, standings_of
from certificates.domain.entitlement import (
    Attendance,
    Facts,
    NotYet,
    Requirement,
    RequirementStanding,
    Thresholds,
    Verdict,
    decide,
    decide_attendance,
)
from certificates.domain.letters import unprintable
from certificates.enums import Reason, RegisterKind
from certificates.selectors.proofs import proofs_of
from courses.selectors.cohorts import enrolments_of

if TYPE_CHECKING:
    from courses.models import Cohort, Enrolment, ProgrammeVersion

STANDINGS: dict[RequirementState, RequirementStanding] = {
    RequirementState.MISSING: "missing",
    RequirementState.OPEN: "missing",
    RequirementState.WAITING: "unconfirmed",
    RequirementState.PASSED: "passed",
    RequirementState.FAILED: "failed",
    RequirementState.NOT_ADMITTED: "missing",
}
KINDS: dict[ResultKind, Literal["quiz", "practical", "exam"]] = {
    ResultKind.QUIZ: "quiz",
    ResultKind.PRACTICAL: "practical",
    ResultKind.EXAM: "exam",
}


@dataclasses.dataclass(frozen=True)
class Entitlement:
    """One enrolment: entitled, with honours or not, and all reasons why not yet; what should be mended first.

    `attendance` is the verdict on a certificate of attendance, for who is not entitled to the other one. `appeal` is
    the person's own one that waits.
    """

    enrolment: "Enrolment"
    entitled: bool
    honours: bool
    reasons: tuple[NotYet, ...]
    warnings: tuple[NotYet, ...] = ()
    attendance: Verdict | None = None
    appeal: uuid.UUID | None = None
    grades: Grades | None = None
    standing: Standing | None = None  # in the hours; None for who was withdrawn

    def entitled_in(self, register: str) -> bool:
        """True when the person gets a certificate of this register: the certificate, or else one of attendance."""
        if register == RegisterKind.ATTENDANCE:
            return not self.entitled and self.attendance is not None and self.attendance.entitled
        return self.entitled

    def reasons_in(self, register: str) -> tuple[NotYet, ...]:
        """Why not, in this register."""
        if register == RegisterKind.ATTENDANCE:
            return self.attendance.reasons if self.attendance else ()
        return self.reasons


def entitlements(cohort: "Cohort", today: datetime.date | None = None) -> list[Entitlement]:
    """Return the entitlement of everybody enrolled and not withdrawn, by the cohort's own programme version.

    No rule depends on the day yet; `today` is part of the signature for those that will.
    """
    del today
    enrolments = enrolments_of(cohort)
    statuses = statuses_of(cohort)
    grades = grades_from(cohort, statuses)
    standings = standings_of(cohort, enrolments)
    names = names_of([enrolment.person_id for enrolment in enrolments])
    name_ids = current_name_ids([enrolment.person_id for enrolment in enrolments])
    proofs = proofs_of(cohort)
    appeals = open_appeals(cohort)
    locked = protocol_of(cohort) is not None
    thresholds = thresholds_of(cohort.programme_version)
    found = []
    for enrolment in enrolments:
        pk = enrolment.pk
        facts = Facts(
            withdrawn=False,
            locked=locked,
            attendance=_attendance(standings[pk]),
            requirements=tuple(_requirement(status) for status in statuses.get(pk, [])),
            honours_earned=pk in grades and grades[pk].honours,
            has_name=bool(names[enrolment.person_id]),
            foreign_letters=_foreign_letters(names[enrolment.person_id]),
            appeal_open=pk in appeals,
            name_proved=(pk, name_ids[enrolment.person_id]) in proofs,
        )
        found.append(_entitlement(enrolment, facts, thresholds, appeals.get(pk), grades.get(pk), standings[pk]))
    return found


def entitlements_by_enrolment(cohort: "Cohort") -> dict[uuid.UUID, Entitlement]:
    """Return the same by enrolment id. Whoever is missing here was withdrawn."""
    return {one.enrolment.pk: one for one in entitlements(cohort)}


def withdrawn(enrolment: "Enrolment") -> Entitlement:
    """Return the entitlement of somebody who was withdrawn after a batch was prepared."""
    reasons = (NotYet(Reason.WITHDRAWN),)
    verdict = Verdict(entitled=False, honours=False, reasons=reasons)
    return Entitlement(enrolment, entitled=False, honours=False, reasons=reasons, attendance=verdict)


def thresholds_of(version: "ProgrammeVersion") -> Thresholds:
    """Return the thresholds of a programme version that stand in reasons."""
    return Thresholds(
        version.attendance_percent,
        version.quiz_pass_percent,
        version.exit_pass_percent,
        version.attendance_paper_percent,
        version.unproved_names,
    )


def _entitlement(
    enrolment: "Enrolment",
    facts: Facts,
    thresholds: Thresholds,
    appeal: uuid.UUID | None,
    grades: Grades | None,
    standing: Standing,
) -> Entitlement:
    verdict = decide(facts, thresholds)
    return Entitlement(
        enrolment=enrolment,
        entitled=verdict.entitled,
        honours=verdict.honours,
        reasons=verdict.reasons,
        warnings=verdict.warnings,
        attendance=None if verdict.entitled else decide_attendance(facts, thresholds),
        appeal=appeal,
        grades=grades,
        standing=standing,
    )


def _attendance(standing: Standing) -> Attendance:
    share, owed = standing.share, 0 if standing.by_order else standing.owed_hours
    return Attendance(share.meets or standing.by_order, share.percent, share.percent_with_excused, owed)


def _requirement(status: RequirementStatus) -> Requirement:
    return Requirement(KINDS[status.kind], status.code, STANDINGS[RequirementState(status.state)], status.percent)


def _foreign_letters(names: dict[str, Name]) -> str:
    return unprintable("".join(name.surname + name.given_name + name.father_name for name in names.values()))
