"""Look through the files of the manuals for everything that a machine can hold (domain/curriculum_check.py)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assessments.services.bank_reading import BankRefusedError, read_practicals, read_questions
from cms.domain.curriculum_check import Fault, bank_faults, lesson_faults, outcome_faults, text_faults
from courses.selectors.advice import Adviser, Rule
from courses.selectors.manuscripts import (
    ADVICE,
    LESSON,
    MODULE,
    MODULE_TEXT,
    QUESTION_TEXTS,
    QUESTIONS,
    Block,
    differences,
    faults,
    read,
    write,
)
from foundation.languages.titles import LANGUAGE_CODES, SOURCE_LANGUAGE


def check_curriculum(*, folder: Path, whole: bool) -> list[Fault]:
    """Return everything that is wrong in the files of `folder`, module by module.

    `whole`: every lesson of the outline must be written in every language, and every module have its questions and
    exercises; else only what is there is looked at.
    """
    advisers = _advisers(folder)
    found: list[Fault] = []
    for path in sorted(folder.glob("*/module.txt")):
        found += _module(path.parent, advisers, whole=whole)
    return found


def _advisers(folder: Path) -> dict[str, Adviser]:
    path = folder / "advice.txt"
    found = {}
    for block in read(path, ADVICE) if path.exists() else []:
        rules = [Rule(form, instead, note) for form, instead, note in block.rows("forms")]
        rules += [Rule(form, instead, note, letters=True) for form, instead, note in block.rows("letters")]
        found[block.key] = Adviser(rules, block.key)
    return found


def _module(folder: Path, advisers: dict[str, Adviser], *, whole: bool) -> Iterator[Fault]:
    code = folder.name
    module = read(folder / "module.txt", MODULE)[0]
    lessons = module.items("lessons")
    titles = {one: read(folder / f"module.{one}.txt", MODULE_TEXT)[0].items("lessons") for one in LANGUAGE_CODES}
    written = 0
    for place, lesson in enumerate(lessons):
        source = _read(folder / f"{lesson}.{SOURCE_LANGUAGE}.txt", LESSON)
        written += source is not None
        for language in LANGUAGE_CODES:
            path = folder / f"{lesson}.{language}.txt"
            blocks = _read(path, LESSON)
            if isinstance(blocks, Fault):
                yield blocks
            elif blocks is not None and not isinstance(source, Fault):
                yield from _lesson(path, code, language, blocks, source, titles[language][place])
            elif blocks is None and (whole or source is not None):
                yield Fault(f"{code}/{path.name}", "is missing")
    for path in sorted(folder.glob("*.txt")):
        language = path.name.removesuffix(".txt").rpartition(".")[2]
        if language in LANGUAGE_CODES:
            text = path.read_text(encoding="utf-8")
            yield from text_faults(f"{code}/{path.name}", code, text, language, advisers.get(language))
    yield from _bank(folder, module, written=written == len(lessons), whole=whole)


def _read(path: Path, schema: Any) -> list[Block] | Fault | None:
    if not path.exists():
        return None
    try:
        blocks = read(path, schema)
    except ValueError as error:
        return Fault(f"{path.parent.name}/{path.name}", str(error))
    if write(blocks, schema) != path.read_text(encoding="utf-8"):
        return Fault(f"{path.parent.name}/{path.name}", "is not written as the format asks")
    return blocks


def _lesson(
    path: Path, module: str, language: str, blocks: list[Block], source: list[Block] | None, title: str
) -> Iterator[Fault]:
    place = f"{module}/{path.name}"
    for what in faults(blocks) + (differences(source, blocks) if source else ["the English text is missing"]):
        yield Fault(place, what)
    if blocks[0].line("title") != title:
        yield Fault(place, f"its title is not that of module.{language}.txt")
    yield from lesson_faults(place, module, blocks, language)


def _bank(folder: Path, module: Block, *, written: bool, whole: bool) -> Iterator[Fault]:
    code, lessons = module.key, module.items("lessons")
    if (folder / "questions.txt").exists():
        try:
            read_questions(folder, dict.fromkeys(lessons, 0))
        except BankRefusedError as error:
            yield from (Fault(code, problem) for problem in error.problems)
            return
        questions = read(folder / "questions.txt", QUESTIONS)
        words = {
            one: read(path, QUESTION_TEXTS)
            for one in LANGUAGE_CODES
            if (path := folder / f"questions.{one}.txt").exists()
        }
        for language in LANGUAGE_CODES:
            if language not in words:
                yield Fault(f"{code}/questions.{language}.txt", "is missing")
        yield from bank_faults(code, lessons, questions, words)
        yield from outcome_faults(code, len(module.items("outcomes")), written, questions)
    elif whole:
        yield Fault(f"{code}/questions.txt", "is missing")
    try:
        exercises = {exercise.code: exercise for exercise in read_practicals(folder)}
    except BankRefusedError as error:
        yield from (Fault(code, problem) for problem in error.problems)
        return
    for practical in module.items("practicals"):
        if practical not in exercises:
            if whole:
                yield Fault(f"{code}/{practical}.txt", "is missing")
        elif set(exercises[practical].words) != set(LANGUAGE_CODES):
            yield Fault(f"{code}/{practical}.txt", "is missing in some language")
