"""The texts of `curriculum/` as units: one course, module or lesson with its words in every language."""

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from cms.domain.streams import files_of
from courses.selectors.manuscripts import (
    COURSE_TEXTS,
    LANGUAGES,
    LESSON,
    MODULE_TEXT,
    Block,
    ManuscriptFileError,
    differences,
    faults,
    read,
)
from foundation.languages.titles import SOURCE_LANGUAGE


@dataclasses.dataclass(frozen=True)
class Unit:
    """`kind` is course, module or lesson; `parent` the code above it; the first block of a text has its title."""

    kind: str
    code: str
    parent: str
    texts: Mapping[str, list[Block]]


@dataclasses.dataclass(frozen=True)
class ModuleShape:
    """The codes a module's words belong to."""

    code: str
    course: str
    lessons: tuple[str, ...]


def course_units(folder: Path, codes: Collection[str]) -> list[Unit]:
    """Return the units of the courses with these codes. Raises ManuscriptFileError."""
    texts = {language: _by_key(read(folder / f"courses.{language}.txt", COURSE_TEXTS)) for language in LANGUAGES}
    for language, blocks in texts.items():
        for code in codes:
            if code not in blocks:
                raise ManuscriptFileError(folder / f"courses.{language}.txt", f"course {code} is missing")
    return [
        Unit("course", code, "home", {language: [texts[language][code]] for language in LANGUAGES}) for code in codes
    ]


def module_units(folder: Path, shape: ModuleShape, *, outline_only: bool) -> Iterator[Unit]:
    """Return the unit of one module and those of its lessons. A lesson without a file has only its title.

    Raises ManuscriptFileError when a file is missing, out of format or differs in structure from the source language.
    """
    words = {}
    for language in LANGUAGES:
        path = folder / shape.code / f"module.{language}.txt"
        (words[language],) = read(path, MODULE_TEXT)
        if len(words[language].items("lessons")) != len(shape.lessons):
            raise ManuscriptFileError(path, "the number of lesson titles is not that of the lessons in module.txt")
    _same_structure(folder / shape.code, "module", {language: [block] for language, block in words.items()})
    yield Unit("module", shape.code, shape.course, {language: [_module(block)] for language, block in words.items()})
    for place, code in enumerate(shape.lessons):
        if not outline_only and (folder / shape.code / f"{code}.{SOURCE_LANGUAGE}.txt").exists():
            texts = {language: read(folder / shape.code / f"{code}.{language}.txt", LESSON) for language in LANGUAGES}
            if found := faults(texts[SOURCE_LANGUAGE]):
                raise ManuscriptFileError(folder / shape.code / f"{code}.{SOURCE_LANGUAGE}.txt", "; ".join(found))
            _same_structure(folder / shape.code, code, texts)
        else:
            titles = {language: words[language].items("lessons")[place] for language in LANGUAGES}
            texts = {language: [Block("lesson", code, {"title": title})] for language, title in titles.items()}
        yield Unit("lesson", code, shape.code, texts)


def files_in(units: Iterable[Unit]) -> set[tuple[str, str]]:
    """Return the pictures and files that the texts name: (store, code). They are the same in every language."""
    return {file for unit in units for file in files_of(unit.texts[SOURCE_LANGUAGE])}


def _module(block: Block) -> Block:
    """Return a module's block as its page has it: title and outcomes; the titles of lessons are theirs."""
    fields = {name: value for name, value in block.fields.items() if name != "lessons"}
    return Block(block.kind, block.key, fields)


def _same_structure(folder: Path, name: str, texts: Mapping[str, list[Block]]) -> None:
    for language in LANGUAGES:
        if found := differences(texts[SOURCE_LANGUAGE], texts[language]):
            raise ManuscriptFileError(folder / f"{name}.{language}.txt", "; ".join(found))


def _by_key(blocks: list[Block]) -> dict[str, Block]:
    return {block.key: block for block in blocks}
