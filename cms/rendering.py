"""Manuscript blocks as HTML: safe, semantic, in the words of the text's own language. Rendered once, on publishing."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from courses.selectors.manuscripts import INSTRUCTOR_KINDS, LESSON, Block
from foundation.languages.calendars import format_date
from foundation.languages.marked import unmarked

HIDDEN_FROM_TEXT = frozenset({"checked"})


@dataclasses.dataclass(frozen=True)
class Rendered:
    """What an edition keeps of a text. `text` is plain: no marks, a line a paragraph, without the instructor's part."""

    title: str
    summary: str
    body: SafeString
    instructor_body: SafeString
    text: str
    outcomes: tuple[str, ...]


def render_blocks(blocks: Sequence[Block], language: str) -> Rendered:
    """Return the HTML and the plain text of a course, module or lesson whose first block holds its title."""
    head, *rest = blocks or [Block("lesson", "-", {})]
    body = [block for block in rest if block.kind not in INSTRUCTOR_KINDS]
    with override(language):
        html = "\n".join(_render(block, language) for block in body)
        notes = "\n".join(_render(block, language) for block in rest if block.kind in INSTRUCTOR_KINDS)
    outcomes = head.items("outcomes") if head.kind == "module" else _outcomes(body)
    return Rendered(
        title=head.line("title"),
        summary=head.line("summary"),
        body=mark_safe(html),  # made by our templates, which escape every text
        instructor_body=mark_safe(notes),  # the same
        text="\n".join(plain_lines([head, *body])),
        outcomes=outcomes,
    )


def plain_lines(blocks: Sequence[Block]) -> list[str]:
    """Return every text of the blocks in order, without marks; the title of the lesson is not among them."""
    found: list[str] = []
    for block in blocks:
        for name, value in block.fields.items():
            if name in HIDDEN_FROM_TEXT or (block.kind == "lesson" and name == "title"):
                continue
            if isinstance(value, str):
                found.append(unmarked(value))
            else:
                found.extend(unmarked(row if isinstance(row, str) else ", ".join(row)) for row in value)
    return found


def _outcomes(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(item for block in blocks if block.kind == "outcomes" for item in block.items("items"))


def _render(block: Block, language: str) -> str:
    context: dict[str, object] = {name: block.fields.get(name, ()) for name in LESSON[block.kind]}
    context |= {"id": block.key, "kind": block.kind}
    if block.kind == "legal":
        context["checked_words"] = _date_in_words(block.line("checked"), language)
    return get_template(f"cms/blocks/{block.kind}.html").render(context).strip()


def _date_in_words(value: str, language: str) -> str:
    """Return an ISO date in words, or as it is typed when it is none."""
    try:
        return format_date(datetime.date.fromisoformat(value), language, "gregorian")
    except ValueError:
        return value
