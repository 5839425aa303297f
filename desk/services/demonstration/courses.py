"""How one course of the demonstration comes about: opened, taught, assessed, locked, prepared, issued."""

import dataclasses
import datetime
import uuid
from typing import TYPE_CHECKING

from accounts.services.demonstration import Invented
from assessments.selectors.practicals import criteria_count
from assessments.services.demonstration import hold_invented, sit_invented
from assessments.services.practicals import confirm_practical, record_observation
from assessments.services.results import lock_results
from attendance.enums import Status
from attendance.services.rolls import Entry, take_roll
from certificates.enums import ISSUE_BATCH, RevocationCategory
from certificates.selectors.cohort_papers import certificates_of
from certificates.services.batches import issue_batch, prepare_batch
from certificates.services.revocations import revoke
from courses.enums import RequirementKind, SessionKind
from courses.selectors.cohorts import enrolments_of, requirements
from courses.selectors.editions import latest_lessons
from courses.selectors.finding import cohort_with_code, newest_version, sessions_of
from courses.services.cohorts import create_cohort
from courses.services.enrolments import enrol
from courses.services.progress import complete
from courses.services.timetable import generate
from foundation.jobs import queue

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import ClassSession, Cohort, Enrolment

INVENTED = uuid.UUID("5f3c7f1e-0000-4000-8000-000000000000")
PROJECT = "MW-1"  # an invented project, with an observer
DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Exceptions:
    """Service numbers of those who do not come through."""

    often_absent: frozenset[str] = frozenset()
    not_competent: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class Plan:
    """One course: who, where, from when, and how far it has come (planned, running, locked, prepared, issued)."""

    code: str
    programme: str
    centre: str
    people: list[Invented]
    instructors: tuple[str, ...]
    assessors: tuple[str, ...]
    registrar: str
    head: str
    starts_on: datetime.date
    stage: str
    exceptions: Exceptions = dataclasses.field(default_factory=Exceptions)


def fixed_id(*words: object) -> uuid.UUID:
    """The same id for the same words, so that the demonstration is made once."""
    return uuid.uuid5(INVENTED, " ".join(str(word) for word in words))


def open_course(
    plan: Plan, trainees: list["User"], staff: dict[str, "User"], at: datetime.datetime
) -> tuple["Cohort", bool]:
    """Make the cohort with its people and timetable; return it and whether it was made now."""
    existing = cohort_with_code(plan.code)
    if existing is not None:
        return existing, False
    registrar = staff[plan.registrar]
    assert registrar.centre is not None  # registrars belong to one
    opened = min(at, _noon(plan.starts_on, at) - 5 * DAY)
    cohort = create_cohort(
        pk=fixed_id("cohort", plan.code),
        code=plan.code,
        programme_version=newest_version(plan.programme),
        centre=registrar.centre,
        starts_on=plan.starts_on,
        ends_on=None,
        instructors=[staff[number] for number in plan.instructors],
        project=PROJECT,
        by=registrar,
        at=opened,
    )
    enrol(cohort=cohort, people=trainees, by=registrar, at=opened)
    generate(cohort=cohort, by=registrar, at=opened)
    return cohort, True


def teach_until(cohort: "Cohort", plan: Plan, staff: dict[str, "User"], at: datetime.datetime) -> None:
    """Call the rolls of all days gone by; of a running course the newest day is left for the visitor."""
    enrolments = enrolments_of(cohort)
    sessions = [session for session in sessions_of(cohort) if session.ends_at < at]
    if plan.stage == "running":
        sessions = _without_newest_of(staff[plan.instructors[0]], sessions)
    for number, session in enumerate(sessions):
        teacher = staff[plan.instructors[number % len(plan.instructors)]]
        marks = {
            enrolment.pk: _entry(enrolment, number, position, plan.exceptions)
            for position, enrolment in enumerate(enrolments)
        }
        if session.part.practice_in_full and session.kind == SessionKind.PRACTICE:
            marks = dict.fromkeys(marks, Entry(Status.PRESENT))  # missed by somebody it would have to be made up
        submission = fixed_id("roll", session.pk)
        take_roll(session=session, marks=marks, submission=submission, by=teacher, at=session.ends_at)
    for enrolment in enrolments:
        _read(enrolment, _lessons_read(plan, enrolment), at - 2 * DAY)
    if plan.stage == "running":
        _first_checklists(plan, enrolments, staff, at)


def _without_newest_of(instructor: "User", sessions: list["ClassSession"]) -> list["ClassSession"]:
    """Leave out the instructor's newest class session: the visitor calls that roll."""
    own = [session for session in sessions if session.instructor_id == instructor.pk]
    return [session for session in sessions if not own or session.pk != own[-1].pk]


def _entry(enrolment: "Enrolment", session: int, position: int, exceptions: Exceptions) -> Entry:
    if enrolment.person.service_number in exceptions.often_absent and session % 3 == 0:
        return Entry(Status.ABSENT)
    turn = (session * 7 + position * 3) % 61
    if turn == 5:
        return Entry(Status.LATE, 10)
    if turn == 17:
        return Entry(Status.SICK, document="М-14")
    if turn == 29:
        return Entry(Status.DUTY)
    return Entry(Status.PRESENT)


