"""Figures of statistics on a page: numbers, sentences, and charts drawn by the server as SVG, mirrored in Dari."""

import math
import re
from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.domain.statistics.findings import URGENT, Finding, Note
from assessments.domain.statistics.items import ItemFigures
from assessments.selectors.statistics.figures import QuestionStatistics
from assessments.selectors.statistics.words import sentence as sentence_of
from foundation.languages.templatetags.languages import digits
from foundation.languages.titles import NATIVE_NAMES, SOURCE_LANGUAGE, direction

register = template.Library()

WIDTH, ROW, BAR, BARS = 360, 40, 12, 284
COLUMN, HEIGHT, BASE = 36, 120, 24
ONE_DECIMAL = 1
PERCENT = re.compile(r"\d+ %")
NOTHING = SafeString("–")


@register.filter
def figure(value: float | None, decimals: int = ONE_DECIMAL) -> SafeString:
    """Return a number rounded, in the digits of the active language; a dash for None."""
    if value is None:
        return NOTHING
    rounded = round(value, decimals)
    shown = int(rounded) if rounded == int(rounded) else rounded
    return format_html('<bdi dir="ltr">{}</bdi>', digits(shown))


@register.filter
def share(value: float | None) -> SafeString:
    """Return a percentage rounded to a whole one; a dash for None."""
    if value is None:
        return NOTHING
    return format_html('<bdi dir="ltr">{} %</bdi>', digits(math.floor(value + 0.5)))


@register.filter
def sentence(note: Note) -> str:
    """Return a finding in the active language and its digits; shares keep their sign on the right."""
    return digits(PERCENT.sub(lambda found: f"\u2066{found[0]}\u2069", sentence_of(note)))


@register.filter
def nativename(code: str) -> str:
    """Return the name of a language in itself, for places that take no HTML."""
    return NATIVE_NAMES.get(code, code)


@register.filter
def tone(note: Note) -> str:
    """Return the class of the badge of a finding."""
    if note.finding in URGENT:
        return "badge--bad"
    return "badge--plain" if note.finding in {Finding.FEW, Finding.EASY} else "badge--warn"


@register.filter
def item(found: Mapping[str, object], name: str) -> object:
    """Return what a mapping holds under a name, or None."""
    return found.get(name)


@register.simple_tag
def columns(bands: Sequence[int], title: str) -> SafeString:
    """Return how many attempts lie in each tenth of the marks, as ten columns with their numbers."""
    most = max([*bands, 1])
    drawn = format_html_join(
        "", "{}", ((_column(place, count, most, len(bands)),) for place, count in enumerate(bands))
    )
    base = format_html('<line x1="0" x2="{}" y1="{}" y2="{}"/>', WIDTH, HEIGHT + BASE, HEIGHT + BASE)
    frame = '<svg class="figures" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>'
    return format_html(frame, WIDTH, HEIGHT + 2 * BASE, title, drawn, base)


def _column(place: int, count: int, most: int, size: int) -> SafeString:
    at = size - 1 - place if _mirrored() else place
    middle, high = at * COLUMN + COLUMN / 2, HEIGHT * count / most
    top = HEIGHT + BASE - high
    parts = '<rect x="{}" y="{}" width="{}" height="{}"/>'
    text = '<text class="figures__mid" x="{}" y="{}">\u2066{}\u2069</text>'
    rect = format_html(parts, at * COLUMN + 4, f"{top:.1f}", COLUMN - 8, f"{high:.1f}")
    number = format_html(text, middle, f"{top - 6:.1f}", digits(count)) if count else ""
    scale = format_html(text, middle, HEIGHT + BASE + 17, digits(f"{place * 10}"))
    return format_html("{}{}{}", rect, number, scale)


@register.simple_tag
def facility_bars(questions: Sequence[QuestionStatistics], title: str) -> SafeString:
    """Return a bar a question: its facility; those that ask for something are of another colour and have a sign."""
    rows = [(one.asked.code, one.figures.facility, one.urgent) for one in sorted(questions, key=_by_code)]
    return _bars(rows, title)


@register.simple_tag
def language_bars(languages: Mapping[str, ItemFigures | None], title: str) -> SafeString:
    """Return a bar a language: the facility of one question in it. Languages with under three people are left out."""
    rows = [(NATIVE_NAMES.get(code, code), found.facility, False) for code, found in languages.items() if found]
    return _bars(rows, title)


def _bars(rows: Sequence[tuple[str, float, bool]], title: str) -> SafeString:
    if not rows:
        return SafeString("")
    drawn = format_html_join("", "{}", ((_bar(place, *row),) for place, row in enumerate(rows)))
    frame = '<svg class="figures" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    return format_html(frame, WIDTH, len(rows) * ROW, title, drawn)


def _bar(place: int, name: str, value: float, urgent: bool) -> SafeString:
    top, wide = place * ROW, BARS * value / 100
    mirrored = _mirrored()
    near, far = (WIDTH, 0) if mirrored else (0, WIDTH)
    parts = (
        '<text x="{}" y="{}">\u2068{}\u2069{}</text>'
        '<rect class="figures__ground" x="{}" y="{}" width="{}" height="{}"/>'
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text class="figures__value" x="{}" y="{}">\u2066{}\u2069</text>'
    )
    return format_html(
        parts,
        near,
        top + 15,
        name,
        " !" if urgent else "",
        WIDTH - BARS if mirrored else 0,
        top + 21,
        BARS,
        BAR,
        "figures__urgent" if urgent else "figures__usual",
        f"{WIDTH - wide:.1f}" if mirrored else 0,
        top + 21,
        f"{wide:.1f}",
        BAR,
        far,
        top + 32,
        f"{digits(math.floor(value + 0.5))} %",
    )


def _by_code(one: QuestionStatistics) -> tuple[str, int]:
    return one.asked.code, one.asked.number


def _mirrored() -> bool:
    return direction(get_language() or SOURCE_LANGUAGE) == "rtl"
