"""A cohort ready for its certificates: rolls called, quiz sat, practical exercise confirmed, results locked."""

import datetime
import random
import uuid
from collections.abc import Sequence

from django.utils import timezone

from accounts.models import User
from assessments.domain.marking import full_answer
from assessments.models import PracticalVersion
from assessments.services.answers import Given, store
from assessments.services.attempts import hand_in
from assessments.services.practicals import confirm_practical, record_observation
from assessments.services.results import lock_results
from assessments.services.starting import start
from attendance.enums import Status
from attendance.services.rolls import Entry, take_roll
from certificates.services.batches import prepare_batch
from courses.models import Cohort, Enrolment
from courses.selectors.cohorts import enrolments_of
from courses.selectors.timetable import sessions_of

QUIZ, PRACTICAL = "M2.2", "PX-2.2"
RIGHT_OF_TWENTY = 18


def graduate(
    cohort: Cohort, *, registrar: User, head: User, instructors: Sequence[User], at: datetime.datetime
) -> uuid.UUID:
    """Bring a cohort to its prepared batch of certificates and return the batch's id."""
    enrolments = enrolments_of(cohort)
    present = {enrolment.pk: Entry(Status.PRESENT) for enrolment in enrolments}
    for session in sessions_of(cohort):
        take_roll(session=session, marks=present, submission=uuid.uuid4(), by=instructors[0], at=at)
    version = PracticalVersion.objects.filter(exercise__code=PRACTICAL).order_by("-number").first()
    assert version is not None
    chance = random.Random(1)
    for enrolment in enrolments:
        _sit_quiz(enrolment, chance, at)
        _show_practice(enrolment, len(version.criteria), registrar, instructors, at)
    lock_results(cohort=cohort, number="7", date=timezone.localdate(at), by=head, at=at)
    batch = prepare_batch(
        cohort=cohort,
        batch_id=uuid.uuid4(),
        order_number="146",
        order_date=timezone.localdate(at),
        effective_on=timezone.localdate(at),
        second_language="ru",
        by=registrar,
        at=at,
    )
    assert batch.lines.count() == len(enrolments), "everybody of the bench's cohort is entitled"
    return batch.pk


def _sit_quiz(enrolment: Enrolment, chance: random.Random, at: datetime.datetime) -> None:
    person = enrolment.person
    attempt = start(code=QUIZ, language=person.language, by=person, at=at)
    drawn = list(attempt.drawn.select_related("version"))
    for row in chance.sample(drawn, RIGHT_OF_TWENTY):
        answer = full_answer(row.version.kind, row.version.key, row.order, row.seed)
        given = Given(uuid.uuid4(), row.position, row.position, answer, person.language)
        store(attempt_id=attempt.pk, given=given, by=person, at=at)
    hand_in(attempt_id=attempt.pk, confirmed=True, by=person, at=at)


def _show_practice(
    enrolment: Enrolment, criteria: int, registrar: User, instructors: Sequence[User], at: datetime.datetime
) -> None:
    for assessor in instructors:
        record_observation(
            submission=uuid.uuid4(),
            enrolment=enrolment,
            code=PRACTICAL,
            scores=[2] * criteria,
            comment="",
            by=assessor,
            at=at,
        )
    confirm_practical(enrolment=enrolment, code=PRACTICAL, try_number=1, by=registrar, at=at)
