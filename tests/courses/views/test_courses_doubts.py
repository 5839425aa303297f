""" "I don't understand this": asked by trainees, answered by translators and editors."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.access import BACKEND
from accounts.enums import Role
from accounts.services.roles import give_role
from courses.models import Doubt, Lesson, LessonEdition
from tests.factories.accounts import make_person
from tests.factories.courses import make_lesson, make_module

PAGE = "/en/courses/lessons/M2.2.1/questions/"


@pytest.fixture
def edition(cast):
    module = make_module("M2.2")
    lesson = module.lessons.first() or make_lesson(module, 1)
    newest = LessonEdition.objects.filter(lesson=lesson, language="en").order_by("-number").first()
    return LessonEdition.objects.create(
        lesson=lesson,
        language="en",
        number=newest.number + 1 if newest else 1,
        title="Lines",
        body="<p>x</p>",
        text="x",
        words=1,
        source_hash="0",
        blocks=[
            ["lesson", "M2.2.1", {"title": "Lines"}],
            ["text", "why", {"title": "Why **lines**", "body": ["a"]}],
            ["points", "bare", {"items": ["one two three four five six seven eight nine ten"]}],
            ["plan", "plan", {"rows": []}],
        ],
    )


def ask(client, edition, text="What is `TD3`?", block="why", pk=None):
    data = {"id": pk or str(uuid.uuid4()), "edition": edition.pk, "block": block, "text": text}
    return client.post(PAGE, data)


def test_the_page_lists_the_blocks_that_trainees_read(cast, edition):
    html = cast.client("trainee").get(f"{PAGE}?block=bare").content.decode()
    assert '<option value="why" lang="en" dir="ltr">Why lines</option>' in html
    assert '<option value="bare" selected lang="en" dir="ltr">one two three four five six seven eight nine …' in html
    assert 'value="plan"' not in html
    assert f'value="{edition.pk}"' in html


def test_the_lesson_leads_there_without_a_query_more(cast, edition):
    html = cast.client("trainee").get("/en/courses/lessons/M2.2.1/").content.decode()
    assert f'href="{PAGE}" data-doubts' in html


def test_sent_twice_is_one(cast, edition):
    client, pk = cast.client("trainee"), str(uuid.uuid4())
    assert ask(client, edition, pk=pk).status_code == 302
    assert ask(client, edition, "other words", pk=pk).status_code == 302
    doubt = Doubt.objects.get()
    assert (doubt.person, doubt.block, doubt.text, doubt.language) == (cast.trainee, "why", "What is `TD3`?", "en")
    assert ask(cast.client("classmate"), edition, pk=pk).status_code == 422
    assert Doubt.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "x" * 501}, "too long"),
        ({"block": "nowhere"}, "could not be sent"),
        ({"pk": "not-an-id"}, "could not be sent"),
    ],
)
def test_what_cannot_be_sent_is_said_and_kept(cast, edition, change, said):
    answer = ask(cast.client("trainee"), edition, **{"text": "my words", **change})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert said in html
    assert change.get("text", "my words") in html
    assert not Doubt.objects.exists()


def test_an_edition_of_another_lesson_is_refused(cast, edition):
    other = make_lesson(Lesson.objects.get(code="M2.2.1").module, 7).editions.first()
    if other is None:
        other = LessonEdition.objects.create(
            lesson=Lesson.objects.get(code="M2.2.7"), language="en", number=1, title="t", source_hash="0"
        )
    assert ask(cast.client("trainee"), other).status_code == 422


def test_nobody_has_more_than_twenty_open(cast, edition):
    client = cast.client("trainee")
    for number in range(20):
        assert ask(client, edition, f"question {number}").status_code == 302
    answer = ask(client, edition, "one more")
    assert answer.status_code == 422
    assert "one more" in answer.content.decode()
    assert Doubt.objects.count() == 20


def test_who_answers_does_not_see_who_asked(cast, edition):
    ask(cast.client("trainee"), edition)
    html = cast.client("editor").get(PAGE).content.decode()
    assert "What is `TD3`?" in html
    assert "TJ-100001" not in html
    assert "Karimzoda" not in html.title()
    assert str(cast.trainee.pk) not in html


def test_the_answer_reaches_the_trainee_alone(cast, edition):
    ask(cast.client("trainee"), edition)
    doubt = Doubt.objects.get()
    answer = cast.client("editor").post(f"/en/courses/questions/{doubt.pk}/answer/", {"answer": "A passport."})
    assert answer.status_code == 302
    doubt.refresh_from_db()
    assert (doubt.answer, doubt.answered_by) == ("A passport.", cast.editor)
    for page in (PAGE, "/en/courses/modules/M2.2/"):
        assert "A passport." in cast.client("trainee").get(page).content.decode()
        assert "A passport." not in cast.client("classmate").get(page).content.decode()
    again = cast.client("editor").post(f"/en/courses/questions/{doubt.pk}/answer/", {"answer": "Another."})
    assert again.status_code == 422
    assert "Another." not in cast.client("trainee").get(PAGE).content.decode()


def test_mended_names_the_edition(cast, edition):
    ask(cast.client("trainee"), edition)
    doubt = Doubt.objects.get()
    url = f"/en/courses/questions/{doubt.pk}/answer/"
    assert cast.client("editor").post(url, {"mended": "1"}).status_code == 422
    LessonEdition.objects.create(
        lesson=edition.lesson, language="en", number=edition.number + 1, title="Lines", source_hash="1", words=1
    )
    assert cast.client("editor").post(url, {"mended": "1"}).status_code == 302
    said = f"The text was mended in edition {edition.number + 1}."
    assert said in cast.client("trainee").get(PAGE).content.decode()


@pytest.mark.parametrize("data", [{}, {"answer": "x" * 501}])
def test_an_answer_that_cannot_be_is_kept(cast, edition, data):
    ask(cast.client("trainee"), edition)
    doubt = Doubt.objects.get()
    answer = cast.client("editor").post(f"/en/courses/questions/{doubt.pk}/answer/", data)
    assert answer.status_code == 422
    assert data.get("answer", "Write an answer first.") in answer.content.decode()
    doubt.refresh_from_db()
    assert doubt.answered_at is None


def test_only_who_writes_the_language_answers(cast, edition):
    ask(cast.client("trainee"), edition)
    doubt = Doubt.objects.get()
    tajik = make_person(number="TR-TG")
    give_role(user=tajik, role=Role.TRANSLATOR, centre=None, language="tg", by=None)
    client = Client()
    client.force_login(tajik, backend=BACKEND)
    url = f"/en/courses/questions/{doubt.pk}/answer/"
    assert client.post(url, {"answer": "x"}).status_code == 404
    assert cast.client("translator").post(url, {"answer": "x"}).status_code == 404  # English is for editors
    assert cast.client("instructor").post(url, {"answer": "x"}).status_code == 403
    assert cast.client("trainee").post(url, {"answer": "x"}).status_code == 403
    assert cast.client("stranger").get(PAGE).status_code == 404


def test_the_page_costs_the_same_for_one_and_three(cast, edition):
    client = cast.client("trainee")
    ask(client, edition)
    client.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(PAGE)
    ask(client, edition, "2")
    ask(client, edition, "3")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)
    assert len(one) == len(three) <= 10
