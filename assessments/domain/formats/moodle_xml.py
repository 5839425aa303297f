"""Moodle XML (docs.moodle.org/en/Moodle_XML_format, question/format/xml/format.php): reading.

multichoice, truefalse, matching, shortanswer, numerical, essay, ordering, ddwtos and gapselect are read; of other
types the report says that they are not. `moodle_xml_writing` writes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.domain.formats.base import (
    HUNDRED,
    MOST_OPTIONS,
    FileRefusedError,
    Imported,
    ItemRefusedError,
    Reading,
    choice,
    not_read,
    numeric_key,
    whole_answer,
)
from assessments.domain.formats.moodle_xml_writing import can_hold, write
from assessments.domain.formats.opening import xml_of
from assessments.domain.formats.words import PARAGRAPH, from_html, one_line, path_of, plain, tags_of, with_feedback
from assessments.enums import QuestionKind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["can_hold", "read", "write"]

_GAP = re.compile(r"\[\[(\d{1,2})\]\]")
_OWN_GAP = re.compile(r"\{(\d{1,2})\}")
_RUBRIC_LINE = re.compile(r"(\S.*) \((\d{1,2})\)")
_PLAIN = frozenset({"plain_text", "plain", "markdown"})
Parts = tuple[str, dict[str, Any], list[Any], list[tuple[str, str]], tuple[str, ...]]


def read(data: bytes, language: str) -> Reading:
    """Return the questions of a Moodle XML file; `line` is the number of the item. Raises FileRefusedError."""
    root = xml_of(data)
    if root.tag != "quiz":
        raise FileRefusedError(_("This is no question file of Moodle: its outer element is not “quiz”."))
    reading = Reading()
    category: tuple[str, ...] = ()
    for number, element in enumerate(root.findall("question"), 1):
        kind = element.get("type", "")
        if kind == "category":
            category = path_of(_text(element.find("category"), plain_text=True))
            continue
        reader = _READERS.get(kind)
        if reader is None:
            reading.leave_out(number, not_read(kind))
            continue
        try:
            reading.add(_question(number, element, reader, language, category))
        except ItemRefusedError as error:
            reading.refuse(number, str(error))
    return reading


def _question(
    number: int,
    element: "Element",
    reader: "Callable[[Element, str, int], Parts]",
    language: str,
    category: tuple[str, ...],
) -> Imported:
    marks, notes = _marks(element)
    kind, key, options, said, more = reader(element, language, marks)
    stem = _text(element.find("questiontext"))
    if kind == QuestionKind.GAPS:
        stem, key, options = _numbered(stem, key, options)
    images = [*element.findall("questiontext/file"), *element.findall("answer//file")]
    if images or "<img" in (element.findtext("questiontext/text") or ""):
        notes = (*notes, _("A picture or file inside the text is left out."))
    return Imported(
        number,
        kind,
        key,
        stem,
        options,
        with_feedback(_text(element.find("generalfeedback")), said),
        marks=marks,
        name=one_line(_text(element.find("name"), plain_text=True)),
        category=category,
        tags=tags_of(_text(tag, plain_text=True) for tag in element.findall("tags/tag")),
        notes=(*notes, *more),
    )


def _text(element: "Element | None", *, plain_text: bool = False) -> str:
    """Return the words of an element that holds `text`, in the marks of manuscripts."""
    if element is None:
        return ""
    inner = element.find("text")
    text = (inner.text if inner is not None else element.text) or ""
    if plain_text or element.get("format") in _PLAIN:
        return plain(text)
    return from_html(text)[0]


def _line(element: "Element | None", *, plain_text: bool = False) -> str:
    return one_line(_text(element, plain_text=plain_text))


def _marks(element: "Element") -> tuple[int, tuple[str, ...]]:
    try:
        points = Decimal(element.findtext("defaultgrade", "1").strip() or "1")
        marks = max(1, int(points.to_integral_value())) if points.is_finite() and abs(points) < HUNDRED else 0
    except InvalidOperation as error:
        raise ItemRefusedError(_("A question is worth 1 to 10 points.")) from error
    return marks, () if marks == points else (_("Points are whole numbers here; they are rounded."),)


def _fraction(answer: "Element") -> Decimal:
    try:
        worth = Decimal(answer.get("fraction", "0").strip() or "0")
    except InvalidOperation:
        return Decimal(0)
    return worth if worth.is_finite() else Decimal(0)


def _feedbacks(answers: "Sequence[Element]", options: Sequence[str]) -> list[tuple[str, str]]:
    return [(option, _text(answer.find("feedback"))) for option, answer in zip(options, answers, strict=True)]


def _multichoice(element: "Element", _language: str, _marks: int) -> Parts:
    answers = element.findall("answer")
    options = [_line(answer) for answer in answers]
    worth = [_fraction(answer) for answer in answers]
    several = element.findtext("single", "true").strip().lower() in {"false", "0"}
    right = [at for at, one in enumerate(worth) if (one > 0 if several else one == HUNDRED)]
    kind, key, notes = choice(right, len(options), several=several)
    if len({worth[at] for at in right}) > 1 or any(one > 0 for at, one in enumerate(worth) if at not in right):
        notes = (*notes, _("Weights of single options are not kept: every right option is worth the same."))
    return kind, key, options, _feedbacks(answers, options), notes


def _truefalse(element: "Element", _language: str, _marks: int) -> Parts:
    answers = element.findall("answer")
    words = [_line(answer, plain_text=True).lower() for answer in answers]
    right = [word for word, answer in zip(words, answers, strict=True) if _fraction(answer) > 0]
    if len(right) != 1 or right[0] not in {"true", "false"}:
        raise ItemRefusedError(_("No option is right."))
    said = [("", _text(answer.find("feedback"))) for answer in answers]
    return QuestionKind.TRUE_FALSE, {"right": right[0] == "true"}, [], said, ()


def _matching(element: "Element", _language: str, _marks: int) -> Parts:
    pairs: list[Any] = []
    notes: tuple[str, ...] = ()
    for sub in element.findall("subquestion"):
        left, right = _line(sub), _line(sub.find("answer"), plain_text=True)
        if left:
            pairs.append([left, right])
        else:
            notes = (_("An answer without a left side is left out."),)
    return QuestionKind.MATCHING, {"pairs": len(pairs)}, pairs, [], notes


def _shortanswer(element: "Element", language: str, _marks: int) -> Parts:
    answers = [answer for answer in element.findall("answer") if _fraction(answer) > 0]
    texts = [_line(answer, plain_text=True) for answer in answers]
    worth = [min(HUNDRED, int(_fraction(answer).to_integral_value())) for answer in answers]
    accepted = [[language, text, percent] for text, percent in zip(texts, worth, strict=True) if percent]
    notes = (_("A * in an accepted answer is a sign like any other here."),) if any("*" in t for t in texts) else ()
    return QuestionKind.SHORT, {"accepted": accepted}, [], _feedbacks(answers, texts), notes


def _numerical(element: "Element", _language: str, _marks: int) -> Parts:
    answers = element.findall("answer")
    best = next((answer for answer in answers if _fraction(answer) == HUNDRED), None)
    if best is None:
        raise ItemRefusedError(_("No answer is worth 100 percent."))
    others = [answer for answer in answers if answer is not best and _fraction(answer) > 0]
    notes = (_("Only the first right number is kept, numbers worth a part are not."),) if others else ()
    key = numeric_key(_line(best, plain_text=True), (best.findtext("tolerance") or "0").strip() or "0")
    texts = [_line(answer, plain_text=True) for answer in answers]
    return QuestionKind.NUMERIC, key, [], _feedbacks(answers, texts), notes


def _essay(element: "Element", language: str, marks: int) -> Parts:
    """The notes for markers are the rubric when each paragraph ends with its points in brackets."""
    lines = [part for part in _text(element.find("graderinfo")).split(PARAGRAPH) if part]
    rubric = [found for line in lines if (found := _RUBRIC_LINE.fullmatch(line))]
    if rubric and len(rubric) == len(lines) and sum(int(found[2]) for found in rubric) == marks:
        key = {"lines": [int(found[2]) for found in rubric]}
        return QuestionKind.ESSAY, key, [found[1] for found in rubric], [], ()
    return QuestionKind.ESSAY, {"lines": [marks]}, [one_line(" ".join(lines)) or whole_answer(language)], [], ()


def _ordering(element: "Element", _language: str, _marks: int) -> Parts:
    """The fraction of an item is its place, from 1; without one the order of the file counts."""
    answers = sorted(element.findall("answer"), key=_fraction)
    options = [_line(answer) for answer in answers]
    return QuestionKind.ORDERING, {"items": len(options)}, options, [], ()


def _gaps(element: "Element", _language: str, _marks: int) -> Parts:
    """The options as rows of (words, group); `_numbered` makes the gaps of them."""
    boxes = [*element.findall("dragbox"), *element.findall("selectoption")]
    plain_text = element.get("type") == "gapselect"
    rows = [[_line(box, plain_text=plain_text), (box.findtext("group") or "1").strip()] for box in boxes]
    return QuestionKind.GAPS, {}, rows, [], ()


def _numbered(stem: str, _key: Mapping[str, Any], rows: list[Any]) -> tuple[str, dict[str, Any], list[Any]]:
    """Return stem, key and options of a text whose gaps `[[n]]` name the right option of all."""
    stem = _OWN_GAP.sub(r"(\1)", stem)
    numbers = [int(found) - 1 for found in _GAP.findall(stem)][: MOST_OPTIONS + 1]
    if any(not 0 <= number < len(rows) for number in numbers):
        raise ItemRefusedError(_("A gap of the text names an option that is not there."))
    gaps, options = [], []
    for number in numbers:
        same = [at for at, (_words, group) in enumerate(rows) if group == rows[number][1]]
        gaps.append([len(same), same.index(number)])
        options.append([rows[at][0] for at in same])
    places = iter(range(1, len(stem) + 1))
    return _GAP.sub(lambda _found: f"{{{next(places)}}}", stem), {"gaps": gaps}, options


_READERS: "Mapping[str, Callable[[Element, str, int], Parts]]" = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "matching": _matching,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "essay": _essay,
    "ordering": _ordering,
    "ddwtos": _gaps,
    "gapselect": _gaps,
}
