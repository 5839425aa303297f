"""Load the question bank and the practical exercises from the manuscripts. Safe to repeat; all of a module or nothing.

A version is immutable in what decides (kind, key, marks, specimen, criteria). Words may be mended in place until the
version was used; after that mended words make a new version too, so an attempt always keeps the words it was sat with.
"""

import dataclasses
import datetime
import logging
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models, transaction

from assessments.enums import QuizPurpose
from assessments.models import (
    AttemptQuestion,
    Observation,
    PracticalExercise,
    PracticalText,
    PracticalVersion,
    Question,
    QuestionText,
    QuestionVersion,
    Quiz,
)
from assessments.services.bank_reading import (
    BankRefusedError,
    PracticalSpec,
    QuestionSpec,
    digest,
    read_module_titles,
    read_practicals,
    read_questions,
)
from courses.selectors import studied
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User

__all__ = ["BankRefusedError", "LoadReport", "UnknownModuleError", "load_practicals", "load_questions"]

logger = logging.getLogger("omuzgoh.bank")
Version = TypeVar("Version", QuestionVersion, PracticalVersion)
AnyVersion = QuestionVersion | PracticalVersion
AnySpec = QuestionSpec | PracticalSpec
Texts = Mapping[str, Mapping[str, Any]]


class UnknownModuleError(BankRefusedError):
    """There is no module with that code."""

    def __init__(self, code: str) -> None:
        super().__init__([f"{code}: there is no such module"])


@dataclasses.dataclass
class LoadReport:
    """What a load did: codes of new things, of new versions, of those with mended words or place, retired ones."""

    module: str
    new: list[str] = dataclasses.field(default_factory=list)
    new_versions: list[str] = dataclasses.field(default_factory=list)
    mended: list[str] = dataclasses.field(default_factory=list)
    retired: list[str] = dataclasses.field(default_factory=list)
    unchanged: int = 0

    @property
    def changed(self) -> bool:
        """True when anything was written."""
        return bool(self.new or self.new_versions or self.mended or self.retired)

    def __str__(self) -> str:
        parts = [f"{len(self.new)} new", f"{len(self.new_versions)} new versions", f"{len(self.mended)} mended"]
        return f"{self.module}: {', '.join(parts)}, {len(self.retired)} retired, {self.unchanged} unchanged"


def load_questions(*, module_code: str, folder: Path, by: "User | None", at: datetime.datetime) -> LoadReport:
    """Bring the bank of a module, and its module quiz, to what the folder holds; return what changed.

    Questions that are no longer in the folder are retired at `at` (never deleted); those that come back are taken up
    again. `by` is the person who loads, None for the command. Raises BankRefusedError, with nothing written, when a
    file is out of format, languages differ or a key is not sound.
    """
    module = studied.module_by_code(module_code)
    if module is None:
        raise UnknownModuleError(module_code)
    lessons = studied.lesson_ids(module)
    specs = read_questions(folder, lessons)
    titles = read_module_titles(folder)
    report = LoadReport(module_code)
    with transaction.atomic():
        codes = [spec.code for spec in specs]
        known = {row.code: row for row in Question.objects.select_for_update().filter(code__in=codes)}
        _refuse_strangers(known, module.pk, module_code)
        versions = _newest(QuestionVersion.objects.filter(question__in=known.values()), "question_id")
        drawn = AttemptQuestion.objects.filter(version__in=versions.values())
        used = set(drawn.values_list("version", flat=True).distinct())
        for spec in specs:
            place = {"lesson_id": lessons[spec.lesson], "difficulty": spec.difficulty, "judgement": spec.judgement}
            texts = _texts(spec)
            question = known.get(spec.code)
            if question is None:
                question = Question.objects.create(code=spec.code, module=module, **place)
                _write_question_version(question, 1, spec, texts)
                report.new.append(spec.code)
                continue
            moved = _update(question, {**place, "retired_at": None})
            version = versions[question.pk]
            if _needs_version(version, spec, texts, used):
                _write_question_version(question, version.number + 1, spec, texts)
                report.new_versions.append(spec.code)
            else:
                _mend(QuestionText, version, spec.code, texts, report, moved=moved)
        gone = Question.objects.filter(module=module, retired_at=None).exclude(code__in=codes)
        report.retired = _retire(gone, at)
        _keep_quiz(module_code, module.pk, titles, any_questions=bool(specs))
    logger.info("question bank loaded by %s: %s", by.pk if by else "command", report)
    return report


