"""The page for a request that was not understood; the others are Django's own views over our templates."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_understood(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 413 for more than we take in, else 400; nothing of what was wrong is repeated."""
    too_much = isinstance(exception, TOO_MUCH)
    return render(request, "413.html" if too_much else "400.html", status=413 if too_much else 400)
