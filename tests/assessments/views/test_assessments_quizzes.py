"""The pages of quizzes and attempts, with and without scripts, and what they cost."""

import datetime
import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from assessments.enums import QuizPurpose
from assessments.models import Attempt, AttemptQuestion, Response, Result
from assessments.services.attempts import hand_in
from assessments.services.starting import start
from attendance.enums import Status
from courses.models import Module
from tests.conftest import Cast
from tests.factories.assessments import KEYS, make_quiz, right_answers
from tests.factories.attendance import call_roll, make_session


@pytest.fixture
def module(cast: Cast) -> Module:
    module = Module.objects.get(code="M2.2")
    make_quiz(module, questions=20)
    return module


@pytest.fixture
def attempt(cast: Cast, module: Module) -> Attempt:
    return start(code="M2.2", language="en", by=cast.trainee, at=timezone.now())


def url(name: str, pk: Any, language: str = "en") -> str:
    with override(language):
        return reverse(f"assessments:{name}", args=[pk])


def send(client: Client, attempt: Attempt, position: int, answer: Any, language: str = "en", **fields: Any) -> Any:
    sent = {
        "id": str(uuid.uuid4()),
        "position": position,
        "sequence": position,
        "language": language,
        "answer": answer,
        **fields,
    }
    return client.post(url("answer", attempt.pk), json.dumps(sent), content_type="application/json")


def form_of(client: Client, attempt: Attempt) -> dict[str, Any]:
    """What the attempt's page would post without a script and without a change."""
    page = client.get(url("attempt", attempt.pk)).content.decode()
    return dict(re.findall(r'name="(was\d+)" value="([^"]*)"', page))


def test_the_quiz_page_says_what_is_asked(cast: Cast, module: Module) -> None:
    page = cast.client("trainee").get(url("quiz", "M2.2"))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<h1") == 1
    for said in ("M2.2 en", "20", "60%", "3 of 3", "Start"):
        assert said in text
    with override("fa-af"):
        assert "۳" in cast.client("trainee").get(url("quiz", "M2.2", "fa-af")).content.decode()
    assert cast.client("trainee").get(url("quiz", "M9.9")).status_code == 404


def test_staff_read_about_the_quiz_but_do_not_start_it(cast: Cast, module: Module) -> None:
    page = cast.client("instructor").get(url("quiz", "M2.2"))
    assert page.status_code == 200
    assert url("start", "M2.2") not in page.content.decode()
    assert cast.client("instructor").post(url("start", "M2.2")).status_code == 403
    assert cast.client("hr").get(url("quiz", "M2.2")).status_code == 403
    assert not Attempt.objects.exists()


def test_the_page_of_an_exit_test_says_what_is_missing(cast: Cast, module: Module) -> None:
    module.quizzes.update(purpose=QuizPurpose.EXIT)
    part = cast.cohort.programme_version.parts.earliest("position")
    part.practice_in_full = True
    part.save()
    call_roll(make_session(cast.cohort, hours=4, kind="practice"), cast.instructor, TJ_100001=Status.ABSENT)
    client = cast.client("trainee")
    assert client.post(url("start", "M2.2"), follow=True).redirect_chain == [(url("quiz", "M2.2"), 302)]
    page = client.get(url("quiz", "M2.2"))
    text = re.sub(r"<[^>]+>", "", page.content.decode())
    assert page.status_code == 200
    for said in (
        "You are not admitted to the exit test yet.",
        "Attendance is 0.0 %, 90 % is needed.",
        "Practical lessons have to be made up: 4 h.",
    ):
        assert said in text
    with override("en"):
        assert reverse("attendance:history", args=[cast.enrolment.pk]) in page.content.decode()
    assert url("start", "M2.2") not in page.content.decode()
    assert not Attempt.objects.exists()
    assert "not admitted" not in cast.client("classmate").get(url("quiz", "M2.2")).content.decode()


def test_start_is_pressed_twice_on_two_devices(cast: Cast, module: Module) -> None:
    first = cast.client("trainee").post(url("start", "M2.2"))
    second = cast.client("trainee").post(url("start", "M2.2", "ru"))
    attempt = Attempt.objects.get()
    assert first["Location"] == url("attempt", attempt.pk)
    assert second["Location"] == url("attempt", attempt.pk, "ru")
    page = cast.client("trainee").get(url("quiz", "M2.2")).content.decode()
    assert "Go on with the attempt" in page


