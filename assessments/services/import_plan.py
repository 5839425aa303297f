"""What importing a file of questions would do, line by line. Nothing is written."""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from assessments.domain.formats import registry
from assessments.domain.formats.base import FileRefusedError, Imported, numbers_equal
from assessments.enums import ImportLine, QuestionKind
from assessments.models import Question, QuestionText, QuestionVersion
from assessments.selectors.texts import QUESTIONS, Written, hash_of, written
from assessments.services.bank_reading import digest
from assessments.services.pictures import PictureRefusedError, cleaned
from assessments.services.wording import clean, problems_of
from courses.selectors import studied

if TYPE_CHECKING:
    from assessments.models import QuestionImport
    from courses.models import Lesson, Module

CODE_SIGNS = 12  # of the hash, in the code of an imported question


@dataclasses.dataclass(frozen=True)
class PlannedQuestion:
    """One question of the file: what will happen, why, and where it goes. `code` is its code there, or will be."""

    line: int
    state: ImportLine
    kind: str = ""
    stem: str = ""
    sentences: tuple[str, ...] = ()
    code: str = ""
    question: Imported | None = None
    module: "Module | None" = None
    lesson: "Lesson | None" = None
    source_hash: str = ""
    words: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    found: Written | None = None


@dataclasses.dataclass(frozen=True)
class ImportPlan:
    """What an import will do. All or nothing: one question that cannot be imported stops the file."""

    lines: tuple[PlannedQuestion, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines are in each state."""
        found = Counter(str(line.state) for line in self.lines)
        return {state: found.get(state, 0) for state in ImportLine.values}

    @property
    def is_possible(self) -> bool:
        """True when nothing stands in the way and there is something to write."""
        counts = self.counts
        return not counts[ImportLine.PROBLEM] and bool(counts[ImportLine.NEW])

    @property
    def codes(self) -> list[str]:
        """The codes of the questions in the order of the file: a file in another language is laid beside them."""
        return [line.code for line in self.lines if line.question is not None]


class ImportClosedError(Exception):
    """The file is not kept any more: it was imported, or it waited for more than a day."""


def plan_import(draft: "QuestionImport") -> ImportPlan:
    """Return what confirming a file would do now, in the active language, in a constant number of queries.

    Raises ImportClosedError and FileRefusedError.
    """
    if draft.content is None:
        raise ImportClosedError
    reading = registry.read(draft.format, bytes(draft.content), draft.language)
    if not reading.questions and not reading.problems:
        raise FileRefusedError(_("The file holds no questions."))
    lines = _as_translation(draft, reading.questions) if draft.follows_id else _as_new(draft, reading.questions)
    lines += [
        PlannedQuestion(one.line, ImportLine.PROBLEM if one.blocks else ImportLine.LEFT_OUT, sentences=(one.sentence,))
        for one in reading.problems
    ]
    return ImportPlan(tuple(sorted(lines, key=lambda line: line.line)))


def structure_of(question: Imported) -> str:
    """Return the hash of kind, marks, key and picture, as the loader makes it. Raises PictureRefusedError."""
    picture = []
    if question.picture is not None:
        _type, content, _width, _height = cleaned(question.picture.name, question.picture.data)
        picture = [hashlib.sha256(content).hexdigest()]
    return digest([question.kind, question.marks, question.key, [], *picture])


def _as_new(draft: "QuestionImport", questions: Sequence[Imported]) -> list[PlannedQuestion]:
    places = _Places(draft)
    judged = [_judged(draft.language, question, places) for question in questions]
    there = _there(draft.language, judged)
    first: dict[str, int] = {}
    lines = []
    for line in judged:
        if line.state == ImportLine.NEW:
            code = there.get(line.code)
            if line.code in first:
                twice = _("The same question stands at line %(line)s.") % {"line": first[line.code]}
                line = dataclasses.replace(line, state=ImportLine.SAME, sentences=(twice,))
            first.setdefault(line.code, line.line)
            if code is not None:
                line = dataclasses.replace(line, state=ImportLine.SAME, code=code)
        lines.append(line)
    return lines


def _judged(language: str, question: Imported, places: "_Places") -> PlannedQuestion:
    """Return a question as it would be made; its code holds the hash of its words and structure."""
    module, lesson = places.of(question)
    words = clean(question.words)
    version = QuestionVersion(kind=question.kind, key=question.key)
    wrong = problems_of(Written(QUESTIONS, None, version, {}), language, words)
    if module is None:
        wrong.append(_("No module is chosen, and the category of the file names none."))
    source_hash = ""
    try:
        source_hash = structure_of(question)
    except PictureRefusedError as error:
        wrong.append(_("The picture cannot be kept: %(why)s") % {"why": error})
    version.source_hash = source_hash
    name = hash_of(QUESTIONS, version, words)[:CODE_SIGNS]
    return PlannedQuestion(
        question.line,
        ImportLine.PROBLEM if wrong else ImportLine.NEW,
        question.kind,
        words["stem"],
        tuple(wrong) or question.notes,
        f"{module.code.lower()}-{name}" if module else name,
        question,
        module,
        lesson,
        source_hash,
        words,
    )


def _there(language: str, lines: Iterable[PlannedQuestion]) -> dict[str, str]:
    """Return planned code → code of the question that has these words and this structure, or the planned code itself.

    Words of earlier versions and retired questions count: what was imported once is not made again. Two queries.
    """
    hashes = {
        hash_of(QUESTIONS, QuestionVersion(source_hash=line.source_hash), line.words): line.code
        for line in lines
        if line.state == ImportLine.NEW
    }
    same = QuestionText.objects.filter(language=language, words_hash__in=hashes)
    found = {hashes[words]: code for words, code in same.values_list("words_hash", "version__question__code")}
    for code in Question.objects.filter(code__in=hashes.values()).values_list("code", flat=True):
        found.setdefault(code, code)
    return found


class _Places:
    """Where questions go: the place chosen for the file, or the innermost part of a category that is a code."""

    def __init__(self, draft: "QuestionImport") -> None:
        self.chosen = (draft.module, draft.lesson)
        self.codes: dict[str, tuple[Module, Lesson | None]] = {}
        if draft.module is None:
            for module, lessons in studied.places_of_questions():
                self.codes[module.code.casefold()] = (module, None)
                self.codes |= {lesson.code.casefold(): (module, lesson) for lesson in lessons}

    def of(self, question: Imported) -> "tuple[Module | None, Lesson | None]":
        if self.chosen[0] is not None:
            return self.chosen
        for part in reversed(question.category):
            found = self.codes.get(part.casefold()) or self.codes.get(part.partition(" ")[0].casefold())
            if found:
                return found
        return (None, None)


def _as_translation(draft: "QuestionImport", questions: Sequence[Imported]) -> list[PlannedQuestion]:
    """Lay the questions beside those of the earlier file: the same number, the same order, the same keys."""
    codes = draft.follows.report.get("codes", []) if draft.follows else []
    if len(codes) != len(questions):
        told = {"here": len(questions), "there": len(codes)}
        wrong = _(
            "This file has %(here)s questions, the earlier one %(there)s. They must be the same, in the same order."
        )
        return [PlannedQuestion(0, ImportLine.PROBLEM, sentences=(wrong % told,))]
    known = written(QUESTIONS, codes)
    return [
        _beside(draft.language, question, code, known.get(code))
        for question, code in zip(questions, codes, strict=True)
    ]


def _beside(language: str, question: Imported, code: str, found: Written | None) -> PlannedQuestion:
    words = clean(question.words)
    if found is None:
        wrong = [_("The question of the earlier file is no longer in the bank.")]
    elif not _keys_agree(question, found.version):
        wrong = [_("Kind, points or right answers differ from those of the earlier file.")]
    else:
        wrong = problems_of(found, language, words)
    state = ImportLine.PROBLEM if wrong else ImportLine.NEW
    row = found.rows.get(language) if found is not None else None
    if found is not None and row is not None and not wrong and QUESTIONS.words_of(row) == words:
        state = ImportLine.NEW if answers_missing(question, found.version) else ImportLine.SAME
    return PlannedQuestion(
        question.line,
        state,
        question.kind,
        words["stem"],
        tuple(wrong) or question.notes,
        code,
        question,
        words=words,
        found=found,
    )


def _keys_agree(question: Imported, version: QuestionVersion) -> bool:
    if (question.kind, question.marks) != (version.kind, version.marks):
        return False
    if question.kind == QuestionKind.NUMERIC:
        return numbers_equal(question.key, version.key)
    return question.kind == QuestionKind.SHORT or dict(question.key) == version.key


def answers_missing(question: Imported, version: QuestionVersion) -> list[list[Any]]:
    """Return the accepted answers of a short answer that the version does not know yet."""
    if question.kind != QuestionKind.SHORT:
        return []
    known = {(language, text) for language, text, _worth in version.key["accepted"]}
    return [list(row) for row in question.key["accepted"] if (row[0], row[1]) not in known]
