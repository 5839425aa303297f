"""Wagtail's admin as this project has it: our log-in page, our roles, no screens for users and groups."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages as admin_messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from cms.models import CoursePage, LessonPage, ModulePage
from cms.selectors.advice import advice_on
from cms.selectors.media import SEES_DRAFTS
from cms.selectors.publishing import must_be_asked
from cms.selectors.review import newer_than_source
from cms.services.pages import is_source
from cms.views import designs as design_views
from cms.views.admin_words import words_of_scripts
from foundation.languages.titles import NATIVE_NAMES, SOURCE_LANGUAGE

MOST_ADVICE = 5
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
        re_path(r"^jsi18n/$", words_of_scripts),
        re_path(r"^localize/(?:translate/\d+/disable|page/\d+/convert_to_alias)/", closed),
        re_path(r"^localize/update/\d+/", nothing_to_sync),
    ]


@hooks.register("register_admin_urls")
def designs_of_certificates() -> list[URLResolver]:
    """Designs of certificates have their screens here (cms/views/designs.py)."""
    patterns = [
        path("", design_views.designs, name="list"),
        path("add/", design_views.edit, name="add"),
        path("add/preview/", design_views.show, name="show_new"),
        path("<slug:code>/", design_views.edit, name="edit"),
        path("<slug:code>/preview/", design_views.show, name="show"),
        path("<slug:code>/offer/", design_views.offer, name="offer"),
        path("<slug:code>/<int:number>/<slug:who>/", design_views.trial, name="trial"),
    ]
    return [path("designs/", include((patterns, "designs"), namespace="designs"))]


class DesignsItem(MenuItem):
    """Stands in the menu of those who may see designs."""

    def is_shown(self, request: HttpRequest) -> bool:
        """True for administrators and editors."""
        return bool(request.user.is_authenticated and request.user.has_role(*design_views.READS))


@hooks.register("register_admin_menu_item")
def designs_in_the_menu() -> MenuItem:
    """Lead to the designs of certificates."""
    return DesignsItem(gettext_lazy("Designs"), reverse_lazy("designs:list"), icon_name="doc-full", order=900)


def nothing_to_sync(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Wagtail's way to renew translations can publish them, and asks nobody about the meaning."""
    messages.info(request, _("Translations learn of a change when its page is published. Nothing has to be done."))
    return redirect("wagtailadmin_home")


@hooks.register("before_edit_page", order=-200)
def translations_have_their_screen(request: HttpRequest, page: Any) -> HttpResponse | None:
    """A page in another language is worked on side by side with its source (docs/decisions/0010)."""
    if not isinstance(page, CoursePage | ModulePage | LessonPage) or not page.code:
        return None
    if page.locale.language_code == SOURCE_LANGUAGE:
        return None
    return redirect("cms:work", kind=page.ROW, code=page.code, language=page.locale.language_code)


@hooks.register("construct_settings_menu")
def hide_closed_screens(request: HttpRequest, menu_items: list[Any]) -> None:
    """What is closed or has no meaning here does not stand in the menu."""
    menu_items[:] = [item for item in menu_items if item.name not in CLOSED_MENU]


@hooks.register("before_serve_document")
def documents_for_people(document: Any, request: Any) -> HttpResponse | None:
    """Files of the drafting room are for those who see drafts; readers get the file that the edition keeps."""
    if request.user.is_authenticated and request.user.has_role(*SEES_DRAFTS):
        return None
    raise Http404


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_what_was_read(request: HttpRequest, page: Any) -> HttpResponse | None:
    """Progress, attempts and certificates name what was read, so nothing of the curriculum is taken away here."""
    if not isinstance(page, CoursePage | ModulePage | LessonPage) or not page.code or not page.first_published_at:
        return None
    return _refused(request, page.get_parent().pk)


@hooks.register("before_bulk_action")
def keep_what_was_read_in_bulk(
    request: HttpRequest, action_type: str, objects: Any, action_class_instance: Any
) -> HttpResponse | None:
    """The same for many pages at once; publishing many at once would ask nobody about the meaning."""
    closed_actions = {"delete", "unpublish", "publish"}
    if action_type in closed_actions and any(isinstance(one, Page) for one in objects):
        return _refused(request, None)
    return None


def _refused(request: HttpRequest, parent: int | None) -> HttpResponse:
    messages.error(request, _("Pages of the curriculum are published one by one and never taken away."))
    return redirect("wagtailadmin_explore", parent) if parent else redirect("wagtailadmin_explore_root")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def say_what_is_advised(request: HttpRequest, page: Any) -> None:
    """Tell whoever saved a text which of its forms the glossary advises against. Nothing is refused."""
    if not isinstance(page, CoursePage | ModulePage | LessonPage):
        return
    found = advice_on(page)
    sentence = _("The glossary advises to write %(instead)s, not %(form)s. Look at: %(blocks)s.")
    for advice in found[:MOST_ADVICE]:
        words = {"form": _quoted(advice.form), "instead": _quoted(advice.instead), "blocks": ", ".join(advice.blocks)}
        messages.warning(request, sentence % words)
    if len(found) > MOST_ADVICE:
        more = _("%(number)s more forms are advised against. They are listed beside the glossary.")
        messages.warning(request, more % {"number": len(found) - MOST_ADVICE})


@hooks.register("before_publish_page", order=-1)
def say_what_is_advised_before_the_question(request: HttpRequest, page: Any) -> None:
    """Where publishing asks for the meaning, Wagtail's own way after saving is left: say it there."""
    if must_be_asked(page):
        say_what_is_advised(request, page)


def _quoted(text: str) -> str:
    """Return a form in quotation marks that do not change sides beside text of another direction."""
    return f"\u2068«{text}»\u2069"


@hooks.register("before_publish_page")
def ask_for_the_meaning(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The draft is saved; before it is published somebody says whether the meaning has changed."""
    return redirect("cms:publish_page", page.pk) if must_be_asked(page) else None


@hooks.register("before_edit_page", order=-100)
def say_what_is_newer(request: HttpRequest, page: Any) -> None:
    """Tell the editor of a source page which language says something newer, with the way to what changed there."""
    if request.method != "GET" or not isinstance(page, LessonPage) or not is_source(page) or not page.code:
        return
    newer = newer_than_source(page.code)
    if newer is None:
        return
    text = _("Another language says something newer: %(language)s, edition %(number)s.")
    address = reverse("cms:compare", kwargs={"code": page.code, "language": newer.language})
    query = f"?a={newer.before}&b={newer.number}" if newer.before else ""
    admin_messages.warning(
        request,
        text % {"language": f"\u2068{NATIVE_NAMES[newer.language]}\u2069", "number": newer.number},
        buttons=[admin_messages.button(address + query, _("See what changed there"))],
    )
