"""Say on every page whose it is, so that the service worker never shows one person's kept pages to another."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "Omuzgoh-Person"


class PersonOfPageMiddleware:
    """Put the id of whoever is logged in into a header of each page. Stands below AuthenticationMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and response.get("Content-Type", "").startswith("text/html"):
            response.headers[HEADER] = str(request.user.pk)
        return response
