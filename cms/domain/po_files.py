"""Work as a PO file, for translators who work off line with a program of their own, and back."""

import dataclasses

import polib

from cms.domain.work import Work

MOST_BYTES = 2_000_000


class PoFileError(ValueError):
    """The file is no PO file."""


@dataclasses.dataclass(frozen=True)
class ReadPo:
    """What a file says: `texts` by path, and how many entries are for a source text that has changed since."""

    texts: dict[str, str]
    outdated: int


def to_po(work: Work) -> bytes:
    """Return a work as a PO file: the place of a text is its context, what is out of date is marked fuzzy."""
    file = polib.POFile(wrapwidth=200)
    file.metadata = {
        "Project-Id-Version": f"{work.kind} {work.code}",
        "Language": work.language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for segment in work.segments:
        entry = polib.POEntry(msgctxt=segment.path, msgid=segment.source, msgstr=segment.target, comment=segment.label)
        if segment.stale:
            entry.flags.append("fuzzy")
            entry.previous_msgid = segment.was
        file.append(entry)
    return str(file).encode()


def from_po(data: bytes, work: Work) -> ReadPo:
    """Return what a PO file says otherwise than `work`. Fuzzy and empty entries say nothing. Raises PoFileError."""
    try:
        text = data.decode("utf-8-sig")
        if "\n" not in text or "msgid" not in text:  # polib takes a short text for the name of a file
            raise PoFileError
        file = polib.pofile(text)
    except (UnicodeDecodeError, OSError, ValueError) as error:
        raise PoFileError from error
    segments = {segment.path: segment for segment in work.segments}
    texts, outdated = {}, 0
    for entry in file:
        segment = segments.get(entry.msgctxt or "")
        if segment is None or not entry.msgstr or entry.fuzzy:
            continue
        if entry.msgid != segment.source:
            outdated += 1
        elif segment.stale or entry.msgstr != segment.target:
            texts[segment.path] = entry.msgstr
    return ReadPo(texts, outdated)
