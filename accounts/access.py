"""May I? Answers derived from roles, and the decorators by which views ask."""

import datetime
import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Concatenate

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.domain.numbers import normal_number
from accounts.enums import HELD_AT_CENTRE, READ_ONLY, FactorKind, Role
from accounts.models import Centre, RoleAssignment, User

if TYPE_CHECKING:
    from accounts.models import ErasureRequest

# The backend to name when somebody is logged in without a password (seats of the demonstration, tests).
BACKEND = "accounts.backends.PeopleBackend"

# Who works with lists of people.
PEOPLE_ROLES = (Role.INSTRUCTOR, Role.REGISTRAR, Role.HEAD, Role.HR, Role.AUDITOR, Role.ADMINISTRATOR)


# Whoever proved who she is need not do so again for as long as this.
CONFIRMED_FOR = datetime.timedelta(minutes=10)
_FACTOR, _CONFIRMED = "factor", "confirmed"  # in a session: by which factor of whom it was passed; when confirmed
_FREE = "none"


class ConfirmationNeededError(PermissionDenied):
    """This act asks for the second factor again; accounts.middleware answers with the page that asks for it."""


class DemonstrationOnlyError(Exception):
    """The factor of the demonstration counts for people of the demonstration only, and nowhere under production."""


class PersonRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User


View = Callable[..., HttpResponseBase]


def requires(
    *roles: Role, confirmed: bool = False
) -> Callable[[Callable[Concatenate[Any, ...], HttpResponseBase]], View]:
    """Let a view be reached only by people who hold one of `roles` today; others get 403, strangers the log-in page.

    Without roles: by everybody who is logged in. Rows are limited further by `visible_to`. With `confirmed`, the
    person proves again who she is when the last proof is older than CONFIRMED_FOR; what was typed is kept.
    """

    def decorate(view: View) -> View:
        @login_required
        @functools.wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if roles and not request.user.has_role(*roles):
                raise PermissionDenied
            if confirmed and not confirmed_lately(request.session, timezone.now()):
                raise ConfirmationNeededError
            return view(request, *args, **kwargs)

        guarded.confirms = confirmed  # type: ignore[attr-defined]
        return guarded

    return decorate


def needs_factor(user: User) -> bool:
    """Return whether the person must prove more than the password: whoever holds a role above trainee today."""
    return user.is_staff or any(assignment.role != Role.TRAINEE for assignment in user.roles())


def factor_passed(session: SessionBase, user: User) -> bool:
    """Return whether the second factor of `user` was passed in this session; the demonstration's counts only there."""
    said = session.get(_FACTOR)
    if not isinstance(said, dict) or said.get("person") != str(user.pk) or said.get("kind") == _FREE:
        return False
    return said.get("kind") != FactorKind.DEMONSTRATION or settings.DEMONSTRATION


def judged_free(session: SessionBase, user: User, at: datetime.datetime) -> bool:
    """Return whether the session noted on this day that `user` needs no second factor."""
    said = session.get(_FACTOR)
    return isinstance(said, dict) and said == _free(user, at)


def note_free(session: SessionBase, user: User, *, at: datetime.datetime) -> None:
    """Note in the session that `user` needs no second factor on this day. Roles begin and end with days."""
    session[_FACTOR] = _free(user, at)


def without_free(data: dict[str, Any]) -> bool:
    """Take such a note out of what a session holds; return whether there was one."""
    if (data.get(_FACTOR) or {}).get("kind") != _FREE:
        return False
    del data[_FACTOR]
    return True


def _free(user: User, at: datetime.datetime) -> dict[str, str]:
    return {"person": str(user.pk), "kind": _FREE, "day": timezone.localdate(at).isoformat()}


def factor_of_session(session: SessionBase) -> FactorKind | None:
    """Return with which kind of factor the session was passed, or None."""
    said = session.get(_FACTOR)
    return FactorKind(said["kind"]) if isinstance(said, dict) and said.get("kind") in FactorKind.values else None


