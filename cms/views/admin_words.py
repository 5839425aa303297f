"""The words of Wagtail's scripts: its own, and ours for the languages it has none of (locale_admin/)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class _Catalogue(JavaScriptCatalog):
    packages = ["wagtail.admin"]

    def get_paths(self, packages: Any) -> list[str]:
        """Wagtail's folder, then ours, which wins."""
        return [*super().get_paths(packages), str(settings.ADMIN_LOCALE_PATH)]


_catalogue = _Catalogue.as_view()


def words_of_scripts(request: HttpRequest) -> HttpResponse:
    """The catalogue in the language the person uses the admin in."""
    response: HttpResponse = get_localized_response(_catalogue, request)
    return response
