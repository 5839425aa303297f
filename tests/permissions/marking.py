"""Lines of the permission table about marking by people, late answers, regrading and papers."""

import uuid
from typing import Any

from django.utils import timezone

from assessments.models import Attempt, PaperVersion
from assessments.services.paper_quizzes import draw_papers
from assessments.services.starting import start
from tests.conftest import Cast
from tests.factories.assessments import make_question
from tests.factories.marking import essay_of, hand_in_with_essay
from tests.permissions.rows import Row


def waiting_attempt(cast: Cast) -> Attempt:
    """An attempt of the Afghan trainee with an essay that waits to be marked."""
    attempt = start(code="M2.2", language="tg", by=cast.afghan, at=timezone.now())
    make_question(attempt.quiz.module, 78, "essay", marks=3)
    return hand_in_with_essay(attempt, cast.afghan)


def waiting_essay(setting: Any) -> dict[str, Any]:
    return {"pk": essay_of(setting.waiting).pk}


def done_points(setting: Any) -> dict[str, Any]:
    return {"pk": setting.done.pk, "position": 1}


def rubric(_: Any) -> dict[str, Any]:
    return {"submission": str(uuid.uuid4()), "stage": "first", "line_0": "1", "line_1": "1"}


def other_points(_: Any) -> dict[str, Any]:
    return {"submission": str(uuid.uuid4()), "points": "1", "reason": "A page was not read"}


def asked_version(setting: Any) -> dict[str, Any]:
    return {"code": setting.asked.question.code, "number": setting.asked.number}


def grounds(_: Any) -> dict[str, Any]:
    return {
        "submission": str(uuid.uuid4()), "act": "annul", "reason": "The book says so", "document": "17", "apply": "1"
    }  # fmt: skip


def cohort_pk(setting: Any) -> dict[str, Any]:
    return {"pk": setting.cast.cohort.pk}


def paper_pk(setting: Any) -> dict[str, Any]:
    return {"pk": printed(setting).pk}


def printed(setting: Any) -> PaperVersion:
    """A printed version of the module quiz."""
    quiz, cohort = setting.done.quiz, setting.cast.cohort
    values = {"quiz": quiz, "cohort": cohort, "versions": 1, "by": setting.cast.registrar, "at": timezone.now()}
    return draw_papers(submission=uuid.UUID(int=5), **values)[0]


def question_paper(setting: Any) -> dict[str, Any]:
    return {**paper_pk(setting), "what": "questions"}


def key_paper(setting: Any) -> dict[str, Any]:
    return {**paper_pk(setting), "what": "key"}


def unknown_sheet(_: Any) -> dict[str, Any]:
    return {"pk": uuid.UUID(int=7)}


MARKERS = {"instructor": 200, "other_instructor": 200}
SETTLERS = {
    "head": 200,
    "commission_member": 200,
    **dict.fromkeys(("instructor", "registrar", "other_instructor", "other_registrar"), 404),
}

PRINTERS = {
    **dict.fromkeys(("instructor", "registrar", "head"), 200),
    **dict.fromkeys(("other_instructor", "other_registrar", "commission_member"), 404),  # of what is no examination
}
BAD = {role: 422 if status == 200 else status for role, status in PRINTERS.items()}

ROWS = [
    Row("assessments:quiz_papers", "GET", PRINTERS, kwargs=cohort_pk),
    Row("assessments:quiz_papers", "POST", BAD, kwargs=cohort_pk),
    Row("assessments:quiz_paper", "GET", PRINTERS, kwargs=paper_pk),
    Row("assessments:quiz_paper_pdf", "GET", PRINTERS, kwargs=question_paper),
    Row("assessments:quiz_paper_pdf", "GET", {**dict.fromkeys(PRINTERS, 404), "head": 200}, kwargs=key_paper),
    Row("assessments:quiz_paper_grid", "GET", PRINTERS, kwargs=paper_pk),
    Row("assessments:quiz_paper_grid", "POST", BAD, kwargs=paper_pk),
    Row("assessments:answer_scan", "GET", dict.fromkeys(PRINTERS, 404), kwargs=unknown_sheet),
    Row("assessments:answer_scan", "POST", dict.fromkeys(PRINTERS, 404), kwargs=unknown_sheet),
    Row("assessments:marking", "GET", MARKERS),
    Row("assessments:mark", "GET", {**MARKERS, "other_instructor": 404}, kwargs=waiting_essay),
    Row("assessments:mark", "POST", {"instructor": 302, "other_instructor": 404}, kwargs=waiting_essay, data=rubric),
    Row("assessments:late", "GET", {"head": 200, "commission_member": 200}),
    Row("assessments:late", "POST", {"head": 422, "commission_member": 422}),
    Row("assessments:regrade", "GET", dict.fromkeys(("head", "editor", "administrator"), 200), kwargs=asked_version),
    Row(
        "assessments:regrade",
        "POST",
        dict.fromkeys(("head", "editor", "administrator"), 422),
        kwargs=asked_version,
        data=grounds,
    ),
    Row("assessments:points", "GET", SETTLERS, kwargs=done_points),
    Row(
        "assessments:points",
        "POST",
        {**SETTLERS, "head": 302, "commission_member": 302},
        kwargs=done_points,
        data=other_points,
    ),
]