def test_start_by_link_is_not_possible(cast: Cast, module: Module) -> None:
    assert cast.client("trainee").get(url("start", "M2.2")).status_code == 405
    assert not Attempt.objects.exists()


def test_the_page_holds_every_kind_and_tells_nothing_of_the_key(cast: Cast, attempt: Attempt) -> None:
    client = cast.client("trainee")
    for language in ("en", "tg", "fa-af", "ru"):
        text = client.get(url("attempt", attempt.pk, language)).content.decode()
        assert text.count("<h1") == 1
        assert text.count("<fieldset") == 20
        for kind in KEYS:
            assert f'data-kind="{kind}"' in text
        assert f"stem 1 {language}" in text
        assert "feedback" not in text
        assert "<style" not in text
        assert " style=" not in text
        assert "onclick" not in text
    # the places are the same for everybody; which option stands there is not
    shuffled = [row for row in attempt.drawn.select_related("version") if row.version.kind == "multiple"]
    text = client.get(url("attempt", attempt.pk)).content.decode()
    for row in shuffled:
        card = text.split(f'id="q{row.position}"')[1].split("</fieldset>")[0]
        assert re.findall(r'value="(\d)"><span>option (\d)', card) == [
            (str(place), str(number)) for place, number in enumerate(row.order)
        ]


def test_the_page_in_dari_is_right_to_left_with_english_where_words_are_missing(cast: Cast, attempt: Attempt) -> None:
    first = attempt.drawn.get(position=1).version
    first.texts.filter(language="fa-af").delete()
    text = cast.client("trainee").get(url("attempt", attempt.pk, "fa-af")).content.decode()
    card = text.split('id="q1"')[1].split("</fieldset>")[0]
    assert '<div class="question__stem" lang="en" dir="ltr">' in card
    other = text.split('id="q2"')[1].split("</fieldset>")[0]
    assert '<div class="question__stem" lang="fa-AF" dir="rtl">' in other


def test_an_answer_is_saved_and_shown_on_the_next_visit_in_another_language(cast: Cast, attempt: Attempt) -> None:
    client = cast.client("trainee")
    answers = right_answers(attempt)
    for position in (1, 2, 3, 4, 5):
        reply = send(client, attempt, position, answers[position], "tg")
        assert (reply.status_code, reply.json()) == (200, {"state": "saved"})
    assert send(client, attempt, 6, answers[6], "fa-af").status_code == 200
    text = client.get(url("attempt", attempt.pk, "ru")).content.decode()
    assert 'data-sequence="6"' in text
    assert re.search(r'<progress value="6" max="20"', text)
    assert set(Response.objects.values_list("position", "language")) == {
        *((position, "tg") for position in range(1, 6)),
        (6, "fa-af"),
    }


def test_a_repeated_answer_gets_the_same_reply(cast: Cast, attempt: Attempt) -> None:
    client, pk = cast.client("trainee"), str(uuid.uuid4())
    replies = [send(client, attempt, 1, True, id=pk).json() for _ in range(3)]
    hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=timezone.now())
    replies.append(send(client, attempt, 1, True, id=pk).json())
    assert replies == [{"state": "saved"}] * 4
    assert Response.objects.count() == 1
    assert send(client, attempt, 1, False).json() == {"state": "late"}


@pytest.mark.parametrize("body", [" ", "null", "{", "[]", "\xff", '{"id":1}', "[" * 100_000, '{"answer":NaN}'])
def test_a_malformed_answer_is_refused(cast: Cast, attempt: Attempt, body: str) -> None:
    reply = cast.client("trainee").post(url("answer", attempt.pk), body, content_type="application/json")
    assert (reply.status_code, reply.json()) == (400, {"state": "refused"})
    assert not Response.objects.exists()


def test_another_persons_attempt_is_not_found(cast: Cast, attempt: Attempt) -> None:
    for role in ("classmate", "stranger", "instructor", "head", "administrator", "other_instructor"):
        client = cast.client(role)
        assert client.get(url("attempt", attempt.pk)).status_code == 404
        assert send(client, attempt, 1, 0).status_code == 404
        assert client.post(url("answer", attempt.pk), {"was1": "null", "q1": "0"}).status_code == 404
        assert client.post(url("submit", attempt.pk), {"confirmed": "1"}).status_code == 404
    for role, status in (("classmate", 404), ("other_instructor", 404), ("stranger", 403), ("hr", 403)):
        assert cast.client(role).get(url("attempt_result", attempt.pk)).status_code == status
    assert not Response.objects.exists()
    assert Attempt.objects.get().state == "open"


