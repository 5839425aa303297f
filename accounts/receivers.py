"""Log-ins are remembered. Nothing that was typed is kept: it may be a password in the wrong field."""

from collections.abc import Mapping
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.access import client_address, confirm, needs_factor, note_free
from accounts.device_cookie import nonce_for, wants_cookie
from accounts.enums import Act
from accounts.models import User
from accounts.selectors.people import person_with_number
from accounts.services.audit import remember
from accounts.services.devices import describe
from accounts.services.tries import note_failure


@receiver(user_logged_in, dispatch_uid="accounts.remember_log_in")
def remember_log_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """One row for each session that begins."""
    remember(act=Act.LOG_IN, by=user, subject=user, centre=user.centre, address=client_address(request))


@receiver(user_logged_in, dispatch_uid="accounts.begin_session")
def begin_session(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The session knows its device and how long it lasts; its key is new, whoever was logged in here before.

    On a shared computer (`shared`, typed with the password; a second step keeps it in the session) nothing stays in
    the browser; elsewhere the device is known from now on.
    """
    if "device" in request.session:
        request.session.cycle_key()
    shared = bool(request.POST.get("shared") or request.session.pop("shared_computer", False))
    request.session["device"] = describe(
        person=user,
        agent=request.META.get("HTTP_USER_AGENT", ""),
        address=client_address(request),
        shared=shared,
        at=timezone.now(),
    )
    wants_cookie(request, user.service_number, shared=shared)


@receiver(user_logged_in, dispatch_uid="accounts.first_proof")
def first_proof(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """For people who need no second factor the password was the proof of who they are."""
    if not needs_factor(user):
        confirm(request.session, at=timezone.now())
        note_free(request.session, user, at=timezone.now())


@receiver(user_login_failed, dispatch_uid="accounts.count_failure")
def count_failure(
    sender: Any, credentials: Mapping[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """Each wrong password counts for its address, its number and its device; tries during a lock add nothing."""
    is_new = getattr(request, "axes_failures_since_start", None) is not None
    if request is None or (getattr(request, "axes_locked_out", False) and not is_new):
        return
    number = str(credentials.get("username") or "")
    note_failure(number=number, address=client_address(request), device=nonce_for(request, number), at=timezone.now())


@receiver(user_login_failed, dispatch_uid="accounts.remember_failure")
def remember_failure(
    sender: Any, credentials: Mapping[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """One row for each wrong try, with the account when there is one of that number.

    Tries during a lock add nothing, so that nobody fills the trail.
    """
    is_new = getattr(request, "axes_failures_since_start", None) is not None
    if is_new or not getattr(request, "axes_locked_out", False):
        person = person_with_number(str(credentials.get("username") or ""))
        address = client_address(request) if request else None
        remember(act=Act.LOG_IN_FAILED, by=None, subject=person, address=address)


@receiver(user_locked_out, dispatch_uid="accounts.remember_lock")
def remember_lock(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """One row when a lock begins: axes also sends this for each try during it."""
    if getattr(request, "axes_failures_since_start", None) is not None:
        person = person_with_number(request.POST.get("username", ""))
        remember(act=Act.LOCKED_OUT, by=None, subject=person, address=client_address(request))
