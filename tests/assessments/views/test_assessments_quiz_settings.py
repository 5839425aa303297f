"""Editors set how a quiz is sat; what they changed is told, and never lost to the files."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Act
from accounts.models import AuditEntry
from assessments.domain.quiz_settings import NAMES
from assessments.models import Quiz
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import make_quiz

LIST = reverse("assessments:quizzes")


@pytest.fixture
def quiz(cast: Cast) -> Quiz:
    return make_quiz(Module.objects.get(code="M2.2"), questions=0)


@pytest.fixture
def editor(cast: Cast, quiz: Quiz) -> Client:
    return cast.client("editor")


def page(quiz: Quiz) -> str:
    return reverse("assessments:quiz_settings", args=[quiz.code])


def shown(client: Client, quiz: Quiz) -> dict[str, Any]:
    """What a browser would send back when nothing is changed."""
    form = client.get(page(quiz)).context["form"]
    return {name: form[name].value() for name in form.fields if form[name].value() not in {None, False}}


def test_settings_are_saved_once_and_told(cast: Cast, editor: Client, quiz: Quiz) -> None:
    data = {**shown(editor, quiz), "time_limit_minutes": "۴۵", "forward_only": "on", "feedback": "cohort"}
    data.pop("shuffle")
    for _again in range(2):
        assert editor.post(page(quiz), data).status_code == 302
    quiz.refresh_from_db()
    assert (quiz.time_limit_minutes, quiz.forward_only, quiz.feedback, quiz.shuffle) == (45, True, "cohort", False)
    assert quiz.changed_by == cast.editor
    entry = AuditEntry.objects.get(act=Act.QUIZ_CHANGED)
    assert (entry.actor, entry.old["time_limit_minutes"], entry.new["time_limit_minutes"]) == (cast.editor, None, 45)
    words = editor.get(page(quiz)).content.decode()
    assert cast.editor.service_number in words
    assert "After the whole cohort has finished" in words
    assert "45 minutes" in editor.get(LIST).content.decode()


def test_saving_what_is_shown_changes_nothing(editor: Client, quiz: Quiz) -> None:
    assert editor.post(page(quiz), shown(editor, quiz)).status_code == 302
    assert Quiz.objects.get().changed_by is None
    assert not AuditEntry.objects.filter(act=Act.QUIZ_CHANGED).exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"time_limit_minutes": "0"},
        {"time_limit_minutes": "601"},
        {"time_limit_minutes": "many"},
        {"pause_hours": "-1"},
        {"feedback": "never"},
        {"start_code": "on"},
        {"seen": ""},
    ],
)
def test_what_does_not_fit_is_told_and_kept(editor: Client, quiz: Quiz, changed: dict[str, str]) -> None:
    answer = editor.post(page(quiz), {**shown(editor, quiz), "centre_network_only": "on", **changed})
    assert answer.status_code == 422
    assert answer.context["form"]["centre_network_only"].value() is True
    assert not Quiz.objects.get().centre_network_only


def test_a_counting_quiz_has_no_thresholds_of_its_own(editor: Client, quiz: Quiz) -> None:
    data = {**shown(editor, quiz), "pass_percent": "10", "attempts": "9", "start_code": "on", "sittings_only": "on"}
    assert editor.post(page(quiz), data).status_code == 302
    quiz.refresh_from_db()
    assert (quiz.pass_percent, quiz.attempts, quiz.start_code) == (None, None, True)
    Quiz.objects.update(purpose="practice")
    assert (
        editor.post(page(quiz), {**data, **shown(editor, quiz), "pass_percent": "10", "attempts": "9"}).status_code
        == 302
    )
    quiz.refresh_from_db()
    assert (quiz.pass_percent, quiz.attempts) == (10, 9)


def test_two_editors_do_not_overwrite_each_other(editor: Client, quiz: Quiz) -> None:
    data = shown(editor, quiz)
    assert editor.post(page(quiz), {**data, "second_marker": "on"}).status_code == 302
    answer = editor.post(page(quiz), {**data, "pause_hours": "5"})
    assert answer.status_code == 409
    assert answer.context["form"]["pause_hours"].value() == "5"
    assert Quiz.objects.get().pause_hours == 0


def test_a_quiz_that_is_not_there_is_404(editor: Client, quiz: Quiz) -> None:
    data = shown(editor, quiz)
    Quiz.objects.update(retired_at="2026-01-01T00:00Z")
    assert editor.get(page(quiz)).status_code == 404
    assert editor.post(page(quiz), data).status_code == 404
    assert "M2.2" not in editor.get(LIST).content.decode()


def test_the_same_queries_for_one_quiz_and_many(editor: Client, quiz: Quiz) -> None:
    editor.get(LIST)
    with CaptureQueriesContext(connection) as few:
        editor.get(LIST)
    for number in range(4):
        make_quiz(quiz.module, questions=0, code=f"P{number}", purpose="practice")  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as many:
        assert len(editor.get(LIST).context["lines"]) == 5
    assert len(many) == len(few)
    data = shown(editor, quiz)
    with CaptureQueriesContext(connection) as few:
        editor.get(page(quiz))
    editor.post(page(quiz), {**data, **dict.fromkeys(NAMES[3:4], "on"), "pause_hours": "3"})
    editor.post(page(quiz), {**shown(editor, quiz), "pause_hours": "4"})
    editor.get(page(quiz))
    with CaptureQueriesContext(connection) as many:
        assert len(editor.get(page(quiz)).context["found"].history) == 2
    assert len(many) == len(few)
