"""Terms of the glossary with all their editions, as those who write them need them."""

import dataclasses
from collections.abc import Collection

from courses.models import TermEdition
from foundation.languages.titles import SOURCE_LANGUAGE


@dataclasses.dataclass(frozen=True)
class TermTexts:
    """One term: its editions by language, the newest last."""

    code: str
    position: int
    editions: dict[str, list[TermEdition]]

    @property
    def newest(self) -> int:
        """The highest meaning in any language."""
        return max((edition.meaning for told in self.editions.values() for edition in told), default=0)

    @property
    def source(self) -> str:
        """The language that says the newest: English, or the one that was corrected after it."""
        fresh = [told[-1] for told in self.editions.values() if told[-1].meaning == self.newest]
        if not fresh or any(edition.language == SOURCE_LANGUAGE for edition in fresh):
            return SOURCE_LANGUAGE
        return max(fresh, key=lambda edition: edition.published_at).language

    def in_language(self, language: str) -> TermEdition | None:
        """Return the newest edition in a language, or None."""
        return self.editions[language][-1] if language in self.editions else None

    def written_for(self, language: str) -> TermEdition | None:
        """Return the edition of the source that the newest words in a language say the same as, or None."""
        own = self.in_language(language)
        known = [e for e in self.editions.get(self.source, ()) if own is not None and e.meaning <= own.meaning]
        return known[-1] if known else None


def term_texts(codes: Collection[str] | None = None) -> dict[str, TermTexts]:
    """Return terms that are not retired and have words, by code; all of them without `codes`. One query."""
    rows = TermEdition.objects.filter(term__retired_at=None).select_related("term")
    if codes is not None:
        rows = rows.filter(term__code__in=codes)
    found: dict[str, TermTexts] = {}
    for edition in rows.order_by("term__position", "term__code", "number"):
        known = found.setdefault(edition.term.code, TermTexts(edition.term.code, edition.term.position, {}))
        known.editions.setdefault(edition.language, []).append(edition)
    return found
