"""Load the question bank and the practical exercises from the manuscripts. Safe to repeat; all of a module or nothing.

A version is immutable in what decides (kind, key, marks, specimen, criteria). Words may be mended in place until the
version was used; after that mended words make a new version too, so an attempt always keeps the words it was sat with
(wording.py). Words that people have changed here since they were loaded are kept, and told; only another key or other
criteria bring the words of the files back.
"""

import dataclasses
import datetime
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from assessments.enums import QuizPurpose
from assessments.models import PracticalExercise, Question, QuestionTag, Quiz, Regrade
from assessments.selectors.texts import PRACTICALS, QUESTIONS, Shelf, Written, written
from assessments.services.bank_reading import (
    BankRefusedError,
    PracticalSpec,
    QuestionSpec,
    read_module_titles,
    read_practicals,
    read_questions,
)
from assessments.services.pictures import PictureRefusedError, keep_picture
from assessments.services.wording import replace
from courses.selectors import studied
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from accounts.models import User
    from courses.models import Module

__all__ = ["BankRefusedError", "LoadReport", "UnknownModuleError", "load_practicals", "load_questions"]

logger = logging.getLogger("omuzgoh.bank")
AnySpec = QuestionSpec | PracticalSpec
Texts = Mapping[str, Mapping[str, Any]]


class UnknownModuleError(BankRefusedError):
    """There is no module with that code."""

    def __init__(self, code: str) -> None:
        super().__init__([f"{code}: there is no such module"])


@dataclasses.dataclass
class LoadReport:
    """What a load did: codes of new things, of new versions, of those with mended words or place, retired ones.

    `kept` names code and language of words that were left as people had changed them.
    """

    module: str
    new: list[str] = dataclasses.field(default_factory=list)
    new_versions: list[str] = dataclasses.field(default_factory=list)
    mended: list[str] = dataclasses.field(default_factory=list)
    retired: list[str] = dataclasses.field(default_factory=list)
    kept: list[str] = dataclasses.field(default_factory=list)
    unchanged: int = 0

    @property
    def changed(self) -> bool:
        """True when anything was written."""
        return bool(self.new or self.new_versions or self.mended or self.retired)

    def __str__(self) -> str:
        parts = [f"{len(self.new)} new", f"{len(self.new_versions)} new versions", f"{len(self.mended)} mended"]
        parts += [f"{len(self.retired)} retired", f"{len(self.kept)} kept", f"{self.unchanged} unchanged"]
        return f"{self.module}: {', '.join(parts)}"


def load_questions(*, module_code: str, folder: Path, by: "User | None", at: datetime.datetime) -> LoadReport:
    """Bring the bank of a module, and its module quiz, to what the folder holds; return what changed.

    Questions that are no longer in the folder are retired at `at` (never deleted); those that come back are taken up
    again. Questions that people wrote, imported, changed or retired here stay as they are. `by` is the person who
    loads, None for the command. Raises BankRefusedError, with nothing written, when a file is out of format, languages
    differ or a key is not sound.
    """
    module = studied.module_by_code(module_code)
    if module is None:
        raise UnknownModuleError(module_code)
    lessons = studied.lesson_ids(module)
    specs = [_with_picture(spec, folder) for spec in read_questions(folder, lessons)]
    outcomes = studied.outcome_ids(module)
    titles = read_module_titles(folder)
    report = LoadReport(module_code)
    any_questions = bool(specs)
    with transaction.atomic():
        specs = _without_taken_over(specs, report)
        places = {
            spec.code: {
                "lesson_id": lessons[spec.lesson],
                "difficulty": spec.difficulty,
                "judgement": spec.judgement,
                "outcome_id": outcomes.get(spec.outcome),
                "exam_only": spec.exam_only,
            }
            for spec in specs
        }
        _keep(QUESTIONS, module, specs, places, report, at)
        _keep_tags({spec.code: spec.tags for spec in specs})
        codes = list(places)
        gone = Question.objects.filter(module=module, retired_at=None, created_by=None).exclude(code__in=codes)
        report.retired = _retire(gone, at)
        _keep_quiz(module_code, module.pk, titles, any_questions=any_questions)
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
        _keep(PRACTICALS, module, specs, {}, report, at)
        codes = [spec.code for spec in specs]
        gone = PracticalExercise.objects.filter(module=module, retired_at=None).exclude(code__in=codes)
        report.retired = _retire(gone, at)
    logger.info("practical exercises loaded by %s: %s", by.pk if by else "command", report)
    return report


