"""Manuscript blocks as HTML: safe, semantic, in the words of the text's own language. Rendered once, on publishing."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from cms.domain.drawings import DrawingError, filled
from cms.domain.streams import STORE_OF_KIND, files_of
from cms.shown import Facts, drawing_of, facts_of
from cms.term_links import linked, noted
from courses.selectors.glossary import TermIndex, terms_in
from courses.selectors.glossary_words import TermWords, words_of_terms
from courses.selectors.manuscripts import INSTRUCTOR_KINDS, LESSON, Block
from foundation.languages.calendars import format_date
from foundation.languages.marked import unmarked
from foundation.languages.titles import LANGUAGE_CODES, direction, html_lang

HIDDEN_FROM_TEXT = frozenset({"checked", "file", "target"})
PLACES_OF_SPOT = 2  # x and y stand before the label
MEGABYTE, KILOBYTE = 1024 * 1024, 1024
Words = Mapping[str, Mapping[str, TermWords]]


@dataclasses.dataclass(frozen=True)
class Rendered:
    """What an edition keeps of a text. `text` is plain: no marks, a line a paragraph, without the instructor's part."""

    title: str
    summary: str
    body: SafeString
    instructor_body: SafeString
    text: str
    outcomes: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Beside:
    """What texts name and do not hold: pictures, files and terms. Read once for many texts (`beside`)."""

    files: Facts
    terms: Words
    _indexes: dict[str, TermIndex] = dataclasses.field(default_factory=dict)

    def glossary(self, language: str) -> TermIndex:
        """Return the terms that are linked in texts of a language. One query for each language."""
        if language not in self._indexes:
            self._indexes[language] = terms_in(language)
        return self._indexes[language]


def beside(texts: Iterable[Sequence[Block]]) -> Beside:
    """Return what the texts name. No query when they name nothing; at most three however many texts there are.

    One more for each language in which such a text is rendered.
    """
    blocks = [block for text in texts for block in text]
    files = files_of(blocks)
    terms = {block.line("term") for block in blocks if block.kind == "term"}
    return Beside(facts_of(files) if files else {}, words_of_terms(terms) if terms else {})


def render_blocks(blocks: Sequence[Block], language: str, named: Beside | None = None) -> Rendered:
    """Return the HTML and the plain text of a course, module or lesson whose first block holds its title.

    `named` is what the text names, where it was read for many texts at once.
    """
    head, *rest = blocks or [Block("lesson", "-", {})]
    body = [block for block in rest if block.kind not in INSTRUCTOR_KINDS]
    named = named or beside([rest])
    with override(language):
        html = "\n".join(_render(block, language, named) for block in body)
        notes = "\n".join(_render(block, language, named) for block in rest if block.kind in INSTRUCTOR_KINDS)
    outcomes = head.items("outcomes") if head.kind == "module" else _outcomes(body)
    return Rendered(
        title=head.line("title"),
        summary=head.line("summary"),
        body=mark_safe(html),  # made by our templates, which escape every text
        instructor_body=mark_safe(notes),  # the same
        text="\n".join(plain_lines([head, *body], {code: words.get(language) for code, words in named.terms.items()})),
        outcomes=outcomes,
    )


def plain_lines(blocks: Sequence[Block], terms: Mapping[str, TermWords | None] | None = None) -> list[str]:
    """Return every text of the blocks in order, without marks; the title of the lesson is not among them.

    Names of files, codes and places are no texts. `terms` holds the words of the terms that the blocks name.
    """
    found: list[str] = []
    for block in blocks:
        if block.kind == "term":
            words = (terms or {}).get(block.line("term"))
            found.extend([words.term, words.explanation] if words else [])
            continue
        for name, value in block.fields.items():
            if name in HIDDEN_FROM_TEXT or (block.kind == "lesson" and name == "title"):
                continue
            if isinstance(value, str):
                found.append(unmarked(value))
            elif name == "spots":
                found.extend(unmarked(", ".join(row[PLACES_OF_SPOT:])) for row in block.rows(name))
            else:
                found.extend(unmarked(row if isinstance(row, str) else ", ".join(row)) for row in value)
    return found