def _lessons_read(plan: Plan, enrolment: "Enrolment") -> tuple[str, ...]:
    """Everything for those who finished; the seats of trainees begin fresh."""
    if plan.stage != "running":
        return ("M2.2.1", "M2.2.2", "M2.2.3", "M2.2.4", "GEN2.1", "GEN2.2", "GEN2.3", "GEN2.4")
    if enrolment.person.service_number.startswith("DEMO-"):
        return ()
    return ("M2.2.1", "M2.2.2")


def _read(enrolment: "Enrolment", codes: tuple[str, ...], at: datetime.datetime) -> None:
    person = enrolment.person
    for code, edition in latest_lessons(codes, person.language).items():
        if edition.body:
            completion = fixed_id("read", person.pk, code)
            complete(completion=completion, lesson=code, edition=edition.pk, by=person, at=at)


def _first_checklists(
    plan: Plan, enrolments: list["Enrolment"], staff: dict[str, "User"], at: datetime.datetime
) -> None:
    """Three trainees have the first assessor's checklist; the second assessor's is left for the visitor."""
    for enrolment in enrolments[:3]:
        record_observation(
            submission=fixed_id("first", enrolment.pk),
            enrolment=enrolment,
            code="PX-2.2",
            scores=_scores("PX-2.2", competent=True, softer=False),
            comment="",
            by=staff[plan.assessors[0]],
            at=at - DAY,
        )


def finish(cohort: "Cohort", plan: Plan, staff: dict[str, "User"], at: datetime.datetime) -> None:
    """Assess, confirm, lock by protocol; prepare and issue as far as the plan says."""
    ended = min(at - datetime.timedelta(hours=2), _noon(cohort.ends_on, at) + datetime.timedelta(hours=4))
    began = _noon(cohort.starts_on, at) - DAY / 8
    version, enrolments = cohort.programme_version, enrolments_of(cohort)
    for position, enrolment in enumerate(enrolments):
        for requirement in requirements(version):
            if requirement.kind == RequirementKind.QUIZ:
                person = enrolment.person
                sit_invented(
                    person=person,
                    code=requirement.code,
                    wrong=(position * 3) % 5,
                    language=person.language,
                    at=ended - DAY,
                )
            else:
                _assess(enrolment, requirement.code, plan, staff, ended)
    head, registrar = staff[plan.head], staff[plan.registrar]
    for code, wrong, day in ((version.entry_quiz, 8, began), (version.exit_quiz, 0, ended - DAY / 8)):
        hold_invented(code=code, cohort=cohort, enrolments=enrolments, wrong=wrong, by=registrar, at=day)
    lock_results(cohort=cohort, number=f"{len(enrolments)}-{plan.code[-1]}", date=ended.date(), by=head, at=ended)
    if plan.stage == "locked":
        return
    issued_at = ended if plan.stage == "issued" else at - datetime.timedelta(hours=1)
    batch = prepare_batch(
        cohort=cohort,
        batch_id=fixed_id("batch", plan.code),
        order_number=f"{plan.centre}-{100 + len(enrolments)}",
        order_date=issued_at.date(),
        effective_on=issued_at.date() + (3 * DAY if plan.stage == "prepared" else DAY * 0),
        second_language="ru" if plan.centre == "DUS" else "fa-af",
        third_language="" if plan.centre == "DUS" else "ru",
        design="guilloche" if plan.centre == "DUS" else "medallion",
        by=registrar,
        at=issued_at,
    )
    if plan.stage == "issued":
        issue_batch(batch=batch, by=head, at=issued_at + datetime.timedelta(minutes=30))
        queue.put(kind=ISSUE_BATCH, subject=str(batch.pk))
        queue.drain()


def _assess(enrolment: "Enrolment", code: str, plan: Plan, staff: dict[str, "User"], ended: datetime.datetime) -> None:
    competent = enrolment.person.service_number not in plan.exceptions.not_competent or code != "PX-2.2"
    for turn, number in enumerate(plan.assessors):
        record_observation(
            submission=fixed_id("observation", code, enrolment.pk, number),
            enrolment=enrolment,
            code=code,
            scores=_scores(code, competent=competent, softer=bool(turn)),
            comment="",
            by=staff[number],
            at=ended - DAY,
        )
    confirm_practical(
        enrolment=enrolment, code=code, try_number=1, by=staff[plan.registrar], at=ended - datetime.timedelta(hours=3)
    )


def _scores(code: str, *, competent: bool, softer: bool) -> list[int]:
    count = criteria_count(code)
    if not competent:
        return [0] * count
    return [1 if softer and number == count - 1 else 2 for number in range(count)]


def revoke_one(cohort: "Cohort", head: "User", at: datetime.datetime) -> None:
    """Revoke the last certificate of a course by an order, a week ago."""
    issued = certificates_of(cohort.code)
    moment = at - 7 * DAY
    revoke(
        certificate=issued[-1],
        order_number="R-7",
        order_date=moment.date(),
        category=RevocationCategory.ERROR,
        by=head,
        at=moment,
    )


def _noon(day: datetime.date, at: datetime.datetime) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=at.tzinfo)
