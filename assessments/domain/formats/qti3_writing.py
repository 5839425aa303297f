"""QTI 3.0: writing of a package, one item a question. A place on a picture becomes a select point interaction."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from xml.etree import ElementTree as ET  # builds and writes trees; reading is defusedxml's

from assessments.domain.formats.base import HUNDRED, THOUSAND, Imported
from assessments.domain.formats.words import PARAGRAPH, inline_html
from assessments.enums import QuestionKind

ITEM = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
MATCH_CORRECT = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"
MAP_RESPONSE = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"
MAP_POINT = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response_point.xml"
_OWN_GAP = re.compile(r"(\{\d{1,2}\})")
_MADE_AT = (2026, 1, 1, 0, 0, 0)  # the same questions make the same bytes


def can_hold(question: Imported) -> bool:
    """True for all kinds but a machine readable zone."""
    return question.kind in _WRITERS


def write(questions: Sequence[Imported]) -> bytes:
    """Return a QTI 3.0 package of the questions that QTI can hold."""
    manifest = ET.Element("manifest", xmlns=PACKAGE, identifier="questions")
    about = ET.SubElement(manifest, "metadata")
    ET.SubElement(about, "schema").text = "QTI Package"
    ET.SubElement(about, "schemaversion").text = "3.0.0"
    ET.SubElement(manifest, "organizations")
    resources = ET.SubElement(manifest, "resources")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, question in enumerate(filter(can_hold, questions), 1):
            name = f"item-{number:04}"
            picture = f"{name}-{_file_name(question.picture.name)}" if question.picture else ""
            files = [f"items/{name}.xml", *([f"items/{picture}"] if picture else [])]
            resource = ET.SubElement(resources, "resource", identifier=name, type="imsqti_item_xmlv3p0", href=files[0])
            for path in files:
                ET.SubElement(resource, "file", href=path)
            _add(archive, files[0], _document(_item(name, question, picture)))
            if question.picture:
                _add(archive, files[1], question.picture.data)
        _add(archive, "imsmanifest.xml", _document(manifest))
    return target.getvalue()


def _file_name(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.") or "picture"


def _add(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    info = zipfile.ZipInfo(path, _MADE_AT)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def _document(root: ET.Element) -> bytes:
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


class _Item:
    """An item while it is written: its parts in the order that QTI asks for."""

    def __init__(self, name: str, question: Imported, picture: str) -> None:
        self.question, self.picture = question, picture
        self.root = ET.Element(
            "qti-assessment-item",
            {
                "xmlns": ITEM,
                "identifier": name,
                "title": question.name or name,
                "adaptive": "false",
                "time-dependent": "false",
            },
        )
        self.body = ET.Element("qti-item-body")
        self.processing = ET.Element("qti-response-processing", template=MATCH_CORRECT)

    def declare(self, cardinality: str, base_type: str, right: Sequence[str], name: str = "RESPONSE") -> ET.Element:
        attributes = {"identifier": name, "cardinality": cardinality, "base-type": base_type}
        declaration = ET.SubElement(self.root, "qti-response-declaration", attributes)
        if right:
            correct = ET.SubElement(declaration, "qti-correct-response")
            for value in right:
                ET.SubElement(correct, "qti-value").text = value
        return declaration

    def stem(self) -> None:
        for part in self.question.stem.split(PARAGRAPH):
            self.body.append(_words("p", part))

    def interaction(self, name: str, **attributes: str) -> ET.Element:
        wanted = {"response-identifier": "RESPONSE", **{key.replace("_", "-"): one for key, one in attributes.items()}}
        return ET.SubElement(self.body, f"qti-{name}-interaction", wanted)


def _item(name: str, question: Imported, picture: str) -> ET.Element:
    item = _Item(name, question, picture)
    _WRITERS[question.kind](item)
    for outcome, value in (("SCORE", "0"), ("MAXSCORE", str(question.marks))):
        attributes = {"identifier": outcome, "cardinality": "single", "base-type": "float"}
        declaration = ET.SubElement(item.root, "qti-outcome-declaration", attributes)
        ET.SubElement(ET.SubElement(declaration, "qti-default-value"), "qti-value").text = value
    if question.feedback:
        attributes = {"identifier": "FEEDBACK", "cardinality": "single", "base-type": "identifier"}
        declaration = ET.SubElement(item.root, "qti-outcome-declaration", attributes)
        ET.SubElement(ET.SubElement(declaration, "qti-default-value"), "qti-value").text = "general"
    item.root.append(item.body)
    item.root.append(item.processing)
    if question.feedback:
        attributes = {"outcome-identifier": "FEEDBACK", "identifier": "general", "show-hide": "show"}
        modal = ET.SubElement(item.root, "qti-modal-feedback", attributes)
        content = ET.SubElement(modal, "qti-content-body")
        for part in question.feedback.split(PARAGRAPH):
            content.append(_words("p", part))
    return item.root


def _words(tag: str, text: str, attributes: Mapping[str, str] | None = None) -> ET.Element:
    """Return an element with the words of one paragraph; strong words and codes keep their marks."""
    element = ET.fromstring(f"<{tag}>{inline_html(text)}</{tag}>")  # noqa: S314 - of escaped parts
    element.attrib.update(attributes or {})
    return element


def _choice(item: _Item) -> None:
    right = [f"o{at}" for at in item.question.key["right"]]
    several = item.question.kind == QuestionKind.MULTIPLE
    item.declare("multiple" if several else "single", "identifier", right)
    item.stem()
    interaction = item.interaction("choice", max_choices="0" if several else "1", shuffle="true")
    for at, text in enumerate(item.question.options):
        interaction.append(_words("qti-simple-choice", text, {"identifier": f"o{at}"}))


def _true_false(item: _Item) -> None:
    item.declare("single", "identifier", ["true" if item.question.key["right"] else "false"])
    item.stem()
    interaction = item.interaction("choice", max_choices="1", shuffle="false")
    for name in ("true", "false"):
        interaction.append(_words("qti-simple-choice", name, {"identifier": name}))


def _ordering(item: _Item) -> None:
    item.declare("ordered", "identifier", [f"o{at}" for at in range(len(item.question.options))])
    item.stem()
    interaction = item.interaction("order", shuffle="true")
    for at, text in enumerate(item.question.options):
        interaction.append(_words("qti-simple-choice", text, {"identifier": f"o{at}"}))


def _matching(item: _Item) -> None:
    pairs = item.question.options
    item.declare("multiple", "directedPair", [f"l{at} r{at}" for at in range(len(pairs))])
    item.stem()
    interaction = item.interaction("match", max_associations=str(len(pairs)), shuffle="true")
    for side, letter in enumerate("lr"):
        match_set = ET.SubElement(interaction, "qti-simple-match-set")
        for at, pair in enumerate(pairs):
            attributes = {"identifier": f"{letter}{at}", "match-max": "1"}
            match_set.append(_words("qti-simple-associable-choice", pair[side], attributes))


def _numeric(item: _Item) -> None:
    key = item.question.key
    item.declare("single", "float", [key["value"]])
    item.stem()
    ET.SubElement(ET.SubElement(item.body, "p"), "qti-text-entry-interaction", {"response-identifier": "RESPONSE"})
    item.processing.attrib.clear()
    condition = ET.SubElement(ET.SubElement(item.processing, "qti-response-condition"), "qti-response-if")
    attributes = {"tolerance-mode": "absolute", "tolerance": f"{key['tolerance']} {key['tolerance']}"}
    equal = ET.SubElement(condition, "qti-equal", attributes)
    ET.SubElement(equal, "qti-variable", identifier="RESPONSE")
    ET.SubElement(equal, "qti-correct", identifier="RESPONSE")
    score = ET.SubElement(condition, "qti-set-outcome-value", identifier="SCORE")
    ET.SubElement(score, "qti-variable", identifier="MAXSCORE")


def _short(item: _Item) -> None:
    accepted = item.question.key["accepted"]
    best = next(text for _language, text, worth in accepted if worth == HUNDRED)
    declaration = item.declare("single", "string", [best])
    mapping = ET.SubElement(declaration, "qti-mapping", {"default-value": "0"})
    for _language, text, worth in accepted:
        value = format(Decimal(worth) / HUNDRED, "f")
        ET.SubElement(mapping, "qti-map-entry", {"map-key": text, "mapped-value": value, "case-sensitive": "false"})
    item.stem()
    ET.SubElement(ET.SubElement(item.body, "p"), "qti-text-entry-interaction", {"response-identifier": "RESPONSE"})
    item.processing.set("template", MAP_RESPONSE)


def _gaps(item: _Item) -> None:
    question = item.question
    for at, (_size, right) in enumerate(question.key["gaps"]):
        item.declare("single", "identifier", [f"o{right}"], f"RESPONSE{at + 1}")
    for part in question.stem.split(PARAGRAPH):
        item.body.append(_paragraph_with_gaps(part, question))
    item.processing.attrib.clear()
    for at in range(len(question.key["gaps"])):
        condition = ET.SubElement(ET.SubElement(item.processing, "qti-response-condition"), "qti-response-if")
        match = ET.SubElement(condition, "qti-match")
        ET.SubElement(match, "qti-variable", identifier=f"RESPONSE{at + 1}")
        ET.SubElement(match, "qti-correct", identifier=f"RESPONSE{at + 1}")
        total = ET.SubElement(ET.SubElement(condition, "qti-set-outcome-value", identifier="SCORE"), "qti-sum")
        ET.SubElement(total, "qti-variable", identifier="SCORE")
        part_of = Decimal(question.marks) / len(question.key["gaps"])
        ET.SubElement(total, "qti-base-value", {"base-type": "float"}).text = f"{part_of:.4f}"


def _paragraph_with_gaps(part: str, question: Imported) -> ET.Element:
    """Return a paragraph; each {n} becomes an inline choice. Marks of manuscripts do not reach over a gap."""
    paragraph = ET.Element("p")
    for piece in _OWN_GAP.split(part):
        if not _OWN_GAP.fullmatch(piece):
            _append(paragraph, _words("span", piece))
            continue
        number = int(piece[1:-1])
        attributes = {"response-identifier": f"RESPONSE{number}", "shuffle": "true"}
        interaction = ET.SubElement(paragraph, "qti-inline-choice-interaction", attributes)
        for at, text in enumerate(question.options[number - 1]):
            interaction.append(_words("qti-inline-choice", text, {"identifier": f"o{at}"}))
    return paragraph


def _append(parent: ET.Element, inside: ET.Element) -> None:
    """Put what is inside an element at the end of another."""
    if inside.text:
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + inside.text
        else:
            parent.text = (parent.text or "") + inside.text
    parent.extend(list(inside))


def _essay(item: _Item) -> None:
    item.declare("single", "string", [])
    item.stem()
    item.interaction("extended-text")
    rubric = ET.SubElement(item.body, "qti-rubric-block", {"view": "scorer", "use": "scoring"})
    content = ET.SubElement(rubric, "qti-content-body")
    for text, most in zip(item.question.options, item.question.key["lines"], strict=True):
        content.append(_words("p", f"{text} ({most})"))
    item.processing.attrib.clear()


def _hotspot(item: _Item) -> None:
    picture = item.question.picture
    width, height = (picture.width, picture.height) if picture else (THOUSAND, THOUSAND)
    declaration = item.declare("single", "point", [])
    mapping = ET.SubElement(declaration, "qti-area-mapping", {"default-value": "0"})
    for left, top, wide, high in item.question.key["areas"]:
        across = [round(value * width / THOUSAND) for value in (left, left + wide)]
        down = [round(value * height / THOUSAND) for value in (top, top + high)]
        coords = f"{across[0]},{down[0]},{across[1]},{down[1]}"
        ET.SubElement(
            mapping,
            "qti-area-map-entry",
            {"shape": "rect", "coords": coords, "mapped-value": str(item.question.marks)},
        )
    item.stem()
    interaction = item.interaction("select-point", max_choices="1")
    attributes = {"src": item.picture, "alt": item.question.options[0], "width": str(width), "height": str(height)}
    ET.SubElement(interaction, "img", attributes)
    item.processing.set("template", MAP_POINT)


_WRITERS: Mapping[str, Callable[[_Item], None]] = {
    QuestionKind.SINGLE: _choice,
    QuestionKind.MULTIPLE: _choice,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.SHORT: _short,
    QuestionKind.GAPS: _gaps,
    QuestionKind.ESSAY: _essay,
    QuestionKind.HOTSPOT: _hotspot,
}
