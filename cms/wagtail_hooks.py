"""Wagtail's admin as this project has it: our log-in page, our roles, no screens for users and groups."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, re_path
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.models import LessonPage
from cms.services.publishing import untranslated

CLOSED_MENU = {"users", "groups", "sites", "redirects", "collections", "workflows", "workflow-tasks"}


def closed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """People and roles are kept in `accounts`; Wagtail's groups are a projection of them."""
    raise Http404


def entrance(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """There is one log-in page; who comes here is logged in already."""
    return redirect("wagtailadmin_home")


@hooks.register("register_admin_urls", order=-100)
def replaced_addresses() -> list[URLPattern]:
    """Stand before Wagtail's own addresses. All of them ask for the right to enter first."""
    return [
        re_path(r"^(?:users|groups|password_reset)(?:/|$)", closed),
        re_path(r"^login/", entrance),
    ]


@hooks.register("construct_settings_menu")
def hide_closed_screens(request: HttpRequest, menu_items: list[Any]) -> None:
    """What is closed or has no meaning here does not stand in the menu."""
    menu_items[:] = [item for item in menu_items if item.name not in CLOSED_MENU]


@hooks.register("before_serve_document")
def documents_for_people(document: Any, request: Any) -> HttpResponse | None:
    """Files of the admin are for people who are logged in."""
    if request.user.is_authenticated:
        return None
    raise Http404


@hooks.register("before_edit_page", order=-100)
def say_what_is_missing(request: HttpRequest, page: Any) -> None:
    """Tell a translator why a published translation is not yet read by anybody."""
    if request.method != "GET" or not isinstance(page, LessonPage) or not page.live:
        return
    missing, total = untranslated(page)
    if missing:
        text = _("%(missing)s of %(total)s texts are not translated. Readers see the last complete version.")
        messages.warning(request, text % {"missing": missing, "total": total})
