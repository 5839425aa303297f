"""Work on things that are no pages: what is published of them, with the drafts of translators (WorkDraft) over it."""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol

from cms.domain.work import Segment, Work, WorkKind, fingerprint_of
from cms.models import WorkDraft
from foundation.languages.titles import SOURCE_LANGUAGE

Key = tuple[str, str]  # code and language


@dataclasses.dataclass(frozen=True, slots=True)
class Base:
    """A thing in one language as it is published. `edition`, `behind` and `source_language` as in Work."""

    title: str
    segments: tuple[Segment, ...]
    edition: int = 0
    behind: bool = False
    source_language: str = SOURCE_LANGUAGE


class Readable(Protocol):
    """A thing that was read with all its languages."""

    def base(self, language: str) -> Base | None:
        """Return it in one language; None where it is not for work."""


Read = Callable[[Collection[str]], Mapping[str, Readable]]  # codes -> things by code, in constant queries


def opened(kind: WorkKind, read: Read, code: str, language: str, drafts_code: str = "") -> Work | None:
    """Return a thing as work with its draft; None where it is unknown. One query more than `read`.

    `drafts_code`: under which code its drafts are kept, where that is another.
    """
    thing = read([code]).get(code)
    base = thing.base(language) if thing else None
    if base is None:
        return None
    draft = WorkDraft.objects.filter(kind=kind, code=drafts_code or code, language=language).first()
    return _work(kind, code, language, base, draft)


def words_to_do(kind: WorkKind, read: Read, keys: Collection[Key], drafts_code: str = "") -> dict[Key, int]:
    """Return how many source words are still to be translated of each; no key: none. One query more than `read`."""
    codes = {code for code, _ in keys}
    things = read(codes)
    rows = WorkDraft.objects.filter(kind=kind, code__in=[drafts_code] if drafts_code else codes)
    drafts = {(row.code, row.language): row for row in rows}
    found = {}
    for code, language in keys:
        base = things[code].base(language) if code in things else None
        draft = drafts.get((drafts_code or code, language))
        found[code, language] = _work(kind, code, language, base, draft).words if base else 0
    return found


def _work(kind: WorkKind, code: str, language: str, base: Base, draft: Any) -> Work:
    segments = tuple(_drafted(segment, draft) for segment in base.segments) if draft else base.segments
    return Work(
        kind=kind,
        code=code,
        language=language,
        title=base.title,
        segments=segments,
        fingerprint=fingerprint_of(segments),
        edition=base.edition,
        behind=base.behind,
        source_language=base.source_language,
    )


def _drafted(segment: Segment, draft: WorkDraft) -> Segment:
    text = draft.texts.get(segment.path)
    if text is None:
        return segment
    return dataclasses.replace(segment, target=text, was=draft.sources.get(segment.path, "") if text else "")
