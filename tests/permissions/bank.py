"""Lines of the permission table about the question bank."""

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

ROWS = [
    Row("assessments:bank", "GET", READERS),
    Row("assessments:bank", "POST", dict.fromkeys(READERS, 405)),
    Row("assessments:bank_question", "GET", READERS, kwargs=asked),
    Row("assessments:bank_question", "GET", {**READERS, "head": 404, "translator": 404}, kwargs=of_an_examination),
    Row("assessments:bank_question", "POST", dict.fromkeys(READERS, 405), kwargs=asked),
]