def _outcomes(blocks: Sequence[Block]) -> tuple[str, ...]:
    return tuple(item for block in blocks if block.kind == "outcomes" for item in block.items("items"))


def _render(block: Block, language: str, named: Beside) -> str:
    block = noted(block, named.glossary(language))
    context: dict[str, Any] = {name: block.fields.get(name, ()) for name in LESSON[block.kind]}
    context |= {"id": block.key, "kind": block.kind, "plain_alt": unmarked(block.line("alt"))}
    if store := STORE_OF_KIND.get(block.kind):
        context["shown"] = named.files.get((store, block.line("file")))
    if more := MORE.get(block.kind):
        context |= more(block, language, context, named)
    return linked(get_template(f"cms/blocks/{block.kind}.html").render(context).strip())


def _legal(block: Block, language: str, context: Mapping[str, Any], named: Beside) -> dict[str, Any]:
    return {"checked_words": _date_in_words(block.line("checked"), language)}


def _spots(block: Block, language: str, context: Mapping[str, Any], named: Beside) -> dict[str, Any]:
    """The places as the drawing over the picture counts them: hundredths of its width in both directions."""
    shown = context["shown"]
    tall = 100 * shown.height / shown.width if shown else 100
    places = [(float(x), float(y) * tall / 100) for x, y, _ in block.rows("spots")]
    return {
        "tall": f"{tall:.2f}",
        "marks": [(f"{x:.2f}", f"{y:.2f}") for x, y in places],
        "labels": [row[PLACES_OF_SPOT] for row in block.rows("spots")],
    }


def _drawing(block: Block, language: str, context: Mapping[str, Any], named: Beside) -> dict[str, Any]:
    """The drawing as HTML, with the words of the language in its places; none when it cannot be read."""
    labels = [unmarked(label) for label in block.items("labels")]
    name = ". ".join([unmarked(block.line("alt")).rstrip("."), "; ".join(labels)])
    data = drawing_of(block.line("file")) if context["shown"] else b""
    try:
        html = filled(data, labels, name=name, direction=direction(language)) if data else ""
    except DrawingError:
        html = ""
    return {"drawing": mark_safe(html)}  # cleaned and escaped by cms/domain/drawings.py


def _file(block: Block, language: str, context: Mapping[str, Any], named: Beside) -> dict[str, Any]:
    """The size of a file: a number, and whether it counts megabytes or kilobytes."""
    size = context["shown"].size if context["shown"] else 0
    if size >= MEGABYTE:
        return {"megabytes": round(size / MEGABYTE, 1)}
    return {"kilobytes": max(1, round(size / KILOBYTE))}


def _term(block: Block, language: str, context: Mapping[str, Any], named: Beside) -> dict[str, Any]:
    """The term in the language of the text, and in the others, each with its language and direction."""
    words = named.terms.get(block.line("term"), {})
    others = [
        (html_lang(other), direction(other), words[other].term)
        for other in LANGUAGE_CODES
        if other in words and other != language
    ]
    return {"words": words.get(language), "others": others}


def _link(block: Block, language: str, context: Mapping[str, Any], named: Beside) -> dict[str, Any]:
    """Where the link leads: a quiz by its code; practical exercises stand on one page, each under its code."""
    what, _, code = block.line("target").partition(" ")
    if what == "quiz":
        return {"what": what, "url": reverse("assessments:quiz", kwargs={"code": code})}
    return {"what": what, "url": f"{reverse('assessments:practicals')}#{code}"}


MORE: Mapping[str, Callable[[Block, str, Mapping[str, Any], Beside], dict[str, Any]]] = {
    "legal": _legal,
    "spots": _spots,
    "drawing": _drawing,
    "audio": _file,
    "video": _file,
    "download": _file,
    "term": _term,
    "link": _link,
}


def _date_in_words(value: str, language: str) -> str:
    """Return an ISO date in words, or as it is typed when it is none."""
    try:
        return format_date(datetime.date.fromisoformat(value), language, "gregorian")
    except ValueError:
        return value
