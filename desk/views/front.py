"""The bare address, and what a proxy asks."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_GET

from accounts.access import known_user


@require_GET
def front(request: HttpRequest) -> HttpResponse:
    """Lead to the first page in the person's language, or the browser's."""
    user = known_user(request)
    language = user.language if user is not None else get_language_from_request(request)
    with override(language):
        return redirect(reverse("desk:door"))


@require_GET
def healthy(_request: HttpRequest) -> HttpResponse:
    """Answer whoever watches the program."""
    return HttpResponse("ok", content_type="text/plain")


@require_GET
def icon(_request: HttpRequest) -> HttpResponseRedirect:
    """Old browsers ask for this address by themselves."""
    return HttpResponseRedirect(static("img/icon.svg"))
