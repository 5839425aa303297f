"""Appoint certification commissions by order."""

import datetime
from collections.abc import Collection

from django.db import transaction

from accounts.enums import Act, OrderKind
from accounts.models import Centre, Commission, CommissionMember, User
from accounts.selectors.authorisations import all_may_sit
from accounts.services.audit import remember
from accounts.services.orders import write_order

LEAST_MEMBERS = 3


class CommissionTooSmallError(ValueError):
    """A commission has at least three members, the chair among them (domain.md 4.2)."""


class ChairNotMemberError(ValueError):
    """The chair must be one of the members."""


class CommissionEndsBeforeError(ValueError):
    """A commission cannot end before the day it began, and one that has ended does not end on another day."""


class MemberNotStaffError(ValueError):
    """A member neither works at the centre on the day of the order nor is called in for its commissions."""


def appoint(
    *,
    centre: Centre,
    number: str,
    date: datetime.date,
    members: Collection[User],
    chair: User,
    by: User,
    at: datetime.datetime,
) -> Commission:
    """Appoint a commission of `centre` by the order `number` of `date`; in force from that day.

    The same order again returns the commission it appointed. Raises CommissionTooSmallError, ChairNotMemberError,
    MemberNotStaffError, and what `write_order` raises.
    """
    people = {person.pk: person for person in members}
    if len(people) < LEAST_MEMBERS:
        raise CommissionTooSmallError
    if chair.pk not in people:
        raise ChairNotMemberError
    if not all_may_sit(people.values(), centre, date):
        raise MemberNotStaffError
    with transaction.atomic():
        order = write_order(centre=centre, kind=OrderKind.COMMISSION, number=number, date=date, by=by, at=at)
        commission, created = Commission.objects.get_or_create(
            centre=centre, order=order, defaults={"valid_from": date}
        )
        if created:
            CommissionMember.objects.bulk_create(
                CommissionMember(commission=commission, user=person, chair=person.pk == chair.pk)
                for person in people.values()
            )
            remember(
                act=Act.COMMISSION_APPOINTED,
                by=by,
                subject=commission,
                centre=centre,
                new={"order": order.number, "members": sorted(str(pk) for pk in people), "chair": str(chair.pk)},
            )
    return commission


def end_commission(*, commission: Commission, last_day: datetime.date, by: User, at: datetime.datetime) -> Commission:
    """End a commission; it is in force until `last_day` and on it. Ended again on that day it stays as it is.

    Raises CommissionEndsBeforeError.
    """
    del at  # the audit entry has the moment
    with transaction.atomic():
        held: Commission = Commission.objects.select_for_update(of=("self",)).get(pk=commission.pk)
        if held.valid_to == last_day:
            return held
        if held.valid_to is not None or last_day < held.valid_from:
            raise CommissionEndsBeforeError
        held.valid_to = last_day
        held.save(update_fields=["valid_to"])
        remember(
            act=Act.COMMISSION_ENDED,
            by=by,
            subject=held,
            centre=held.centre,
            new={"last_day": last_day.isoformat()},
        )
    return held
