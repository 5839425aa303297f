"""Every request says where it comes from before anything is remembered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.access import client_address
from accounts.domain import origin


class OriginMiddleware:
    """Keeps the client's address while a request is answered (accounts/domain/origin.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = origin.begin(client_address(request))
        try:
            return self.get_response(request)
        finally:
            origin.end(token)