def _keep(
    shelf: Shelf,
    module: "Module",
    specs: Sequence[AnySpec],
    places: Mapping[str, Mapping[str, Any]],
    report: LoadReport,
    at: datetime.datetime,
) -> None:
    """Bring the things of one kind to their specs, and say in the report what was done."""
    if shelf is QUESTIONS:
        specs = _without_regraded(specs, report)
    known = {row.code: row for row in shelf.things.objects.select_for_update().filter(code__in=[s.code for s in specs])}
    strange = [code for code, row in known.items() if row.module_id != module.pk]
    if strange:
        raise BankRefusedError([f"{module.code}/{code}: the code is used in another module" for code in strange])
    moved = {code: _update(row, {**places.get(code, {}), "retired_at": None}) for code, row in known.items()}
    stored = written(shelf, known)
    for spec in specs:
        words = {language: dataclasses.asdict(said) for language, said in spec.words.items()}
        found = stored.get(spec.code)
        if found is None:
            thing = known.get(spec.code) or shelf.things.objects.create(
                code=spec.code, module=module, **places.get(spec.code, {})
            )
            found = Written(shelf, thing, _new_version(shelf, thing, 1, spec), {})
            replace(found, words, dict.fromkeys(words, 1), by=None, at=at)
            report.new.append(spec.code)
        elif found.version.source_hash != spec.structure_hash:
            version = _new_version(shelf, found.thing, found.version.number + 1, spec)
            replace(found, words, _meanings(found, words), version=version, by=None, at=at)
            report.new_versions.append(spec.code)
        else:
            _renew(found, words, report, at, moved=moved[spec.code])


def _without_regraded(specs: Sequence[AnySpec], report: LoadReport) -> list[AnySpec]:
    """Leave out what was annulled or got another key here: the files do not bring a wrong key back. Say it."""
    regraded = Regrade.objects.filter(version__question__code__in=[spec.code for spec in specs])
    wrong = set(regraded.values_list("version__question__code", "version__source_hash"))
    left = [spec for spec in specs if (spec.code, spec.structure_hash) not in wrong]
    report.kept.extend(sorted(spec.code for spec in specs if (spec.code, spec.structure_hash) in wrong))
    return left


def _without_taken_over(specs: Sequence[QuestionSpec], report: LoadReport) -> list[QuestionSpec]:
    """Leave out the questions that somebody has changed or retired on the screen: they belong to people now. Say it."""
    codes = [spec.code for spec in specs]
    taken = Question.objects.filter(code__in=codes, created_by__isnull=False).order_by("code")
    kept = list(taken.values_list("code", flat=True))
    report.kept.extend(kept)
    return [spec for spec in specs if spec.code not in kept]


def _with_picture(spec: QuestionSpec, folder: Path) -> QuestionSpec:
    """Keep the picture a question shows, from `pictures/` beside the modules' folders."""
    if not spec.picture:
        return spec
    try:
        picture = keep_picture(name=spec.picture, data=(folder.parent / "pictures" / spec.picture).read_bytes())
    except (OSError, PictureRefusedError) as error:
        raise BankRefusedError([f"{folder.name}/questions: {spec.code}: picture {spec.picture}: {error}"]) from error
    return dataclasses.replace(spec, picture_digest=picture.digest, picture_id=picture.pk)


def _keep_tags(wanted: Mapping[str, Sequence[str]]) -> None:
    """Bring the words by which questions are found to those of the files."""
    have = set(QuestionTag.objects.filter(question__code__in=wanted).values_list("question__code", "word"))
    want = {(code, word) for code, words in wanted.items() for word in words}
    for code, word in have - want:
        QuestionTag.objects.filter(question__code=code, word=word).delete()
    ids = dict(Question.objects.filter(code__in={code for code, _word in want - have}).values_list("code", "pk"))
    QuestionTag.objects.bulk_create(QuestionTag(question_id=ids[code], word=word) for code, word in want - have)


def _new_version(shelf: Shelf, thing: Any, number: int, spec: AnySpec) -> Any:
    structure = {name: getattr(spec, name) for name in shelf.structure if name != "source_hash"}
    return shelf.versions.objects.create(
        **{shelf.of: thing}, number=number, source_hash=spec.structure_hash, **structure
    )


def _renew(found: Written, words: Texts, report: LoadReport, at: datetime.datetime, *, moved: bool) -> None:
    """Bring the words to those of the files, but never over words that people have written since; say it.

    `moved`: something beside the words was brought up to date.
    """
    code = found.thing.code
    changed = _changed(found, words)
    kept = {language for language in changed if language in found.rows and found.rows[language].changed_by_id}
    if SOURCE_LANGUAGE in kept:
        kept = set(changed)
    report.kept.extend(f"{code} {language}" for language in sorted(kept))
    fresh = {language: words[language] for language in changed if language not in kept}
    if fresh:
        rows = replace(found, fresh, _meanings(found, fresh), by=None, at=at)
        again = any(row.version_id != found.version.pk for row in rows.values())
        (report.new_versions if again else report.mended).append(code)
    elif moved:
        report.mended.append(code)
    else:
        report.unchanged += 1


def _changed(found: Written, words: Texts) -> list[str]:
    """Return the languages whose words are others than those stored, or are not stored."""
    of = found.shelf.words_of
    return [code for code, said in words.items() if code not in found.rows or of(found.rows[code]) != said]


def _meanings(found: Written, words: Texts) -> dict[str, int]:
    """Return the meaning of each language after a load: what changed together with the English says something new.

    Where only translations changed, they say now what the newest says.
    """
    changed = _changed(found, words)
    newest = found.newest + 1 if SOURCE_LANGUAGE in changed else max(found.newest, 1)
    return {code: newest if code in changed else found.rows[code].meaning for code in words}


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
