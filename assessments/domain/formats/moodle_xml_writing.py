"""Moodle XML: writing. Gaps become `gapselect` with a group for each gap."""

import re
from collections.abc import Callable, Mapping, Sequence
from xml.etree import ElementTree as ET  # builds and writes trees; reading is defusedxml's

from assessments.domain.formats.base import HUNDRED, Imported
from assessments.domain.formats.words import inline_html, to_html
from assessments.enums import QuestionKind

_OWN_GAP = re.compile(r"\{(\d{1,2})\}")


def can_hold(question: Imported) -> bool:
    """True for all kinds but a place on a picture and a machine readable zone."""
    return question.kind in _WRITERS


def write(questions: Sequence[Imported]) -> bytes:
    """Return a Moodle XML file of the questions that Moodle can hold."""
    root = ET.Element("quiz")
    category: tuple[str, ...] = ()
    for question in filter(can_hold, questions):
        if question.category != category:
            category = question.category
            shelf = ET.SubElement(ET.SubElement(root, "question", type="category"), "category")
            ET.SubElement(shelf, "text").text = "/".join(part.replace("/", "//") for part in category)
        _question(root, question)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _question(root: ET.Element, question: Imported) -> None:
    kind, write_parts = _WRITERS[question.kind]
    element = ET.SubElement(root, "question", type=kind)
    ET.SubElement(ET.SubElement(element, "name"), "text").text = question.name or question.stem[:60]
    stem = _OWN_GAP.sub(_global_gap(question), question.stem) if question.kind == QuestionKind.GAPS else question.stem
    _html(element, "questiontext", to_html(stem))
    _html(element, "generalfeedback", to_html(question.feedback))
    ET.SubElement(element, "defaultgrade").text = str(question.marks)
    write_parts(element, question)
    if question.tags:
        tags = ET.SubElement(element, "tags")
        for tag in question.tags:
            ET.SubElement(ET.SubElement(tags, "tag"), "text").text = tag


def _html(parent: ET.Element, name: str, content: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, {"format": "html", **attributes})
    ET.SubElement(element, "text").text = content
    return element


def _plain(parent: ET.Element, name: str, content: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, dict(attributes))
    ET.SubElement(element, "text").text = content
    return element


def _choice(element: ET.Element, question: Imported) -> None:
    right = question.key["right"]
    several = question.kind == QuestionKind.MULTIPLE
    ET.SubElement(element, "single").text = "false" if several else "true"
    ET.SubElement(element, "shuffleanswers").text = "true"
    wrong = question.key["options"] - len(right)
    for at, text in enumerate(question.options):
        worth = HUNDRED / len(right) if at in right else (-HUNDRED / wrong if several and wrong else 0)
        _html(element, "answer", inline_html(text), fraction=f"{worth:.5f}".rstrip("0").rstrip("."))


def _truefalse(element: ET.Element, question: Imported) -> None:
    for word, value in (("true", True), ("false", False)):
        _plain(element, "answer", word, fraction="100" if value is question.key["right"] else "0")


def _matching(element: ET.Element, question: Imported) -> None:
    ET.SubElement(element, "shuffleanswers").text = "true"
    for left, right in question.options:
        _plain(_html(element, "subquestion", inline_html(left)), "answer", right)


def _shortanswer(element: ET.Element, question: Imported) -> None:
    for _language, text, worth in question.key["accepted"]:
        _plain(element, "answer", text, fraction=str(worth))


def _numerical(element: ET.Element, question: Imported) -> None:
    answer = _plain(element, "answer", question.key["value"], fraction="100")
    ET.SubElement(answer, "tolerance").text = question.key["tolerance"]


def _essay(element: ET.Element, question: Imported) -> None:
    lines = zip(question.options, question.key["lines"], strict=True)
    rubric = "\n\n".join(f"{text} ({most})" for text, most in lines)
    ET.SubElement(element, "responseformat").text = "plain"
    _html(element, "graderinfo", to_html(rubric))


def _ordering(element: ET.Element, question: Imported) -> None:
    for place, text in enumerate(question.options, 1):
        _html(element, "answer", inline_html(text), fraction=str(place))


def _gapselect(element: ET.Element, question: Imported) -> None:
    for group, row in enumerate(question.options, 1):
        for text in row:
            option = _plain(element, "selectoption", text)
            ET.SubElement(option, "group").text = str(group)


def _global_gap(question: Imported) -> "Callable[[re.Match[str]], str]":
    """Return what turns gap {2} into the number of its right option among those of all gaps."""
    starts, total = [], 0
    for size, right in question.key["gaps"]:
        starts.append(total + right + 1)
        total += size
    return lambda found: f"[[{starts[int(found[1]) - 1]}]]"


_WRITERS: "Mapping[str, tuple[str, Callable[[ET.Element, Imported], None]]]" = {
    QuestionKind.SINGLE: ("multichoice", _choice),
    QuestionKind.MULTIPLE: ("multichoice", _choice),
    QuestionKind.TRUE_FALSE: ("truefalse", _truefalse),
    QuestionKind.MATCHING: ("matching", _matching),
    QuestionKind.SHORT: ("shortanswer", _shortanswer),
    QuestionKind.NUMERIC: ("numerical", _numerical),
    QuestionKind.ESSAY: ("essay", _essay),
    QuestionKind.ORDERING: ("ordering", _ordering),
    QuestionKind.GAPS: ("gapselect", _gapselect),
}
