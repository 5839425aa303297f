"""Show the words and figures of practical exercises and results."""

import re
from decimal import Decimal

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from foundation.languages.templatetags.languages import digits

register = template.Library()
CODE = re.compile(r"`([^`]+)`")


@register.filter
def coded(text: str) -> SafeString:
    """Return one line, escaped, with what stands between backticks kept left to right: `{{ criterion.text|coded }}`."""
    return mark_safe(CODE.sub(r'<bdi dir="ltr" class="code">\1</bdi>', conditional_escape(text)))  # escaped above


@register.filter
def paragraphs(text: str) -> SafeString:
    """Return a text with an empty line between paragraphs as HTML paragraphs."""
    parts = [format_html("<p>{}</p>", coded(part.strip())) for part in text.split("\n\n") if part.strip()]
    return mark_safe("".join(parts))  # each part is escaped


@register.filter
def percent(value: Decimal | None) -> str:
    """Return a percentage without needless zeros, in the digits of the active language; nothing for None."""
    if value is None:
        return ""
    whole = value.to_integral_value()
    return format_html('<bdi dir="ltr">{} %</bdi>', digits(int(whole) if whole == value else value.normalize()))
