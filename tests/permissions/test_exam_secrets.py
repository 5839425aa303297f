"""The words of an examination are on no page of anybody but its authors and commission until it is over."""

import contextlib
import dataclasses
import datetime
import io
import uuid
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader
from pypdf.errors import PdfReadError
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from assessments.enums import AttemptState, QuizPurpose
from assessments.models import (
    Attempt,
    AttemptQuestion,
    PaperVersion,
    Question,
    QuestionText,
    QuestionVersion,
    Quiz,
    Sitting,
)
from assessments.services.answers import Given, store
from assessments.services.attempts import hand_in
from courses.models import Module
from tests.factories.assessments import make_question
from tests.permissions.rows import ROLES
from tests.permissions.test_permission_table import APPS, TABLES

SECRET = "zircon"  # stands in every word of the question
# Who may read it before the examination is over: authors everywhere, the commission where papers are made and settled.
AUTHORS = {"editor", "administrator"}
COMMISSION = {"head", "commission_member"}
FOR_THE_COMMISSION = {"assessments:quiz_paper_pdf", "assessments:points", "cms:review", "cms:board_list"}
FOR_WHO_SITS = {"assessments:attempt"}


@dataclasses.dataclass
class Exam:
    """An examination that two people sit at this moment: one is still answering, one has handed in."""

    quiz: Quiz
    version: QuestionVersion
    essay: QuestionVersion
    sitting: Sitting
    open: Attempt
    done: Attempt
    marking: Attempt
    paper: PaperVersion


def secret_question(module: Module, number: int, kind: str) -> QuestionVersion:
    version = make_question(module, number, kind)
    Question.objects.filter(pk=version.question_id).update(exam_only=True)
    for text in QuestionText.objects.filter(version=version):
        text.stem = f"{SECRET} {text.stem}"
        text.feedback = f"{SECRET} {text.feedback}"
        text.options = [f"{SECRET} {one}" if isinstance(one, str) else one for one in text.options]
        text.save()
    return version


@pytest.fixture
def exam(cast) -> Exam:
    assert cast.commission_member  # the commission is appointed
    module = Module.objects.get(code="M2.2")
    now = timezone.now()
    version, essay = secret_question(module, 801, "single"), secret_question(module, 802, "essay")
    titles = {"en": "Final examination"}
    quiz = Quiz.objects.create(code="FINAL", purpose=QuizPurpose.EXAM, module=module, titles=titles, questions=1)
    sitting = Sitting.objects.create(
        quiz=quiz,
        cohort=cast.cohort,
        opens_at=now - datetime.timedelta(hours=1),
        closes_at=now + datetime.timedelta(hours=1),
        created_by=cast.registrar,
    )
    attempts = []
    people = (cast.enrolment, cast.classmate_enrolment, cast.afghan_enrolment)
    for enrolment in people:
        attempt = Attempt.objects.create(
            enrolment=enrolment, quiz=quiz, number=1, language="tg", sitting=sitting, started_at=now, max_points=1
        )
        asked = essay if enrolment == cast.afghan_enrolment else version
        AttemptQuestion.objects.create(attempt=attempt, position=1, version=asked, order=[0, 1, 2, 3])
        attempts.append(attempt)
    given = Given(uuid.uuid4(), 1, 1, "Матн", "tg")
    store(attempt_id=attempts[2].pk, given=given, by=cast.afghan, at=now)
    for attempt in attempts[1:]:
        hand_in(attempt_id=attempt.pk, confirmed=True, by=attempt.enrolment.person, at=now)
        attempt.refresh_from_db()
    assert attempts[2].state == AttemptState.MARKING
    paper = PaperVersion.objects.create(
        quiz=quiz,
        cohort=cast.cohort,
        code="ZZ",
        seed=1,
        drawn=[{"version": version.pk, "order": [0, 1, 2, 3], "seed": 1}],
        by=cast.head,
    )
    return Exam(quiz, version, essay, sitting, attempts[0], attempts[1], attempts[2], paper)


