"""The page that asks to wait after very many wrong tries. No worker sleeps, and nobody is locked out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.access import client_address
from accounts.device_cookie import is_known
from accounts.forms_entry import LogInForm
from accounts.services.tries import must_wait
from accounts.views.languages import safe_next


def ask_to_wait(request: HttpRequest) -> HttpResponse | None:
    """Return the page that says how long to wait before this try is judged, or None. The number typed is kept."""
    number = request.POST.get("username", "")[:64]
    wait = must_wait(
        number=number,
        address=client_address(request),
        is_known=is_known(request),
        ticket=request.POST.get("ticket", "")[:400],
        at=timezone.now(),
    )
    if wait is None:
        return None
    shared = bool(request.POST.get("shared"))
    context = {
        "form": LogInForm(request, initial={"username": number, "shared": shared}),
        "next": safe_next(request),
        "wait": wait,
    }
    response = render(request, "accounts/log_in.html", context, status=429)
    response["Retry-After"] = str(wait.seconds)
    return response
