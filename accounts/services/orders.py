"""Write down orders: number, date and kind at one centre."""

import datetime

from django.db import transaction

from accounts.enums import OrderKind
from accounts.models import Centre, Order, User


class OrderNumberMissingError(ValueError):
    """An order needs a number."""


class OrderKindDiffersError(ValueError):
    """The centre has an order with this number and date already, of another kind."""


def write_order(
    *, centre: Centre, kind: OrderKind, number: str, date: datetime.date, by: User, at: datetime.datetime
) -> Order:
    """Return the centre's order with this number and date, written down now if it was not yet.

    The same order again changes nothing. Raises OrderNumberMissingError for a blank number and
    OrderKindDiffersError when that number and date belong to an order of another kind.
    """
    number = " ".join(number.split())
    if not number:
        raise OrderNumberMissingError
    with transaction.atomic():
        order, _ = Order.objects.select_for_update().get_or_create(
            centre=centre, number=number, date=date, defaults={"kind": kind, "created_by": by, "created_at": at}
        )
    if order.kind != kind:
        raise OrderKindDiffersError(order.kind)
    return order