def addresses(exam: Exam, cast) -> Iterator[tuple[str, dict[str, object], str]]:
    """The pages on which the rows of this examination can be asked for."""
    code, done = exam.version.question.code, exam.done.pk
    yield "assessments:attempt", {"pk": exam.open.pk}, ""
    yield "assessments:attempt_result", {"pk": exam.open.pk}, ""
    yield "assessments:attempt_result", {"pk": done}, ""
    yield "assessments:attempt_result", {"pk": exam.marking.pk}, ""
    yield "assessments:points", {"pk": done, "position": 1}, ""
    yield "assessments:room", {"pk": exam.sitting.pk}, ""
    yield "assessments:quiz", {"code": "FINAL"}, ""
    yield "assessments:quiz_settings", {"code": "FINAL"}, ""
    yield "assessments:quiz_statistics", {"code": "FINAL"}, ""
    yield "assessments:question_statistics", {"code": "FINAL", "question": code, "number": 1}, ""
    yield "assessments:regrade", {"code": code, "number": 1}, ""
    yield "assessments:bank", {}, f"?words={SECRET[:-1]}"
    yield "assessments:bank", {}, "?exam_only=on"
    yield "assessments:bank_question", {"code": code}, ""
    yield "assessments:bank_edit", {"code": code}, ""
    yield "assessments:mark", {"pk": exam.marking.drawn.get().pk}, ""
    yield "assessments:marking", {}, ""
    yield "assessments:quiz_papers", {"pk": cast.cohort.pk}, ""
    yield "assessments:quiz_paper", {"pk": exam.paper.pk}, ""
    yield "assessments:quiz_paper_grid", {"pk": exam.paper.pk}, ""
    for what in ("questions", "answers", "key"):
        yield "assessments:quiz_paper_pdf", {"pk": exam.paper.pk, "what": what}, ""
    yield "courses:search", {}, f"?q={SECRET[:-1]}"
    yield "cms:board_list", {}, "?kind=question"
    for language in ("en", "tg", "ru"):
        yield "cms:review", {"kind": "question", "code": code, "language": language}, ""
        yield "cms:work", {"kind": "question", "code": code, "language": language}, ""
    yield "cms:po_out", {}, "?language=ru"
    yield "cms:queue", {}, "?language=ru"
    yield "courses:lesson", {"code": "M2.2.1"}, ""
    yield "accounts:audit", {}, ""


def said(answer) -> str:
    """The words of an answer; a PDF is read."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.get("Content-Type", "").startswith("application/pdf"):
        with contextlib.suppress(PdfReadError, ValueError):  # some papers of the table are no real files
            return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return data.decode("utf-8", "replace")


def allowed(role: str, name: str) -> bool:
    if role in AUTHORS or (role == "trainee" and name in FOR_WHO_SITS):
        return True
    return role in COMMISSION and name in FOR_THE_COMMISSION


def found_in(client, url: str) -> bool:
    with transaction.atomic():
        answer = client.get(url)
        text = said(answer) if answer.status_code == 200 else ""
        transaction.set_rollback(True)
    return SECRET in text


@pytest.mark.parametrize("app", APPS)
def test_no_page_of_the_table_says_a_word_of_it(app: str, cast, exam: Exam) -> None:
    table = TABLES[app]
    setting = table.setting(cast) if hasattr(table, "setting") else cast
    rows = [(row.url, row.kwargs(setting)) for row in table.ROWS if row.method == "GET"]
    leaks = []
    for role in ROLES:
        client = cast.client(role)
        for name, kwargs in rows:
            with override("tg"):
                url = reverse(name, kwargs=kwargs)
            if not allowed(role, name) and found_in(client, url):
                leaks.append((role, name))
    assert leaks == []


def test_no_page_of_the_examination_says_a_word_of_it(cast, exam: Exam) -> None:
    leaks, read = [], set()
    for role in ROLES:
        client = cast.client(role)
        for name, kwargs, query in addresses(exam, cast):
            with override("tg"):
                url = reverse(name, kwargs=kwargs) + query
            if found_in(client, url):
                read.add((role, name))
                if not allowed(role, name):
                    leaks.append((role, url))
    assert leaks == []
    # the test would find it: authors and the commission read it, and whoever sits it
    assert {
        ("editor", "assessments:bank_question"),
        ("head", "assessments:quiz_paper_pdf"),
        ("commission_member", "assessments:quiz_paper_pdf"),
        ("trainee", "assessments:attempt"),
    } <= read


def test_wagtail_knows_no_row_of_assessments() -> None:
    """Neither its search, nor its snippets, nor its reports hold questions."""
    known = {*get_indexed_models(), *get_snippet_models()}
    assert not [model for model in known if model._meta.app_label == "assessments"]


def test_afterwards_it_is_open_to_those_who_may_see_the_attempt(cast, exam: Exam) -> None:
    now = timezone.now()
    hand_in(attempt_id=exam.open.pk, confirmed=True, by=cast.trainee, at=now)
    url = reverse("assessments:attempt_result", kwargs={"pk": exam.done.pk})
    assert SECRET not in said(cast.client("instructor").get(url))  # the window stands open still
    Sitting.objects.filter(pk=exam.sitting.pk).update(closed_at=now)
    assert SECRET in said(cast.client("instructor").get(url))
    assert SECRET in said(cast.client("classmate").get(url))
    assert cast.client("other_instructor").get(url).status_code == 404
    question = reverse("assessments:bank_question", kwargs={"code": exam.version.question.code})
    assert cast.client("auditor").get(question).status_code == 200
