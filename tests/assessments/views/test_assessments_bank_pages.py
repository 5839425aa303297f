"""The question bank: who reads which question and key, filters, one question in four languages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Question, QuestionTag, QuestionText, QuestionVersion, Regrade
from assessments.selectors.standings_of_texts import standings_of_questions
from assessments.services.wording import set_question_words
from courses.enums import ApprovalState, ApprovedKind, Change, TextState
from courses.models import Module, Outcome
from courses.services.approvals import set_state
from foundation.languages.titles import LANGUAGE_CODES
from tests.conftest import Cast
from tests.factories.assessments import KEYS, NEW_KEYS, make_question, make_quiz
from tests.factories.statistics import sit

URL = reverse("assessments:bank")
KINDS = [*KEYS, *NEW_KEYS]


@pytest.fixture
def module(cast: Cast) -> Module:
    return Module.objects.get(code="M2.2")


def page_of(version: QuestionVersion) -> str:
    return reverse("assessments:bank_question", args=[version.question.code])


def shown(client: Client, **asked: str) -> set[str]:
    answer = client.get(URL, asked)
    assert answer.status_code == 200
    return {line.question.code for line in answer.context["page"].object_list}


def test_every_filter_narrows(cast: Cast, module: Module) -> None:
    versions = [make_question(module, number, kind) for number, kind in enumerate(KINDS, 1)]
    codes = [version.question.code for version in versions]
    outcome = Outcome.objects.create(module=module, position=9, kind="knowledge")
    Question.objects.filter(code=codes[0]).update(difficulty="hard", exam_only=True, outcome=outcome)
    QuestionTag.objects.create(question=versions[1].question, word="seals")
    QuestionTag.objects.create(question=versions[1].question, word="Seals two")
    QuestionText.objects.filter(version=versions[2], language="tg").update(stem="Гуреза кист?")
    Question.objects.filter(code=codes[3]).update(retired_at="2026-01-01T00:00Z")
    sit(make_quiz(module, questions=0), cast.cohort, versions[4:5], 3, knows=lambda *_: True)
    client = cast.client("editor")
    used = set(codes) - {codes[3]}
    assert shown(client) == used
    assert shown(client, difficulty="hard") == {codes[0]}
    assert shown(client, exam_only="on") == {codes[0]}
    assert shown(client, outcome=str(outcome.pk)) == {codes[0]}
    assert shown(client, tag="seals") == {codes[1]}
    assert shown(client, words="ГУРЕЗА кист") == {codes[2]}
    assert shown(client, words=codes[10]) == {codes[10]}
    assert shown(client, retired="on") == {codes[3]}
    assert shown(client, kind="matching") == {codes[4]}
    assert shown(client, never_used="on") == used - {codes[4]}
    assert shown(client, course=module.course.code, module="M2.2") == used


def test_state_and_language_find_what_the_board_says(cast: Cast, module: Module) -> None:
    at = timezone.now()
    languages = [("en", "tg"), LANGUAGE_CODES, LANGUAGE_CODES, LANGUAGE_CODES, ("en",), LANGUAGE_CODES]
    for number, known in enumerate(languages, 1):
        make_question(module, number, "true_false", languages=tuple(known))
    for code in ("m2.2-q2", "m2.2-q3"):
        words = {"stem": "Newer", "options": [], "feedback": ""}
        set_question_words(code=code, language="en", change=Change.MEANING, by=cast.editor, at=at, **words)
    steps = {"q1": ApprovalState.SUBJECT_REVIEW, "q2": ApprovalState.APPROVED, "q4": ApprovalState.LANGUAGE_REVIEW}
    for code, state in {**steps, "q6": ApprovalState.APPROVED}.items():
        for text in QuestionText.objects.filter(version__question__code=f"m2.2-{code}"):
            set_state(
                kind=ApprovedKind.QUESTION,
                code=f"m2.2-{code}",
                language=text.language,
                source_hash=text.words_hash,
                state=state,
                by=None,
                at=at,
            )
    client, rows = cast.client("editor"), standings_of_questions()
    assert {row.state for row in rows} == set(TextState)
    for state in TextState:
        any_language = {row.code for row in rows if row.state == state}
        assert shown(client, state=state) == any_language
        for language in LANGUAGE_CODES:
            found = {row.code for row in rows if row.state == state and row.language == language}
            assert shown(client, state=state, language=language) == found, (state, language)
    assert shown(client, language="ru") == {f"m2.2-q{number}" for number in (2, 3, 4, 6)}
    assert client.get(URL, {"state": "lost"}).status_code == 422


def test_what_nobody_knows_is_told(cast: Cast, module: Module) -> None:
    make_question(module, 1)
    client = cast.client("editor")
    for asked in ({"module": "M9.9"}, {"kind": "riddle"}, {"words": "x" * 101}, {"outcome": "99999999999999999999"}):
        assert client.get(URL, asked).status_code == 422
    assert client.get(URL, {"page": "-3"}).status_code == 200
    assert client.get(URL, {"words": "%_'\\"}).status_code == 200


def test_fifty_a_page_with_the_same_queries(cast: Cast, module: Module) -> None:
    for number in range(1, 3):
        make_question(module, number)
    client = cast.client("editor")
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for number in range(3, 54):
        QuestionTag.objects.create(question=make_question(module, number).question, word="seals")
    with CaptureQueriesContext(connection) as many:
        answer = client.get(URL)
    assert len(many) == len(few)
    assert len(answer.context["page"].object_list) == 50
    assert len(shown(client, page="2")) == 3


def test_translators_never_see_what_is_kept_for_examinations(cast: Cast, module: Module) -> None:
    plain, kept = make_question(module, 1), make_question(module, 2)
    Question.objects.filter(pk=kept.question_id).update(exam_only=True)
    client = cast.client("translator")
    assert shown(client) == {plain.question.code}
    assert client.get(page_of(plain)).status_code == 200
    assert client.get(page_of(kept)).status_code == 404


def test_a_head_sees_versions_that_were_sat_at_the_centre_and_no_key_before(cast: Cast, module: Module) -> None:
    sat, other = make_question(module, 1), make_question(module, 2)
    quiz = make_quiz(module, questions=0)
    client = cast.client("head")
    assert shown(client) == set()
    sit(quiz, cast.cohort, [sat], 3, knows=lambda *_: True)
    assert shown(client) == {sat.question.code}
    assert client.get(page_of(other)).status_code == 404
    QuestionVersion.objects.create(
        question=sat.question, number=2, kind="single", key={"options": 4, "right": [0]}, source_hash="1"
    )
    assert client.get(page_of(sat)).context["version"].number == 1
    assert client.get(page_of(sat), {"version": "2"}).status_code == 404


@pytest.mark.parametrize("role", ["trainee", "instructor", "registrar", "hr", "stranger"])
def test_others_never_see_the_bank(cast: Cast, module: Module, role: str) -> None:
    version = make_question(module, 1)
    assert cast.client(role).get(URL).status_code == 403
    assert cast.client(role).get(page_of(version)).status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_in_four_languages_with_its_key(cast: Cast, module: Module, kind: str) -> None:
    version = make_question(module, 1, kind, marks=3 if kind == "essay" else 1)
    answer = cast.client("editor").get(page_of(version))
    page = answer.content.decode()
    assert answer.status_code == 200
    for code in LANGUAGE_CODES:
        assert f"stem 1 {code}" in page
        assert f"feedback 1 {code}" in page
        assert reverse("cms:work", kwargs={"kind": "question", "code": "m2.2-q1", "language": code}) in page
    assert cast.client("editor").get(page_of(version), {"words": "ru"}).context["found"].card.language == "ru"


def test_right_answers_are_told_by_the_key_in_force(cast: Cast, module: Module) -> None:
    version = make_question(module, 1)
    client = cast.client("auditor")
    assert "Option 3: right" in client.get(page_of(version)).content.decode()
    Regrade.objects.create(
        version=version,
        act="correct_key",
        new_key={"options": 4, "right": [0]},
        reason="wrong",
        document="1",
        by=cast.editor,
    )
    page = client.get(page_of(version)).content.decode()
    assert "Option 1: right" in page
    assert "Option 3: right" not in page
    assert "/work/question/" not in page


def test_where_it_was_used_and_its_versions(cast: Cast, module: Module) -> None:
    version = make_question(module, 1)
    quiz = make_quiz(module, questions=0)
    client = cast.client("editor")
    client.get(page_of(version))
    with CaptureQueriesContext(connection) as few:
        client.get(page_of(version))
    sit(quiz, cast.cohort, [version], 4, knows=lambda *_: True)
    with CaptureQueriesContext(connection) as many:
        found = client.get(page_of(version)).context["found"]
    assert len(many) == len(few)
    assert [(use.quiz, use.times, use.cohorts) for use in found.uses] == [("M2.2", 4, 1)]
    address = reverse("assessments:question_statistics", args=["M2.2", "m2.2-q1", 1])
    assert address in client.get(page_of(version)).content.decode()
    assert client.get(address, {"which": "all"}).status_code == 200
    for asked in ("2", "x", "٣", "9" * 30):
        assert client.get(page_of(version), {"version": asked}).status_code == 404
