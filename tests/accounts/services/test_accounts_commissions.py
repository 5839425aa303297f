"""Commissions are appointed by order."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import Act, OrderKind, Role
from accounts.models import AuditEntry, Commission, Order
from accounts.services.commissions import (
    ChairNotMemberError,
    CommissionTooSmallError,
    MemberNotStaffError,
    appoint,
)
from accounts.services.orders import OrderKindDiffersError, write_order
from tests.factories.accounts import make_staff

DAY = datetime.date(2026, 11, 22)


def appointed(cast, members=None, chair=None, **fields) -> Commission:
    members = members or (cast.instructor, cast.registrar, cast.head)
    return appoint(
        **{
            "centre": cast.khorog,
            "number": "7",
            "date": DAY,
            "members": members,
            "chair": chair or cast.head,
            "by": cast.head,
            "at": timezone.now(),
            **fields,
        }
    )


def test_a_commission_has_an_order_members_and_one_chair(cast) -> None:
    commission = appointed(cast)
    assert (commission.order.number, commission.order.kind, commission.valid_from) == ("7", OrderKind.COMMISSION, DAY)
    assert commission.members.count() == 3
    assert commission.members.get(chair=True).user == cast.head
    assert AuditEntry.objects.get(act=Act.COMMISSION_APPOINTED).centre == cast.khorog


def test_the_same_order_again_is_the_same_commission(cast) -> None:
    assert appointed(cast) == appointed(
        cast, members=(cast.instructor, cast.registrar, cast.second_assessor, cast.head)
    )
    assert Commission.objects.get().members.count() == 3
    assert AuditEntry.objects.filter(act=Act.COMMISSION_APPOINTED).count() == 1


def test_three_different_people_and_the_chair_among_them(cast) -> None:
    with pytest.raises(CommissionTooSmallError):
        appointed(cast, members=(cast.instructor, cast.instructor, cast.head))
    with pytest.raises(ChairNotMemberError):
        appointed(cast, chair=cast.second_assessor)
    assert not Order.objects.exists()


def test_members_work_at_the_centre_on_that_day(cast) -> None:
    later = make_staff(Role.INSTRUCTOR, centre=cast.khorog)
    later.role_assignments.update(valid_from=DAY + datetime.timedelta(days=1))
    for person in (cast.other_instructor, cast.trainee, cast.auditor, later):
        with pytest.raises(MemberNotStaffError):
            appointed(cast, members=(cast.instructor, cast.head, person))


def test_the_number_of_another_order_is_refused(cast) -> None:
    write_order(
        centre=cast.khorog, kind=OrderKind.ENROLMENT, number="7", date=DAY, by=cast.registrar, at=timezone.now()
    )
    with pytest.raises(OrderKindDiffersError):
        appointed(cast)
    assert not Commission.objects.exists()
