"""A small question bank for tests: every kind of question, in every language."""

from typing import Any

from assessments.domain.marking import full_answer
from assessments.enums import QuizPurpose
from assessments.models import Attempt, AttemptQuestion, Question, QuestionText, QuestionVersion, Quiz
from courses.models import Lesson, Module
from tests.factories.courses import LANGUAGES

KEYS: dict[str, dict[str, Any]] = {
    "single": {"options": 4, "right": [2]},
    "multiple": {"options": 5, "right": [0, 3]},
    "true_false": {"right": False},
    "numeric": {"value": "39", "tolerance": "0"},
    "matching": {"pairs": 3},
}


def make_question(
    module: Module,
    number: int,
    kind: str = "single",
    *,
    marks: int = 1,
    lesson: Lesson | None = None,
    languages: tuple[str, ...] = LANGUAGES,
) -> QuestionVersion:
    """A question with one version and words in `languages`; every word says what it is."""
    question = Question.objects.create(code=f"{module.code.lower()}-q{number}", module=module, lesson=lesson)
    key = KEYS[kind]
    version = QuestionVersion.objects.create(
        question=question, kind=kind, marks=marks, key=key, source_hash="0", specimen=["P<UTO<<TEST<<<"]
    )
    for code in languages:
        if kind == "matching":
            options: list[Any] = [[f"left {side} {code}", f"right {side} {code}"] for side in range(key["pairs"])]
        else:
            options = [f"option {place} {code}" for place in range(key.get("options", 0))]
        QuestionText.objects.create(
            version=version,
            language=code,
            stem=f"stem {number} {code}",
            options=options,
            feedback=f"feedback {number} {code}",
            source_hash="0",
        )
    return version


def make_quiz(module: Module, *, questions: int = 10, **fields: Any) -> Quiz:
    """The module quiz with a bank of `questions`, of every kind in turn."""
    kinds = list(KEYS)
    lessons = list(module.lessons.all()) or [None]
    for number in range(1, questions + 1):
        make_question(module, number, kinds[number % len(kinds)], lesson=lessons[number % len(lessons)])
    titles = {code: f"{module.code} {code}" for code in LANGUAGES}
    return Quiz.objects.create(
        **{"code": module.code, "purpose": QuizPurpose.MODULE, "module": module, "titles": titles, **fields}
    )


def right_answer(drawn: AttemptQuestion) -> Any:
    """The answer that is worth everything, in the order shown to this person."""
    return full_answer(drawn.version.kind, drawn.version.key, drawn.order)


def right_answers(attempt: Attempt) -> dict[int, Any]:
    """Position -> the answer that is worth everything."""
    return {drawn.position: right_answer(drawn) for drawn in attempt.drawn.select_related("version")}
