"""The two inline marks of manuscripts: `**strong**` and, between backticks, what stays left-to-right.

Format: docs/curriculum-format.md. Everything else in a text is text: it is escaped.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_CODE = re.compile(r"`([^`]+)`")
_STRONG = "**"


def marked(text: str) -> SafeString:
    """Return a text as safe HTML: codes in `<bdi dir="ltr" class="code">`, strong words in `<strong>`.

    A code may stand inside strong words; marks inside a code are not marks; a mark without its partner stays as typed.
    """
    pieces = _CODE.split(str(text))
    left = sum(piece.count(_STRONG) for piece in pieces[::2])
    html: list[str] = []
    is_open = False
    for index, piece in enumerate(pieces):
        if index % 2:
            html.append(f'<bdi dir="ltr" class="code">{escape(piece)}</bdi>')
            continue
        for place, part in enumerate(piece.split(_STRONG)):
            if place and (is_open or left > 1):
                html.append("</strong>" if is_open else "<strong>")
                is_open = not is_open
            elif place:
                html.append(_STRONG)
            left -= bool(place)
            html.append(escape(part))
    return mark_safe("".join(html))  # every piece of the text was escaped above


def unmarked(text: str) -> str:
    """Return a text without its marks, as it is read aloud, counted and searched."""
    return _CODE.sub(r"\1", text).replace(_STRONG, "")
