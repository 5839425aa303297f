"""Lines of the permission table about the question bank."""

import uuid
from typing import Any

from assessments.models import Question
from tests.factories.assessments import make_question
from tests.permissions.rows import Row


def asked(setting: Any) -> dict[str, Any]:
    """A question that people of Khorog had in attempts that are handed in."""
    return {"code": setting.asked.question.code}


def of_an_examination(setting: Any) -> dict[str, Any]:
    """A question that is kept for examinations and that nobody has had."""
    module = setting.asked.question.module
    code = f"{module.code.lower()}-q178"
    if not Question.objects.filter(code=code, exam_only=True).exists():
        make_question(module, 178)
        Question.objects.filter(code=code).update(exam_only=True)
    return {"code": code}


READERS = dict.fromkeys(("head", "translator", "editor", "auditor", "administrator"), 200)

BOTH = {"editor": 200, "administrator": 200}


def single(_: Any) -> dict[str, Any]:
    """What a person types into the form of a new question."""
    return {
        "submission": str(uuid.uuid4()),
        "module": "M2.2",
        "kind": "single",
        "stem": "Which?",
        "option_0": "this",
        "option_1": "that",
        "right": "0",
        "marks": "1",
        "difficulty": "easy",
    }


def no_retirement(_: Any) -> dict[str, Any]:
    return {"retired": "no"}


def quiz(_: Any) -> dict[str, Any]:
    return {"code": "M2.2"}


ROWS = [
    Row("assessments:exam_readers", "GET", {"administrator": 200}),
    Row("assessments:exam_readers", "POST", {"administrator": 422}),
    Row("assessments:quizzes", "GET", BOTH),
    Row("assessments:quiz_settings", "GET", BOTH, kwargs=quiz),
    Row("assessments:quiz_settings", "POST", dict.fromkeys(BOTH, 422), kwargs=quiz),
    Row("assessments:bank_pictures", "GET", dict.fromkeys(BOTH, 404)),
    Row("assessments:bank_pictures", "POST", dict.fromkeys(BOTH, 404), data=no_retirement),
    Row("assessments:bank_new", "GET", BOTH),
    Row("assessments:bank_new", "POST", dict.fromkeys(BOTH, 302), data=single),
    Row("assessments:bank_edit", "GET", BOTH, kwargs=asked),
    Row("assessments:bank_edit", "POST", dict.fromkeys(BOTH, 422), kwargs=asked),
    Row("assessments:bank_retire", "POST", dict.fromkeys(BOTH, 302), kwargs=asked, data=no_retirement),
    Row("assessments:bank", "GET", READERS),
    Row("assessments:bank", "POST", dict.fromkeys(READERS, 405)),
    Row("assessments:bank_question", "GET", READERS, kwargs=asked),
    Row(
        "assessments:bank_question",
        "GET",
        {**READERS, "head": 404, "translator": 404, "auditor": 404},
        kwargs=of_an_examination,
    ),
    Row("assessments:bank_question", "POST", dict.fromkeys((*READERS, "other_head"), 405), kwargs=asked),
]
