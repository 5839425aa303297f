"""Tags of the roll: the letters of the paper journal and the row of choices for one person."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from attendance.enums import Status, letter_of

if TYPE_CHECKING:
    from attendance.forms import RollRow

register = template.Library()

TONES = {Status.PRESENT: "badge--ok", Status.LATE: "badge--warn", Status.ABSENT: "badge--bad"}


@register.filter
def letter(status: str) -> str:
    """Return the letter of the paper journal for an absence with a reason, as the reader's language writes it."""
    return letter_of(status)


@register.simple_tag
def tone(status: str) -> str:
    """Return the class of the badge of a status."""
    return TONES.get(Status(status), "badge--plain")


@register.simple_tag
def roll_choices(row: "RollRow", statuses: Sequence[tuple[str, str]]) -> SafeString:
    """Return the radio buttons of one person; reasons are shown by their letters and read out by their words."""
    return format_html_join("", "{}", ((_choice(row, status, label),) for status, label in statuses))


def _choice(row: "RollRow", status: str, label: str) -> SafeString:
    short = letter(status) or (pgettext("short mark on the roll", "Absent") if status == Status.ABSENT else label)
    named = format_html(' aria-label="{}"', label) if short != label else SafeString("")
    checked = SafeString(" checked") if row.status == status else ""
    return format_html(
        '<label><input type="radio" name="s-{}" value="{}"{}{}><span>{}</span></label>',
        row.key,
        status,
        named,
        checked,
        short,
    )
