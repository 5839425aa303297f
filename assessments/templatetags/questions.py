"""The words of questions on a page: paragraphs, **strong** and `codes`, the only marks of the manuscripts."""

import functools
import json
import re
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from foundation.languages.marked import marked as render_marks

register = template.Library()

INLINE = re.compile(r"`([^`]+)`|\*\*(.+?)\*\*")
KEPT = 4096
LEFT_TO_RIGHT, POP = "\u2066", "\u2069"


# The words of a question are shown to everybody who draws it, so each line is rendered once.
marked = functools.lru_cache(maxsize=KEPT)(render_marks)
register.filter("marked", marked)


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
def percent_of_thousand(value: Any) -> str:
    """Return thousandths as percent with one decimal place, for a field; nothing for what is no number."""
    return f"{value / 10:g}" if isinstance(value, int) and not isinstance(value, bool) else ""


@register.filter
def shown(answer: Any) -> str:
    """Return an answer as the form gives it back, so that only what was changed is stored."""
    return json.dumps(answer)
