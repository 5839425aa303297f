"""Files of questions: kept between upload and confirmation, then written in one transaction or not at all."""

import datetime
import hashlib
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from accounts.enums import Act, ImportState
from accounts.services.audit import remember
from assessments.enums import Difficulty, ImportLine
from assessments.models import Question, QuestionImport, QuestionTag, QuestionText, QuestionVersion
from assessments.selectors.texts import QUESTIONS, hash_of
from assessments.services.bank_reading import digest
from assessments.services.import_plan import (
    ImportClosedError,
    ImportPlan,
    PlannedQuestion,
    answers_missing,
    plan_import,
)
from assessments.services.pictures import keep_picture
from assessments.services.wording import replace, set_question_words
from courses.selectors.standings import words_hash
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Lesson, Module

KEPT = datetime.timedelta(days=1)
BATCH = 200


class ImportRefusedError(Exception):
    """A question of the file cannot be imported; nothing was written."""


def keep_import(
    *,
    data: bytes,
    name: str,
    form: str,
    language: str,
    module: "Module | None",
    lesson: "Lesson | None",
    follows: QuestionImport | None,
    by: "User",
    at: datetime.datetime,
) -> QuestionImport:
    """Keep a file for its dry run, for a day; the same file for the same place again gives the same row.

    Raises FileRefusedError when it cannot be read at all; then nothing is kept.
    """
    same: dict[str, Any] = {
        "by": by,
        "format": form,
        "language": language,
        "module": module,
        "lesson": lesson,
        "follows": follows,
        "file_sha256": hashlib.sha256(data).hexdigest(),
        "state": ImportState.DRAFT,
    }
    plan_import(QuestionImport(**same, content=data))
    with transaction.atomic():
        expire_imports(at=at)
        draft = QuestionImport.objects.filter(**same).first()
        if draft is None:
            draft = QuestionImport.objects.create(**same, name=name[:120], content=data, created_at=at)
    return draft


def expire_imports(*, at: datetime.datetime) -> int:
    """Throw away files that were not imported within a day; return how many."""
    waiting = QuestionImport.objects.filter(state=ImportState.DRAFT, created_at__lt=at - KEPT)
    return waiting.update(state=ImportState.EXPIRED, content=None)


def run_import(*, draft: QuestionImport, by: "User", at: datetime.datetime) -> QuestionImport:
    """Write every new question of a file as a draft that nobody has approved, or the words of another language.

    Importing again changes nothing and returns the same report. Remembered as QUESTIONS_IMPORTED. Raises
    ImportClosedError for a file that waited too long, and ImportRefusedError when a line cannot be imported.
    """
    try:
        with transaction.atomic():
            return _run(draft, by, at)
    except IntegrityError as error:  # somebody imported the same questions at the same moment
        raise ImportRefusedError from error


def _run(draft: QuestionImport, by: "User", at: datetime.datetime) -> QuestionImport:
    locked = QuestionImport.objects.select_for_update().get(pk=draft.pk)
    if locked.state == ImportState.DONE:
        return locked
    if locked.state != ImportState.DRAFT:
        raise ImportClosedError
    planned = plan_import(locked)
    if planned.counts[ImportLine.PROBLEM]:
        raise ImportRefusedError
    new = [line for line in planned.lines if line.state == ImportLine.NEW]
    if locked.follows_id:
        for line in new:
            _add_words(line, locked.language, by, at)
    else:
        _make(new, locked.language, by, at)
    _finish(locked, planned, by, at)
    return locked


def _finish(locked: QuestionImport, planned: ImportPlan, by: "User", at: datetime.datetime) -> None:
    locked.state, locked.content, locked.done_at = ImportState.DONE, None, at
    locked.report = {"counts": planned.counts, "codes": planned.codes}
    locked.save(update_fields=["state", "content", "done_at", "report"])
    values = {"counts": planned.counts, "format": locked.format, "language": locked.language}
    remember(act=Act.QUESTIONS_IMPORTED, by=by, subject=locked, new={**values, "sha256": locked.file_sha256})


def _make(lines: list[PlannedQuestion], language: str, by: "User", at: datetime.datetime) -> None:
    """Make questions with one version and the words of one language; a handful of queries whatever their number."""
    rows = Question.objects.bulk_create((_question(line, by) for line in lines), batch_size=BATCH)
    versions = QuestionVersion.objects.bulk_create(
        (_version(row, line, by, at) for row, line in zip(rows, lines, strict=True)), batch_size=BATCH
    )
    QuestionText.objects.bulk_create(
        (_text(version, line, language, by, at) for version, line in zip(versions, lines, strict=True)),
        batch_size=BATCH,
    )
    tags = [
        QuestionTag(question=row, word=word)
        for row, line in zip(rows, lines, strict=True)
        for word in (line.question.tags if line.question else ())
    ]
    QuestionTag.objects.bulk_create(tags, batch_size=BATCH)


def _question(line: PlannedQuestion, by: "User") -> Question:
    difficulty = (line.question.difficulty if line.question else "") or Difficulty.MEDIUM
    return Question(code=line.code, module=line.module, lesson=line.lesson, difficulty=difficulty, created_by=by)


def _version(row: Question, line: PlannedQuestion, by: "User", at: datetime.datetime) -> QuestionVersion:
    question = line.question
    assert question is not None
    picture = keep_picture(name=question.picture.name, data=question.picture.data) if question.picture else None
    return QuestionVersion(
        question=row,
        kind=question.kind,
        marks=question.marks,
        key=dict(question.key),
        picture=picture,
        source_hash=line.source_hash,
        created_by=by,
        created_at=at,
    )


def _text(
    version: QuestionVersion, line: PlannedQuestion, language: str, by: "User", at: datetime.datetime
) -> QuestionText:
    source = words_hash(*(line.words[name] for name in QUESTIONS.words)) if language == SOURCE_LANGUAGE else ""
    return QuestionText(
        version=version,
        language=language,
        **line.words,
        source_hash=source,
        words_hash=hash_of(QUESTIONS, version, line.words),
        changed_by=by,
        changed_at=at,
    )


def _add_words(line: PlannedQuestion, language: str, by: "User", at: datetime.datetime) -> None:
    """Write the words of another language; accepted answers that are new go into the next version's key."""
    question, found = line.question, line.found
    assert question is not None
    assert found is not None
    missing = answers_missing(question, found.version)
    if not missing:
        set_question_words(code=line.code, language=language, **line.words, change=None, by=by, at=at)
        return
    old = found.version
    key = {"accepted": [*old.key["accepted"], *missing]}
    version = QuestionVersion.objects.create(
        question=found.thing,
        number=old.number + 1,
        kind=old.kind,
        marks=old.marks,
        key=key,
        specimen=old.specimen,
        source_hash=digest([old.kind, old.marks, key, old.specimen]),
        created_by=by,
        created_at=at,
    )
    words = {code: QUESTIONS.words_of(row) for code, row in found.rows.items()} | {language: dict(line.words)}
    meanings = {code: row.meaning for code, row in found.rows.items()} | {language: max(found.newest, 1)}
    replace(found, words, meanings, version=version, by=by, at=at)
