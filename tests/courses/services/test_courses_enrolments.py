"""Enrolment: all or nobody, twice is once, and every act is remembered."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import Act, OrderKind, Role
from accounts.models import AuditEntry, Order
from courses.enums import CohortState, EnrolmentState
from courses.models import Enrolment
from courses.services.enrolments import (
    CohortClosedError,
    CompletedError,
    NotActiveError,
    OrderClashError,
    OtherCentreError,
    ReasonMissingError,
    WomenOnlyError,
    enrol,
    enrol_by_order,
    withdraw,
)
from tests.factories.accounts import make_person
from tests.factories.courses import make_cohort, make_version


def put(cast, *people, cohort=None):
    return enrol(cohort=cohort or cast.cohort, people=people, by=cast.registrar, at=timezone.now())


def test_enrolling_twice_is_enrolling_once(cast):
    person = make_person(centre=cast.khorog)
    first = put(cast, person, cast.trainee)
    assert ([row.person for row in first.new], first.already) == ([person], [cast.enrolment])
    second = put(cast, person, person)
    assert (second.new, [row.person for row in second.already]) == ([], [person])
    assert Enrolment.objects.filter(person=person).count() == 1
    assert AuditEntry.objects.filter(act=Act.ENROLLED).count() == 1


def test_whoever_is_enrolled_becomes_a_trainee_once(cast):
    person = make_person(centre=cast.khorog)
    put(cast, person, cast.trainee)
    assert [role.role for role in person.role_assignments.all()] == [Role.TRAINEE]
    assert cast.trainee.role_assignments.filter(role=Role.TRAINEE).count() == 1


def test_a_programme_for_women_refuses_men_and_enrols_nobody(cast):
    cohort = make_cohort(centre=cast.khorog, version=make_version(code="WOM", women_only=True))
    with pytest.raises(WomenOnlyError) as caught:
        put(cast, cast.classmate, cast.trainee, cohort=cohort)
    assert caught.value.people == [cast.trainee]
    assert not cohort.enrolments.exists()
    assert len(put(cast, cast.classmate, cast.afghan, cohort=cohort).new) == 2


def test_people_of_another_centre_and_closed_accounts_are_refused(cast):
    with pytest.raises(OtherCentreError):
        put(cast, make_person(centre=cast.panj))
    closed = make_person(centre=cast.khorog)
    closed.is_active = False
    closed.save()
    with pytest.raises(NotActiveError):
        put(cast, closed)


def test_a_closed_cohort_takes_nobody(cast):
    cast.cohort.state = CohortState.LOCKED
    cast.cohort.save()
    with pytest.raises(CohortClosedError):
        put(cast, make_person(centre=cast.khorog))


def test_withdrawing_needs_a_reason_and_happens_once(cast):
    with pytest.raises(ReasonMissingError):
        withdraw(enrolment=cast.enrolment, reason=" ", by=cast.registrar, at=timezone.now())
    for _ in range(2):
        withdraw(enrolment=cast.enrolment, reason="transfer", by=cast.registrar, at=timezone.now())
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.state == EnrolmentState.WITHDRAWN
    entry = AuditEntry.objects.get(act=Act.WITHDRAWN)
    assert entry.reason == "transfer"


def test_somebody_withdrawn_can_be_enrolled_again(cast):
    withdraw(enrolment=cast.enrolment, reason="ill", by=cast.registrar, at=timezone.now())
    assert put(cast, cast.trainee).new == [cast.enrolment]
    cast.enrolment.refresh_from_db()
    assert cast.enrolment.state == EnrolmentState.ENROLLED


def test_whoever_completed_is_not_withdrawn(cast):
    cast.enrolment.state = EnrolmentState.COMPLETED
    cast.enrolment.save()
    with pytest.raises(CompletedError):
        withdraw(enrolment=cast.enrolment, reason="x", by=cast.registrar, at=timezone.now())


def by_order(cast, people, number="12-К", date=datetime.date(2026, 11, 1)):
    return enrol_by_order(
        cohort=cast.cohort, people=people, order_number=number, order_date=date, by=cast.registrar, at=timezone.now()
    )


def test_an_order_is_written_once_for_all_it_enrols(cast):
    people = [make_person(centre=cast.khorog) for _ in range(3)]
    by_order(cast, people[:2])
    by_order(cast, people[2:])
    order = Order.objects.get()
    assert (order.kind, order.number, order.centre) == (OrderKind.ENROLMENT, "12-К", cast.khorog)
    assert Enrolment.objects.filter(order=order).count() == 3


def test_when_nobody_is_enrolled_no_order_is_written(cast):
    with pytest.raises(OtherCentreError):
        by_order(cast, [make_person(centre=cast.panj)])
    assert not Order.objects.exists()


def test_an_order_of_another_kind_is_not_taken(cast):
    Order.objects.create(
        centre=cast.khorog,
        kind=OrderKind.COMPLETION,
        number="12-К",
        date=datetime.date(2026, 11, 1),
        created_by=cast.head,
    )
    with pytest.raises(OrderClashError):
        by_order(cast, [make_person(centre=cast.khorog)])


def test_without_a_number_there_is_no_order(cast):
    outcome = by_order(cast, [make_person(centre=cast.khorog)], number="", date=None)
    assert outcome.new[0].order is None
