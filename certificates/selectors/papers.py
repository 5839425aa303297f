"""A certificate as its paper shows it: read from the frozen record alone."""

import dataclasses
import json
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from accounts.selectors.names import open_bytes
from certificates.domain.codes import grouped
from certificates.domain.designs import Look, look_of
from certificates.domain.names import Parts, printed_name, script_for
from foundation.languages.titles import direction, html_lang

if TYPE_CHECKING:
    from certificates.models import Certificate

LONG, LONGER, LONGEST = 26, 38, 56  # characters: from here a line of the paper is set smaller
LONGEST_HEADING = 16


@dataclasses.dataclass(frozen=True)
class Column:
    """One language's column: its words and values as frozen, and the names as they stand in it."""

    language: str
    html_lang: str
    direction: str
    words: Mapping[str, str]
    heading_size: str
    name: str
    name_size: str
    name_direction: str
    latin_name: str
    course: str
    course_size: str
    lines: tuple[tuple[str, str], ...]  # label, value
    signatory_name: str  # empty where it would repeat the first column's


@dataclasses.dataclass(frozen=True)
class Paper:
    """Everything that is printed."""

    id: uuid.UUID
    look: Look
    serial: str
    code: str  # grouped
    short_url: str
    made_at: str  # ISO moment for the file's metadata
    columns: tuple[Column, ...]
    duplicate: bool


def frozen_names(certificate: "Certificate") -> dict[str, dict[str, Parts]]:
    """Return {"holder": {script: parts}, "signatory": {script: parts}}, opened if they were sealed.

    Raises KeyDestroyedError when the person was erased.
    """
    if certificate.names is not None:
        return dict(certificate.names)
    plain = open_bytes(certificate.person_id, bytes(certificate.sealed_names or b""), certificate.pk.bytes)
    found: dict[str, dict[str, Parts]] = json.loads(plain)
    return found


def paper_of(certificate: "Certificate") -> Paper:
    """Return the paper of a certificate. Reads no other row."""
    facts = certificate.facts
    return make_paper(pk=certificate.pk, serial=certificate.serial, code=certificate.code, facts=facts,
                      names=frozen_names(certificate))  # fmt: skip


def nameless_paper(certificate: "Certificate") -> Paper:
    """Return the paper without any name: for readers who may not open it, and after the person was erased."""
    return make_paper(
        pk=certificate.pk,
        serial=certificate.serial,
        code=certificate.code,
        facts=certificate.facts,
        names={"holder": {}, "signatory": {}},
    )


def make_paper(
    *, pk: uuid.UUID, serial: str, code: str, facts: Mapping[str, Any], names: Mapping[str, Mapping[str, Parts]]
) -> Paper:
    """Return the paper made of frozen facts and names (also for samples, which are no rows)."""
    return Paper(
        id=pk,
        look=look_of(facts),
        serial=serial,
        code=grouped(code),
        short_url=facts["short_url"],
        made_at=facts["made_at"],
        columns=tuple(_column(language, facts, names) for language in facts["languages"]),
        duplicate=facts["duplicate_of"] != "",
    )


def _column(language: str, facts: Mapping[str, Any], names: Mapping[str, Mapping[str, Parts]]) -> Column:
    printed = facts["printed"][language]
    father_word = printed["words"]["father"]
    name = printed_name(names["holder"], language, father_word)
    script = script_for(names["holder"], language)
    first = language == facts["languages"][0]
    latin = printed_name({"latn": names["holder"]["latn"]}, "en", "") if "latn" in names["holder"] else ""
    return Column(
        language=language,
        html_lang=html_lang(language),
        direction=direction(language),
        words={key: _begun(text, language) for key, text in printed["words"].items()},
        heading_size="long" if len(printed["words"]["heading"]) > LONGEST_HEADING else "short",
        name=name,
        name_size=_size(name),
        name_direction="rtl" if script == "arab" else "ltr",
        latin_name=latin if first and script != "latn" else "",
        course=printed["course"],
        course_size=_size(printed["course"]),
        lines=tuple((label, _begun(value, language)) for label, value in printed["lines"]),
        signatory_name=_signatory(names["signatory"], language, father_word, facts["languages"][0]),
    )


def _signatory(names: Mapping[str, Parts], language: str, father_word: str, first: str) -> str:
    if language != first and script_for(names, language) == script_for(names, first):
        return ""
    return printed_name(names, language, father_word)


def _begun(text: str, language: str) -> str:
    """Return a line that begins in its language's direction: Pango looks at the first letter only."""
    return f"\N{RIGHT-TO-LEFT MARK}{text}" if direction(language) == "rtl" and text else text


def _size(text: str) -> str:
    """Return the class by which a long line is set smaller."""
    for least, size in ((LONGEST, "longest"), (LONGER, "longer"), (LONG, "long")):
        if len(text) > least:
            return size
    return "short"
