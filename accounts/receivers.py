"""Log-ins are remembered. Nothing that was typed is kept: it may be a password in the wrong field."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.access import client_address
from accounts.enums import Act
from accounts.models import User
from accounts.services.audit import remember


@receiver(user_logged_in, dispatch_uid="accounts.remember_log_in")
def remember_log_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """One row for each session that begins."""
    remember(act=Act.LOG_IN, by=user, subject=user, centre=user.centre, address=client_address(request))


@receiver(user_login_failed, dispatch_uid="accounts.remember_failure")
def remember_failure(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """One row for each wrong try; tries during a lock add nothing, so that nobody fills the trail."""
    is_new = getattr(request, "axes_failures_since_start", None) is not None
    if is_new or not getattr(request, "axes_locked_out", False):
        remember(act=Act.LOG_IN_FAILED, by=None, address=client_address(request) if request else None)


@receiver(user_locked_out, dispatch_uid="accounts.remember_lock")
def remember_lock(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """One row when a lock begins: axes also sends this for each try during it."""
    if getattr(request, "axes_failures_since_start", None) is not None:
        remember(act=Act.LOCKED_OUT, by=None, address=client_address(request))
