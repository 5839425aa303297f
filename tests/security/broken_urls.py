"""The addresses of the site and two more, whose views fail as a defect would, with somebody's name in their error."""

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.urls import handler400, urlpatterns

__all__ = ["handler400", "urlpatterns"]


def broken(request: HttpRequest) -> HttpResponse:
    """Fail with what was typed in the message, and in a local variable."""
    typed = request.POST.get("surname", "Каримов")
    try:
        raise IntegrityError(f"duplicate key\nDETAIL:  Key (surname)=({typed}) already exists.")  # noqa: TRY301
    except IntegrityError as error:
        raise ValueError(typed) from error


urlpatterns = [path("en/broken/", broken), *urlpatterns]
