"""Give and end roles, and project them onto Wagtail's groups."""

import datetime

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts.enums import CMS_ROLES, HELD_AT_CENTRE, Act, Role
from accounts.models import Centre, RoleAssignment, User
from accounts.services.audit import remember
from accounts.services.devices import drop_sessions
from accounts.services.factors import judge_again

GROUP_OF_ROLE = {Role.EDITOR: "Editors", Role.TRANSLATOR: "Translators", Role.ADMINISTRATOR: "Administrators"}


class RoleNeedsCentreError(ValueError):
    """Roles of those who work at a centre are held at one centre."""


class RoleNeedsProjectError(ValueError):
    """An observer sees one project, and nobody else has one."""


def give_role(
    *,
    user: User,
    role: Role,
    centre: Centre | None,
    by: User | None,
    on: datetime.date | None = None,
    until: datetime.date | None = None,
    language: str = "",
    project: str = "",
) -> RoleAssignment:
    """Give `role` from the day `on`, at `centre` or everywhere; the same open role again changes nothing.

    Raises RoleNeedsCentreError for a centre role without a centre, RoleNeedsProjectError for an observer without a
    project and for a project with another role.
    """
    if role in HELD_AT_CENTRE - {Role.TRAINEE} and centre is None:
        raise RoleNeedsCentreError(role)
    if (role == Role.OBSERVER) != bool(project):
        raise RoleNeedsProjectError(role)
    with transaction.atomic():
        assignment, created = RoleAssignment.objects.get_or_create(
            user=user,
            role=role,
            centre=centre,
            project=project,
            valid_to=until,
            defaults={"valid_from": on or timezone.localdate(), "language": language},
        )
        if created:
            remember(
                act=Act.ROLE_GIVEN,
                by=by,
                subject=user,
                centre=centre,
                new={"role": str(role), **({"project": project} if project else {})},
            )
            if role in CMS_ROLES:
                project_groups(user)
            if role != Role.TRAINEE:
                judge_again(user)
            user.__dict__.pop("_roles", None)
    return assignment


def end_role(*, assignment: RoleAssignment, by: User, on: datetime.date, reason: str) -> None:
    """End a role on the day `on` (the last day it holds); from today on the person logs in anew."""
    with transaction.atomic():
        assignment.valid_to = on
        assignment.save(update_fields=["valid_to"])
        remember(
            act=Act.ROLE_ENDED,
            by=by,
            subject=assignment.user,
            centre=assignment.centre,
            old={"role": assignment.role},
            reason=reason,
        )
        project_groups(assignment.user)
        if on <= timezone.localdate():
            drop_sessions(assignment.user)


def project_groups(user: User) -> None:
    """Rebuild the person's Wagtail groups and superuser mark from the roles in force today."""
    if hasattr(user, "_roles"):
        del user._roles
    roles = {assignment.role for assignment in user.roles()}
    names = {group_name(assignment) for assignment in user.roles() if assignment.role in CMS_ROLES}
    user.groups.set([Group.objects.get_or_create(name=name)[0] for name in sorted(names)])
    superuser = Role.ADMINISTRATOR in roles
    if user.is_superuser != superuser:
        user.is_superuser = superuser
        user.save(update_fields=["is_superuser"])


def group_name(assignment: RoleAssignment) -> str:
    """Return Wagtail's group for a role: a translator of one language gets that language's tree only."""
    name = GROUP_OF_ROLE[Role(assignment.role)]
    return f"{name} {assignment.language}" if assignment.role == Role.TRANSLATOR and assignment.language else name