def test_without_a_script_the_form_saves_and_keeps_what_was_saved(cast: Cast, attempt: Attempt) -> None:
    client = cast.client("trainee")
    rows = {row.version.kind: row for row in attempt.drawn.select_related("version")}
    data: dict[str, Any] = form_of(client, attempt)
    assert len(data) == 20
    data |= {
        f"q{rows['single'].position}": "2",
        f"q{rows['multiple'].position}": ["4", "0"],
        f"q{rows['true_false'].position}": "false",
        f"q{rows['numeric'].position}": " ۳۹ ",
        f"q{rows['matching'].position}-0": "1",
        f"q{rows['matching'].position}-1": "",
        f"q{rows['matching'].position}-2": "x",
    }
    reply = client.post(url("answer", attempt.pk), data)
    assert reply["Location"] == url("attempt", attempt.pk)
    stored = {response.position: response.answer for response in Response.objects.all()}
    assert stored == {
        rows["single"].position: 2,
        rows["multiple"].position: [0, 4],
        rows["true_false"].position: False,
        rows["numeric"].position: "۳۹",
        rows["matching"].position: [1, None, None],
    }
    client.post(url("answer", attempt.pk), data)
    assert Response.objects.count() == 5
    page = client.get(url("attempt", attempt.pk)).content.decode()
    assert 'value="۳۹"' in page
    assert 'value="false" checked' in page
    assert re.search(r'<progress value="4" max="20"', page)  # the pairs are not complete


def test_the_form_can_change_the_language_and_saves_on_the_way(cast: Cast, attempt: Attempt) -> None:
    client = cast.client("trainee")
    data = form_of(client, attempt) | {"language": "fa-af"}
    single = next(row for row in attempt.drawn.select_related("version") if row.version.kind == "single")
    data[f"q{single.position}"] = "0"
    assert client.post(url("answer", attempt.pk), data)["Location"] == url("attempt", attempt.pk, "fa-af")
    assert Response.objects.get().language == "en"


def test_handing_in_asks_about_unanswered_questions_first(cast: Cast, attempt: Attempt) -> None:
    client = cast.client("trainee")
    answers = right_answers(attempt)
    for position in range(1, 18):
        send(client, attempt, position, answers[position])
    asked = client.post(url("submit", attempt.pk))
    assert asked["Location"] == url("attempt", attempt.pk) + "?hand_in=1"
    text = client.get(asked["Location"]).content.decode()
    assert "3 questions have no answer" in text
    assert 'href="#q18"' in text
    assert Attempt.objects.get().state == "open"
    done = client.post(url("submit", attempt.pk), {"confirmed": "1"})
    assert done["Location"] == url("attempt_result", attempt.pk)
    assert Attempt.objects.get().percent == 85


def test_handing_in_twice_gives_one_result(cast: Cast, attempt: Attempt) -> None:
    client = cast.client("trainee")
    replies = [client.post(url("submit", attempt.pk), {"confirmed": "1"}) for _ in range(2)]
    assert {reply["Location"] for reply in replies} == {url("attempt_result", attempt.pk)}
    assert Result.objects.count() == 1
    assert client.get(url("attempt", attempt.pk))["Location"] == url("attempt_result", attempt.pk)
    assert client.get(url("quiz", "M2.2")).content.decode().count("2 of 3") == 1


def test_the_form_hands_in_what_it_holds(cast: Cast, attempt: Attempt) -> None:
    client = cast.client("trainee")
    data: dict[str, Any] = form_of(client, attempt)
    for row in attempt.drawn.select_related("version"):
        answer = right_answers(attempt)[row.position]
        if row.version.kind == "matching":
            data |= {f"q{row.position}-{side}": str(place) for side, place in enumerate(answer)}
        else:
            data[f"q{row.position}"] = (
                [str(place) for place in answer] if isinstance(answer, list) else str(answer).lower()
            )
    assert client.post(url("submit", attempt.pk), data)["Location"] == url("attempt_result", attempt.pk)
    assert Attempt.objects.get().percent == 100


