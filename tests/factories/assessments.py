"""A small question bank for tests: every kind of question, in every language."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from assessments.domain.kinds.wanted import words_wanted
from assessments.domain.marking import full_answer
from assessments.enums import AttemptState, MarkingStage, QuizPurpose, ResultKind, ResultState
from assessments.models import (
    Attempt,
    AttemptQuestion,
    Coaching,
    Marking,
    Observation,
    PracticalExercise,
    PracticalText,
    PracticalVersion,
    Question,
    QuestionText,
    QuestionVersion,
    Quiz,
    Result,
)
from assessments.selectors.texts import PRACTICALS, QUESTIONS, hash_of
from assessments.services.attempts import record_quiz_result
from assessments.services.coaching import note_coaching
from assessments.services.pictures import keep_picture
from assessments.services.practicals import record_observation
from courses.models import Enrolment, Lesson, Module
from tests.factories.courses import LANGUAGES, make_module

KEYS: dict[str, dict[str, Any]] = {
    "single": {"options": 4, "right": [2]},
    "multiple": {"options": 5, "right": [0, 3]},
    "true_false": {"right": False},
    "numeric": {"value": "39", "tolerance": "0"},
    "matching": {"pairs": 3},
}
NEW_KEYS: dict[str, dict[str, Any]] = {
    "ordering": {"items": 4},
    "gaps": {"gaps": [[3, 1], [2, 0]]},
    "short": {"accepted": [["tg", "гуреза", 100], ["ru", "беженец", 100]]},
    "essay": {"lines": [1, 2]},
    "hotspot": {"areas": [[600, 100, 200, 200]]},
    "mrz": {"format": "TD3", "faults": ["birth_check", "name", "none"]},
}
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><rect x="240" y="30" width="80" height="60"/></svg>'
)


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
    key = (KEYS | NEW_KEYS)[kind]
    picture = keep_picture(name="place.svg", data=DRAWING) if kind == "hotspot" else None
    version = QuestionVersion.objects.create(
        question=question,
        kind=kind,
        marks=marks,
        key=key,
        source_hash="0",
        specimen=["P<UTO<<TEST<<<"],
        picture=picture,
    )
    for code in languages:
        options: list[Any] = [
            f"option {place} {code}" if size is None else [f"row {place} cell {cell} {code}" for cell in range(size)]
            for place, size in enumerate(words_wanted(kind, key))
        ]
        if kind == "matching":
            options = [[f"left {side} {code}", f"right {side} {code}"] for side in range(key["pairs"])]
        stem = f"stem {number} {code}" + (" {1} and {2}." if kind == "gaps" else "")
        words = {"stem": stem, "options": options, "feedback": f"feedback {number} {code}"}
        QuestionText.objects.create(
            version=version,
            language=code,
            **words,
            source_hash="0",
            words_hash=hash_of(QUESTIONS, version, words),
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
    return full_answer(drawn.version.kind, drawn.version.key, drawn.order, drawn.seed)


def right_answers(attempt: Attempt) -> dict[int, Any]:
    """Position -> the answer that is worth everything."""
    return {drawn.position: right_answer(drawn) for drawn in attempt.drawn.select_related("version")}


def make_practical(
    code: str = "PX-2.2",
    *,
    module: Module | None = None,
    critical: tuple[bool, ...] = (False, True, False, False),
    woman_assessor: bool = False,
    languages: tuple[str, ...] = LANGUAGES,
) -> PracticalExercise:
    """An exercise with one version of a checklist; its second criterion is critical unless said otherwise."""
    exercise, _ = PracticalExercise.objects.get_or_create(code=code, defaults={"module": module or make_module("M2.2")})
    version = PracticalVersion.objects.create(
        exercise=exercise,
        number=exercise.versions.count() + 1,
        criteria=list(critical),
        woman_assessor=woman_assessor,
        source_hash="0",
    )
    for language in languages:
        words = {
            "title": f"{code} title {language}",
            "conditions": f"conditions {language} `UTO`\n\nsecond paragraph",
            "equipment": [f"equipment {language}"],
            "criteria": [f"criterion {number} {language}" for number in range(1, len(critical) + 1)],
            "guidance": f"guidance {language}",
        }
        PracticalText.objects.create(
            version=version,
            language=language,
            **words,
            source_hash="0",
            words_hash=hash_of(PRACTICALS, version, words),
        )
    return exercise


def observe(
    enrolment: Enrolment,
    by: User,
    scores: tuple[int, ...] = (2, 2, 2, 2),
    *,
    code: str = "PX-2.2",
    at: datetime.datetime | None = None,
    submission: uuid.UUID | None = None,
    comment: str = "",
) -> Observation:
    """One assessor's checklist, recorded as the product does it."""
    return record_observation(
        submission=submission or uuid.uuid4(),
        enrolment=enrolment,
        code=code,
        scores=scores,
        comment=comment,
        by=by,
        at=at or timezone.now(),
    )


def coach(enrolment: Enrolment, by: User, *, code: str = "PX-2.2") -> Coaching:
    """The coaching before a re-sit, noted as the product does it."""
    return note_coaching(
        submission=uuid.uuid4(), enrolment=enrolment, code=code, note="two hours", by=by, at=timezone.now()
    )


def make_result(
    enrolment: Enrolment, code: str = "M2.2", *, percent: int = 80, passed: bool = True, **fields: Any
) -> Result:
    """A confirmed quiz result, or whatever the fields say."""
    return Result.objects.create(
        **{
            "enrolment": enrolment,
            "kind": ResultKind.QUIZ,
            "code": code,
            "state": ResultState.CONFIRMED,
            "percent": Decimal(percent),
            "passed": passed,
            **fields,
        }
    )


def mark_by_hand(enrolment: Enrolment, *markers: User, code: str = "M2.2", percent: int = 80) -> Result:
    """An attempt with one essay that `markers` marked, first and second, and its result as the product writes it."""
    module = make_module("M2.2")
    quiz = Quiz.objects.filter(code=code).first() or Quiz.objects.create(
        code=code, purpose=QuizPurpose.MODULE, module=module
    )
    question = make_question(module, 90 + Attempt.objects.count(), "essay")
    attempt = Attempt.objects.create(
        enrolment=enrolment,
        quiz=quiz,
        number=enrolment.attempts.filter(quiz=quiz).count() + 1,
        state=AttemptState.SUBMITTED,
        language="tg",
        submitted_at=timezone.now(),
        points=Decimal(percent),
        max_points=Decimal(100),
        percent=Decimal(percent),
        passed=percent >= 60,
    )
    drawn = AttemptQuestion.objects.create(attempt=attempt, position=1, version=question, points=Decimal(1))
    for stage, marker in zip((MarkingStage.FIRST, MarkingStage.SECOND), markers, strict=False):
        Marking.objects.create(question=drawn, stage=stage, points=Decimal(1), by=marker)
    result = record_quiz_result(attempt=attempt)
    assert result is not None
    return result
