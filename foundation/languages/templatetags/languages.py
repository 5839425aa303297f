"""Template tags and filters for text of four languages; a builtin library, so no template loads it.

Without isolation a browser shows «+992 (44) 600-12-34» backwards inside Dari text, so every phone, code, score, date
and name goes through one of these. Rules: languages-and-weak-links.md 4, domain.md 4.6.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.template.context import Context
from django.template.defaultfilters import title as capitalised
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language

from foundation.languages.calendars import Calendar, format_date, format_short, format_time
from foundation.languages.marked import marked as marked_html
from foundation.languages.text import persian_digits
from foundation.languages.titles import NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_lang, pick

register = template.Library()


@register.filter
def ltr(value: object) -> str:
    """Return a code, phone, serial number or score that keeps its left-to-right order: `{{ serial|ltr }}`."""
    return "" if value is None or value == "" else format_html('<bdi dir="ltr" class="code">{}</bdi>', value)


@register.filter
def marked(value: object) -> str:
    """Return a text of a manuscript as HTML with its two inline marks: `{{ paragraph|marked }}`."""
    return marked_html(str(value))


@register.filter
def isolate(value: object) -> str:
    """Return a name or other foreign text that does not disturb its neighbours: `{{ name|isolate }}`."""
    return "" if value is None or value == "" else format_html("<bdi>{}</bdi>", value)


@register.filter
def digits(value: object) -> str:
    """Return a number, or a text with digits, with the digits of the active language: ۱۲٫۵ in Dari, 12.5 elsewhere."""
    if value is None:
        return ""
    is_number = isinstance(value, int | float | Decimal)
    text = str(localize(value)) if is_number else str(value)
    if _active() != "fa-af":
        return text
    return persian_digits(text.replace(".", "٫") if is_number else text)


@register.filter
def title(value: object) -> str:
    """Return the title of a mapping language → text in the active language: `{{ course.titles|title }}`.

    A text in another language is wrapped in a span with its own `lang` and `dir`. On anything but a mapping this is
    Django's own `title` filter, which the admin uses.
    """
    if not isinstance(value, Mapping):
        return str(capitalised(str(value)))
    active = _active()
    picked = pick(value, active)
    if picked.language == active:
        return picked.text
    language = picked.language
    return format_html('<span lang="{}" dir="{}">{}</span>', html_lang(language), direction(language), picked.text)


@register.filter
def languagename(code: str) -> str:
    """Return the name of a language in itself, tagged and directed: `{{ edition.language|languagename }}`."""
    return format_html('<span lang="{}" dir="{}">{}</span>', html_lang(code), direction(code), NATIVE_NAMES[code])


@register.simple_tag(takes_context=True)
def day(context: Context, value: date | None, *, short: bool = False) -> str:
    """Return a day in the active language and the reader's calendar: `{% day session.date %}`.

    `short=True` gives the form for tables. A `datetime` is shown as its day in the current time zone, None as nothing.
    """
    if value is None:
        return ""
    shown = _local(value).date() if isinstance(value, datetime) else value
    write = format_short if short else format_date
    text = write(shown, _active(), _calendar(context))
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', shown.isoformat(), text)


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None, *, short: bool = False) -> str:
    """Return a day and time in the current time zone, active language and reader's calendar: `{% moment mark.at %}`."""
    if value is None:
        return ""
    local = _local(value)
    language = _active()
    write = format_short if short else format_date
    comma = "،" if language == "fa-af" else ","
    text = f"{write(local.date(), language, _calendar(context))}{comma} {format_time(local.time(), language)}"
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', local.isoformat(timespec="seconds"), text)


@register.simple_tag(name="dir")
def dir_of(code: str = "") -> str:
    """Return "rtl" or "ltr" for a language code, by default the active one: `dir="{% dir edition.language %}"`."""
    return direction(code or _active())


@register.simple_tag(name="htmllang")
def htmllang(code: str = "") -> str:
    """Return a language code as HTML writes it, by default the active one: `lang="{% htmllang %}"`."""
    return html_lang(code or _active())


def _active() -> str:
    return get_language() or SOURCE_LANGUAGE


def _local(value: datetime) -> datetime:
    return localtime(value) if is_aware(value) else value


def _calendar(context: Context) -> Calendar:
    """Return the calendar the signed-in person chose; Gregorian for visitors and where there is no request."""
    user: Any = getattr(context.get("request"), "user", None)
    if user is not None and user.is_authenticated and getattr(user, "calendar", "") == "solar":
        return "solar"
    return "gregorian"
