"""One row a sentence: what a translator sees of it, and what was sent back of it."""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from cms.domain.checking import SERIOUS, Piece, Problem, check, clean, word_changes
from cms.domain.work import Segment, Work
from cms.selectors.work import TermHint, terms_of, translation_memory
from courses.selectors.advice import adviser

CHARACTERS_A_LINE = 38
Shown = Mapping[str, str]  # id of a row: digest of the text that the page showed
Texts = dict[str, str]  # path of the segment: text


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """What looks wrong in a text, in a sentence. A serious one is not published."""

    text: str
    serious: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A segment on the screen. `text` is what stands in the field, `other` what somebody else wrote meanwhile.

    `pieces` is what changed in the source since the text was written, `offers` the same sentence translated
    elsewhere, `beside` the text in a third language, `next` the id of the next open row.
    """

    id: str
    segment: Segment
    text: str
    lines: int
    other: str | None
    pieces: Sequence[Piece]
    offers: Sequence[str]
    terms: Sequence[TermHint]
    warnings: Sequence[Remark]
    beside: str
    next: str

    @property
    def serious(self) -> bool:
        return any(warning.serious for warning in self.warnings)


def row_id(path: str) -> str:
    """Return a short name of a place in a text, for the fields of a form."""
    return hashlib.sha256(path.encode()).hexdigest()[:10]


def rows_of(
    work: Work,
    *,
    typed: Mapping[str, str] | None = None,
    others: Mapping[str, str] | None = None,
    beside: Work | None = None,
) -> list[Row]:
    """Return the rows of a work. `typed` is what was sent and is not saved, `others` what clashes with it (by path).

    Five queries, whatever the number of texts.
    """
    typed, others = typed or {}, others or {}
    is_open = [segment for segment in work.segments if not segment.done]
    memory = translation_memory({segment.source for segment in is_open}, work.language)
    terms = terms_of([segment.source for segment in work.segments], work.language)
    rules = adviser(work.language)
    there = {segment.path: segment.target for segment in beside.segments} if beside else {}
    following = _following(work.segments)
    rows = []
    for segment in work.segments:
        text = typed.get(segment.path, segment.target)
        warnings = [warning_of(problem) for problem in problems_of(segment, text, work.language)]
        for advice in rules.first(text):
            warnings.append(Remark(_advice(advice.form, advice.instead, advice.note), serious=False))
        offers = [] if segment.done else [text for text in memory.get(segment.source, []) if text != segment.target]
        rows.append(
            Row(
                id=row_id(segment.path),
                segment=segment,
                text=text,
                lines=max(2, -(-len(text or segment.source) // CHARACTERS_A_LINE)),
                other=others.get(segment.path),
                pieces=word_changes(segment.was, segment.source) if segment.stale and segment.was else (),
                offers=offers,
                terms=terms[segment.source],
                warnings=warnings,
                beside=there.get(segment.path, ""),
                next=following.get(segment.path, ""),
            )
        )
    return rows


def problems_of(segment: Segment, text: str, language: str) -> Sequence[Problem]:
    """Return what looks wrong in a text. One written for an older source is measured by that one."""
    source = segment.was if segment.stale and segment.was and text == segment.target else segment.source
    return check(source=source, target=text, language=language, path=segment.path)


def has_warnings(work: Work, paths: Iterable[str], *, serious: bool) -> bool:
    """True when one of these texts has a problem; with `serious`, one that is not published. One query."""
    wanted = set(paths)
    segments = [segment for segment in work.segments if segment.path in wanted]
    found = {problem for segment in segments for problem in problems_of(segment, segment.target, work.language)}
    if serious:
        return bool(found & SERIOUS)
    rules = adviser(work.language)
    return bool(found) or any(rules.first(segment.target) for segment in segments)


def shown_of(work: Work) -> str:
    """Return digests of the texts as the page shows them, so that what comes back tells what was changed."""
    return json.dumps({row_id(segment.path): _digest(segment.target, segment) for segment in work.segments})


def typed_of(work: Work, sent: Mapping[str, str]) -> Texts:
    """Return which texts a person changed or confirmed, by path, from the fields that a form sent."""
    shown = _shown(sent.get("shown", ""))
    typed: Texts = {}
    for segment in work.segments:
        name = row_id(segment.path)
        if (raw := sent.get(f"t-{name}")) is None:
            continue
        text = _cleaned(raw, segment)
        if f"ok-{name}" in sent or _digest(text, segment) != shown.get(name):
            typed[segment.path] = text
    return typed


def clashes(work: Work, typed: Mapping[str, str], sent: Mapping[str, str]) -> Texts:
    """Return what somebody else wrote meanwhile in the very texts that were typed, by path."""
    shown = _shown(sent.get("shown", ""))
    return {
        segment.path: segment.target
        for segment in work.segments
        if segment.path in typed
        and segment.target != typed[segment.path]
        and _digest(segment.target, segment) != shown.get(row_id(segment.path))
    }


def warning_of(problem: Problem) -> Remark:
    """Return a problem as a sentence in the active language."""
    sentences = {
        Problem.MARKS: _("A mark is not closed: ** and ` always stand in pairs."),
        Problem.CODES: _("What stands between ` and ` must be the same as in the source."),
        Problem.LONG: _("This title is too long."),
        Problem.NUMBERS: _("The numbers are not the same as in the source."),
        Problem.SAME: _("This is the same text as in the source language."),
        Problem.LETTERS: _("This is not written in the letters of the language."),
    }
    return Remark(sentences[problem], serious=problem in SERIOUS)


def _advice(form: str, instead: str, note: str) -> str:
    if not instead:
        return _("Do not use “%(form)s”. %(note)s") % {"form": form, "note": note}
    sentence = _("Write “%(instead)s” instead of “%(form)s”.") % {"form": form, "instead": instead}
    return f"{sentence} {note}".strip()


def _following(segments: Sequence[Segment]) -> dict[str, str]:
    """Return for each path the id of the next open row after it."""
    found: dict[str, str] = {}
    coming = ""
    for segment in reversed(segments):
        found[segment.path] = coming
        if not segment.done:
            coming = row_id(segment.path)
    return found


def _cleaned(text: str, segment: Segment) -> str:
    """Return a typed text without what no text has; lines are kept where the source has lines."""
    text = text.replace("\x00", "")
    if "\n" not in segment.source:
        return clean(text)
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").split("\n")).strip()


def _digest(text: str, segment: Segment) -> str:
    return hashlib.sha256(_cleaned(text, segment).encode()).hexdigest()[:10]


def _shown(sent: str) -> Shown:
    try:
        found = json.loads(sent)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
