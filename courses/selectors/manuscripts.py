"""Read the files of `curriculum/`; their format is `courses/domain/manuscript_format.py`, upper apps use this door."""

from collections.abc import Mapping
from pathlib import Path

from courses.domain.manuscript_format import (
    ADVICE,
    COURSE_TEXTS,
    COURSES,
    GLOSSARY,
    GLOSSARY_TEXTS,
    INSTRUCTOR_KINDS,
    LESSON,
    MODULE,
    MODULE_TEXT,
    PRACTICAL,
    PRACTICAL_TEXT,
    PROGRAMME_TEXTS,
    PROGRAMMES,
    QUESTION_TEXTS,
    QUESTIONS,
    SAME_EVERYWHERE,
    Block,
    Fields,
    ManuscriptError,
    Value,
    differences,
    parse,
    write,
)

__all__ = [
    "ADVICE",
    "COURSES",
    "COURSE_TEXTS",
    "GLOSSARY",
    "GLOSSARY_TEXTS",
    "INSTRUCTOR_KINDS",
    "LANGUAGES",
    "LESSON",
    "MODULE",
    "MODULE_TEXT",
    "PRACTICAL",
    "PRACTICAL_TEXT",
    "PROGRAMMES",
    "PROGRAMME_TEXTS",
    "QUESTIONS",
    "QUESTION_TEXTS",
    "SAME_EVERYWHERE",
    "Block",
    "Fields",
    "ManuscriptError",
    "ManuscriptFileError",
    "Value",
    "differences",
    "module_folders",
    "parse",
    "read",
    "write",
]

LANGUAGES = ("en", "tg", "fa-af", "ru")  # the source first


class ManuscriptFileError(ValueError):
    """A file is not a manuscript; says which file, which line and what is wrong."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


def read(path: Path, schema: Mapping[str, Fields]) -> list[Block]:
    """Return the blocks of one file. Raises ManuscriptFileError when it is missing, not UTF-8 or out of format."""
    try:
        return parse(path.read_bytes().decode("utf-8"), schema)
    except FileNotFoundError:
        raise ManuscriptFileError(path, "the file is missing") from None
    except UnicodeDecodeError as error:
        raise ManuscriptFileError(path, f"byte {error.start} is not UTF-8") from None
    except ManuscriptError as error:
        raise ManuscriptFileError(path, str(error)) from error


def module_folders(folder: Path) -> list[Path]:
    """Return the folders of modules inside `curriculum/`, by name."""
    return sorted(path.parent for path in folder.glob("*/module.txt"))
