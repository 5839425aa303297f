"""QTI 3.0 items as its schema orders them: which elements stand where, how often, with which attributes.

The content models are those of the item schema (imsqti_asiv3p0), as far as our items use it.
"""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import pytest

from assessments.domain.formats import qti3
from assessments.domain.formats.base import Imported, Picture

ITEM = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
INLINE = "strong|em|b|i|code|span|sub|sup|br|qti-inline-choice-interaction|qti-text-entry-interaction"
BLOCK = (
    "p|div|qti-rubric-block|qti-choice-interaction|qti-order-interaction|qti-match-interaction"
    "|qti-extended-text-interaction|qti-select-point-interaction"
)
DECLARATIONS = "(qti-response-declaration )*(qti-outcome-declaration )*"
VALUE = "qti-variable|qti-correct|qti-base-value|qti-sum|qti-match|qti-equal"
RULE = "qti-set-outcome-value|qti-response-condition"
# name: (content as a pattern over the names of the children, whether words may stand in it, needed, other attributes)
MODELS: dict[str, tuple[str, bool, set[str], set[str]]] = {
    "qti-assessment-item": (
        f"{DECLARATIONS}(qti-item-body )?(qti-response-processing )?(qti-modal-feedback )*",
        False,
        {"identifier", "title", "time-dependent"},
        {"adaptive"},
    ),
    "qti-response-declaration": (
        "(qti-correct-response )?(qti-mapping )?(qti-area-mapping )?",
        False,
        {"identifier", "cardinality", "base-type"},
        set(),
    ),
    "qti-correct-response": ("(qti-value )+", False, set(), set()),
    "qti-mapping": ("(qti-map-entry )+", False, {"default-value"}, set()),
    "qti-map-entry": ("", False, {"map-key", "mapped-value"}, {"case-sensitive"}),
    "qti-area-mapping": ("(qti-area-map-entry )+", False, {"default-value"}, set()),
    "qti-area-map-entry": ("", False, {"shape", "coords", "mapped-value"}, set()),
    "qti-outcome-declaration": ("(qti-default-value )?", False, {"identifier", "cardinality", "base-type"}, set()),
    "qti-default-value": ("(qti-value )+", False, set(), set()),
    "qti-value": ("", True, set(), set()),
    "qti-item-body": (f"(({BLOCK}) )*", False, set(), set()),
    "qti-choice-interaction": (
        "(qti-prompt )?(qti-simple-choice )+",
        False,
        {"response-identifier"},
        {"max-choices", "shuffle"},
    ),
    "qti-order-interaction": ("(qti-prompt )?(qti-simple-choice )+", False, {"response-identifier"}, {"shuffle"}),
    "qti-match-interaction": (
        "(qti-prompt )?qti-simple-match-set qti-simple-match-set ",
        False,
        {"response-identifier"},
        {"max-associations", "shuffle"},
    ),
    "qti-simple-match-set": ("(qti-simple-associable-choice )*", False, set(), set()),
    "qti-simple-associable-choice": (f"(({INLINE}) )*", True, {"identifier", "match-max"}, set()),
    "qti-simple-choice": (f"(({INLINE}) )*", True, {"identifier"}, set()),
    "qti-inline-choice-interaction": ("(qti-inline-choice )+", False, {"response-identifier"}, {"shuffle"}),
    "qti-inline-choice": (f"(({INLINE}) )*", True, {"identifier"}, set()),
    "qti-text-entry-interaction": ("", False, {"response-identifier"}, set()),
    "qti-extended-text-interaction": ("(qti-prompt )?", False, {"response-identifier"}, set()),
    "qti-select-point-interaction": (
        "(qti-prompt )?(img|object|picture) ",
        False,
        {"response-identifier", "max-choices"},
        set(),
    ),
    "qti-rubric-block": ("qti-content-body ", False, {"use", "view"}, set()),
    "qti-content-body": ("((p|div) )*", False, set(), set()),
    "qti-modal-feedback": ("qti-content-body ", False, {"outcome-identifier", "identifier", "show-hide"}, set()),
    "qti-response-processing": (f"(({RULE}) )*", False, set(), {"template"}),
    "qti-response-condition": ("qti-response-if ", False, set(), set()),
    "qti-response-if": (f"({VALUE}) (({RULE}) )*", False, set(), set()),
    "qti-set-outcome-value": (f"({VALUE}) ", False, {"identifier"}, set()),
    "qti-match": (f"({VALUE}) ({VALUE}) ", False, set(), set()),
    "qti-equal": (f"({VALUE}) ({VALUE}) ", False, {"tolerance-mode"}, {"tolerance"}),
    "qti-sum": (f"(({VALUE}) )+", False, set(), set()),
    "qti-variable": ("", False, {"identifier"}, set()),
    "qti-correct": ("", False, {"identifier"}, set()),
    "qti-base-value": ("", True, {"base-type"}, set()),
    "img": ("", False, {"src", "alt"}, {"width", "height"}),
    "br": ("", False, set(), set()),
    "p": (f"(({INLINE}) )*", True, set(), {"dir", "class"}),
    **{
        name: (f"(({INLINE}) )*", True, set(), {"dir", "class"})
        for name in ("strong", "em", "b", "i", "code", "span", "sub", "sup")
    },
}
KINDS = [
    Imported(1, "single", {"options": 2, "right": [1]}, "A **b** `C<`\n\nd", ["x", "**y**"], "So.\n\nAnd so.", marks=3),
    Imported(1, "multiple", {"options": 3, "right": [0, 2]}, "A", ["x", "y", "z"]),
    Imported(1, "true_false", {"right": True}, "A", feedback="b"),
    Imported(1, "numeric", {"value": "12.5", "tolerance": "0.5"}, "A"),
    Imported(1, "matching", {"pairs": 2}, "A", [["a", "b"], ["c", "d"]]),
    Imported(1, "ordering", {"items": 3}, "A", ["a", "b", "c"]),
    Imported(1, "gaps", {"gaps": [[2, 1], [2, 0]]}, "A {1} **b** {2}\n\nc", [["a", "b"], ["c", "d"]], marks=3),
    Imported(1, "short", {"accepted": [["tg", "гуреза", 100], ["ru", "беженец", 50]]}, "A"),
    Imported(1, "essay", {"lines": [1, 2]}, "A", ["one", "two"], marks=3),
    Imported(1, "hotspot", {"areas": [[1, 2, 3, 4]]}, "A", ["alt"], picture=Picture("p.svg", b"<svg/>", 40, 30)),
]


