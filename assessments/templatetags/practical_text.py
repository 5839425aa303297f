"""Show the words and figures of practical exercises and results."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

from assessments.selectors.plan_words import in_hours, sums
from assessments.templatetags.questions import marked, paragraphs
from foundation.languages.templatetags.languages import digits

if TYPE_CHECKING:
    from assessments.selectors.sheets import Criterion

register = template.Library()
register.filter("coded", marked)
register.filter("paragraphs", paragraphs)


@register.filter
def percent(value: Decimal | None) -> str:
    """Return a percentage without needless zeros, in the digits of the active language; nothing for None."""
    if value is None:
        return ""
    whole = value.to_integral_value()
    return format_html('<bdi dir="ltr">{} %</bdi>', digits(int(whole) if whole == value else value.normalize()))


@register.filter
def signed(value: Decimal | None) -> str:
    """Return a difference with its sign, without needless zeros, in the digits of the language; nothing for None."""
    if value is None:
        return ""
    whole = value.to_integral_value()
    size = digits(abs(int(whole)) if whole == value else abs(value.normalize()))
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return format_html('<bdi dir="ltr">{}{}</bdi>', sign, size)


@register.filter
def figure(value: float) -> str:
    """Return a coefficient with two decimal places, in the digits of the active language."""
    return format_html('<bdi dir="ltr">{}</bdi>', digits(f"{value:.2f}"))


register.filter("in_hours", in_hours)
register.filter("sums", sums)


@register.simple_tag
def team_criterion(criteria: "Sequence[Criterion]", at: int) -> "Criterion":
    """Return one criterion of a checklist by its place from 0."""
    return criteria[at]
