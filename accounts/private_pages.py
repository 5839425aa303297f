"""What somebody who is logged in is shown stays in no browser: after log-out the back button shows nothing of it."""

from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse


class PrivatePagesMiddleware:
    """Keep answers for people out of every cache, unless their view says itself how long they may be kept.

    Whoever still owes the second factor counts as somebody too. Pages for work without a link are put aside on purpose,
    by keep.js, and go at log-out (foundation/outbox). Stands below SessionMiddleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response and SESSION_KEY in request.session:
            response["Cache-Control"] = "no-store, private"
        return response
