"""Which language a request is answered in, the first password that must be changed, and the second factor."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from accounts.access import ConfirmationNeededError, factor_passed, judged_free, needs_factor, note_free
from accounts.models import User
from accounts.selectors.factors import factors_of
from accounts.views import confirming
from accounts.views.factors import door_to

PRS = re.compile(r"\bprs(-AF)?\b", re.IGNORECASE)

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageOfPersonMiddleware:
    """Browsers that ask for Dari as `prs` get `fa-AF`, the code that Django knows (docs/decisions/0003)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        header = request.META.get("HTTP_ACCEPT_LANGUAGE")
        if header and "prs" in header.lower():
            request.META["HTTP_ACCEPT_LANGUAGE"] = PRS.sub("fa-AF", header)
        return self.get_response(request)


class FirstPasswordMiddleware:
    """Whoever has a first password from a slip changes it before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and user.must_change_password:
            change = reverse("accounts:password")
            free = (change, reverse("accounts:logout"), reverse("accounts:language"), "/static/")
            if not request.path.startswith(free):
                return redirect(change)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Whoever holds a role above trainee has passed the second factor, or is a stranger on every page.

    A session that has given the password only sees what strangers see; the pages of the factor find the person in
    `request.person_to_prove`. Pages that lead strangers to the log-in page lead there instead; what devices send gets
    the answer "log in again, keep everything". A session that has passed costs nothing; others the reading of their
    roles, which pages do anyway. Below AuthenticationMiddleware, above everything that looks at the person.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not isinstance(person, User) or factor_passed(request.session, person) or _is_free(request, person):
            return self.get_response(request)
        if _chooses_password(request, person):
            return self.get_response(request)
        request.person_to_prove = person  # type: ignore[attr-defined]
        request.user = AnonymousUser()
        login = reverse("accounts:login")
        if request.path == login and request.method != "POST":
            return redirect(_instead(request.get_full_path()))
        response = self.get_response(request)
        target = response.headers.get("Location", "")
        if target and urlsplit(target).path == login and SESSION_KEY in request.session:
            return redirect(_instead(target))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Take the code that came with a form which was sent again to confirm it."""
        if request.method == "POST" and getattr(view, "confirms", False):
            return confirming.check(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """Ask again for the second factor where an act wants it."""
        return confirming.ask(request) if isinstance(error, ConfirmationNeededError) else None


def _is_free(request: HttpRequest, person: User) -> bool:
    """Return whether the person needs no second factor. Answers of a quiz and marks go by what the pages found today:

    each is one narrow statement and reads no roles. A role that is given ends that (services.factors.judge_again).
    """
    now = timezone.now()
    noted = judged_free(request.session, person, now)
    if noted and request.method == "POST" and request.content_type == "application/json":
        return True
    if needs_factor(person):
        return False
    if not noted:
        note_free(request.session, person, at=now)
    return True


def _chooses_password(request: HttpRequest, person: User) -> bool:
    """Return whether this is the page of the first password, and there is no factor that could be asked before."""
    if not person.must_change_password or factors_of(person, at=timezone.now()).in_use:
        return False
    return not request.path.startswith((reverse("accounts:logout"), reverse("accounts:language")))


def _instead(login: str) -> str:
    target = parse_qs(urlsplit(login).query).get("next", [""])[0]
    return door_to("accounts:factor", target)
