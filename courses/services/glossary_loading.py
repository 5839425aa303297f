"""The glossary and advised forms of `curriculum/` into rows and editions. Repeatable; never over a person's words."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from courses.enums import TermMark, TermTopic
from courses.models import AdvisedForm, Term, TermEdition
from courses.selectors.manuscripts import (
    ADVICE,
    GLOSSARY,
    GLOSSARY_TEXTS,
    LANGUAGES,
    Block,
    ManuscriptFileError,
    read,
)
from courses.selectors.standings import words_hash
from courses.services.editions import TermText, publish_terms
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

TERMS = "glossary.txt"
ADVISED = "advice.txt"
Words = tuple[str, str, list[str], str, str]  # title, explanation, other forms, note, mark


@dataclasses.dataclass
class GlossaryReport:
    """What a load did. Texts are named by code and language; `kept`: somebody changed them since the last load."""

    added: list[str] = dataclasses.field(default_factory=list)
    written: list[str] = dataclasses.field(default_factory=list)
    kept: list[str] = dataclasses.field(default_factory=list)
    not_in_files: list[str] = dataclasses.field(default_factory=list)
    advised: int = 0  # forms that texts should not use


def load_glossary(*, folder: Path, by: "User | None", at: datetime.datetime) -> GlossaryReport | None:
    """Bring terms, their words and advised forms to what `folder` says; None when it holds no glossary.

    What an edition with an author says is kept; as for lessons, a change of the source by a person keeps the
    translations too. Terms that the files no longer name are reported, retired ones are left. Languages without a file
    are left as they are. Raises ManuscriptFileError before anything is written.
    """
    if not (folder / TERMS).exists():
        return None
    heads = _heads(folder)
    texts = {language: _texts(folder, language, heads) for language in LANGUAGES}
    forms = _advised(folder)
    report = GlossaryReport()
    with transaction.atomic():
        terms = _write_terms(heads, report)
        _publish(terms, texts, report, by, at)
        if forms is not None:
            _write_advised(forms)
            report.advised = len(forms)
    return report


def _heads(folder: Path) -> dict[str, TermTopic]:
    heads = {}
    for block in read(folder / TERMS, GLOSSARY):
        topic = block.line("topic")
        if topic not in TermTopic.values:
            raise ManuscriptFileError(folder / TERMS, f"{block.key}: unknown topic {topic}")
        heads[block.key] = TermTopic(topic)
    return heads


def _texts(folder: Path, language: str, heads: Mapping[str, TermTopic]) -> dict[str, Words]:
    path = folder / f"glossary.{language}.txt"
    if language != SOURCE_LANGUAGE and not path.exists():
        return {}
    blocks = read(path, GLOSSARY_TEXTS)
    for block in blocks:
        if block.key not in heads:
            raise ManuscriptFileError(path, f"{block.key} is not in {TERMS}")
        if not block.line("term") or not block.line("explanation"):
            raise ManuscriptFileError(path, f"{block.key} has no term or no explanation")
        if block.line("mark", TermMark.PROPOSED) not in TermMark.values:
            raise ManuscriptFileError(path, f"{block.key}: unknown mark {block.line('mark')}")
        if len(block.line("term")) > 255 or len(block.line("note")) > 500:
            raise ManuscriptFileError(path, f"{block.key}: the term or its note is too long")
    return {block.key: _words(block) for block in blocks}


def _words(block: Block) -> Words:
    forms = list(block.items("forms"))
    mark = block.line("mark", TermMark.PROPOSED)
    return block.line("term"), block.line("explanation"), forms, block.line("note"), mark


def _advised(folder: Path) -> list[AdvisedForm] | None:
    path = folder / ADVISED
    if not path.exists():
        return None
    found: dict[tuple[str, str], AdvisedForm] = {}
    for block in read(path, ADVICE):
        if block.key not in LANGUAGES:
            raise ManuscriptFileError(path, f"unknown language {block.key}")
        for name in ("forms", "letters"):
            for row in block.rows(name):
                if not 2 <= len(row) <= 3 or (block.key, row[0]) in found:
                    raise ManuscriptFileError(path, f"{block.key}: {row[0]} stands twice or has not two or three cells")
                note = row[2] if len(row) > 2 else ""
                found[block.key, row[0]] = AdvisedForm(
                    language=block.key,
                    form=row[0],
                    instead=row[1],
                    note="" if note == "-" else note,
                    letters=name == "letters",
                )
    return list(found.values())


def _write_terms(heads: Mapping[str, TermTopic], report: GlossaryReport) -> dict[str, Term]:
    """Make missing terms, mend topic and order of the others; return those that are in use by code."""
    terms = {term.code: term for term in Term.objects.all()}
    new, changed = [], []
    for position, (code, topic) in enumerate(heads.items(), 1):
        term = terms.get(code)
        if term is None:
            new.append(Term(code=code, topic=topic, position=position))
        elif (term.topic, term.position) != (topic, position):
            term.topic, term.position = topic, position
            changed.append(term)
    Term.objects.bulk_create(new)
    Term.objects.bulk_update(changed, ["topic", "position"])
    report.added = [term.code for term in new]
    report.not_in_files = [code for code, term in terms.items() if code not in heads and term.retired_at is None]
    return {term.code: term for term in Term.objects.filter(code__in=heads, retired_at=None)}


def _publish(
    terms: Mapping[str, Term],
    texts: Mapping[str, Mapping[str, Words]],
    report: GlossaryReport,
    by: "User | None",
    at: datetime.datetime,
) -> None:
    """Publish what the files say otherwise than the last load, the source first."""
    newest, loaded = _standing()
    drafts: list[TermText] = []
    for code, term in terms.items():
        own = (code, SOURCE_LANGUAGE) in newest and newest[code, SOURCE_LANGUAGE] != loaded.get((code, SOURCE_LANGUAGE))
        for language in LANGUAGES:
            said = texts[language].get(code)
            place = (code, language)
            if said is None or said in (newest.get(place), loaded.get(place)):
                continue
            if own or newest.get(place) != loaded.get(place):
                report.kept.append(f"{code} {language}")
                continue
            drafts.append(_draft(term, language, said, texts[SOURCE_LANGUAGE].get(code, said)))
            report.written.append(f"{code} {language}")
    publish_terms(texts=sorted(drafts, key=lambda draft: LANGUAGES.index(draft.language)), by=by, at=at)


def _standing() -> tuple[dict[tuple[str, str], Words], dict[tuple[str, str], Words]]:
    """Return what the newest editions say, and what the newest that nobody signed (the loader's) say."""
    newest: dict[tuple[str, str], Words] = {}
    loaded: dict[tuple[str, str], Words] = {}
    rows = TermEdition.objects.order_by("number").values_list(
        "term__code", "language", "title", "summary", "forms", "note", "mark", "published_by"
    )
    for code, language, title, summary, forms, note, mark, author in rows:
        words = (title, summary, list(forms), note, mark)
        newest[code, language] = words
        if author is None:
            loaded[code, language] = words
    return newest, loaded


def _draft(term: Term, language: str, said: Words, source: Words) -> TermText:
    title, explanation, forms, note, mark = said
    return TermText(
        term=term,
        language=language,
        title=title,
        summary=explanation,
        forms=forms,
        note=note,
        mark=TermMark(mark),
        source_hash=words_hash(source[0], source[1], source[2]),
    )


def _write_advised(forms: Sequence[AdvisedForm]) -> None:
    """Make the advised forms those of the files. What says something else is written anew, so that ids tell of it."""
    standing = {
        (row.language, row.form, row.instead, row.note, row.letters): row.pk for row in AdvisedForm.objects.all()
    }
    wanted = {(row.language, row.form, row.instead, row.note, row.letters): row for row in forms}
    AdvisedForm.objects.filter(pk__in=[pk for key, pk in standing.items() if key not in wanted]).delete()
    AdvisedForm.objects.bulk_create([row for key, row in wanted.items() if key not in standing])
