"""QTI 3.0 (imsglobal.org/spec/qti/v3p0): reading of one item, or of a package with a manifest.

Interactions choice, order, match, text entry, inline choice, hotspot, select point and extended text. Items of QTI 2
differ in how names are written and are read too. `qti3_writing` writes.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from django.utils.translation import gettext as _

from assessments.domain.formats.base import (
    HUNDRED,
    THOUSAND,
    FileRefusedError,
    Imported,
    ItemRefusedError,
    Picture,
    Reading,
    choice,
    not_read,
    numeric_key,
    whole_answer,
)
from assessments.domain.formats.opening import ZIP_MARK, unpacked, xml_of
from assessments.domain.formats.qti3_writing import can_hold, write
from assessments.domain.formats.words import PARAGRAPH, from_html, one_line, plain
from assessments.enums import QuestionKind

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["can_hold", "read", "write"]

_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
_RUBRIC_LINE = re.compile(r"(\S.*) \((\d{1,2})\)")
_OWN_GAP = re.compile(r"\{(\d{1,2})\}")
_HIDDEN = frozenset({"rubric-block", "feedback-block", "feedback-inline", "prompt", "template-block", "stylesheet"})
BLANK = "_____"
TRUTH = ("true", "false")
RECTANGLE, CIRCLE = 4, 3


def _local(name: str) -> str:
    """Return a name as QTI 3 writes it, without namespace and `qti-`: simpleChoice → simple-choice."""
    return _CAPITAL.sub(r"-\1", name.rpartition("}")[2]).lower().removeprefix("qti-")


def _get(element: "Element", name: str, default: str = "") -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), default).strip()


def _all(element: "Element", name: str) -> "list[Element]":
    return [one for one in element.iter() if _local(one.tag) == name]


def read(data: bytes, language: str) -> Reading:
    """Return the questions of a package or of a single item; `line` is the number of the item.

    Raises FileRefusedError.
    """
    files: Mapping[str, bytes] = unpacked(data) if data.startswith(ZIP_MARK) else {"item.xml": data}
    reading = Reading()
    for number, path in enumerate(_items(files), 1):
        root = xml_of(files[path])
        if _local(root.tag) != "assessment-item":
            reading.leave_out(number, not_read(_local(root.tag)))
            continue
        try:
            question = _Item(root, path, files, language).question(number)
        except ItemRefusedError as error:
            reading.refuse(number, str(error))
        else:
            if isinstance(question, str):
                reading.leave_out(number, not_read(question))
            else:
                reading.add(question)
    return reading


def _items(files: Mapping[str, bytes]) -> list[str]:
    """Return the paths of the items in the order of the manifest. Raises FileRefusedError."""
    if list(files) == ["item.xml"]:
        return ["item.xml"]
    manifests = sorted((path for path in files if posixpath.basename(path) == "imsmanifest.xml"), key=len)
    if not manifests:
        raise FileRefusedError(_("The package has no imsmanifest.xml. Export it again as a QTI package."))
    folder = posixpath.dirname(manifests[0])
    paths = []
    for resource in _all(xml_of(files[manifests[0]]), "resource"):
        if "item" not in _get(resource, "type"):
            continue
        path = _path(folder, _get(resource, "href"))
        if path not in files:
            raise FileRefusedError(_("The package names a file that it does not hold: %(path)s") % {"path": path[:80]})
        paths.append(path)
    if not paths:
        raise FileRefusedError(_("The package holds no questions."))
    return list(dict.fromkeys(paths))


def _path(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href)))


Parts = tuple[str, dict[str, Any], list[Any], tuple[str, ...]]


class _Item:
    """One item: its declarations, its body and its interactions."""

    def __init__(self, root: "Element", path: str, files: Mapping[str, bytes], language: str) -> None:
        self.root, self.path, self.files, self.language = root, path, files, language
        self.declared = {_get(one, "identifier"): one for one in _all(root, "response-declaration")}
        bodies = _all(root, "item-body")
        if not bodies:
            raise ItemRefusedError(_("The question is missing."))
        self.body = bodies[0]
        self.interactions = [one for one in self.body.iter() if _local(one.tag).endswith("-interaction")]
        self.marks, self.notes = self._marks()
        self.picture: Picture | None = None

    def question(self, number: int) -> Imported | str:
        """Return the question, or the name of the interaction that is not read."""
        kinds = [_local(one.tag).removesuffix("-interaction") for one in self.interactions]
        if not kinds:
            return "info"
        if set(kinds) == {"inline-choice"}:
            kind, key, options, notes = self._gaps()
        elif len(kinds) > 1:
            return " + ".join(sorted(set(kinds)))
        elif kinds[0] in _READERS:
            kind, key, options, notes = _READERS[kinds[0]](self, self.interactions[0])
        else:
            return kinds[0]
        feedback = PARAGRAPH.join(
            filter(None, (from_html(self._markup(one))[0] for one in _all(self.root, "modal-feedback")))
        )
        return Imported(
            number,
            kind,
            key,
            self._stem(),
            options,
            feedback,
            marks=self.marks,
            name=one_line(_get(self.root, "title")),
            notes=(*self.notes, *notes),
            picture=self.picture,
        )

    def _marks(self) -> tuple[int, tuple[str, ...]]:
        told = ""
        for outcome in _all(self.root, "outcome-declaration"):
            values = _all(outcome, "value")
            if _get(outcome, "identifier") == "MAXSCORE" and values:
                told = values[0].text or ""
            elif _get(outcome, "identifier") == "SCORE" and not told:
                told = _get(outcome, "normal-maximum")
        try:
            points = Decimal(told.strip() or "1")
        except InvalidOperation:
            points = Decimal(1)
        if not points.is_finite() or abs(points) > HUNDRED:
            return 0, ()
        marks = max(1, int(points.to_integral_value()))
        return marks, () if marks == points else (_("Points are whole numbers here; they are rounded."),)

    def _stem(self) -> str:
        prompts = [self._markup(prompt) for one in self.interactions for prompt in _all(one, "prompt")]
        words = from_html(PARAGRAPH.join([self._markup(self.body, numbers=iter(range(1, THOUSAND)))]))[0]
        if words.endswith(BLANK):
            words = words.removesuffix(BLANK).strip()
        return plain(PARAGRAPH.join([words, *(from_html(prompt)[0] for prompt in prompts)]))

    def _markup(self, element: "Element", numbers: "Iterator[int] | None" = None) -> str:
        """Return what is inside an element as HTML; of interactions only the place where a gap or an answer stands."""
        parts = [escape(self._own(element.text, numbers))]
        for child in element:
            name = _local(child.tag)
            if name == "inline-choice-interaction" and numbers is not None:
                parts.append(f"{{{next(numbers)}}}")
            elif name == "text-entry-interaction":
                parts.append(BLANK)
            elif name not in _HIDDEN and not name.endswith("-interaction"):
                inside = self._markup(child, numbers)
                parts.append(f"<{name}>{inside}</{name}>" if name.isalnum() else inside)
            elif name.endswith("-interaction"):
                parts.append("<br>")
            parts.append(escape(self._own(child.tail, numbers)))
        return "".join(parts)

    def _own(self, text: str | None, numbers: "Iterator[int] | None") -> str:
        """A text that holds {1} itself would look like a gap."""
        inline = numbers is not None and any(_local(one.tag).startswith("inline") for one in self.interactions)
        return _OWN_GAP.sub(r"(\1)", text or "") if inline else text or ""

    def _words(self, element: "Element") -> str:
        return one_line(from_html(self._markup(element))[0])

    def _declaration(self, interaction: "Element") -> "Element":
        found = self.declared.get(_get(interaction, "response-identifier"))
        if found is None:
            raise ItemRefusedError(_("The item does not say what the right answer is."))
        return found

    def _right(self, interaction: "Element") -> list[str]:
        """Return the right values, or those of the mapping that are worth something."""
        declaration = self._declaration(interaction)
        correct = _all(declaration, "correct-response")
        values = [(one.text or "").strip() for one in _all(correct[0], "value")] if correct else []
        return values or [name for name, worth in self._mapped(declaration) if worth > 0]

    def _mapped(self, declaration: "Element") -> list[tuple[str, Decimal]]:
        entries = []
        for entry in _all(declaration, "map-entry"):
            try:
                worth = Decimal(_get(entry, "mapped-value", "0") or "0")
            except InvalidOperation as error:
                raise ItemRefusedError(_("The item does not say what the right answer is.")) from error
            entries.append((_get(entry, "map-key"), worth if worth.is_finite() else Decimal(0)))
        return entries

    def _choice(self, interaction: "Element") -> Parts:
        options = _all(interaction, "simple-choice")
        names = [_get(one, "identifier") for one in options]
        wanted = self._right(interaction)
        right = self._at(wanted, names)
        if sorted(names) == sorted(TRUTH) and len(right) == 1:
            return QuestionKind.TRUE_FALSE, {"right": names[right[0]] == "true"}, [], ()
        several = _get(self._declaration(interaction), "cardinality") == "multiple"
        kind, key, notes = choice(sorted(set(right)), len(options), several=several)
        return kind, key, [self._words(one) for one in options], notes

    def _at(self, wanted: Sequence[str], names: Sequence[str]) -> list[int]:
        if len(set(names)) != len(names) or any(name not in names for name in wanted):
            raise ItemRefusedError(_("The right answer names an option that is not there."))
        return [names.index(name) for name in wanted]

    def _order(self, interaction: "Element") -> Parts:
        options = _all(interaction, "simple-choice")
        order = self._at(self._right(interaction), [_get(one, "identifier") for one in options])
        if sorted(order) != list(range(len(options))):
            raise ItemRefusedError(_("The right order must name every item once."))
        words = [self._words(one) for one in options]
        return QuestionKind.ORDERING, {"items": len(words)}, [words[at] for at in order], ()

    def _match(self, interaction: "Element") -> Parts:
        sets = _all(interaction, "simple-match-set")
        if len(sets) != RECTANGLE // 2:
            raise ItemRefusedError(_("A pair has two sides."))
        left, right = (
            {_get(one, "identifier"): self._words(one) for one in _all(side, "simple-associable-choice")}
            for side in sets
        )
        pairs = [value.split() for value in self._right(interaction)]
        ok = all(len(pair) == RECTANGLE // 2 and pair[0] in left and pair[1] in right for pair in pairs)
        if not ok or sorted(pair[0] for pair in pairs) != sorted(left) or len({p[1] for p in pairs}) != len(pairs):
            raise ItemRefusedError(_("In a matching each left side has one right side of its own."))
        partner = {pair[0]: pair[1] for pair in pairs}
        notes = (_("An answer without a left side is left out."),) if len(right) > len(left) else ()
        rows = [[words, right[partner[name]]] for name, words in left.items()]
        return QuestionKind.MATCHING, {"pairs": len(rows)}, rows, notes

    def _text_entry(self, interaction: "Element") -> Parts:
        declaration = self._declaration(interaction)
        right = self._right(interaction)
        if _get(declaration, "base-type") in {"float", "integer"}:
            if not right:
                raise ItemRefusedError(_("The item does not say what the right answer is."))
            near = next((one for one in _all(self.root, "equal") if _get(one, "tolerance-mode") == "absolute"), None)
            around = _get(near, "tolerance", "0") if near is not None else "0"
            return QuestionKind.NUMERIC, numeric_key(right[0], around.split()[0] if around else "0"), [], ()
        mapped = self._mapped(declaration)
        most = max((worth for _name, worth in mapped), default=Decimal(0))
        worth_of = {one_line(name): int(worth * HUNDRED / most) for name, worth in mapped if worth > 0}
        texts = list(dict.fromkeys([*(one_line(text) for text in right), *worth_of]))
        accepted = [[self.language, text, worth_of.get(text, HUNDRED)] for text in texts if text]
        return QuestionKind.SHORT, {"accepted": [row for row in accepted if row[2]]}, [], ()

    def _gaps(self) -> Parts:
        gaps, rows = [], []
        for interaction in self.interactions:
            options = _all(interaction, "inline-choice")
            right = self._at(self._right(interaction), [_get(one, "identifier") for one in options])
            if len(right) != 1:
                raise ItemRefusedError(_("Each gap has exactly one right option."))
            gaps.append([len(options), right[0]])
            rows.append([self._words(one) for one in options])
        return QuestionKind.GAPS, {"gaps": gaps}, rows, ()

    def _extended_text(self, _interaction: "Element") -> Parts:
        blocks = [from_html(self._markup(one))[0] for one in _all(self.root, "rubric-block")]
        lines = [line for block in blocks for line in block.split(PARAGRAPH) if line]
        found = [one for line in lines if (one := _RUBRIC_LINE.fullmatch(line))]
        if found and len(found) == len(lines) and sum(int(one[2]) for one in found) == self.marks:
            return QuestionKind.ESSAY, {"lines": [int(one[2]) for one in found]}, [one[1] for one in found], ()
        words = one_line(" ".join(lines)) or whole_answer(self.language)
        return QuestionKind.ESSAY, {"lines": [self.marks]}, [words], ()

    def _hotspot(self, interaction: "Element") -> Parts:
        spots = _all(interaction, "hotspot-choice")
        right = self._at(self._right(interaction), [_get(one, "identifier") for one in spots])
        return self._places(interaction, [spots[at] for at in right])

    def _select_point(self, interaction: "Element") -> Parts:
        return self._places(interaction, _all(self._declaration(interaction), "area-map-entry"))

    def _places(self, interaction: "Element", shapes: "Sequence[Element]") -> Parts:
        """Return a place on a picture; circles become the square around them."""
        image = next((one for one in interaction.iter() if _local(one.tag) in {"img", "object", "image"}), None)
        source = _get(image, "src") or _get(image, "data") if image is not None else ""
        path = _path(posixpath.dirname(self.path), source) if source else ""
        if image is None or path not in self.files:
            raise ItemRefusedError(_("The picture is missing."))
        width, height = (_size(_get(image, name)) for name in ("width", "height"))
        self.picture = Picture(posixpath.basename(path)[:80], self.files[path], width, height)
        areas = [_area(one, width, height) for one in shapes]
        alt = one_line(_get(image, "alt") or "".join(image.itertext())) or _("A picture")
        circles = any(_get(one, "shape") == "circle" for one in shapes)
        notes = (_("A round place became the square around it."),) if circles else ()
        return QuestionKind.HOTSPOT, {"areas": areas}, [alt], notes


def _size(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}(?:px)?", text) or int(text.removesuffix("px")) < 1:
        raise ItemRefusedError(_("The size of the picture is missing."))
    return int(text.removesuffix("px"))


def _area(shape: "Element", width: int, height: int) -> list[int]:
    """Return a shape in thousandths of the picture: left, top, width, height."""
    numbers = re.split(r"[\s,]+", _get(shape, "coords"))
    kind = _get(shape, "shape", "rect")
    wanted = {"rect": RECTANGLE, "circle": CIRCLE}.get(kind)
    if wanted is None or len(numbers) != wanted or not all(re.fullmatch(r"[0-9]{1,5}", one) for one in numbers):
        raise ItemRefusedError(_("Only places that are rectangles or circles are read."))
    values = [int(one) for one in numbers]
    if kind == "circle":
        x, y, radius = values
        values = [max(0, x - radius), max(0, y - radius), min(width, x + radius), min(height, y + radius)]
    left, right = (round(values[at] * THOUSAND / width) for at in (0, 2))
    top, bottom = (round(values[at] * THOUSAND / height) for at in (1, 3))
    return [left, top, right - left, bottom - top]


_READERS: "Mapping[str, Callable[[_Item, Element], Parts]]" = {
    "choice": _Item._choice,
    "order": _Item._order,
    "match": _Item._match,
    "text-entry": _Item._text_entry,
    "extended-text": _Item._extended_text,
    "hotspot": _Item._hotspot,
    "select-point": _Item._select_point,
}