def load_practicals(*, module_code: str, folder: Path, by: "User | None", at: datetime.datetime) -> LoadReport:
    """Bring the practical exercises of a module to what the folder holds; return what changed. As load_questions."""
    module = studied.module_by_code(module_code)
    if module is None:
        raise UnknownModuleError(module_code)
    specs = read_practicals(folder)
    report = LoadReport(module_code)
    with transaction.atomic():
        codes = [spec.code for spec in specs]
        known = {row.code: row for row in PracticalExercise.objects.select_for_update().filter(code__in=codes)}
        _refuse_strangers(known, module.pk, module_code)
        versions = _newest(PracticalVersion.objects.filter(exercise__in=known.values()), "exercise_id")
        seen = Observation.objects.filter(version__in=versions.values())
        used = set(seen.values_list("version", flat=True).distinct())
        for spec in specs:
            texts = _texts(spec)
            exercise = known.get(spec.code)
            if exercise is None:
                exercise = PracticalExercise.objects.create(code=spec.code, module=module)
                _write_practical_version(exercise, 1, spec, texts)
                report.new.append(spec.code)
                continue
            moved = _update(exercise, {"retired_at": None})
            version = versions[exercise.pk]
            if _needs_version(version, spec, texts, used):
                _write_practical_version(exercise, version.number + 1, spec, texts)
                report.new_versions.append(spec.code)
            else:
                _mend(PracticalText, version, spec.code, texts, report, moved=moved)
        gone = PracticalExercise.objects.filter(module=module, retired_at=None).exclude(code__in=codes)
        report.retired = _retire(gone, at)
    logger.info("practical exercises loaded by %s: %s", by.pk if by else "command", report)
    return report


def _refuse_strangers(known: Mapping[str, Question | PracticalExercise], module_id: int, module_code: str) -> None:
    """Refuse codes that belong to another module already."""
    strange = [code for code, row in known.items() if row.module_id != module_id]
    if strange:
        raise BankRefusedError([f"{module_code}/{code}: the code is used in another module" for code in strange])


def _needs_version(version: AnyVersion, spec: AnySpec, texts: Texts, used: Collection[int]) -> bool:
    """True when what decides has changed, or words have changed that somebody was examined with."""
    return version.source_hash != spec.structure_hash or (version.pk in used and _differs(version, texts))


def _mend(
    model: type[QuestionText] | type[PracticalText],
    version: AnyVersion,
    code: str,
    texts: Texts,
    report: LoadReport,
    *,
    moved: bool,
) -> None:
    """Bring the words of an unused version up to date, and say so; `moved`: something beside the words was."""
    differs = _differs(version, texts)
    if differs:
        _write_texts(model, version, texts)
    if differs or moved:
        report.mended.append(code)
    else:
        report.unchanged += 1


def _write_question_version(question: Question, number: int, spec: QuestionSpec, texts: Texts) -> None:
    version = QuestionVersion.objects.create(
        question=question,
        number=number,
        kind=spec.kind,
        marks=spec.marks,
        key=spec.key,
        specimen=spec.specimen,
        source_hash=spec.structure_hash,
    )
    _write_texts(QuestionText, version, texts)


def _write_practical_version(exercise: PracticalExercise, number: int, spec: PracticalSpec, texts: Texts) -> None:
    version = PracticalVersion.objects.create(
        exercise=exercise,
        number=number,
        minutes=spec.minutes,
        team=spec.team,
        woman_assessor=spec.woman_assessor,
        criteria=spec.criteria,
        source_hash=spec.structure_hash,
    )
    _write_texts(PracticalText, version, texts)


def _texts(spec: AnySpec) -> Texts:
    """Return the fields of the text rows by language; each carries the hash of the English it was made from."""
    source = digest(spec.words[SOURCE_LANGUAGE])
    return {code: {**dataclasses.asdict(words), "source_hash": source} for code, words in spec.words.items()}


def _differs(version: AnyVersion, texts: Texts) -> bool:
    """True when the words of a version are not those wanted, in any language."""
    stored = {text.language: text for text in version.texts.all()}
    return stored.keys() != texts.keys() or any(
        getattr(stored[code], name) != value for code, fields in texts.items() for name, value in fields.items()
    )


def _write_texts(model: type[QuestionText] | type[PracticalText], version: AnyVersion, texts: Texts) -> None:
    """Write the words of a version that nobody has used, in place of those there are."""
    version.texts.all().delete()
    rows: Any = [model(version_id=version.pk, language=code, **fields) for code, fields in texts.items()]
    model._default_manager.bulk_create(rows)


def _newest(versions: "models.QuerySet[Version]", of: str) -> dict[int, Version]:
    """Return the newest version of each thing by its id."""
    found: dict[int, Version] = {}
    for version in versions.prefetch_related("texts").order_by("number"):
        found[getattr(version, of)] = version
    return found


def _update(row: models.Model, fields: Mapping[str, Any]) -> bool:
    """Write the fields that differ; True when any did."""
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, fields[name])
    if changed:
        row.save(update_fields=[name.removesuffix("_id") for name in changed])
    return bool(changed)


def _retire(rows: "models.QuerySet[Any]", at: datetime.datetime) -> list[str]:
    codes = list(rows.order_by("code").values_list("code", flat=True))
    rows.update(retired_at=at)
    return codes


def _keep_quiz(code: str, module_id: int, titles: dict[str, str], *, any_questions: bool) -> None:
    """Make the module quiz when the bank has questions; keep its titles those of the module."""
    if not any_questions:
        return
    quiz, created = Quiz.objects.get_or_create(
        code=code, defaults={"purpose": QuizPurpose.MODULE, "module_id": module_id, "titles": titles}
    )
    if not created and quiz.titles != titles:
        quiz.titles = titles
        quiz.save(update_fields=["titles"])