def pass_factor(session: SessionBase, user: User, *, kind: FactorKind, at: datetime.datetime) -> None:
    """Note in the session that `user` proved who she is at `at`. Raises DemonstrationOnlyError."""
    if kind == FactorKind.DEMONSTRATION and not (settings.DEMONSTRATION and user.demonstration):
        raise DemonstrationOnlyError
    session[_FACTOR] = {"person": str(user.pk), "kind": str(kind)}
    confirm(session, at=at)


def confirm(session: SessionBase, *, at: datetime.datetime) -> None:
    """Note in the session that whoever is logged in proved at `at` who she is."""
    session[_CONFIRMED] = int(at.timestamp())


def confirmed_lately(session: SessionBase, at: datetime.datetime) -> bool:
    """Return whether the last proof is not older than CONFIRMED_FOR."""
    said = session.get(_CONFIRMED)
    return isinstance(said, int) and 0 <= at.timestamp() - said <= CONFIRMED_FOR.total_seconds()


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


def only_reads(user: User) -> bool:
    """Return whether all roles of `user` are to look at things: such a person changes nothing but own settings."""
    held = user.roles()
    return bool(held) and all(assignment.role in READ_ONLY for assignment in held)


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


def may_reset_factor(user: User, person: User) -> bool:
    """Return whether `user` may reset the person's second factor: the head of the person's centre.

    Administrators for heads, for people of no centre or with a role beyond one, and where a centre has no head.
    Nobody for oneself.
    """
    if user.pk == person.pk or not person.is_active or not needs_factor(person):
        return False
    if _beyond_centre(person):
        return user.has_role(Role.ADMINISTRATOR)
    return person.centre_id in user.centre_ids(Role.HEAD) or (
        user.has_role(Role.ADMINISTRATOR) and not _has_head(person)
    )


def may_print_card(user: User, person: User) -> bool:
    """Return whether `user` may print a code card for the person: who may reset the factor, and the registrar."""
    if may_reset_factor(user, person):
        return True
    if user.pk == person.pk or not person.is_active or not needs_factor(person) or _beyond_centre(person):
        return False
    return person.centre_id in user.centre_ids(Role.REGISTRAR)


def _beyond_centre(person: User) -> bool:
    """Return whether no head of centre answers for the person's account: heads, national roles, people of no centre."""
    roles = {assignment.role for assignment in person.roles()}
    return person.centre_id is None or person.is_staff or Role.HEAD in roles or not roles <= set(HELD_AT_CENTRE)


def _has_head(person: User) -> bool:
    today = timezone.localdate()
    heads = RoleAssignment.objects.in_force(today).filter(role=Role.HEAD, centre=person.centre_id, user__is_active=True)
    return heads.exclude(user=person).exists()


def may_copy_data(user: User, person: User) -> bool:
    """Return whether `user` may make a copy of everything that is held about the person: oneself, registrar and head.

    The registrar makes it for who has no telephone, and hands over the paper.
    """
    return user.pk == person.pk or person.centre_id in user.centre_ids(Role.REGISTRAR, Role.HEAD)


def may_ask_erasure(user: User, person: User) -> bool:
    """Return whether `user` may ask that the person be erased: the person, registrar and head, HR."""
    return may_copy_data(user, person) or user.has_role(Role.HR)


def may_ask_for_all(user: User) -> bool:
    """Return whether `user` may ask that all protected names be destroyed: a head those of the centre, others all."""
    return user.has_role(Role.HEAD, Role.HR, Role.ADMINISTRATOR)


def may_confirm_erasure(user: User, request: "ErasureRequest") -> bool:
    """Return whether `user` may be the second person: head of the centre, HR, administrator.

    Never whoever asked, nor the person it is about. All names need HR or an administrator among the two.
    """
    if user.pk in (request.asked_by_id, request.person_id):
        return False
    if user.has_role(Role.HR, Role.ADMINISTRATOR):
        return True
    centre = request.person.centre_id if request.person else request.centre_id
    if request.person is None:
        return centre is None and user.has_role(Role.HEAD)  # then HR or an administrator has asked
    return centre in user.centre_ids(Role.HEAD)
