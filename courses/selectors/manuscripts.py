"""Read the files of `curriculum/`; their format is `courses/domain/manuscript_format.py`, upper apps use this door."""

from collections.abc import Mapping
from pathlib import Path

from courses.domain.manuscript_format import (
    ADVICE,
    APPROVALS,
    COURSE_TEXTS,
    COURSES,
    FILE_KINDS,
    GLOSSARY,
    GLOSSARY_TEXTS,
    INSTRUCTOR_KINDS,
    LESSON,
    MEDIA,
    MODULE,
    MODULE_TEXT,
    PICTURE_KINDS,
    PRACTICAL,
    PRACTICAL_TEXT,
    PROGRAMME_TEXTS,
    PROGRAMMES,
    QUESTION_TEXTS,
    QUESTIONS,
    QUIZ_TEXTS,
    QUIZZES,
    REFERENCE_TEXTS,
    REFERENCES,
    SAME_EVERYWHERE,
    Block,
    Fields,
    ManuscriptError,
    Shape,
    Value,
    differences,
    faults,
    parse,
    write,
)

__all__ = [
    "ADVICE",
    "APPROVALS",
    "COURSES",
    "COURSE_TEXTS",
    "FILE_KINDS",
    "GLOSSARY",
    "GLOSSARY_TEXTS",
    "INSTRUCTOR_KINDS",
    "LANGUAGES",
    "LESSON",
    "MEDIA",
    "MODULE",
    "MODULE_TEXT",
    "PICTURE_KINDS",
    "PRACTICAL",
    "PRACTICAL_TEXT",
    "PROGRAMMES",
    "PROGRAMME_TEXTS",
    "QUESTIONS",
    "QUESTION_TEXTS",
    "QUIZZES",
    "QUIZ_TEXTS",
    "REFERENCES",
    "REFERENCE_TEXTS",
    "SAME_EVERYWHERE",
    "Block",
    "Fields",
    "ManuscriptError",
    "ManuscriptFileError",
    "Shape",
    "Value",
    "differences",
    "faults",
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
