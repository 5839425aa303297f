"""Cohorts ready for graduation, and issued certificates."""

import datetime
import uuid
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from assessments.enums import ResultKind, ResultState
from assessments.models import Protocol, Result
from attendance.enums import Status
from attendance.models import Mark
from certificates.enums import ISSUE_BATCH
from certificates.models import Batch, Certificate
from certificates.services.batches import issue_batch, prepare_batch
from courses.enums import CohortState, RequirementKind, SessionState
from courses.models import Cohort, Enrolment
from foundation.jobs import queue
from tests.factories.attendance import make_session

ORDER_DAY = datetime.date(2026, 3, 2)
CEREMONY = datetime.date(2026, 3, 5)  # over: what takes effect later is not confirmed before


def attend(cohort: Cohort, by: User, *, present: int = 10, absent: int = 0, enrolment: Enrolment | None = None) -> None:
    """Hold so many sessions of one hour; everybody was present but `enrolment`, who missed the last `absent`."""
    for number in range(present + absent):
        session = make_session(
            cohort,
            date=cohort.starts_on + datetime.timedelta(days=number),
            state=SessionState.HELD,
        )
        for one in cohort.enrolments.all():
            missed = one == enrolment and number >= present
            status = Status.ABSENT if missed else Status.PRESENT
            Mark.objects.create(session=session, enrolment=one, status=status, marked_by=by)


def pass_all(enrolment: Enrolment, by: User, percent: int = 80) -> None:
    """Everything the programme asks for is passed and confirmed."""
    for requirement in enrolment.cohort.programme_version.requirements.all():
        practical = requirement.kind == RequirementKind.PRACTICAL
        Result.objects.create(
            enrolment=enrolment,
            kind=ResultKind.PRACTICAL if practical else ResultKind.QUIZ,
            code=requirement.code,
            state=ResultState.LOCKED,
            percent=Decimal(percent),
            passed=True,
            confirmed_by=by if practical else None,
        )


def lock(cohort: Cohort, by: User) -> Protocol:
    cohort.state = CohortState.LOCKED
    cohort.save(update_fields=["state"])
    return Protocol.objects.create(cohort=cohort, number="7", date=ORDER_DAY, locked_by=by)


def graduate(cohort: Cohort, *enrolments: Enrolment, instructor: User, registrar: User) -> None:
    """Make those enrolled entitled; the others of the cohort have attended and passed nothing."""
    attend(cohort, instructor)
    for enrolment in enrolments:
        pass_all(enrolment, registrar)
    lock(cohort, registrar)


def graduate_all(cast) -> None:
    enrolments = (cast.enrolment, cast.classmate_enrolment, cast.afghan_enrolment)
    graduate(cast.cohort, *enrolments, instructor=cast.instructor, registrar=cast.registrar)


def prepare(cohort: Cohort, by: User, *, second_language: str = "ru", number: str = "146-к", **chosen: str) -> Batch:
    """Prepare a batch; `chosen` may say the third language and the design."""
    return prepare_batch(
        cohort=cohort,
        batch_id=uuid.uuid4(),
        order_number=number,
        order_date=ORDER_DAY,
        effective_on=CEREMONY,
        second_language=second_language,
        by=by,
        at=timezone.now(),
        **chosen,
    )


def run_job(batch: Batch) -> int:
    """Put the batch's work down and drain it, as the worker does."""
    queue.put(kind=ISSUE_BATCH, subject=str(batch.pk))
    return queue.drain()


def issue(batch: Batch, by: User) -> list[Certificate]:
    issue_batch(batch=batch, by=by, at=timezone.now())
    run_job(batch)
    return list(Certificate.objects.filter(batch=batch).order_by("number"))


def issued_all(cast, *, second_language: str = "ru") -> list[Certificate]:
    """Three certificates of the cast's cohort: trainee, classmate, afghan (in the order of the lines)."""
    graduate_all(cast)
    return issue(prepare(cast.cohort, cast.registrar, second_language=second_language), cast.head)


def certificate_of(person: User) -> Certificate:
    return Certificate.objects.select_related("person", "centre").get(person=person, state="issued")
