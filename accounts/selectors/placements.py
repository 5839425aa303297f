"""Who works or learns at a centre, for the apps above that put people into groups."""

import datetime
import uuid
from collections.abc import Collection, Iterable

from django.db.models import F, Q, QuerySet

from accounts.enums import Role
from accounts.models import Centre, Holiday, RoleAssignment, Room, User


def people_with_role(centre: Centre, role: Role, on: datetime.date) -> QuerySet[User]:
    """Return active people who hold `role` at `centre` on the day `on`."""
    holders = RoleAssignment.objects.in_force(on).filter(role=role, centre=centre)
    people: QuerySet[User] = User.objects.filter(pk__in=holders.values("user"), is_active=True)
    return people


def learners_at(centre: Centre, on: datetime.date) -> QuerySet[User]:
    """Return active people who belong to `centre` and are trainees, at it or everywhere, on the day `on`."""
    holders = RoleAssignment.objects.in_force(on).filter(role=Role.TRAINEE)
    people: QuerySet[User] = User.objects.filter(centre=centre, pk__in=holders.values("user"), is_active=True)
    return people


def without_trainee_role(people: Collection[User], on: datetime.date) -> list[User]:
    """Return those of `people` who are not trainees on the day `on`, in one query."""
    holders = set(
        RoleAssignment.objects.in_force(on)
        .filter(role=Role.TRAINEE, user__in=[person.pk for person in people])
        .values_list("user_id", flat=True)
    )
    return [person for person in people if person.pk not in holders]


def people_by_number(numbers: Iterable[str], *, by: User) -> dict[str, User]:
    """Return people visible to `by` with these service numbers, keyed by the number in capitals."""
    wanted = {number.strip().upper() for number in numbers if number.strip()}
    visible = User.objects.visible_to(by).filter(is_active=True)
    found = visible.filter(service_number__in=wanted | {number.lower() for number in wanted})
    return {person.service_number.upper(): person for person in found}


def people_by_id(ids: Collection[uuid.UUID], *, by: User) -> list[User]:
    """Return active people visible to `by` with these ids."""
    return list(User.objects.visible_to(by).filter(pk__in=ids, is_active=True))


def centres_of(user: User, *roles: Role) -> list[Centre]:
    """Return the centres where `user` holds one of `roles` today, by code."""
    return list(Centre.objects.filter(pk__in=user.centre_ids(*roles)))


def visible_centres(user: User) -> list[Centre]:
    """Return the centres that `user` may see, by code."""
    return list(Centre.objects.visible_to(user))


def holidays_at(centre: Centre, since: datetime.date) -> set[datetime.date]:
    """Return the days without lessons from `since` on: the centre's own and those of all centres."""
    listed = Holiday.objects.filter(Q(centre=centre) | Q(centre__isnull=True), date__gte=since)
    return set(listed.values_list("date", flat=True))


def own_holidays(centre: Centre, since: datetime.date) -> list[datetime.date]:
    """Return the centre's own days without lessons from `since` on, in order."""
    return list(Holiday.objects.filter(centre=centre, date__gte=since).order_by("date").values_list("date", flat=True))


def rooms_at(centre: Centre, *, also: int | None = None) -> list[Room]:
    """Return the centre's rooms in use, by code; `also` names one that stays although it was retired."""
    return list(Room.objects.filter(Q(retired_at=None) | Q(pk=also), centre=centre).order_by("code"))


def all_rooms_at(centre: Centre) -> list[Room]:
    """Return the centre's rooms, those in use first, by code."""
    return list(Room.objects.filter(centre=centre).order_by(F("retired_at").asc(nulls_first=True), "code"))


def active_person(pk: uuid.UUID) -> User | None:
    """Return the person with this id who may log in, or None."""
    person: User | None = User.objects.filter(pk=pk, is_active=True).first()
    return person
