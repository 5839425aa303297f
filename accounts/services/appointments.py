"""An administrator gives roles and ends them. Nobody does that for oneself: four eyes."""

import datetime
import uuid

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.access import may_give_roles
from accounts.enums import CMS_ROLES, HELD_AT_CENTRE, Role
from accounts.models import Centre, RoleAssignment, User
from accounts.services.people import check_reason
from accounts.services.roles import (
    RoleNeedsCentreError,
    RoleNeedsProjectError,
    end_role,
    give_role,
    group_name,
    project_groups,
)


class OwnRoleError(Exception):
    """Nobody gives roles to oneself or ends one's own; another administrator does."""


class RoleEverywhereError(ValueError):
    """This role holds everywhere; it has no centre."""


class RoleWithoutLanguageError(ValueError):
    """Only translators work in one language."""


class RoleHeldError(ValueError):
    """The person has this role in some of these days already."""


class RoleEndsBeforeStartError(ValueError):
    """The last day is before the first one."""


class RoleEndedError(Exception):
    """The role has ended; what was is not changed any more."""


class RoleEndsLaterError(ValueError):
    """The role ends earlier than the day named: ending does not prolong it."""


def appoint(
    *,
    person: User,
    role: Role,
    centre: Centre | None,
    language: str,
    since: datetime.date,
    until: datetime.date | None,
    by: User,
    project: str = "",
) -> RoleAssignment:
    """Give `person` a role from the day `since` to the day `until`, or for good; the very same again changes nothing.

    Raises OwnRoleError, RoleNeedsCentreError, RoleNeedsProjectError, RoleEverywhereError, RoleWithoutLanguageError,
    RoleEndsBeforeStartError, and RoleHeldError when days of the same role overlap.
    """
    if not may_give_roles(by, person):
        raise OwnRoleError
    _check(role, centre, language, since, until)
    project = " ".join(project.split())
    if (role == Role.OBSERVER) != bool(project):
        raise RoleNeedsProjectError(role)
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=person.pk)
        after = Q(valid_to__isnull=True) | Q(valid_to__gte=since)
        before = Q(valid_from__lte=until) if until else Q()
        held: RoleAssignment
        rows = RoleAssignment.objects.filter(after, before, user=locked, role=role, centre=centre, project=project)
        for held in rows:
            if (held.valid_from, held.valid_to, held.language) == (since, until, language):
                return held
            raise RoleHeldError
        return give_role(
            user=locked, role=role, centre=centre, by=by, on=since, until=until, language=language, project=project
        )


def _check(role: Role, centre: Centre | None, language: str, since: datetime.date, until: datetime.date | None) -> None:
    if role in HELD_AT_CENTRE and centre is None:
        raise RoleNeedsCentreError(role)
    if role not in HELD_AT_CENTRE and centre is not None:
        raise RoleEverywhereError(role)
    if language and role != Role.TRANSLATOR:
        raise RoleWithoutLanguageError(role)
    if until is not None and until < since:
        raise RoleEndsBeforeStartError


def dismiss(*, assignment: RoleAssignment, on: datetime.date, reason: str, by: User, at: datetime.datetime) -> None:
    """End a role on the day `on`, the last one on which it holds; the same day again changes nothing.

    Raises OwnRoleError, ReasonMissingError, NameInReasonError, RoleEndedError, RoleEndsLaterError and
    RoleEndsBeforeStartError.
    """
    if not may_give_roles(by, assignment.user):
        raise OwnRoleError
    check_reason(reason, assignment.user)
    with transaction.atomic():
        held = RoleAssignment.objects.select_for_update(of=("self",)).select_related("user", "centre")
        locked = held.get(pk=assignment.pk)
        if locked.valid_to == on:
            return
        if locked.valid_to is not None and locked.valid_to < timezone.localdate(at):
            raise RoleEndedError
        if locked.valid_to is not None and locked.valid_to < on:
            raise RoleEndsLaterError
        if on < locked.valid_from:
            raise RoleEndsBeforeStartError
        end_role(assignment=locked, by=by, on=on, reason=" ".join(reason.split()))


def project_due(*, today: datetime.date) -> int:
    """Rebuild the Wagtail groups of people whose roles began or ended since; return how many. For `tick`."""
    wanted: dict[uuid.UUID, set[str]] = {}
    superusers = set()
    for assignment in RoleAssignment.objects.in_force(today).filter(role__in=CMS_ROLES):
        wanted.setdefault(assignment.user_id, set()).add(group_name(assignment))
        if assignment.role == Role.ADMINISTRATOR:
            superusers.add(assignment.user_id)
    there: dict[uuid.UUID, set[str]] = {}
    for person, group in User.objects.filter(groups__isnull=False).values_list("pk", "groups__name"):
        there.setdefault(person, set()).add(group)
    marked = set(User.objects.filter(is_superuser=True).values_list("pk", flat=True))
    due = {person for person in wanted.keys() | there.keys() if wanted.get(person) != there.get(person)}
    due |= superusers ^ marked
    for person in User.objects.filter(pk__in=due):
        with transaction.atomic():
            project_groups(person)
    return len(due)
