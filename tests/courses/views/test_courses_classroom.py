"""Two languages side by side, slides, and the plan of a lesson."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import Lesson
from tests.factories.books import WORDS, write_lesson

LESSON = "/tg/courses/lessons/M2.2.1/"
TWO = f"{LESSON}two-languages/"
SLIDES = f"{LESSON}projector/"
PLAN = f"{LESSON}plan/"


@pytest.fixture
def lesson(cast):
    found = Lesson.objects.get(code="M2.2.1")
    write_lesson(found, "en", "tg", "fa-af")
    return found


def page_of(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_tajik_stands_beside_dari(cast, lesson) -> None:
    page = page_of(cast.client("trainee"), TWO)
    pair = (
        f'<div lang="tg" dir="ltr"><p>{WORDS["tg"][1]}</p></div>'
        f'<div lang="fa-AF" dir="rtl"><p>{WORDS["fa-af"][1]}</p></div>'
    )
    assert pair in page
    assert page.count("<h1") == 1


def test_the_languages_are_chosen_in_the_address(cast, lesson) -> None:
    page = page_of(cast.client("trainee"), f"{TWO}?first=fa-af&second=en")
    assert '<div class="two" dir="rtl">' in page
    assert WORDS["en"][1] in page
    assert WORDS["tg"][1] not in page


@pytest.mark.parametrize("query", ["first=de", "second=x", "first=tg&second=%00", "second=tg%27"])
def test_an_unknown_language_is_not_found(cast, lesson, query) -> None:
    page_of(cast.client("trainee"), f"{TWO}?{query}", 404)


def test_a_language_without_text_says_so(cast, lesson) -> None:
    other = Lesson.objects.get(code="M2.2.2")
    type(other.editions.first()).objects.filter(lesson=other, language="fa-af").delete()
    page = page_of(cast.client("trainee"), "/en/courses/lessons/M2.2.2/two-languages/?first=fa-af&second=tg")
    assert "This lesson has no text yet in" in page
    assert "body tg" in page


def test_drafts_are_hidden_in_both_languages(cast, lesson) -> None:
    version = cast.cohort.programme_version
    type(version).objects.filter(pk=version.pk).update(drafts_shown=False)
    page_of(cast.client("trainee"), TWO, 404)
    write_lesson(lesson, "tg", state="approved")
    page = page_of(cast.client("trainee"), TWO)
    assert WORDS["tg"][1] in page
    assert WORDS["fa-af"][1] not in page


def test_a_lesson_of_another_programme_is_not_found(cast, lesson) -> None:
    for url in (TWO, SLIDES, PLAN):
        page_of(cast.client("stranger"), url, 404)


def test_two_languages_cost_eight_queries(cast, lesson) -> None:
    assert queries_of(cast.client("trainee"), TWO) <= 8
    assert queries_of(cast.client("instructor"), TWO) <= 8


def test_the_lesson_page_leads_to_it(cast, lesson) -> None:
    page = page_of(cast.client("trainee"), LESSON)
    assert f'href="{TWO}"' in page
    assert PLAN not in page
    assert SLIDES not in page
    staff = page_of(cast.client("instructor"), LESSON)
    assert f'href="{PLAN}"' in staff
    assert f'href="{SLIDES}"' in staff


def test_slides_are_one_page_without_the_instructors_part(cast, lesson) -> None:
    page = page_of(cast.client("instructor"), SLIDES)
    assert page.count('class="slide ') == 5
    assert "block-plan" not in page
    assert 'id="slide-1"' in page
    assert "<details>" in page


def test_slides_and_plan_are_for_instructors_only(cast, lesson) -> None:
    for name in ("trainee", "hr", "auditor", "registrar"):
        page_of(cast.client(name), SLIDES, 404)
        page_of(cast.client(name), PLAN, 404)
    for name in ("instructor", "head", "editor"):
        page_of(cast.client(name), SLIDES)
        assert "block-plan" in page_of(cast.client(name), PLAN)


def test_slides_and_plan_cost_few_queries(cast, lesson) -> None:
    assert queries_of(cast.client("instructor"), SLIDES) <= 6
    assert queries_of(cast.client("instructor"), PLAN) <= 6
