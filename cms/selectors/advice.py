"""Which forms the text of a page uses that the glossary advises against."""

import dataclasses
from typing import Any

from courses.selectors.advice import adviser
from courses.selectors.manuscripts import Block


@dataclasses.dataclass(frozen=True, slots=True)
class PageAdvice:
    """A form, what to write instead and why; `blocks` are the keys of the blocks that use it."""

    form: str
    instead: str
    note: str
    blocks: tuple[str, ...]


def advice_on(page: Any) -> list[PageAdvice]:
    """Return the advised-against forms of a course, module or lesson page, in the order of its text. One query."""
    rules = adviser(page.locale.language_code)
    found: dict[str, PageAdvice] = {}
    for block in page.blocks():
        for advice in rules.first(_text(block)):
            blocks = (*found[advice.form].blocks, block.key) if advice.form in found else (block.key,)
            found[advice.form] = PageAdvice(advice.form, advice.instead, advice.note, blocks)
    return list(found.values())


def _text(block: Block) -> str:
    lines: list[str] = []
    for value in block.fields.values():
        rows = [value] if isinstance(value, str) else value
        lines.extend(row if isinstance(row, str) else "\n".join(row) for row in rows)
    return "\n".join(lines)
