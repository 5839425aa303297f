"""A lesson's rendered body made ready for paper: answers go to the end of the module, what cannot be printed goes."""

import dataclasses
import re
from collections.abc import Collection

from courses.domain.pieces import Element, Part, parts
from courses.pdf.words import Words, shown

UNPRINTABLE = frozenset(
    {"audio", "video", "source", "iframe", "script", "button", "form", "input", "object", "summary", "nav"}
)
PLAYED = frozenset({"audio", "video"})  # of these kinds only the spoken words are printed
KEPT_ATTRIBUTES = frozenset({"class", "lang", "dir", "src", "alt", "href", "start", "colspan", "rowspan", "scope"})
ANSWERED_LATER = frozenset({"check", "scenario"})
LOWER = {"h2": "h4", "h3": "h5", "h4": "h6"}
LESSON_ADDRESS = re.compile(r"/courses/lessons/([^/?#]+)/")


@dataclasses.dataclass(frozen=True, slots=True)
class Printed:
    """The blocks of one text for paper, and the answers taken out of it by the number of their question."""

    parts: list[Part]
    answers: dict[int, str]


def printed(body: str, lesson: str, words: Words, lessons: Collection[str]) -> Printed:
    """Return a body ready for paper. `lessons`: codes of the lessons in the same book; links to them lead there."""
    found, answers = [], {}
    number = 0
    for part in parts(body):
        taken: list[Element] = []
        if part.kind in PLAYED:
            part.element.children = [one for one in part.element.elements() if "meta" not in one.classes]
        whole = Element("div", {}, [part.element])
        _clean(whole, taken if part.kind in ANSWERED_LATER else None, lessons)
        if not whole.elements():
            continue
        if taken:
            number += 1
            answers[number] = "".join(element.inner() for element in taken)
            _number(part.element, number, words)
            part.element.children.append(_pointer(lesson, number, words))
        found.append(part)
    return Printed(found, answers)


def anchor(lesson: str, number: int = 0) -> str:
    """Return the id of a lesson in a book, or of the answer to one of its questions."""
    return f"answer-{lesson}-{number}" if number else f"lesson-{lesson}"


def _clean(parent: Element, taken: list[Element] | None, lessons: Collection[str]) -> None:
    kept: list[Element | str] = []
    for child in parent.children:
        if isinstance(child, str):
            kept.append(child)
            continue
        if child.tag in UNPRINTABLE:
            continue
        if child.tag == "svg":
            _title(child)
            kept.append(child)
            continue
        child.attributes = _attributes(child, lessons)
        child.tag = LOWER.get(child.tag, child.tag)
        _clean(child, taken, lessons)
        if child.tag == "details":
            child.tag = "div"
            child.attributes = {"class": "opened"}
            if taken is not None:
                taken.append(child)
                continue
        elif child.tag == "a" and not child.attributes.get("href"):
            child.tag = "span"
        kept.append(child)
    parent.children = kept


def _title(drawing: Element) -> None:
    """Give a drawing the title that a tagged PDF asks for: what is said of it, else the words in it."""
    if not any(child.tag == "title" for child in drawing.elements()):
        words = drawing.attributes.get("aria-label") or " ".join(drawing.text().split())
        drawing.children.insert(0, Element("title", {}, [words or "–"]))


def _attributes(element: Element, lessons: Collection[str]) -> dict[str, str | None]:
    kept = {name: value for name, value in element.attributes.items() if name in KEPT_ATTRIBUTES}
    if "href" in kept:
        address = kept.pop("href") or ""
        found = LESSON_ADDRESS.search(address)
        if found and found.group(1) in lessons:
            kept["href"] = f"#{anchor(found.group(1))}"
        elif address.startswith("https://"):
            kept["href"] = address
    return kept


def _number(element: Element, number: int, words: Words) -> None:
    """Put the number of the question after the word above it."""
    for inner in element.walk():
        if "label" in inner.classes:
            inner.children.append(f" {shown(number, words.language)}")
            return


def _pointer(lesson: str, number: int, words: Words) -> Element:
    link = Element("a", {"href": f"#{anchor(lesson, number)}"}, [words.answer_on])
    return Element("p", {"class": "see"}, [link])
