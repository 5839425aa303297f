"""Read the glossary: the list as a reader may see it, one term, and the terms that are looked for in lessons."""

import dataclasses
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from accounts.enums import Role
from courses.domain.search_words import Searched
from courses.domain.terms_in_text import Segment, TermIndex, mark_terms
from courses.enums import ApprovalState, ApprovedKind, EnrolmentState, TermMark, TermTopic
from courses.models import Enrolment, TermEdition
from courses.selectors.reading import READS_ALL
from courses.selectors.standings import steps_of, words_hash
from foundation.languages.text import mend_dari, sort_key
from foundation.languages.titles import LANGUAGE_CODES, NATIVE_NAMES, SOURCE_LANGUAGE, direction, html_lang

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["Segment", "TermIndex", "mark_terms"]

SEES_MARKS = frozenset({Role.INSTRUCTOR, Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR})
SEES_NOTES = frozenset({Role.EDITOR, Role.TRANSLATOR, Role.ADMINISTRATOR})
KEEPS_TERMS = (Role.EDITOR, Role.ADMINISTRATOR)
DIGIT = "#"
COLUMNS = ("term__code", "term__topic", "language", "title", "summary", "forms", "note", "mark", "folded", "sort_key")


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    """How somebody reads the glossary: also what is not approved; with marks of doubt; with notes."""

    drafts: bool
    marks: bool
    notes: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """A term in one language, with what HTML says of the language; `doubtful` as the reader may know it."""

    text: str
    language: str
    doubtful: bool = False

    @property
    def lang(self) -> str:
        return html_lang(self.language)

    @property
    def dir(self) -> str:
        return direction(self.language)

    @property
    def native(self) -> str:
        return NATIVE_NAMES[self.language]


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A term as one reader gets it. `name.language` may be the source, where the reader's is missing."""

    code: str
    topic: TermTopic
    name: Said
    explanation: str
    others: tuple[Said, ...]
    approved: bool
    note: str
    key: str

    @property
    def doubtful(self) -> bool:
        return self.name.doubtful

    @property
    def letter(self) -> str:
        return _letter(self.name.text, self.name.language)


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """The terms that begin with one letter; `anchor` is its place in the page."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class _Row:
    code: str
    topic: str
    language: str
    title: str
    summary: str
    forms: Sequence[str]
    note: str
    mark: str
    folded: str
    key: str


def reader_of(user: "User") -> Reader:
    """Return how `user` reads the glossary. Trainees see unapproved terms where a programme of theirs says so.

    One query besides the roles for who is nothing but a trainee.
    """
    roles = {assignment.role for assignment in user.roles()}
    drafts = not roles.isdisjoint(READS_ALL)
    if not drafts and Role.TRAINEE in roles:
        drafts = (
            Enrolment.objects.filter(person=user, cohort__programme_version__drafts_shown=True)
            .exclude(state=EnrolmentState.WITHDRAWN)
            .exists()
        )
    return Reader(drafts=drafts, marks=not roles.isdisjoint(SEES_MARKS), notes=not roles.isdisjoint(SEES_NOTES))


def glossary(language: str, reader: Reader, *, topic: str = "", query: str = "") -> list[Entry]:
    """Return the terms in the order of a language's alphabet; of one topic, answering a query. Two queries.

    A typed word is looked for in terms and explanations of the reader's language and in the terms of the others,
    folded and with endings (domain/search_words.py). An unknown topic is no filter.
    """
    wanted = topic if topic in TermTopic.values else ""
    rows = _readable(reader, {"term__topic": wanted} if wanted else {})
    if query.strip():
        searched = {code: Searched(query, code) for code in LANGUAGE_CODES}
        rows = {code: said for code, said in rows.items() if _answers(said, searched, language)}
    entries = [entry for said in rows.values() if (entry := _entry(said, language, reader))]
    return sorted(entries, key=lambda entry: (entry.key, entry.code))


def by_letter(entries: Sequence[Entry]) -> list[Letter]:
    """Return sorted entries under the letters of their language."""
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.key[:2] if entry.letter != DIGIT else "", []).append(entry)
    return [Letter(group[0].letter, f"l-{key or 0}", tuple(group)) for key, group in groups.items()]


def term_card(code: str, language: str, reader: Reader) -> Entry | None:
    """Return one term, or None where it is unknown, retired or hidden from the reader. Two queries."""
    rows = _readable(reader, {"term__code": code})
    return _entry(rows[code], language, reader) if code in rows else None


def is_term(code: str) -> bool:
    """True for a term in use, whoever may read it. One query."""
    return TermEdition.objects.filter(term__code=code, term__retired_at=None).exists()


def terms_in(language: str) -> TermIndex:
    """Return the terms by which lessons of a language are looked through, in their newest words. One query.

    Words of training and certificates are left out: they stand in every lesson and nobody needs them explained.
    """
    newest: dict[str, tuple[str, ...]] = {}
    rows = (
        TermEdition.objects.filter(language=language, term__retired_at=None)
        .exclude(term__topic=TermTopic.TRAINING)
        .order_by("number", "term__position")
        .values_list("term__code", "title", "forms")
    )
    for code, title, forms in rows:
        newest[code] = (title, *forms)
    return _index(language, tuple(sorted(newest.items())))


@lru_cache(maxsize=8)
def _index(language: str, terms: tuple[tuple[str, tuple[str, ...]], ...]) -> TermIndex:
    return TermIndex(terms, language)


def _readable(reader: Reader, chosen: Mapping[str, str]) -> dict[str, dict[str, tuple[_Row, bool]]]:
    """Return the newest edition that may be read of each term and language, and whether it is approved."""
    rows = TermEdition.objects.filter(term__retired_at=None, **chosen).order_by("number").values_list(*COLUMNS)
    steps = steps_of(ApprovedKind.TERM, [chosen["term__code"]] if "term__code" in chosen else None)
    found: dict[str, dict[str, tuple[_Row, bool]]] = {}
    for values in rows:
        row = _Row(*values)
        approved = False
        if steps:
            hashed = words_hash(row.title, row.summary, list(row.forms))
            approved = steps.get((row.code, row.language, hashed)) == ApprovalState.APPROVED
        if approved or reader.drafts:
            found.setdefault(row.code, {})[row.language] = (row, approved)
    return found


def _entry(said: Mapping[str, tuple[_Row, bool]], language: str, reader: Reader) -> Entry | None:
    own = language if language in said else SOURCE_LANGUAGE
    if own not in said:
        return None
    names = {
        code: Said(row.title, code, reader.marks and row.mark == TermMark.DOUBTFUL) for code, (row, _) in said.items()
    }
    row, approved = said[own]
    return Entry(
        code=row.code,
        topic=TermTopic(row.topic),
        name=names[own],
        explanation=row.summary,
        others=tuple(names[code] for code in LANGUAGE_CODES if code in names and code != own),
        approved=approved,
        note=row.note if reader.notes else "",
        key=row.key if own == language else sort_key(row.title, language),
    )


def _answers(said: Mapping[str, tuple[_Row, bool]], searched: Mapping[str, Searched], language: str) -> bool:
    """True when all words stand in the term or its explanation, or in the term of another language."""
    for code, (row, _) in said.items():
        wanted = searched[code]
        text = row.folded if code == language else row.folded.partition("\n")[0]
        if wanted.words and wanted.quality(text).kin == len(wanted.words):
            return True
    return False


def _letter(title: str, language: str) -> str:
    """Return the letter under which a title stands in the list, DIGIT for a number."""
    first = next((char for char in unicodedata.normalize("NFC", mend_dari(title)) if char.isalnum()), DIGIT)
    if first.isdecimal():
        return DIGIT
    return {"Ё": "Е"}.get(first.upper(), first.upper()) if language == "ru" else first.upper()
