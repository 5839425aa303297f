"""The whole curriculum as files again: what `load_curriculum` reads to make rows, pages and editions like these."""

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.selectors.bank_export import Bank, export_bank
from assessments.selectors.quiz_export import quiz_files
from cms.domain.streams import from_json
from cms.models import Attachment, Picture
from cms.services.loading_approvals import FILE, lesson_mark
from cms.services.media import ABOUT
from courses.enums import ApprovalState, ApprovedKind
from courses.selectors.curriculum_export import (
    LessonWords,
    course_files,
    glossary_files,
    library_files,
    module_files,
    newest_lessons,
    programme_files,
)
from courses.selectors.manuscripts import (
    APPROVALS,
    LANGUAGES,
    LESSON,
    MEDIA,
    Block,
    ManuscriptError,
    differences,
    write,
)
from courses.selectors.standings import standings_of_terms, steps_of
from foundation.languages.titles import SOURCE_LANGUAGE

States = dict[tuple[str, str], list[tuple[str, str, str]]]  # (kind, code) → language, state, hash


class FolderNotEmptyError(ValueError):
    """The folder holds something already: an export never mixes with other files."""


@dataclasses.dataclass
class ExportReport:
    """What was written. `stale` and `left_out` name texts that a person should look at before the folder is loaded."""

    texts: int = 0
    media: int = 0
    approvals: int = 0
    stale: list[str] = dataclasses.field(default_factory=list)
    left_out: list[str] = dataclasses.field(default_factory=list)


def export_curriculum(*, folder: Path) -> ExportReport:
    """Write rows, newest texts of all languages, bank, programmes, glossary, library, media and approvals to `folder`.

    The folder is made, or is empty; that the bank went with it is remembered. Raises FolderNotEmptyError. A text that
    cannot be written is told, not written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FolderNotEmptyError(str(folder))
    report = ExportReport()
    bank = export_bank()
    remember(act=Act.QUESTIONS_EXPORTED, by=None, new={"form": "curriculum", "exam_only": True})
    lessons = newest_lessons()
    report.stale = bank.stale + [f"{lesson.code} {lesson.language}" for lesson in lessons if lesson.stale]
    report.left_out = list(bank.left_out)
    texts = _lesson_texts(lessons, report)
    files = course_files() | module_files(lessons, bank.practicals) | bank.files | quiz_files()
    files |= programme_files() | glossary_files() | library_files() | _lesson_files(lessons, texts, report)
    if approved := _approvals(lessons, texts, bank, report):
        files[FILE] = approved
    for path, text in files.items():
        _put(folder / path, text.encode())
    for name, content in bank.pictures.items():
        _put(folder / "pictures" / name, content)
    report.texts = len(files)
    _write_media(folder, report)
    return report


def _lesson_texts(lessons: Sequence[LessonWords], report: ExportReport) -> dict[tuple[str, str], list[Block]]:
    """Return the blocks of each lesson and language that has more than a title."""
    texts = {}
    for lesson in lessons:
        if lesson.words and not lesson.blocks:
            report.left_out.append(f"{lesson.code} {lesson.language}")  # published before editions kept their blocks
            continue
        blocks = from_json(lesson.blocks)
        if len(blocks) > 1 or (blocks and "summary" in blocks[0].fields):
            texts[lesson.code, lesson.language] = blocks
    return texts


def _lesson_files(
    lessons: Sequence[LessonWords], texts: Mapping[tuple[str, str], list[Block]], report: ExportReport
) -> dict[str, str]:
    """Return the files of lessons; a text that has another structure than its source is written and told."""
    files = {}
    for lesson in lessons:
        key = (lesson.code, lesson.language)
        if key not in texts:
            continue
        try:
            files[f"{lesson.module}/{lesson.code}.{lesson.language}.txt"] = write(texts[key], LESSON)
        except ManuscriptError as error:
            report.left_out.append(f"{lesson.code} {lesson.language} ({error.problem})")
            continue
        source = texts.get((lesson.code, SOURCE_LANGUAGE))
        if source is None or differences(source, texts[key]):
            report.left_out.append(f"{lesson.code} {lesson.language} (another structure than the source)")
    return files


def _approvals(
    lessons: Sequence[LessonWords], texts: Mapping[tuple[str, str], list[Block]], bank: Bank, report: ExportReport
) -> str:
    """Return `approvals.txt`: how far each text has come that is not a mere draft; empty when there is none."""
    states: States = {}
    for lesson in lessons:
        source, text = texts.get((lesson.code, SOURCE_LANGUAGE)), texts.get((lesson.code, lesson.language))
        if lesson.state != ApprovalState.DRAFT and source and text and not lesson.stale:
            row = (lesson.language, lesson.state, lesson_mark(source, text))
            states.setdefault((ApprovedKind.LESSON, lesson.code), []).append(row)
    for (kind, code, language), mark in bank.hashes.items():
        _note_step(states, kind, code, language, mark)
    for standing in standings_of_terms(languages=LANGUAGES):
        if standing.hash:
            _note_step(states, ApprovedKind.TERM, standing.code, standing.language, standing.hash)
    steps = {kind: steps_of(kind) for kind in ApprovedKind}
    blocks = []
    for (kind, code), rows in states.items():
        known = [
            (language, state or steps[ApprovedKind(kind)].get((code, language, mark), ""), mark)
            for language, state, mark in rows
        ]
        said = tuple(row for row in known if row[1] not in {"", ApprovalState.DRAFT})
        if said:
            ordered = tuple(sorted(said, key=lambda row: LANGUAGES.index(row[0])))
            blocks.append(Block(kind, code, {"states": ordered}))
            report.approvals += len(said)
    return write(blocks, APPROVALS) if blocks else ""


def _note_step(states: States, kind: str, code: str, language: str, mark: str) -> None:
    states.setdefault((kind, code), []).append((language, "", mark))


def _write_media(folder: Path, report: ExportReport) -> None:
    """Write pictures and files with a code, and what editors said of them."""
    for name, model, kind in (("pictures", Picture, "picture"), ("files", Attachment, "file")):
        about = []
        rows: Any = model._default_manager.exclude(code="").order_by("code")
        for row in rows:
            try:
                with row.open_file() as file:
                    _put(folder / name / row.code, file.read())
            except OSError:
                report.left_out.append(f"{name}/{row.code}")
                continue
            report.media += 1
            said = {"title": row.title if row.title != row.code else "", "credit": getattr(row, "credit", "")}
            fields = {field: value for field, value in said.items() if value}
            if fields:
                about.append(Block(kind, row.code, fields))
        if about:
            _put(folder / name / ABOUT[name], write(about, MEDIA).encode())


def _put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
