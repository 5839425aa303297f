"""What helps a translator beside the sentence: the same sentence translated elsewhere, the terms in it, warnings."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from wagtail.models import Locale
from wagtail_localize.models import String, StringTranslation

from cms.domain.work import QueueLine, WorkKind
from cms.selectors.page_work import plain, stored
from courses.enums import TextState
from courses.selectors.glossary import terms_in
from courses.selectors.translating import term_names
from foundation.languages.titles import SOURCE_LANGUAGE

Key = tuple[str, str]  # code and language
OFFERS = 3  # of the same sentence translated elsewhere


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


def terms_of(texts: Collection[str], language: str) -> dict[str, list[TermHint]]:
    """Return for source texts the terms of the glossary that stand in them, in their order. Two queries."""
    index = terms_in(SOURCE_LANGUAGE)
    names = {(term.code, term.language): term.title for term in term_names((SOURCE_LANGUAGE, language))}
    found = {}
    for text in texts:
        codes = dict.fromkeys(place.code for place in index.places(text))
        found[text] = [
            TermHint(code, names.get((code, SOURCE_LANGUAGE), code), names.get((code, language), "")) for code in codes
        ]
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Filters:
    """What the queue is to show. `state` "todo" is missing and out of date, what can be worked on; "all" everything."""

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
        return self.state in ("all", line.state)


OPEN = (TextState.MISSING, TextState.STALE)
_RANK = {state: rank for rank, state in enumerate([TextState.MISSING, TextState.STALE])}


def in_order(lines: Iterable[QueueLine], filters: Filters) -> list[QueueLine]:
    """Return the lines that `filters` show: what can be worked on first, in the order of the curriculum."""
    shown = [line for line in lines if filters.shows(line)]
    return sorted(shown, key=_place)


def _place(line: QueueLine) -> tuple[bool, tuple[int, ...], int, str, str]:
    is_open = line.state in OPEN and not line.waits
    return not is_open, line.order, _RANK.get(TextState(line.state), len(_RANK)), line.code, line.language


def with_words(
    lines: Sequence[QueueLine], words_to_do: Mapping[WorkKind, Callable[[Collection[Key]], Mapping[Key, int]]]
) -> list[QueueLine]:
    """Return the lines with how many words are still to do. As many queries as the kinds among them need."""
    keys: dict[WorkKind, list[Key]] = {}
    for line in lines:
        keys.setdefault(line.kind, []).append((line.code, line.language))
    found = {kind: words_to_do[kind](of_kind) for kind, of_kind in keys.items()}
    return [dataclasses.replace(line, words=found[line.kind].get((line.code, line.language), 0)) for line in lines]


def neighbours(lines: Sequence[QueueLine], kind: WorkKind, code: str) -> tuple[QueueLine | None, QueueLine | None]:
    """Return what stands in the queue before and after a thing; for one that is not in it, None and the first."""
    for place, line in enumerate(lines):
        if (line.kind, line.code) == (kind, code):
            before = lines[place - 1] if place else None
            return before, lines[place + 1] if place + 1 < len(lines) else None
    return None, lines[0] if lines else None
