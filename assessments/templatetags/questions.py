"""The words of questions on a page: paragraphs, **strong** and `codes`, the only marks of the manuscripts."""

import functools
import json
import re
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

INLINE = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*")
KEPT = 4096
LEFT_TO_RIGHT, POP = "\u2066", "\u2069"


@register.filter
@functools.lru_cache(maxsize=KEPT)
def marked(text: str) -> SafeString:
    """Return one line of a manuscript as HTML: escaped, codes kept left-to-right."""
    return mark_safe(INLINE.sub(_html, escape(text)))  # escaped above; the pattern adds only our own tags


@register.filter
@functools.lru_cache(maxsize=KEPT)
def paragraphs(text: str) -> SafeString:
    """Return the paragraphs of a manuscript as HTML."""
    return mark_safe("".join(f"<p>{marked(line)}</p>" for line in text.split("\n\n") if line))  # of escaped parts


@register.filter
@functools.lru_cache(maxsize=KEPT)
def unmarked(text: str) -> str:
    """Return one line without marks, codes isolated by invisible signs: for places that take no HTML."""
    return INLINE.sub(lambda found: f"{LEFT_TO_RIGHT}{found[1]}{POP}" if found[1] else found[2], text)


@register.filter
def plain_number(value: Decimal) -> Decimal:
    """Return points or percent without closing noughts, never rounded: 83.33, 100, 0.5."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


@register.filter
def shown(answer: Any) -> str:
    """Return an answer as the form gives it back, so that only what was changed is stored."""
    return json.dumps(answer)


def _html(found: "re.Match[str]") -> str:
    if found[1]:
        return f'<bdi dir="ltr" class="code">{found[1]}</bdi>'
    return f"<strong>{found[2]}</strong>"
