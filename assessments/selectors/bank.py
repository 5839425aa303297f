"""What stands in the question bank."""

import dataclasses
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from assessments.domain.drawing import Candidate
from assessments.enums import ADMITTED_ONLY
from assessments.models import Question, QuestionTag, QuestionText, QuestionVersion
from assessments.selectors.texts import QUESTIONS, step_of
from courses.enums import ApprovalState
from courses.selectors import studied
from foundation.languages.titles import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from assessments.models import Quiz


@dataclasses.dataclass(frozen=True, slots=True)
class BankEntry:
    """A question that may be drawn, with the key of its newest version and what it is worth."""

    candidate: Candidate
    kind: str
    marks: int
    key: dict[str, Any]


COLUMNS = (
    "question",
    "pk",
    "question__lesson",
    "question__difficulty",
    "question__module",
    "question__outcome",
    "kind",
    "marks",
    "key",
)


def newest_versions() -> QuerySet[QuestionVersion]:
    """Return the newest version of every question that was not retired."""
    newer = QuestionVersion.objects.filter(question=OuterRef("question"), number__gt=OuterRef("number"))
    return QuestionVersion.objects.filter(~Exists(newer), question__retired_at=None)


def drawable(quiz: "Quiz") -> Q:
    """Return which questions a quiz may draw: of its module, or of the modules of its blueprint or programme.

    Those that are kept for examinations only in exit tests and examinations.
    """
    exams = Q() if quiz.purpose in ADMITTED_ONLY else Q(exam_only=False)
    if quiz.module_id is not None:
        return exams & Q(module=quiz.module_id)
    lines = list(quiz.blueprint.all())
    modules = {line.module_id for line in lines}
    if lines and None not in modules:
        return exams & Q(module__in=modules)
    return exams & Q(module__in=studied.module_ids_of(quiz.programme_id))


def bank_of(quiz: "Quiz", languages: Collection[str]) -> list[BankEntry]:
    """Return what a quiz can draw for people who read `languages`, drafts too. One query for a module quiz.

    Two or three for a quiz with a blueprint. A question waits until it is written in the source and in all of these
    languages: one that was imported in English only is never put before somebody who asked for another language.
    """
    questions = Question.objects.filter(drawable(quiz))
    rows = newest_versions().filter(*_written(languages), question__in=questions)
    return _with_tags(quiz, [_entry(*row) for row in rows.values_list(*COLUMNS)])


def _written(languages: Collection[str]) -> list[Exists]:
    """Return the conditions that a version has words in the source and in each of `languages`."""
    wanted = sorted({SOURCE_LANGUAGE, *languages})
    return [Exists(QuestionText.objects.filter(version=OuterRef("pk"), language=code)) for code in wanted]


def questions_of_module(languages: Collection[str]) -> Subquery:
    """Return the expression, for a query over quizzes, of how many questions of its module are written so."""
    rows = newest_versions().filter(
        *_written(languages), question__module=OuterRef("module"), question__exam_only=False
    )
    return Subquery(rows.order_by().values("question__module").annotate(size=Count("pk")).values("size"))


@dataclasses.dataclass(frozen=True, slots=True)
class ApprovedBank:
    """What can be drawn where only approved texts are shown, and how many questions are written in the language."""

    entries: list[BankEntry]
    questions: int


def approved_bank(quiz: "Quiz", language: str) -> ApprovedBank:
    """Return what a quiz can draw when only words that were approved may be shown in a language. As `bank_of`.

    A question that is not written in the language is not drawn, whoever approved it in another. Of each question the
    newest version counts whose words are approved, among those with the key of the newest of all: a corrected comma
    takes no question away until somebody has approved it, a corrected key does.
    """
    newest = QuestionVersion.objects.filter(question=OuterRef("version__question")).order_by("-number")
    texts = QuestionText.objects.filter(
        version__question__in=Question.objects.filter(drawable(quiz)),
        version__question__retired_at=None,
        version__source_hash=Subquery(newest.values("source_hash")[:1]),
        language=language,
    )
    rows: Any = texts.annotate(step=step_of(QUESTIONS)).order_by("version__question", "-version__number")
    approved: dict[int, list[Any]] = {}
    questions: set[int] = set()
    for step, *row in rows.values_list("step", *(f"version__{name}" for name in COLUMNS)):
        questions.add(row[0])
        if step == ApprovalState.APPROVED:
            approved.setdefault(row[0], row)
    return ApprovedBank(_with_tags(quiz, [_entry(*row) for row in approved.values()]), len(questions))


def _with_tags(quiz: "Quiz", entries: list[BankEntry]) -> list[BankEntry]:
    """Add the words of the questions where the blueprint asks for one. One query, none without such a line."""
    wanted = {line.tag for line in quiz.blueprint.all() if line.tag} if quiz.module_id is None else set()
    if not wanted:
        return entries
    tags: dict[int, set[str]] = {}
    for question, word in QuestionTag.objects.filter(word__in=wanted).values_list("question", "word"):
        tags.setdefault(question, set()).add(word)
    return [
        dataclasses.replace(
            entry,
            candidate=dataclasses.replace(
                entry.candidate, tags=frozenset(tags.get(entry.candidate.question, frozenset()))
            ),
        )
        for entry in entries
    ]


def bank_sizes() -> dict[str, int]:
    """Return how many questions each module has, by module code; modules without questions are left out."""
    rows = Question.objects.filter(retired_at=None).order_by("module__code").values_list("module__code")
    return dict(rows.annotate(size=Count("pk")))


def _entry(
    question: int,
    version: int,
    lesson: int | None,
    difficulty: str,
    module: int,
    outcome: int | None,
    kind: str,
    marks: int,
    key: dict[str, Any],
) -> BankEntry:
    return BankEntry(Candidate(question, version, lesson, difficulty, module, outcome), kind, marks, key)
