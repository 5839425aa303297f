"""Numbers of people on the page of an observer."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

from foundation.languages.templatetags.languages import digits

register = template.Library()


@register.simple_tag
def few(number: int | None) -> str:
    """Write a number of people, or “few” where it is not told."""
    return _("few") if number is None else str(digits(number))


@register.filter
def of(numbers: Mapping[str, int], key: str) -> int:
    """Return the number that stands under a key."""
    return numbers[key]
