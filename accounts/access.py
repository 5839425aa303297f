"""May I? Answers derived from roles, and the decorators by which views ask."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.enums import Role
from accounts.models import User


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
