"""Who is authorised to teach or assess, and who works at a centre."""

import datetime
import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.enums import CENTRE_STAFF, SITS_IN_COMMISSIONS, AuthorisationKind, Role
from accounts.models import Authorisation, Centre, Commission, RoleAssignment, User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def authorised_courses(user: User, kind: AuthorisationKind, on: datetime.date) -> frozenset[str]:
    """Return the codes of the courses for which `user` holds an authorisation of `kind` on the day `on`."""
    held = Authorisation.objects.in_force(on).filter(user=user, kind=kind)
    return frozenset(held.values_list("course_code", flat=True))


def courses_by_person(
    people: Collection[User], kind: AuthorisationKind, on: datetime.date
) -> dict[uuid.UUID, frozenset[str]]:
    """Return for each of `people` the codes of the courses as `authorised_courses` does. One query."""
    found: dict[uuid.UUID, set[str]] = {person.pk: set() for person in people}
    held = Authorisation.objects.in_force(on).filter(user__in=list(found), kind=kind)
    for user, code in held.values_list("user", "course_code"):
        found[user].add(code)
    return {pk: frozenset(codes) for pk, codes in found.items()}


def staff_of(centre: Centre, on: datetime.date) -> "QuerySet[User]":
    """Return active people who are instructor, registrar or head at `centre` on the day `on`."""
    return _holders(CENTRE_STAFF, centre, on)


def may_sit_in_commissions(centre: Centre, on: datetime.date) -> "QuerySet[User]":
    """Return active people who can be appointed to a commission of `centre` on the day `on`: staff, and who is
    called in from outside with the role `commission`."""
    return _holders(SITS_IN_COMMISSIONS, centre, on)


def may_watch_sittings(centre: Centre, on: datetime.date) -> "QuerySet[User]":
    """Return active people who can be named invigilator of a sitting at `centre` on the day `on`."""
    return _holders(CENTRE_STAFF | {Role.INVIGILATOR}, centre, on)


def _holders(roles: Collection[Role], centre: Centre, on: datetime.date) -> "QuerySet[User]":
    holders = RoleAssignment.objects.in_force(on).filter(role__in=roles, centre=centre)
    people: QuerySet[User] = User.objects.filter(pk__in=holders.values("user"), is_active=True)
    return people


def all_may_sit(people: Collection[User], centre: Centre, on: datetime.date) -> bool:
    """True when every one of `people` can be appointed to a commission of `centre` on the day `on`."""
    found = may_sit_in_commissions(centre, on).filter(pk__in=[person.pk for person in people])
    return found.count() == len(people)


def commission_centres(user: User, on: datetime.date) -> frozenset[int]:
    """Return the ids of the centres in a commission of which `user` sits on the day `on`.

    Who was appointed must still hold a role there that sits in commissions. One query.
    """
    held = Commission.objects.in_force(on).filter(members__user=user, centre__in=user.centre_ids(*SITS_IN_COMMISSIONS))
    return frozenset(held.values_list("centre", flat=True))


def is_commission_member(user: User, centre_id: int, on: datetime.date) -> bool:
    """True for who sits in a commission of that centre that is in force on the day `on`. One query."""
    return centre_id in commission_centres(user, on)


def translators(on: datetime.date) -> "QuerySet[User]":
    """Return active people who are translators on the day `on`."""
    holders = RoleAssignment.objects.in_force(on).filter(role=Role.TRANSLATOR)
    people: QuerySet[User] = User.objects.filter(pk__in=holders.values("user"), is_active=True)
    return people


def opening_examinations(on: datetime.date) -> "QuerySet[Authorisation]":
    """Return who may open questions kept for examinations on the day `on` or later, with the people."""
    rows = Authorisation.objects.filter(kind=AuthorisationKind.EXAM).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    held: QuerySet[Authorisation] = rows.select_related("user").order_by("course_code", "valid_from")
    return held
