"""Reading: what a trainee sees, who may read what, how many queries it costs."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import LessonCompletion, LessonEdition
from courses.services.enrolments import withdraw
from tests.factories.courses import enrol, make_cohort, make_lesson, make_module, make_version

LESSON = "/en/courses/lessons/M2.2.1/"


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection, ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


def test_lesson_shows_the_text_in_the_language_of_the_address(cast):
    page = cast.client("trainee").get("/fa-af/courses/lessons/M2.2.1/")
    assert page.status_code == 200
    assert '<article lang="fa-AF" dir="rtl">' in page.content.decode()
    assert "body fa-af" in page.content.decode()
    assert 'content="noindex"' in page.content.decode()


def test_lesson_costs_six_queries(cast):
    assert queries_of(cast.client("trainee"), LESSON) <= 6
    assert queries_of(cast.client("instructor"), LESSON) <= 6
