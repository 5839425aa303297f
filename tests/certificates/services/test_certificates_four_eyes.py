"""Nobody who enrolled, taught or marked somebody issues for them, in whatever way a certificate is issued."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.services.roles import give_role
from assessments.models import Observation
from certificates.enums import Involvement, RegisterKind
from certificates.models import Batch, Certificate
from certificates.services import duplicates
from certificates.services.batches import InvolvedError, SamePersonError, issue_batch, prepare_batch
from courses.models import Enrolment
from tests.factories.accounts import make_staff
from tests.factories.assessments import make_practical
from tests.factories.attendance import make_session
from tests.factories.certificates import CEREMONY, ORDER_DAY, certificate_of, graduate_all, issued_all, prepare


def enrolled(cast, head) -> None:
    Enrolment.objects.filter(cohort=cast.cohort).update(enrolled_by=head)


def taught_the_cohort(cast, head) -> None:
    cast.cohort.instructors.create(user=head)


def taught_one_session(cast, head) -> None:
    make_session(cast.cohort, date=cast.cohort.ends_on, instructor=head)


def stood_in_once(cast, head) -> None:
    make_session(cast.cohort, date=cast.cohort.ends_on).more_instructors.add(head)


def assessed(cast, head) -> None:
    exercise = make_practical("PX-2.2")
    Observation.objects.create(
        enrolment=cast.enrolment, version=exercise.versions.first(), assessor=head, scores=[2], percent=100,
        competent=True,
    )  # fmt: skip


def learned(cast, head) -> None:
    Enrolment.objects.filter(pk=cast.enrolment.pk).update(person=head)


HANDS = {
    enrolled: Involvement.ENROLLED,
    taught_the_cohort: Involvement.TAUGHT,
    taught_one_session: Involvement.TAUGHT,
    stood_in_once: Involvement.TAUGHT,
    assessed: Involvement.ASSESSED,
    learned: Involvement.IN_IT,
}


def attendance(cast) -> Batch:
    return prepare_batch(
        cohort=cast.cohort, batch_id=uuid.uuid4(), order_number="5", order_date=ORDER_DAY, effective_on=CEREMONY,
        second_language="ru", by=cast.registrar, at=timezone.now(), register=RegisterKind.ATTENDANCE,
    )  # fmt: skip


@pytest.mark.parametrize("register", RegisterKind.values)
@pytest.mark.parametrize("hand", HANDS, ids=lambda one: one.__name__)
def test_a_hand_in_it_keeps_from_issuing(cast, hand, register: str) -> None:
    graduate_all(cast)
    if register == RegisterKind.ATTENDANCE:
        cast.enrolment.results.all().delete()
    batch = attendance(cast) if register == RegisterKind.ATTENDANCE else prepare(cast.cohort, cast.registrar)
    hand(cast, cast.head)
    with pytest.raises(InvolvedError) as raised:
        issue_batch(batch=batch, by=cast.head, at=timezone.now())
    assert raised.value.involvement == HANDS[hand]
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("hand", [one for one in HANDS if one is not learned], ids=lambda one: one.__name__)
def test_nor_from_a_duplicate(cast, hand) -> None:
    issued_all(cast)
    certificate = certificate_of(cast.trainee)
    other = make_staff(Role.HEAD, centre=cast.khorog, number="KHO-H2")
    hand(cast, other)
    with pytest.raises(duplicates.InvolvedError) as raised:
        duplicates.replace(certificate=certificate, order_number="9", order_date=ORDER_DAY, by=other, at=timezone.now())
    assert raised.value.involvement == HANDS[hand]
    assert Certificate.objects.filter(replaces__isnull=False).count() == 0


def test_who_prepared_does_not_issue_even_as_head(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    give_role(user=cast.registrar, role=Role.HEAD, centre=cast.khorog, by=None)
    with pytest.raises(SamePersonError):
        issue_batch(batch=batch, by=cast.registrar, at=timezone.now())


def test_the_database_refuses_a_batch_of_one_person(cast) -> None:
    graduate_all(cast)
    batch = prepare(cast.cohort, cast.registrar)
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(state="issued", issued_by=cast.registrar, issued_at=timezone.now())
