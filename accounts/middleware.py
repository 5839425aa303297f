"""Which language a request is answered in, and the first password that must be changed."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

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
