"""The words of terms where texts show them."""

import dataclasses
from collections.abc import Collection

from courses.models import Term, TermEdition
from foundation.languages.titles import SOURCE_LANGUAGE


@dataclasses.dataclass(frozen=True, slots=True)
class TermWords:
    """A term in one language and its explanation there."""

    term: str
    explanation: str


def words_of_terms(codes: Collection[str]) -> dict[str, dict[str, TermWords]]:
    """Return the newest words of terms: code → language → words. Unknown codes are left out. One query for all."""
    rows = (
        TermEdition.objects.filter(term__code__in=codes)
        .latest_of_each()
        .values_list("term__code", "language", "title", "summary")
    )
    found: dict[str, dict[str, TermWords]] = {}
    for code, language, title, summary in rows:
        found.setdefault(code, {})[language] = TermWords(title, summary)
    return found


def term_choices() -> list[tuple[str, str]]:
    """Return code and source words of the terms that are in use, in the glossary's order. Two queries."""
    titles = dict(
        TermEdition.objects.filter(language=SOURCE_LANGUAGE).latest_of_each().values_list("term__code", "title")
    )
    codes = Term.objects.filter(retired_at=None).values_list("code", flat=True)
    return [(code, f"{code} {titles.get(code, '')}".strip()) for code in codes]
