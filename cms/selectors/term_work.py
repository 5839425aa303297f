"""Terms of the glossary as work of translators: the term, its explanation, other forms."""

import dataclasses
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cms.domain.work import QueueLine, Segment, WorkKind
from cms.selectors.text_work import Base
from courses.selectors.standings import standings_of_terms
from courses.selectors.term_texts import TermTexts, term_texts
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from courses.models import TermEdition

LAST = 9999  # the glossary stands after all courses
BETWEEN_FORMS = "; "
FORMS = "forms"


@dataclasses.dataclass(frozen=True)
class TermThing:
    """A term with all its languages."""

    texts: TermTexts

    def base(self, language: str) -> Base | None:
        """Return it in a language, against the language that says the newest."""
        source, own = self.texts.in_language(self.texts.source), self.texts.in_language(language)
        if source is None:
            return None
        stale = own is not None and own.meaning < self.texts.newest
        now, mine = words_of(source), words_of(own)
        was = words_of(self.texts.written_for(language)) if stale else now
        labels = {"term": _("Term"), "explanation": _("Explanation"), FORMS: _("Other forms, with “;” between them")}
        segments = tuple(
            Segment(path, label, now[path], was[path], mine[path], required=path != FORMS)
            for path, label in labels.items()
            if now[path] or mine[path]
        )
        title = self.texts.in_language(SOURCE_LANGUAGE) or source
        return Base(title.title, segments, own.number if own else 0, stale, source.language)


def words_of(edition: "TermEdition | None") -> dict[str, str]:
    """Return the words of an edition by path; empty ones when there is none."""
    if edition is None:
        return {"term": "", "explanation": "", FORMS: ""}
    return {"term": edition.title, "explanation": edition.summary, FORMS: BETWEEN_FORMS.join(edition.forms)}


def read(codes: Collection[str]) -> dict[str, TermThing]:
    """Return terms by code. One query."""
    return {code: TermThing(texts) for code, texts in term_texts(codes).items()}


def lines(languages: Collection[str], reader: str) -> list[QueueLine]:
    """Return every term in each of `languages`. Four queries."""
    standings = standings_of_terms()
    titles = {(row.code, row.language): row.title for row in standings}
    order = {code: place for place, code in enumerate(dict.fromkeys(row.code for row in standings))}
    return [
        QueueLine(
            WorkKind.TERM,
            row.code,
            row.language,
            titles.get((row.code, reader), row.title),
            row.state,
            order=(LAST, order[row.code]),
        )
        for row in standings
        if row.language in languages
    ]