def test_the_result_explains_and_says_what_next(cast: Cast, attempt: Attempt) -> None:
    client = cast.client("trainee")
    assert client.get(url("attempt_result", attempt.pk))["Location"] == url("attempt", attempt.pk)
    answers = right_answers(attempt)
    for position in range(1, 9):
        send(client, attempt, position, answers[position])
    hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=timezone.now())
    text = client.get(url("attempt_result", attempt.pk)).content.decode()
    assert text.count("<h1") == 1
    assert text.count("feedback ") == 20
    assert "40%" in text
    assert "Not passed" in text
    assert text.count("</span> Right</span>") == 8
    assert text.count("</span> No answer</span>") == 12
    assert "M2.2.1 title en" in text
    page = cast.client("instructor").get(url("attempt_result", attempt.pk)).content.decode()
    assert "KARIMZODA" in page or "Каримзода" in page
    assert "What next?" not in page


def test_staff_see_that_an_attempt_is_in_progress_and_no_question(cast: Cast, attempt: Attempt) -> None:
    text = cast.client("instructor").get(url("attempt_result", attempt.pk)).content.decode()
    assert "in progress" in text
    assert "stem" not in text


def test_used_up_attempts_are_said_and_refused(cast: Cast, module: Module) -> None:
    client = cast.client("trainee")
    for _ in range(3):
        client.post(url("start", "M2.2"))
        client.post(url("submit", Attempt.objects.get(state="open").pk), {"confirmed": "1"})
    text = client.get(url("quiz", "M2.2")).content.decode()
    assert "You have used all your attempts" in text
    assert url("start", "M2.2") not in text
    assert client.post(url("start", "M2.2"))["Location"] == url("quiz", "M2.2")
    assert Attempt.objects.count() == 3


def test_a_locked_cohort_is_said_and_refused(cast: Cast, module: Module) -> None:
    cast.cohort.state = "locked"
    cast.cohort.save()
    client = cast.client("trainee")
    assert client.post(url("start", "M2.2"))["Location"] == url("quiz", "M2.2")
    assert "closed by protocol" in client.get(url("quiz", "M2.2")).content.decode()
    assert not Attempt.objects.exists()


def test_when_the_time_is_over_the_page_only_hands_in(cast: Cast, module: Module) -> None:
    module.quizzes.update(time_limit_minutes=10)
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    attempt = start(code="M2.2", language="en", by=cast.trainee, at=long_ago)
    client = cast.client("trainee")
    text = client.get(url("attempt", attempt.pk)).content.decode()
    assert "The time is over" in text
    assert text.count("disabled") == 20
    assert send(client, attempt, 1, 0).json() == {"state": "late"}
    running = start(code="M2.2", language="en", by=cast.trainee, at=timezone.now())
    page = client.get(url("attempt", running.pk)).content.decode()
    remaining = re.search(r'data-remaining="(\d+)"', page)
    assert remaining is not None
    assert 590 < int(remaining[1]) <= 601


def test_a_whole_attempt_is_cheap(cast: Cast, module: Module) -> None:
    client = cast.client("trainee")
    counts = []
    with CaptureQueriesContext(connection) as whole:
        client.get(url("quiz", "M2.2"))
        client.post(url("start", "M2.2"))
        attempt = Attempt.objects.get()
        client.get(url("attempt", attempt.pk))
        for position in range(1, 21):
            with CaptureQueriesContext(connection) as one:
                assert send(client, attempt, position, 0).status_code == 200
            counts.append(len(one))
        client.post(url("submit", attempt.pk), {"confirmed": "1"})
        client.get(url("attempt_result", attempt.pk))
    assert max(counts) <= 3
    own = 1  # the test's own query; savepoints are counted, the page before the start too
    assert len(whole) - own <= 100, [query["sql"] for query in whole]


def test_pages_cost_the_same_for_few_and_many_questions(cast: Cast, module: Module) -> None:
    version = cast.cohort.programme_version
    costs = []
    for questions in (1, 20):
        version.quiz_questions = questions
        version.save()
        attempt = start(code="M2.2", language="en", by=cast.trainee, at=timezone.now())
        client = cast.client("trainee")
        pages = []
        for page in ("attempt", "attempt_result"):
            if page == "attempt_result":
                hand_in(attempt_id=attempt.pk, confirmed=True, by=cast.trainee, at=timezone.now())
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url(page, attempt.pk)).status_code == 200
            pages.append(len(asked))
        with CaptureQueriesContext(connection) as asked:
            client.get(url("quiz", "M2.2"))
        costs.append([*pages, len(asked)])
    assert costs[0] == costs[1]
    assert AttemptQuestion.objects.count() == 21
