"""Tags of the site shell: the choice of language and the navigation of each role."""

import functools
from collections.abc import Iterable
from typing import Any

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from attendance.access import CALLS_ROLLS
from cms.navigation import Entry, groups_for
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, html_lang

register = template.Library()


def path_in(request: HttpRequest, code: str) -> str:
    """Return the address of the same page in another language."""
    parts = request.get_full_path().split("/", 2)
    rest = parts[2] if len(parts) > 2 and parts[1] in LANGUAGE_CODES else ""
    return f"/{code}/{rest}"


@functools.lru_cache(maxsize=64)
def _part(name: str, _language: str | None, somebody: bool) -> str:
    return render_to_string(f"components/shell/{name}.html", {"somebody": somebody})


@register.simple_tag(takes_context=True)
def shell_part(context: dict[str, Any], name: str) -> SafeString:
    """A part of the shell that is the same for everybody in a language; rendered once for those logged in or not."""
    user = getattr(context.get("request"), "user", None)
    return SafeString(_part(name, get_language(), user is not None and user.is_authenticated))


@functools.lru_cache(maxsize=16)
def _language_buttons(active: str) -> SafeString:
    """One button a language, the active one marked; the same for everybody."""
    return format_html_join(
        "",
        '<button name="language" value="{}" lang="{}"{}>{}</button>',
        (
            (
                code,
                html_lang(code),
                SafeString(' aria-current="true"' if code == active else ""),
                NATIVE_NAMES[code],
            )
            for code in LANGUAGE_CODES
        ),
    )


@register.simple_tag(takes_context=True)
def language_choice(context: dict[str, Any]) -> SafeString:
    """Links to the same page in each language; for somebody logged in, buttons that also remember the choice."""
    request = context["request"]
    active = get_language()
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return format_html(
            '<form class="languages" method="post" action="{}" aria-label="{}">'
            '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
            '<input type="hidden" name="next" value="{}">{}</form>',
            reverse("accounts:language"),
            _("Language"),
            get_token(request),
            request.get_full_path() if request.method == "GET" else request.path,
            _language_buttons(active or ""),
        )
    links = format_html_join(
        "",
        '<a href="{}" lang="{}" hreflang="{}"{}>{}</a>',
        (
            (
                path_in(request, code),
                html_lang(code),
                html_lang(code),
                SafeString(' aria-current="true"' if code == active else ""),
                NATIVE_NAMES[code],
            )
            for code in LANGUAGE_CODES
        ),
    )
    return format_html('<nav class="languages" aria-label="{}">{}</nav>', _("Language"), links)


@register.simple_tag(takes_context=True)
def unsent(context: dict[str, Any]) -> SafeString:
    """For people who work without a link: how much this device has not sent. Filled in on the device."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated or not user.has_role(*CALLS_ROLLS):
        return SafeString("")
    return format_html(
        '<a id="unsent" href="{}" data-person="{}" data-outbox="{}" data-login="{}" data-leaving="{}"{} hidden>'
        '<span class="badge badge--plain">{}: <b>0</b></span></a><script type="module" src="{}"></script>',
        reverse("device:device"),
        user.pk,
        static("outbox/outbox.js"),
        _("Your session has ended. Log in again: then everything is sent."),
        _(
            "Some of your marks are not sent yet. They stay on this device and are sent when you log in here again. "
            "Log out all the same?"
        ),
        SafeString(" data-shared" if (context["request"].session.get("device") or {}).get("shared") else ""),
        _("Not yet sent"),
        static("outbox/shell.js"),
    )


def _links(entries: Iterable[Entry], here: str) -> SafeString:
    """The pages as items of a list, the current one marked."""
    return format_html_join(
        "",
        '<li><a href="{}"{}>{}</a></li>',
        (
            (entry.url, SafeString(' aria-current="page"' if entry.url == here else ""), entry.label)
            for entry in entries
        ),
    )


@register.simple_tag(takes_context=True)
def site_navigation(context: dict[str, Any]) -> SafeString:
    """The pages that the person's roles open, many of them in groups; the current one and its group marked."""
    request = context["request"]
    here = request.path
    items = [
        _links(group.entries, here)
        if len(group.entries) == 1
        else format_html(
            '<li><details name="nav"><summary{}>{}</summary><ul>{}</ul></details></li>',
            SafeString(' aria-current="true"' if group.holds(here) else ""),
            group.label,
            _links(group.entries, here),
        )
        for group in groups_for(request.user)
    ]
    return format_html(
        '<nav class="site-nav" aria-label="{}"><ul>{}</ul></nav>',
        _("Main navigation"),
        format_html_join("", "{}", ((item,) for item in items)),
    )


@register.simple_tag(takes_context=True)
def here_in(context: dict[str, Any], code: str) -> str:
    """The address of this page in the language `code`."""
    return path_in(context["request"], code)
