"""The library from `curriculum/`: library.txt and one file of titles a language."""

import dataclasses
import datetime
from pathlib import Path

from django.db import transaction

from courses.enums import ReferenceKind
from courses.models import Course, Reference, ReferenceText
from courses.selectors.manuscripts import (
    LANGUAGES,
    REFERENCE_TEXTS,
    REFERENCES,
    Block,
    ManuscriptFileError,
    read,
)
from courses.services.library import DocumentText, write_document
from courses.services.outline import course_order

Titles = dict[str, dict[str, Block]]  # language → code → block


@dataclasses.dataclass
class LibraryReport:
    """What a load did: codes of new documents, texts that are new, texts of editors that were left, the rest."""

    added: list[str] = dataclasses.field(default_factory=list)
    changed: list[str] = dataclasses.field(default_factory=list)
    kept: list[str] = dataclasses.field(default_factory=list)
    unchanged: int = 0


@dataclasses.dataclass(frozen=True)
class _Standing:
    """The library before a load: texts by document and language, and when each was checked."""

    texts: dict[tuple[str, str], ReferenceText]
    codes: frozenset[str]
    courses: dict[str, Course]


def load_library(*, folder: Path, at: datetime.datetime) -> LibraryReport:
    """Bring the library to what `folder` says and return what was done. Repeatable.

    A document with a text that an editor wrote is kept as it is; documents that the files do not name are left, and
    so are those whose courses are not loaded yet. Without library.txt nothing is done. Raises ManuscriptFileError,
    before anything is written.
    """
    report = LibraryReport()
    path = folder / "library.txt"
    if not path.exists():
        return report
    blocks = read(path, REFERENCES)
    _look_through(path, blocks, set(course_order(folder)))
    titles = {language: _titles(folder / f"library.{language}.txt", blocks) for language in LANGUAGES}
    rows = ReferenceText.objects.order_by("number").select_related("reference")  # the newest comes last
    standing = _Standing(
        texts={(text.reference.code, text.language): text for text in rows},
        codes=frozenset(Reference.objects.values_list("code", flat=True)),
        courses={course.code: course for course in Course.objects.filter(retired_at=None)},
    )
    with transaction.atomic():
        for block in blocks:
            _load(block, titles, standing, report, at)
    return report


def _look_through(path: Path, blocks: list[Block], courses: set[str]) -> None:
    for block in blocks:
        if block.line("kind") not in ReferenceKind.values:
            raise ManuscriptFileError(path, f"{block.key}: the kind is one of {', '.join(ReferenceKind.values)}")
        if not block.items("courses") or (unknown := set(block.items("courses")) - courses):
            names = ", ".join(sorted(unknown)) if block.items("courses") else "none"
            raise ManuscriptFileError(path, f"{block.key}: unknown courses: {names}")
        try:
            _checked(block)
        except ValueError:
            raise ManuscriptFileError(path, f"{block.key}: the day is written 2026-11-22") from None


def _titles(path: Path, blocks: list[Block]) -> dict[str, Block]:
    titles = {block.key: block for block in read(path, REFERENCE_TEXTS)}
    if list(titles) != [block.key for block in blocks]:
        raise ManuscriptFileError(path, "the documents or their order differ from library.txt")
    return titles


def _checked(block: Block) -> datetime.date | None:
    day = block.line("checked")
    return datetime.date.fromisoformat(day) if day else None


def _load(block: Block, titles: Titles, standing: _Standing, report: LibraryReport, at: datetime.datetime) -> None:
    courses = [standing.courses[code] for code in block.items("courses") if code in standing.courses]
    if not courses:
        return
    before = {language: standing.texts.get((block.key, language)) for language in LANGUAGES}
    if any(text is not None and text.added_by_id is not None for text in before.values()):
        report.kept.append(block.key)
        return
    drafts = [
        DocumentText(
            language=language,
            title=titles[language][block.key].line("title"),
            citation=titles[language][block.key].line("citation"),
            checked_on=_checked(block),
        )
        for language in LANGUAGES
    ]
    same = block.key in standing.codes and all(_says(before[draft.language], draft) for draft in drafts)
    write_document(
        code=block.key, kind=ReferenceKind(block.line("kind")), courses=courses, texts=drafts, by=None, at=at
    )
    if block.key not in standing.codes:
        report.added.append(block.key)
    elif same:
        report.unchanged += 1
    else:
        report.changed.append(block.key)


def _says(text: ReferenceText | None, draft: DocumentText) -> bool:
    return text is not None and (text.title, text.citation, text.checked_on) == (
        draft.title,
        draft.citation,
        draft.checked_on,
    )
