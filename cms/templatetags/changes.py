"""How two versions of a text are shown: words that went and came, and what a block is called."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cms.blocks import BODY, INSTRUCTOR
from cms.domain.checking import Piece
from foundation.languages.marked import marked
from foundation.languages.titles import direction, html_lang

register = template.Library()

HEADS = {
    "lesson": gettext_lazy("Lesson"),
    "module": gettext_lazy("Module"),
    "course": gettext_lazy("Course"),
    "term": gettext_lazy("Glossary term"),
}
HEAD_FIELDS = {
    "title": gettext_lazy("Title"),
    "summary": gettext_lazy("Summary"),
    "outcomes": gettext_lazy("After this module you will be able to"),
    "term": gettext_lazy("Term"),
    "forms": gettext_lazy("Other forms"),
    "explanation": gettext_lazy("Explanation"),
}
STATES = {
    "new": gettext_lazy("New part"),
    "gone": gettext_lazy("Part taken out"),
    "changed": gettext_lazy("Changed"),
    "moved": gettext_lazy("Moved"),
    "same": gettext_lazy("Not changed"),
}
TONES = {"missing": "bad", "stale": "warn", "draft": "plain", "in_review": "review", "approved": "ok"}
_BLOCKS: dict[str, Any] = dict([*BODY, *INSTRUCTOR])


@register.filter
def block_label(kind: str) -> str:
    """Return what a block of a manuscript is called where it is written: `{{ change.kind|block_label }}`."""
    return str(HEADS[kind] if kind in HEADS else _BLOCKS[kind].label if kind in _BLOCKS else kind)


@register.simple_tag
def field_label(kind: str, name: str) -> str:
    """Return what a field of a block is called: `{% field_label change.kind field.name %}`."""
    if kind in HEADS:
        return str(HEAD_FIELDS.get(name, name))
    fields = _BLOCKS[kind].child_blocks if kind in _BLOCKS else {}
    return str(fields[name].label) if name in fields else name


@register.filter
def change_label(state: str) -> str:
    """Return in words what happened to a block: `{{ change.state|change_label }}`."""
    return str(STATES.get(state, state))


@register.filter
def tone(state: str) -> str:
    """Return the tone of the badge of a state: `badge badge--{{ count.state|tone }}`."""
    return TONES.get(state, "plain")


@register.filter
def pieces(line: Iterable[Piece]) -> SafeString:
    """Return a line with its changes marked, for eyes and for screen readers: `{{ line|pieces }}`."""
    return SafeString(" ".join(_piece(piece) for piece in line))


def _piece(piece: Piece) -> str:
    if piece.kind == "new":
        return _marked("ins", _("[added:]"), piece.text)
    if piece.kind == "gone":
        return _marked("del", _("[removed:]"), piece.text)
    return marked(piece.text)


def _marked(tag: str, said: str, text: str) -> str:
    """Return words with what happened to them, said aloud in the language of the reader."""
    return format_html(
        '<{tag}><span class="visually-hidden" lang="{}" dir="{}">{} </span>{}</{tag}>',
        html_lang(get_language() or ""),
        direction(get_language() or ""),
        said,
        marked(text),
        tag=tag,
    )
