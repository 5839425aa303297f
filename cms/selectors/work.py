"""What helps a translator beside the sentence: the same sentence translated elsewhere, the terms in it, warnings."""

import dataclasses
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from wagtail.models import Locale
from wagtail_localize.models import String, StringTranslation

from cms.domain.checking import Problem, check
from cms.domain.work import QueueLine, Segment, Work, WorkKind
from cms.selectors.page_work import plain, stored
from courses.enums import TextState
from courses.selectors.translating import term_names
from foundation.languages.titles import SOURCE_LANGUAGE

OFFERS = 3  # of the same sentence translated elsewhere
LONGEST_TERM = 6  # words
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@dataclasses.dataclass(frozen=True, slots=True)
class TermHint:
    """A term of the glossary that stands in a source text, and what it is called in the other language."""

    code: str
    source: str
    target: str


def translation_memory(texts: Collection[str], language: str) -> dict[str, list[str]]:
    """Return for source texts how the very same sentence is translated elsewhere, newest first. Two queries.

    Each offer once, at most three a sentence.
    """
    if not texts:
        return {}
    locales = dict(
        Locale.objects.filter(language_code__in=(SOURCE_LANGUAGE, language)).values_list("language_code", "pk")
    )
    hashes = {str(String._get_data_hash(stored(text))) for text in texts}
    rows = (
        StringTranslation.objects.filter(
            locale_id=locales.get(language),
            translation_of__locale_id=locales.get(SOURCE_LANGUAGE),
            translation_of__data_hash__in=hashes,
            has_error=False,
        )
        .order_by("-updated_at", "-pk")
        .values_list("translation_of__data", "data")
    )
    found: dict[str, list[str]] = {}
    for source, target in rows:
        offers = found.setdefault(plain(source), [])
        if (text := plain(target)) not in offers and len(offers) < OFFERS:
            offers.append(text)
    return found


def terms_in(texts: Collection[str], language: str) -> dict[str, list[TermHint]]:
    """Return for source texts the terms of the glossary that stand in them, in their order. One query.

    A term is found by its name and its other forms in the source language, as whole words, in the plural too.
    """
    targets: dict[str, str] = {}
    names: dict[tuple[str, ...], tuple[str, str]] = {}
    for term in term_names((SOURCE_LANGUAGE, language)):
        if term.language == language:
            targets[term.code] = term.title
        if term.language == SOURCE_LANGUAGE:
            for form in (term.title, *term.forms):
                for variant in _plurals(_words(form)):
                    names.setdefault(variant, (term.code, term.title))
    return {text: _hints(_words(text), names, targets) for text in texts}


def problems_of(work: Work) -> dict[str, tuple[Problem, ...]]:
    """Return by path what is suspicious in the texts of a work, without those that are in order."""
    found = {
        segment.path: check(source=segment.was, target=segment.target, language=work.language, path=segment.path)
        for segment in work.segments
    }
    return {path: problems for path, problems in found.items() if problems}


@dataclasses.dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is to show. `state` "todo" is what can be worked on: missing and out of date; "" is everything."""

    kind: str = ""
    course: str = ""
    language: str = ""
    state: str = "todo"

    def shows(self, line: QueueLine) -> bool:
        """True for a line that stands in this queue."""
        if self.kind and line.kind != self.kind:
            return False
        if self.course and line.course != self.course:
            return False
        if self.language and line.language != self.language:
            return False
        if self.state == "todo":
            return line.state in OPEN and not line.waits
        return not self.state or line.state == self.state


OPEN = (TextState.MISSING, TextState.STALE)
_RANK = {state: rank for rank, state in enumerate([TextState.MISSING, TextState.STALE])}


def in_order(lines: Iterable[QueueLine], filters: Filters) -> list[QueueLine]:
    """Return the lines that `filters` show: what can be worked on first, in the order of the curriculum."""
    shown = [line for line in lines if filters.shows(line)]
    return sorted(shown, key=_place)


def _place(line: QueueLine) -> tuple[bool, tuple[int, ...], int, str, str]:
    is_open = line.state in OPEN and not line.waits
    return not is_open, line.order, _RANK.get(TextState(line.state), len(_RANK)), line.code, line.language


def neighbours(lines: Sequence[QueueLine], kind: WorkKind, code: str) -> tuple[QueueLine | None, QueueLine | None]:
    """Return what stands in the queue before and after a thing; for one that is not in it, None and the first."""
    for place, line in enumerate(lines):
        if (line.kind, line.code) == (kind, code):
            before = lines[place - 1] if place else None
            return before, lines[place + 1] if place + 1 < len(lines) else None
    return None, lines[0] if lines else None


def conflicts(
    typed: Mapping[str, str], shown: Mapping[str, str], segments: Iterable[Segment], digest: Mapping[str, str]
) -> dict[str, str]:
    """Return by path what somebody else wrote meanwhile in the very texts that were typed.

    `shown` has the digests of the texts as they were when the page was opened, `digest` as they stand now.
    """
    return {
        segment.path: segment.target
        for segment in segments
        if segment.path in typed
        and digest[segment.path] != shown.get(segment.path)
        and segment.target != typed[segment.path]
    }


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _plurals(words: Sequence[str]) -> list[tuple[str, ...]]:
    """Return a term and its English plural, as words; nothing for a name without letters."""
    if not words:
        return []
    *first, last = words
    plurals = [last, last + "s", last + "es"]
    if last.endswith("y"):
        plurals.append(last[:-1] + "ies")
    return [(*first, form) for form in plurals]


def _hints(
    words: Sequence[str], names: Mapping[tuple[str, ...], tuple[str, str]], targets: Mapping[str, str]
) -> list[TermHint]:
    """Longest terms first at each place; a term is named once."""
    found: dict[str, TermHint] = {}
    place = 0
    while place < len(words):
        for length in range(min(LONGEST_TERM, len(words) - place), 0, -1):
            if known := names.get(tuple(words[place : place + length])):
                code, title = known
                found.setdefault(code, TermHint(code, title, targets.get(code, "")))
                place += length - 1
                break
        place += 1
    return list(found.values())
