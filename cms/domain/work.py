"""What translators work on: one thing in one language, sentence by sentence, whatever kind of thing it is."""

import dataclasses
import enum
import hashlib
import json
from collections.abc import Iterable


class WorkKind(enum.StrEnum):
    """Kinds of things that have words in four languages."""

    LESSON = "lesson"
    MODULE = "module"
    COURSE = "course"
    QUESTION = "question"
    PRACTICAL = "practical"
    TERM = "term"
    WORDING = "wording"  # sentences of the interface


@dataclasses.dataclass(frozen=True, slots=True)
class Segment:
    """One text. `was` is the source text that `target` was written for: another than `source` when it is out of date.

    `path` is the stable place inside the thing, `label` its kind in the reader's words; no `target`: it is missing.
    """

    path: str
    label: str
    source: str
    was: str
    target: str
    required: bool = True

    @property
    def missing(self) -> bool:
        return self.required and not self.target

    @property
    def stale(self) -> bool:
        return bool(self.target) and self.was != self.source

    @property
    def done(self) -> bool:
        return not self.missing and not self.stale


@dataclasses.dataclass(frozen=True, slots=True)
class Work:
    """One thing to be translated into `language`. `fingerprint` changes with any text of it, so nobody overwrites.

    `edition` is the number under which it was published last in that language, 0: never. `behind`: another language
    has a newer meaning (courses/services/editions.py); `source_behind`: also than the source texts, which do not say it
    yet. `source_language`: that of the source texts, where not English.
    """

    kind: WorkKind
    code: str
    language: str
    title: str
    segments: tuple[Segment, ...]
    fingerprint: str
    edition: int = 0
    behind: bool = False
    source_behind: bool = False
    source_language: str = "en"

    @property
    def open(self) -> int:
        """How many texts are missing or out of date."""
        return sum(not segment.done for segment in self.segments)

    @property
    def words(self) -> int:
        """How many source words are still to be translated."""
        return sum(len(segment.source.split()) for segment in self.segments if not segment.done)


@dataclasses.dataclass(frozen=True, slots=True)
class QueueLine:
    """One thing in one language, as the queue shows it. `state` is a courses.enums.TextState.

    `course` is the code of the course it belongs to ("" for glossary and wording); `order` sorts lines of all kinds:
    (position of the course, position of the module, position in the module), things without a place last (9999,).
    `waits`: it cannot be translated yet, because the source language has no text either.
    """

    kind: WorkKind
    code: str
    language: str
    title: str
    state: str
    course: str = ""
    order: tuple[int, ...] = (9999,)
    words: int = 0
    waits: bool = False


def fingerprint_of(segments: Iterable[Segment]) -> str:
    """Return a short hash of the source texts and what is written of them; any change of a text changes it."""
    plain = [[segment.path, segment.source, segment.was, segment.target] for segment in segments]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()[:16]
