"""Tags of the timetable: the day of the week and the name behind an id."""

import datetime
import uuid
from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

register = template.Library()

WEEKDAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)


@register.filter
def weekday(day: datetime.date) -> str:
    """Return the name of the day of the week in the active language: `{{ session.date|weekday }}`."""
    return _(WEEKDAYS[day.weekday()])


@register.filter
def weekday_before(day: datetime.date) -> str:
    """Return the day of the week with the comma that stands before a date: `{{ day|weekday_before }} {% day day %}`."""
    return weekday(day) + ("،" if get_language() == "fa-af" else ",")


@register.filter
def of(found: Mapping[uuid.UUID, object], key: uuid.UUID) -> object:
    """Return what belongs to an id, or nothing: `{{ teachers|of:session.pk }}`."""
    return found.get(key, "") if found else ""


@register.filter
def named(names: Mapping[uuid.UUID, str], person: uuid.UUID | None) -> str:
    """Return the isolated name of a person by id, or a dash for nobody: `{{ names|named:session.instructor_id }}`."""
    name = names.get(person, "") if person is not None else ""
    return format_html("<bdi>{}</bdi>", name) if name else "–"
