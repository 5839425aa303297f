"""Commissions: who sits in them, by which order, in force or ended."""

import dataclasses
import datetime
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts.models import Centre, Commission
from accounts.selectors.names import display, names_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclasses.dataclass(frozen=True)
class ReadCommission:
    """A commission with the names of its members, the chair first, and whether it is in force on the day asked for."""

    commission: Commission
    members: tuple[str, ...]
    in_force: bool


def commissions_at(centre: Centre, on: datetime.date, language: str) -> list[ReadCommission]:
    """Return the commissions of a centre, the newest first. Three queries."""
    rows = Commission.objects.filter(centre=centre).select_related("order").prefetch_related("members__user")
    listed = list(rows.order_by("-valid_from", "-order__created_at"))
    return read_commissions(listed, on, language)


def read_commissions(commissions: Collection[Commission], on: datetime.date, language: str) -> list[ReadCommission]:
    """Return commissions with names. One query when the members were read with them."""
    ordered = {row.pk: sorted(row.members.all(), key=lambda one: (not one.chair, one.pk)) for row in commissions}
    people = {one.user_id: one.user for members in ordered.values() for one in members}
    names = names_of(people)
    shown = {pk: display(names[pk], language, person.service_number) for pk, person in people.items()}
    return [
        ReadCommission(row, tuple(shown[one.user_id] for one in ordered[row.pk]), holds_on(row, on))
        for row in commissions
    ]


def holds_on(commission: Commission, on: datetime.date) -> bool:
    """True when the commission is in force on the day `on`."""
    return commission.valid_from <= on and (commission.valid_to is None or commission.valid_to >= on)


def commission_in_force(centre: Centre, pk: uuid.UUID | None, on: datetime.date) -> Commission | None:
    """Return the centre's commission of that id if it is in force on the day `on`, or None."""
    found = commission_at(centre, pk) if pk is not None else None
    return found if found is not None and holds_on(found, on) else None


def commission_at(centre: Centre, pk: uuid.UUID) -> Commission | None:
    """Return the centre's commission of that id, or None."""
    found: Commission | None = Commission.objects.filter(centre=centre, pk=pk).select_related("order").first()
    return found


def members_of(commission: Commission) -> "list[User]":
    """Return the members of a commission, the chair first. One query."""
    return [row.user for row in commission.members.select_related("user").order_by("-chair", "pk")]
