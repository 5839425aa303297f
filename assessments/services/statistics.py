"""What statistics lead to: a list that leaves the house, and a question to a translator."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import override

from accounts.enums import Act
from accounts.services.audit import remember
from assessments.selectors.statistics.figures import QuestionStatistics, QuizStatistics, statistics_of
from assessments.selectors.statistics.scope import Filters
from assessments.selectors.statistics.words import sentence
from courses.selectors.doubts import TEXT_LENGTH
from courses.selectors.editions import latest_lessons
from courses.services.doubts import ForeignDoubtError, add_doubt

if TYPE_CHECKING:
    from accounts.models import User
    from assessments.models import Quiz
    from courses.models import Doubt

PLACE = uuid.UUID("5d0f5f3e-3f1b-4f3d-9a44-0d7f5b0c1e7a")  # of names made of a question's words


class NoLessonError(ValueError):
    """The question belongs to no lesson that has a text in that language, so there is nowhere to ask."""


class NothingToAskError(ValueError):
    """The figures of that language say nothing that a translator could look at."""


class AskedAlreadyError(ValueError):
    """Somebody has asked about these very words."""


def export(*, quiz: "Quiz", filters: Filters, kind: str, by: "User") -> QuizStatistics:
    """Return the statistics of a quiz for a file of a `kind`, and remember that they were taken."""
    found = statistics_of(quiz, by, filters)
    with transaction.atomic():
        remember(
            act=Act.EXPORTED,
            by=by,
            subject=quiz,
            new={"list": "quiz statistics", "kind": kind, "rows": len(found.questions)},
        )
    return found


def ask_translator(
    *, question: QuestionStatistics, language: str, words_hash: str, by: "User", at: datetime.datetime
) -> "Doubt":
    """Put a question before the translators of `language`: a doubt about its lesson, with the figures in that language.

    `words_hash` is that of the text: about the same words one can ask once, whoever asks. Raises NothingToAskError,
    NoLessonError, AskedAlreadyError, and TooManyDoubtsError of courses.services.doubts.
    """
    note = next((note for note in question.notes if note.bias and note.bias.language == language), None)
    if note is None:
        raise NothingToAskError
    code = question.asked.lesson
    edition = latest_lessons([code], language).get(code) if code else None
    if edition is None:
        raise NoLessonError
    with override(language):
        text = f"\u2068{question.asked.code}\u2069: {sentence(note)}"
    doubt = asked_id(question, language, words_hash)
    try:
        found = add_doubt(doubt=doubt, lesson=code, edition=edition.pk, block="", text=text[:TEXT_LENGTH], by=by, at=at)
    except ForeignDoubtError as error:
        raise AskedAlreadyError from error
    if found.made_at != at:
        raise AskedAlreadyError
    return found


def asked_id(question: QuestionStatistics, language: str, words_hash: str) -> uuid.UUID:
    """Return the id of the doubt about these words of a question."""
    return uuid.uuid5(PLACE, f"{question.asked.pk} {language} {words_hash}")
