"""Show days, titles and grades on papers that are printed in a language other than the reader's."""

import datetime
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from assessments.enums import Outcome
from assessments.selectors.result_tables import ResultLine, grade_word
from foundation.languages.calendars import format_both, format_date
from foundation.languages.titles import direction, html_lang, pick

if TYPE_CHECKING:
    from assessments.selectors.exam_papers import PaperText

register = template.Library()
register.filter("grade_word", grade_word)


@register.filter
def title_in(titles: Mapping[str, str], language: str) -> SafeString:
    """Return a title in the language of the paper, or in the next best one, marked as that."""
    found = pick(titles, language)
    return format_html(
        '<bdi lang="{}" dir="{}">{}</bdi>', html_lang(found.language), direction(found.language), found.text
    )


@register.filter
def day_in(day: datetime.date, language: str) -> SafeString:
    """Return a day in the words of the paper's language; in Dari in both calendars."""
    return format_html("<bdi>{}</bdi>", format_both(day) if language == "fa-af" else format_date(day, language))


@register.filter
def moment_day(moment: datetime.datetime, language: str) -> SafeString:
    """Return the local day of a moment."""
    return day_in(localdate(moment), language)


@register.filter
def at(items: Sequence[Any], place: int) -> Any:
    """Return the item at a place."""
    return items[place]


@register.filter
def of(items: Mapping[str, Any], key: str) -> Any:
    """Return the value of a key, or None."""
    return items.get(key)


@register.filter
def ended(text: "PaperText", outcome: str) -> list[ResultLine]:
    """Return the lines of a paper with one outcome."""
    return text.ended(Outcome(outcome))


@register.filter
def counted(text: "PaperText") -> list[tuple[str, int]]:
    """Return the word of each outcome that occurs, and how often."""
    counts = [(str(outcome.label), len(text.ended(outcome))) for outcome in Outcome]
    return [(word, count) for word, count in counts if count]
