"""Work off line as a PO file: one entry a text, `msgctxt` is its place `kind|code|path`. Pure: text in, text out.

What translators' programs do to a file (other order, other line breaks, entries left out) changes nothing of what is
read. A text that is out of date is fuzzy, with the sentence it was written for as the old `msgid`.
"""

import dataclasses
import datetime
from collections.abc import Iterable, Mapping, Sequence

import polib

from cms.domain.work import Segment, WorkKind
from foundation.languages.titles import LANGUAGE_CODES

BETWEEN = "|"
BIGGEST_FILE = 5 * 1024 * 1024  # bytes
LOCALES = {"tg": "tg", "fa-af": "fa_AF", "ru": "ru", "en": "en"}
ALSO = {"fa": "fa-af", "prs": "fa-af", "fa-ir": "fa-af"}  # what programs make of Dari
PLURALS = {  # those of Django, so that programs do not complain; no entry has plural forms of its own
    "tg": "nplurals=2; plural=(n != 1);",
    "fa-af": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "en": "nplurals=2; plural=(n != 1);",
}
SENTENCES = "sentences"  # stands for the code of wording, whose pages move


class PoUnreadableError(ValueError):
    """The file is no PO file."""


class PoLanguageError(ValueError):
    """The file's header names no language of ours."""


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands."""

    kind: WorkKind
    code: str
    path: str

    def __str__(self) -> str:
        return BETWEEN.join((self.kind, self.code, self.path))


@dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """One entry as it came back. `place` None: it names none. `fuzzy`: somebody says that it is not finished."""

    context: str
    place: Place | None
    source: str
    target: str
    fuzzy: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file holds; entries without a translation are left out."""

    language: str
    entries: tuple[Sent, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Out:
    """One text on its way out, with remarks for the translator."""

    place: Place
    segment: Segment
    remarks: Sequence[str]


def place_of(context: str) -> Place | None:
    """Return the place that `msgctxt` names, or None."""
    parts = context.split(BETWEEN, 2)
    if len(parts) != len(dataclasses.fields(Place)) or not all(parts) or parts[0] not in list(WorkKind):
        return None
    return Place(WorkKind(parts[0]), parts[1], parts[2])


def language_of(header: str) -> str | None:
    """Return our code of the language that a header names: `fa_AF`, `tg_TJ`, `ru`."""
    name = header.strip().lower().replace("_", "-")
    for code in (name, name.partition("-")[0]):
        if code in LANGUAGE_CODES:
            return code
        if code in ALSO:
            return ALSO[code]
    return None


def write(language: str, texts: Iterable[Out], *, at: datetime.datetime, title: str) -> str:
    """Return the PO file of some texts in a language."""
    file = polib.POFile()
    file.metadata = {
        "Project-Id-Version": title,
        "POT-Creation-Date": at.strftime("%Y-%m-%d %H:%M%z"),
        "Language": LOCALES[language],
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    file.extend(_entry(text) for text in texts)
    return str(file) + "\n"


def _entry(text: Out) -> polib.POEntry:
    segment = text.segment
    entry = polib.POEntry(
        msgctxt=str(text.place), msgid=segment.source, msgstr=segment.target, comment="\n".join(text.remarks)
    )
    if segment.stale:
        entry.flags.append("fuzzy")
        entry.previous_msgid = segment.was or None
    return entry


def read(data: bytes) -> ReadFile:
    """Return what a file holds. Raises PoUnreadableError, PoLanguageError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PoUnreadableError from error
    if "msgid" not in text or "\x00" in text:
        raise PoUnreadableError
    try:
        # the line break first: polib takes a text without one for the name of a file, and opens it
        file = polib.pofile("\n" + text.replace("\r\n", "\n"), encoding="utf-8")
    except Exception as error:  # polib tells faults of a file in many ways
        raise PoUnreadableError from error
    language = language_of(_header(file.metadata))
    if language is None:
        raise PoLanguageError
    entries = tuple(
        Sent(entry.msgctxt or "", place_of(entry.msgctxt or ""), entry.msgid, entry.msgstr, entry.fuzzy)
        for entry in file
        if not entry.obsolete and entry.msgstr.strip()
    )
    return ReadFile(language, entries)


def _header(metadata: Mapping[str, str]) -> str:
    return metadata.get("Language", "") or metadata.get("X-Language", "")
