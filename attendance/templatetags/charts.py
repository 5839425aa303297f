"""Charts drawn by the server as SVG: no script, no inline style; the table beside them says the same in numbers."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from attendance.selectors.charts import Figures
from foundation.languages.calendars import format_short
from foundation.languages.templatetags.languages import digits
from foundation.languages.titles import SOURCE_LANGUAGE, direction

register = template.Library()

WIDTH, ROW, BAR, BARS = 360, 46, 14, 284
KINDS = ("attended", "excused", "absent")


@register.filter
def label(value: object) -> str:
    """Return what stands before a bar: a day in short form, anything else as it is."""
    return format_short(value, _language()) if isinstance(value, datetime.date) else str(value)


@register.simple_tag
def bars(rows: Sequence[tuple[Any, Figures]], title: str) -> SafeString:
    """Return stacked bars, one a row: attended, missed with a reason, missed without one. Mirrored in Dari."""
    drawn = format_html_join("", "{}", ((_row(place, name, found),) for place, (name, found) in enumerate(rows)))
    height = max(len(rows), 1) * ROW
    frame = '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    return format_html(frame, WIDTH, height, title, drawn)


def _row(place: int, name: object, found: Figures) -> SafeString:
    top = place * ROW
    mirrored = direction(_language()) == "rtl"
    parts, left = [], 0.0
    for kind in KINDS:
        wide = BARS * getattr(found, kind) / found.hours if found.hours else 0.0
        start = WIDTH - left - wide if mirrored else left
        parts.append((kind, f"{start:.1f}", top + 24, f"{wide:.1f}", BAR))
        left += wide
    rects = format_html_join("", '<rect class="chart__{}" x="{}" y="{}" width="{}" height="{}"/>', parts)
    near, far = (WIDTH, 0) if mirrored else (0, WIDTH)
    value = f"{digits(found.percent)} %" if found.hours else "–"
    text = '<text x="{}" y="{}">\u2068{}\u2069</text><text class="chart__value" x="{}" y="{}">\u2066{}\u2069</text>{}'
    return format_html(text, near, top + 17, label(name), far, top + 36, value, rects)


def _language() -> str:
    return get_language() or SOURCE_LANGUAGE
