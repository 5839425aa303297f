"""May I? Answers derived from roles, and the decorators by which views ask."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, Concatenate

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from accounts.domain.numbers import normal_number
from accounts.enums import Role
from accounts.models import Centre, User

# The backend to name when somebody is logged in without a password (seats of the demonstration, tests).
BACKEND = "accounts.backends.PeopleBackend"

# Who works with lists of people.
PEOPLE_ROLES = (Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR)


class PersonRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


View = Callable[..., HttpResponseBase]


def requires(*roles: Role) -> Callable[[Callable[Concatenate[Any, ...], HttpResponseBase]], View]:
    """Let a view be reached only by people who hold one of `roles` today; others get 403, strangers the log-in page.

    Without roles: by everybody who is logged in. Rows are limited further by `visible_to`.
    """

    def decorate(view: View) -> View:
        @login_required
        @functools.wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if roles and not request.user.has_role(*roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def client_address(request: HttpRequest) -> str:
    """The client's address: the last one our own proxy added, else the peer's. Nothing a client writes is believed."""
    peer = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    if settings.TRUSTED_PROXY and peer == settings.TRUSTED_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")[-1].strip()
        return forwarded or peer
    return peer


def known_user(request: HttpRequest) -> User | None:
    """Return who is logged in, or None."""
    return request.user if isinstance(request.user, User) else None


def attempted_number(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """Return under which name django-axes counts a try: a digest of the number, however it was typed.

    A digest, because a person in a hurry types the password into the first field.
    """
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return salted_hmac("accounts.attempt", normal_number(str(typed))).hexdigest()[:32]


def may_open_name(user: User, person: User) -> bool:
    """Return whether `user` may read the person's names on a screen about people (domain.md 6.3).

    The same rule as UserQuerySet.names_open_to, for one person.
    """
    if not person.protected or user.pk == person.pk or user.has_role(Role.HR):
        return True
    return person.centre_id in user.centre_ids(Role.REGISTRAR, Role.HEAD)


def names_near() -> tuple[Role, ...]:
    """Return the roles that may read names of protected people of their own centre (domain.md 6.3)."""
    return (Role.REGISTRAR, Role.HEAD)


def may_correct_name(user: User, person: User) -> bool:
    """Return whether `user` may correct the person's name: registrar or head of the person's centre.

    Administrators for people of no centre whose name they may read, but not their own.
    """
    if person.centre_id is None and not person.protected and user.pk != person.pk:
        return user.has_role(Role.ADMINISTRATOR)
    return person.centre_id in user.centre_ids(Role.REGISTRAR, Role.HEAD)


def may_keep_photo(user: User, person: User) -> bool:
    """Return whether `user` may keep and remove the person's photo: the registrar of the person's centre."""
    return person.centre_id is not None and person.centre_id in user.centre_ids(Role.REGISTRAR)


def may_give_roles(user: User, person: User) -> bool:
    """Return whether `user` may give and end roles of the person: administrators, for everybody but themselves."""
    return user.pk != person.pk and user.has_role(Role.ADMINISTRATOR)


def registers_trainees(user: User, centre: Centre | None) -> bool:
    """Return whether whom `user` registers at `centre` is a trainee there from the start.

    So it is for registrar and head of the centre; an administrator registers staff, whose roles are given afterwards.
    """
    return centre is not None and centre.pk in user.centre_ids(Role.REGISTRAR, Role.HEAD)


def may_print_slip(user: User, person: User) -> bool:
    """Return whether `user` may give the person a first password.

    Registrar, head and instructors of the centre, and whoever teaches the person anywhere, for people who are trainees
    and nothing else: whoever could take a colleague's account would not need four eyes. Administrators for everybody
    but themselves.
    """
    if user.pk == person.pk or not person.is_active:
        return False
    if user.has_role(Role.ADMINISTRATOR):
        return True
    if any(assignment.role != Role.TRAINEE for assignment in person.roles()):
        return False
    return person.centre_id in user.centre_ids(Role.REGISTRAR, Role.HEAD, Role.INSTRUCTOR) or teaches(user, person)


def may_end_sessions(user: User, person: User) -> bool:
    """Return whether `user` may log the person out everywhere: the head of the person's centre and administrators."""
    if user.pk == person.pk:
        return False
    if user.has_role(Role.ADMINISTRATOR):
        return True
    return person.centre_id is not None and person.centre_id in user.centre_ids(Role.HEAD)


_teaching: list[Callable[[User, User], bool]] = []


def register_teaching(handler: Callable[[User, User], bool]) -> None:
    """Let the app that knows who teaches whom answer `teaches`; called in its `ready()`."""
    if handler not in _teaching:
        _teaching.append(handler)


def teaches(user: User, person: User) -> bool:
    """Return whether `user` is an instructor of a group in which the person is a trainee, at whatever centre."""
    return user.has_role(Role.INSTRUCTOR) and any(handler(user, person) for handler in _teaching)
