"""Questions taken out of the bank as a file for another program. Remembered, because a file holds the right answers."""

import dataclasses
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.domain.formats import registry
from assessments.domain.formats.base import MOST_QUESTIONS, Imported, Picture
from assessments.domain.formats.words import plain
from assessments.models import QuestionText
from assessments.selectors.bank import newest_versions
from courses.selectors import studied

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import QuestionVersion


@dataclasses.dataclass(frozen=True)
class Selection:
    """Which questions: of a module, with a tag, difficulty, outcome; with those kept for examinations or without."""

    module: str
    tag: str = ""
    difficulty: str = ""
    outcome: int | None = None  # its id
    exam_only: bool = False


@dataclasses.dataclass(frozen=True)
class Exported:
    """The file, how many questions it holds, and how many the format cannot hold."""

    data: bytes
    held: int
    left_out: int


def export_questions(*, selection: Selection, form: str, language: str, by: "User") -> Exported:
    """Return the newest versions of the questions that have words in `language`, in a format.

    Remembered as QUESTIONS_EXPORTED when the file holds any. Raises LookupError for an unknown module.
    """
    if studied.module_by_code(selection.module) is None:
        raise LookupError(selection.module)
    questions = [_question(version, language) for version in _versions(selection, language)]
    module = registry.MODULES[form]
    held = sum(map(module.can_hold, questions))
    data: bytes = module.write(questions)
    if held:
        told = {**dataclasses.asdict(selection), "format": form, "language": language, "questions": held}
        remember(act=Act.QUESTIONS_EXPORTED, by=by, new=told)
    return Exported(data, held, len(questions) - held)


def _versions(selection: Selection, language: str) -> "list[QuestionVersion]":
    rows = newest_versions().filter(question__module__code=selection.module, texts__language=language)
    if selection.tag:
        rows = rows.filter(question__tags__word=selection.tag)
    if selection.difficulty:
        rows = rows.filter(question__difficulty=selection.difficulty)
    if selection.outcome:
        rows = rows.filter(question__outcome=selection.outcome)
    if not selection.exam_only:
        rows = rows.filter(question__exam_only=False)
    texts = Prefetch("texts", queryset=QuestionText.objects.filter(language=language))
    rows = rows.select_related("question__module", "question__lesson", "picture")
    return list(rows.prefetch_related(texts, "question__tags").order_by("question__code")[:MOST_QUESTIONS])


def _question(version: "QuestionVersion", language: str) -> Imported:
    text, question, picture = version.texts.all()[0], version.question, version.picture
    place = [question.module.code, *([question.lesson.code] if question.lesson else [])]
    specimen = "\n\n".join(f"`{line}`" for line in version.specimen)
    return Imported(
        question.pk,
        version.kind,
        version.key,
        plain(f"{text.stem}\n\n{specimen}"),
        text.options,
        plain(text.feedback),
        marks=version.marks,
        name=question.code,
        category=tuple(place),
        tags=tuple(tag.word for tag in question.tags.all()),
        picture=Picture(picture.name, bytes(picture.content), picture.width, picture.height) if picture else None,
        difficulty=question.difficulty,
    )
