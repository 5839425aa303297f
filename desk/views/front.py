"""The bare address, and what a proxy asks."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_GET

from accounts.access import known_user
from foundation.languages.titles import LANGUAGE_CODES


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
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_GET
def robots(_request: HttpRequest) -> HttpResponse:
    """Tell search engines that nothing here is theirs but the public check page."""
    lines = ["User-agent: *", "Disallow: /"]
    for language in LANGUAGE_CODES:
        with override(language):
            lines.insert(1, f"Allow: {reverse('certificates:check')}$")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_GET
def icon(_request: HttpRequest) -> HttpResponseRedirect:
    """Old browsers ask for this address by themselves."""
    return HttpResponseRedirect(static("img/icon.svg"))
