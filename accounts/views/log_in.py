"""The one log-in page, and what a lock looks like."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.access import known_user
from accounts.enums import CMS_ROLES
from accounts.forms_entry import LogInForm
from accounts.views.languages import home_in, in_language, remember_language, safe_next
from accounts.views.waiting import ask_to_wait


@method_decorator([sensitive_post_parameters("password"), csrf_protect, never_cache], name="dispatch")
class LogIn(View):
    """Log in by service number; afterwards the person's own language."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user = known_user(request)
        if user is not None:
            target = safe_next(request)
            if target.startswith("/cms/") and not user.has_role(*CMS_ROLES):
                raise PermissionDenied  # Wagtail sends people without its roles here: no circle
            return redirect(target or home_in(user.language))
        return _page(request, LogInForm(request))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        waiting = ask_to_wait(request)
        if waiting is not None:
            return waiting
        form = LogInForm(request, request.POST)
        user = form.get_user() if form.is_valid() else None
        if user is None:
            return _page(request, form, status=422)
        login(request, user)
        target = safe_next(request)
        response = redirect(in_language(target, user.language) if target else home_in(user.language))
        remember_language(response, user.language)
        return response


def _page(request: HttpRequest, form: LogInForm, **kwargs: Any) -> HttpResponse:
    context = {"form": form, "next": safe_next(request)}
    return render(request, "accounts/log_in.html", context, **kwargs)


def lockout(request: HttpRequest, original_response: Any = None, credentials: Any = None) -> HttpResponse:
    """Called by django-axes instead of the log-in page after too many wrong tries; the number typed is kept."""
    form = LogInForm(request, initial={"username": request.POST.get("username", "")[:64]})
    context = {"form": form, "next": safe_next(request), "locked": True}
    response = render(request, "accounts/log_in.html", context, status=429)
    response["Retry-After"] = "300"
    return response


@require_POST
def log_out(request: HttpRequest) -> HttpResponseBase:
    """End the session; go to the first page, or, for somebody else at the same computer, to the log-in page.

    A shared computer forgets what it kept for speed. Never its storage: there may be marks in it that are not sent,
    this person's or another's.
    """
    shared = bool((request.session.get("device") or {}).get("shared"))
    logout(request)
    response = redirect("accounts:login" if request.POST.get("to") == "login" else "desk:door")
    if shared:
        response["Clear-Site-Data"] = '"cache"'
    return response


@require_safe
def from_cms(request: HttpRequest) -> HttpResponseBase:
    """Wagtail's log-in address leads to the one log-in page."""
    target = safe_next(request)
    query = f"?{urlencode({'next': target})}" if target else ""
    return redirect(reverse("accounts:login") + query)
