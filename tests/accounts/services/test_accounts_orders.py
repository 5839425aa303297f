"""Orders: one row for one number and day at one centre."""

import datetime

import pytest
from django.utils import timezone

from accounts.enums import OrderKind
from accounts.models import Order
from accounts.services.orders import OrderKindDiffersError, OrderNumberMissingError, write_order

DAY = datetime.date(2026, 11, 1)


def write(cast, **kwargs):
    given = {"centre": cast.khorog, "kind": OrderKind.ENROLMENT, "number": "12-К", "date": DAY, "by": cast.head}
    return write_order(**{**given, "at": timezone.now(), **kwargs})


def test_the_same_order_is_written_once(cast):
    assert write(cast) == write(cast, number=" 12-К ", by=cast.registrar)
    assert Order.objects.count() == 1


def test_another_day_or_centre_is_another_order(cast):
    assert len({write(cast), write(cast, date=DAY + datetime.timedelta(days=1)), write(cast, centre=cast.panj)}) == 3


def test_an_order_has_a_number(cast):
    with pytest.raises(OrderNumberMissingError):
        write(cast, number="  ")


def test_a_number_of_another_purpose_is_not_taken(cast):
    write(cast)
    with pytest.raises(OrderKindDiffersError):
        write(cast, kind=OrderKind.COMPLETION)
