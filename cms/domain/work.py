"""What translators work on: one thing in one language, sentence by sentence, whatever kind of thing it is."""

import dataclasses
import enum


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
    """One thing to be translated into `language`. `fingerprint` changes with any text of it, so nobody overwrites."""

    kind: WorkKind
    code: str
    language: str
    title: str
    segments: tuple[Segment, ...]
    fingerprint: str

    @property
    def open(self) -> int:
        """How many texts are missing or out of date."""
        return sum(not segment.done for segment in self.segments)

    @property
    def words(self) -> int:
        """How many source words are still to be translated."""
        return sum(len(segment.source.split()) for segment in self.segments if not segment.done)
