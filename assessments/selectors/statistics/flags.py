"""Texts that translators should look at: questions that are another one in their language."""

import dataclasses
from typing import TYPE_CHECKING

from assessments.domain.statistics.findings import Note
from assessments.models import Quiz
from assessments.selectors.statistics.figures import QuestionStatistics, from_material
from assessments.selectors.statistics.reading import materials
from assessments.selectors.statistics.scope import ALL, Filters, attempts_for, counted

if TYPE_CHECKING:
    from accounts.models import User


@dataclasses.dataclass(frozen=True)
class Flag:
    """A question that is harder or easier in a language than in the reference, in one quiz."""

    quiz: Quiz
    question: QuestionStatistics
    note: Note


def flags_for(user: "User", language: str, filters: Filters = ALL) -> list[Flag]:
    """Return what stands out in a language over all quizzes, most urgent first. Five queries besides the roles.

    All attempts of the filters are read and compared: two seconds of CPU for 1,000 attempts of 40 questions, so name a
    period.
    """
    found, questions = materials(counted(attempts_for(user, filters), filters.which))
    quizzes = Quiz.objects.in_bulk(found)
    flags = [
        Flag(quizzes[pk], one, note)
        for pk, material in found.items()
        for one in from_material(material, questions).questions
        for note in one.notes
        if note.bias is not None and note.bias.language == language
    ]
    return sorted(flags, key=lambda flag: (flag.note.urgency, flag.quiz.code, flag.question.asked.code))
