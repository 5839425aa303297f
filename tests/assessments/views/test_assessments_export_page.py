"""Questions leave the bank as a file: which, in what, and who took them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.enums import Act
from accounts.models import AuditEntry
from assessments.domain.formats import registry
from assessments.enums import ImportFormat
from assessments.models import Question, QuestionTag
from courses.models import Module, Outcome
from tests.conftest import Cast
from tests.factories.assessments import KEYS, NEW_KEYS, make_question
from tests.factories.courses import make_module

URL = reverse("assessments:exports")
KINDS = [*KEYS, *NEW_KEYS]


@pytest.fixture
def editor(cast: Cast) -> Client:
    module = Module.objects.get(code="M2.2")
    for number, kind in enumerate(KINDS, 1):
        make_question(module, number, kind, marks=3 if kind == "essay" else 1)
    return cast.client("editor")


def fields(**changed: str) -> dict[str, str]:
    return {"module": "M2.2", "tag": "", "difficulty": "", "language": "tg", "format": "gift", **changed}


@pytest.mark.parametrize(("form", "held"), [("gift", 7), ("aiken", 1), ("moodle_xml", 9), ("qti", 10), ("sheet", 9)])
def test_what_a_format_holds_comes_out_and_can_be_read_again(
    cast: Cast, editor: Client, form: ImportFormat, held: int
) -> None:
    answer = editor.post(URL, fields(format=form))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    reading = registry.read(form, answer.content, "tg")
    assert (len(reading.questions), reading.problems) == (held, [])
    entry = AuditEntry.objects.get(act=Act.QUESTIONS_EXPORTED)
    assert entry.new is not None
    assert (entry.actor, entry.new["questions"]) == (cast.editor, held)


def test_questions_of_examinations_only_when_asked_for(editor: Client) -> None:
    Question.objects.exclude(code="m2.2-q1").update(exam_only=True)
    assert editor.post(URL, fields()).content.count(b"::m2.2-q") == 1
    assert editor.post(URL, fields(exam_only="on")).content.count(b"::m2.2-q") == 7


def test_a_selection_by_tag_and_difficulty(editor: Client) -> None:
    QuestionTag.objects.create(question=Question.objects.get(code="m2.2-q1"), word="seals")
    assert editor.post(URL, fields(tag="seals")).content.count(b"::m2.2-q") == 1
    assert editor.post(URL, fields(difficulty="hard")).status_code == 422
    assert AuditEntry.objects.filter(act=Act.QUESTIONS_EXPORTED).count() == 1


def test_a_selection_by_outcome_of_the_module(editor: Client) -> None:
    module = Module.objects.get(code="M2.2")
    outcome = Outcome.objects.create(module=module, position=9, kind="knowledge")
    Question.objects.filter(code="m2.2-q1").update(outcome=outcome)
    assert editor.post(URL, fields(outcome=str(outcome.pk))).content.count(b"::m2.2-q") == 1
    entry = AuditEntry.objects.get(act=Act.QUESTIONS_EXPORTED)
    assert entry.new is not None
    assert entry.new["outcome"] == outcome.pk
    other = make_module("M2.3")
    assert editor.post(URL, fields(module=other.code, outcome=str(outcome.pk))).status_code == 422
    assert editor.post(URL, fields(outcome="0")).status_code == 422


@pytest.mark.parametrize("changed", [{"module": "M9.9"}, {"language": "de"}, {"format": "word"}, {"tag": "x" * 41}])
def test_bad_choices_are_told(editor: Client, changed: dict[str, str]) -> None:
    assert editor.post(URL, fields(**changed)).status_code == 422
