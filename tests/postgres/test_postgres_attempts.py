"""Two devices at the same moment, on a real PostgreSQL: one attempt, one result, no answer between the chairs."""

import datetime
import threading
import time
import uuid
from typing import Any

import pytest
from django.db import transaction

from assessments.models import Attempt, AttemptQuestion, Response, Result
from assessments.services.answers import Given, store
from assessments.services.attempts import hand_in
from assessments.services.starting import start
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import make_quiz, right_answers
from tests.postgres.together import at_once

pytestmark = pytest.mark.postgres

AT = datetime.datetime(2026, 11, 22, 9, tzinfo=datetime.UTC)


@pytest.fixture
def quiz(cast: Cast) -> Cast:
    make_quiz(Module.objects.get(code="M2.2"))
    return cast


def test_start_pressed_on_many_devices_makes_one_attempt(quiz: Cast) -> None:
    def press() -> Any:
        return start(code="M2.2", language="tg", by=quiz.trainee, at=AT).pk

    assert len(set(at_once(*[press] * 6))) == 1
    assert AttemptQuestion.objects.count() == 10


def test_handing_in_on_many_devices_makes_one_result(quiz: Cast) -> None:
    attempt = start(code="M2.2", language="tg", by=quiz.trainee, at=AT)

    def press() -> Any:
        return hand_in(attempt_id=attempt.pk, confirmed=True, by=quiz.trainee, at=AT).percent

    assert set(at_once(*[press] * 6)) == {0}
    assert Result.objects.count() == 1


def test_the_same_answer_at_once_is_stored_once(quiz: Cast) -> None:
    attempt = start(code="M2.2", language="tg", by=quiz.trainee, at=AT)
    given = Given(uuid.uuid4(), 1, 1, 0, "tg")
    replies = at_once(*[lambda: store(attempt_id=attempt.pk, given=given, by=quiz.trainee, at=AT)] * 6)
    assert replies == [True] * 6
    assert Response.objects.count() == 1


def test_an_answer_that_meets_the_hand_in_waits_and_is_told_the_truth(quiz: Cast) -> None:
    attempt = start(code="M2.2", language="tg", by=quiz.trainee, at=AT)
    given = Given(uuid.uuid4(), 1, 1, right_answers(attempt)[1], "tg")
    marked = threading.Event()

    def slow_hand_in() -> Any:
        with transaction.atomic():
            done = hand_in(attempt_id=attempt.pk, confirmed=True, by=quiz.trainee, at=AT)
            marked.set()
            time.sleep(0.5)
        return done.percent

    def answer() -> Any:
        assert marked.wait(60)
        return store(attempt_id=attempt.pk, given=given, by=quiz.trainee, at=AT)

    assert at_once(slow_hand_in, answer) == [0, False]
    assert Response.objects.get().late


def test_every_answer_counts_or_is_late_whatever_the_moment(quiz: Cast) -> None:
    for _ in range(3):
        attempt = start(code="M2.2", language="tg", by=quiz.trainee, at=AT)
        answers = right_answers(attempt)

        def give(attempt: Attempt = attempt, answers: dict[int, Any] = answers) -> list[bool]:
            return [
                store(attempt_id=attempt.pk, given=Given(uuid.uuid4(), place, 1, answer, "tg"), by=quiz.trainee, at=AT)
                for place, answer in answers.items()
            ]

        def finish(attempt: Attempt = attempt) -> Any:
            time.sleep(0.02)
            return hand_in(attempt_id=attempt.pk, confirmed=True, by=quiz.trainee, at=AT).points

        counted, points = at_once(give, finish)
        assert points == sum(counted)
        assert Response.objects.filter(attempt=attempt, late=True).count() == 10 - sum(counted)