def items(*questions: Imported) -> list[ET.Element]:
    with zipfile.ZipFile(io.BytesIO(qti3.write(list(questions)))) as archive:
        names = sorted(name for name in archive.namelist() if re.fullmatch(r"items/[^/]+\.xml", name))
        return [ET.fromstring(archive.read(name)) for name in names]


def faults(element: ET.Element) -> list[str]:
    """What the schema has against an element and what stands in it."""
    name = element.tag.removeprefix(ITEM)
    if element.tag == name or name not in MODELS:
        return [f"{element.tag} is not of QTI"]
    content, words, needed, others = MODELS[name]
    found = []
    children = "".join(f"{child.tag.removeprefix(ITEM)} " for child in element)
    if not re.fullmatch(content, children):
        found.append(f"{name} holds {children}")
    attributes = {key.rpartition("}")[2] for key in element.attrib} - {"lang", "schemaLocation"}
    if needed - attributes or attributes - needed - others:
        found.append(f"{name} has {sorted(attributes)}")
    inside = [element.text, *(child.tail for child in element)]
    if not words and any(text and text.strip() for text in inside):
        found.append(f"{name} holds words")
    return found + [fault for child in element for fault in faults(child)]


@pytest.mark.parametrize("question", KINDS, ids=[one.kind for one in KINDS])
def test_an_item_has_the_structure_of_the_schema(question: Imported) -> None:
    (item,) = items(question)
    assert faults(item) == []
    declared = {one.get("identifier") for one in item.iter() if one.tag.endswith("-declaration")}
    asked = {one.get("response-identifier") for one in item.iter() if one.get("response-identifier")}
    assert asked <= declared
    names = [one.get("identifier") for one in item.iter(f"{ITEM}qti-simple-choice")]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Za-z_][\w.\-]*", str(name)) for name in [*declared, *asked, *names])


def test_what_is_out_of_order_is_found() -> None:
    (item,) = items(KINDS[0])
    item.insert(0, item[-1])
    item.set("colour", "red")
    assert len(faults(item)) == 2
