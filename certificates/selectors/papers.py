"""A certificate as its paper shows it: read from the frozen record alone."""

import dataclasses
import itertools
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from accounts.selectors.names import open_bytes
from certificates.domain.codes import grouped
from certificates.domain.designs import Look, look_of
from certificates.domain.names import Parts, printed_name, script_for
from foundation.languages.titles import direction, html_lang

if TYPE_CHECKING:
    from certificates.models import Certificate


@dataclasses.dataclass(frozen=True)
class Column:
    """One language's column: its words and values as frozen, and the names as they stand in it."""

    language: str
    html_lang: str
    direction: str
    words: Mapping[str, str]
    name: str
    name_direction: str
    latin_name: str
    course: str
    lines: tuple[tuple[str, str], ...]  # label, value
    signatory_name: str  # of the first signatory; empty where it would repeat the first column's


@dataclasses.dataclass(frozen=True)
class SignatoryText:
    """A signatory in one language. The name is empty where it would repeat the first language's."""

    html_lang: str
    direction: str
    office: str
    name: str
    name_direction: str
    signature: str  # the word for it


@dataclasses.dataclass(frozen=True)
class PartLine:
    """One part of the programme in the annex: (html_lang, direction, title) by language, hours, grade by language."""

    titles: tuple[tuple[str, str, str], ...]
    hours: str
    grades: tuple[tuple[str, str, str], ...]


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
    kind: str = "certificate"
    signatories: tuple[tuple[SignatoryText, ...], ...] = ()
    parts: tuple[PartLine, ...] = ()  # of an annex
    pictures: Mapping[str, str] = dataclasses.field(default_factory=dict)  # not kept yet: SHA-256 -> data address


def frozen_names(certificate: "Certificate") -> dict[str, Any]:
    """Return the names, opened if they were sealed: {"holder": {script: parts}, "signatory": {script: parts}}.

    Where more than one signs, the others are `signatory_2` and so on, in the order of facts["signatories"].

    Raises KeyDestroyedError when the person was erased.
    """
    if certificate.names is not None:
        return dict(certificate.names)
    plain = open_bytes(certificate.person_id, bytes(certificate.sealed_names or b""), certificate.pk.bytes)
    found: dict[str, Any] = json.loads(plain)
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


def annex_paper_of(certificate: "Certificate") -> Paper | None:
    """Return the annex with the grades of each part; None when the record has none. Raises KeyDestroyedError."""
    if not certificate.facts.get("annex"):
        return None
    return make_annex(pk=certificate.pk, serial=certificate.serial, code=certificate.code, facts=certificate.facts,
                      names=frozen_names(certificate))  # fmt: skip


def make_paper(*, pk: uuid.UUID, serial: str, code: str, facts: Mapping[str, Any], names: Mapping[str, Any]) -> Paper:
    """Return the paper made of frozen facts and names (also for samples, which are no rows)."""
    return Paper(
        id=pk,
        look=look_of(facts),
        serial=serial,
        code=grouped(code),
        short_url=facts["short_url"],
        made_at=facts["made_at"],
        columns=tuple(_column(language, facts, facts["printed"][language], names) for language in facts["languages"]),
        duplicate=facts["duplicate_of"] != "",
        kind=facts.get("kind", "certificate"),
        signatories=_signatories(facts, names),
    )


def make_annex(*, pk: uuid.UUID, serial: str, code: str, facts: Mapping[str, Any], names: Mapping[str, Any]) -> Paper:
    """Return the annex made of frozen facts and names. Raises KeyError when the facts have no annex."""
    languages, annex = facts["languages"], facts["annex"]
    paper = make_paper(pk=pk, serial=serial, code=code, facts=facts, names=names)
    printed = {
        language: {**facts["printed"][language], "words": _annex_words(annex[language]["words"])}
        for language in languages
    }
    return dataclasses.replace(
        paper,
        id=uuid.uuid5(pk, "annex"),
        look=dataclasses.replace(paper.look, layout="annex-1"),
        kind="annex",
        columns=tuple(_column(language, facts, printed[language], names) for language in languages),
        parts=tuple(
            PartLine(
                titles=tuple(_said(language, annex[language]["parts"][number][0]) for language in languages),
                hours=first[1],
                grades=tuple(_said(language, annex[language]["parts"][number][2]) for language in languages),
            )
            for number, first in enumerate(annex[languages[0]]["parts"])
        ),
    )


def _annex_words(words: Mapping[str, str]) -> dict[str, str]:
    """Return the words of an annex; the serial number stands after `annex_to`, where the template puts it."""
    return {**words, "annex_to": words["annex_to"].format(serial="").strip()}


def _said(language: str, text: str) -> tuple[str, str, str]:
    return html_lang(language), direction(language), _begun(text, language)


def _column(language: str, facts: Mapping[str, Any], printed: Mapping[str, Any], names: Mapping[str, Any]) -> Column:
    father_word = printed["words"]["father"]
    script = script_for(names["holder"], language)
    languages = facts["languages"]
    latin = printed_name({"latn": names["holder"]["latn"]}, "en", "") if "latn" in names["holder"] else ""
    alone = language == languages[0] and script != "latn" and "en" not in languages
    return Column(
        language=language,
        html_lang=html_lang(language),
        direction=direction(language),
        words={key: _begun(text, language) for key, text in printed["words"].items()},
        name=printed_name(names["holder"], language, father_word),
        name_direction="rtl" if script == "arab" else "ltr",
        latin_name=latin if alone else "",
        course=printed["course"],
        lines=tuple((label, _begun(value, language)) for label, value in printed["lines"]),
        signatory_name=_signatory(_signing(names)[0], language, father_word, languages[0]),
    )


def _signing(names: Mapping[str, Any]) -> Sequence[Mapping[str, Parts]]:
    """Return the names of all who sign, in order: `signatory`, `signatory_2` and so on."""
    further = (names.get(f"signatory_{place}") for place in itertools.count(2))
    return [names["signatory"], *itertools.takewhile(lambda one: one is not None, further)]


def _signatories(facts: Mapping[str, Any], names: Mapping[str, Any]) -> tuple[tuple[SignatoryText, ...], ...]:
    """Return who signs, in order; an office that the record does not give is that of the head of the centre."""
    offices = facts.get("signatories") or []
    found = []
    for place, signing in enumerate(_signing(names)):
        office = offices[place] if place < len(offices) else {}
        found.append(
            tuple(
                _signatory_text(facts["printed"][language]["words"], language, office, signing, facts["languages"][0])
                for language in sorted(facts["languages"], key=lambda one: direction(one) == "rtl")
            )
        )
    return tuple(found)


def _signatory_text(
    words: Mapping[str, str], language: str, office: Mapping[str, str], names: Mapping[str, Parts], first: str
) -> SignatoryText:
    name = _signatory(names, language, words["father"], first)
    return SignatoryText(
        html_lang=html_lang(language),
        direction=direction(language),
        office=_begun(office.get(language) or words["signatory"], language),
        name=name,
        name_direction="rtl" if name and script_for(names, language) == "arab" else "ltr",
        signature=_begun(words["signature"], language),
    )


def _signatory(names: Mapping[str, Parts], language: str, father_word: str, first: str) -> str:
    if language != first and script_for(names, language) == script_for(names, first):
        return ""
    return printed_name(names, language, father_word)


def _begun(text: str, language: str) -> str:
    """Return a line that begins in its language's direction: Pango looks at the first letter only."""
    return f"\N{RIGHT-TO-LEFT MARK}{text}" if direction(language) == "rtl" and text else text
