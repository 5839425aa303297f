"""Centres and ranks to choose from in forms."""

from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import Centre, Rank, User


def centres_for_lists(user: User) -> list[Centre]:
    """Return the centres where `user` may register people: registrar or head there, by code."""
    return list(Centre.objects.filter(pk__in=user.centre_ids(Role.REGISTRAR, Role.HEAD)))


def centres_for_people(user: User) -> list[Centre]:
    """Return the centres where `user` may register one person by hand: all of them for administrators, by code."""
    return list(Centre.objects.all()) if user.has_role(Role.ADMINISTRATOR) else centres_for_lists(user)


def all_centres() -> list[Centre]:
    """Return every centre, by code."""
    return list(Centre.objects.all())


def centre_with_code(centres: Iterable[Centre], code: str) -> Centre:
    """Return the centre of that code among `centres`. Raises LookupError when it is not there."""
    for centre in centres:
        if centre.code == code:
            return centre
    raise LookupError(code)


def ranks() -> list[Rank]:
    """Return the ranks in use, from the lowest."""
    return list(Rank.objects.filter(valid_to__isnull=True))


def own_centre_of(user: User, role: Role) -> Centre | None:
    """Return the first centre where `user` holds a role today, by code."""
    return Centre.objects.filter(pk__in=user.centre_ids(role)).first()
