"""Reading: what a trainee sees, who may read what, how many queries it costs."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.models import LessonCompletion, LessonEdition
from courses.services.enrolments import withdraw
from tests.factories.courses import enrol, make_cohort, make_lesson, make_module, make_version

LESSON = "/en/courses/lessons/M2.2.1/"
DONE = "/en/courses/lessons/M2.2.1/done/"


def page_of(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


def edition(code="M2.2.1", language="en"):
    return LessonEdition.objects.get(lesson__code=code, language=language)


def read(client, code="M2.2.1", **data):
    values = {"completion": str(uuid.uuid4()), "edition": edition(code).pk, **data}
    return client.post(f"/en/courses/lessons/{code}/done/", values)


def without_text(code, *languages):
    """Leave only the titles of a lesson in some languages: the next edition has no text."""
    for language in languages:
        lesson = edition(code, language).lesson
        LessonEdition.objects.filter(lesson=lesson, language=language).delete()
        LessonEdition.objects.create(
            lesson=lesson, language=language, number=2, title=f"{code} only a title", source_hash="1"
        )


def test_lesson_shows_the_text_in_the_language_of_the_address(cast):
    page = page_of(cast.client("trainee"), "/fa-af/courses/lessons/M2.2.1/")
    assert '<article lang="fa-AF" dir="rtl">' in page
    assert "body fa-af" in page
    assert 'content="noindex"' in page
    assert page.count("<h1") == 1


def test_lesson_costs_six_queries(cast):
    assert queries_of(cast.client("trainee"), LESSON) <= 6
    assert queries_of(cast.client("instructor"), LESSON) <= 6


def test_other_languages_are_links_to_the_same_lesson(cast):
    page = page_of(cast.client("trainee"), LESSON)
    for code in ("tg", "fa-af", "ru"):
        assert f'href="/{code}/courses/lessons/M2.2.1/"' in page


def test_switching_the_language_keeps_the_place(cast):
    data = {"language": "tg", "next": f"{LESSON}#intro"}
    answer = cast.client("trainee").post("/en/account/language/", data)
    assert answer["Location"] == "/tg/courses/lessons/M2.2.1/#intro"


def test_a_lesson_without_translation_is_shown_in_english_and_says_so(cast):
    without_text("M2.2.1", "tg")
    page = page_of(cast.client("trainee"), "/tg/courses/lessons/M2.2.1/")
    assert '<article lang="en" dir="ltr">' in page
    assert '<h1 lang="en" dir="ltr">' in page
    assert "notice--warn" in page


def test_drafts_are_marked_or_hidden(cast):
    assert "Draft" in page_of(cast.client("trainee"), LESSON)
    version = cast.cohort.programme_version
    type(version).objects.filter(pk=version.pk).update(drafts_shown=False)
    page_of(cast.client("trainee"), LESSON, 404)
    assert "In preparation" in page_of(cast.client("trainee"), "/en/courses/modules/M2.2/")
    assert "Draft" in page_of(cast.client("instructor"), LESSON)


def test_who_reads_the_instructors_part(cast):
    for name, sees in (("instructor", True), ("head", True), ("editor", True), ("trainee", False), ("hr", False)):
        assert ("<p>plan</p>" in page_of(cast.client(name), LESSON)) == sees, name


def test_a_lesson_of_another_programme_is_not_found(cast):
    make_module("M9.1")
    page_of(cast.client("trainee"), "/en/courses/lessons/M9.1.1/", 404)
    page_of(cast.client("trainee"), "/en/courses/modules/M9.1/", 404)
    page_of(cast.client("instructor"), "/en/courses/lessons/M9.1.1/")
    page_of(cast.client("instructor"), "/en/courses/lessons/M9.1.7/", 404)


def test_whoever_was_withdrawn_reads_no_more(cast):
    page_of(cast.client("trainee"), LESSON)
    withdraw(enrolment=cast.enrolment, reason="moved", by=cast.registrar, at=cast.enrolment.enrolled_at)
    page_of(cast.client("trainee"), LESSON, 404)
    assert read(cast.client("trainee")).status_code == 404


def test_reading_is_saved_once_and_leads_to_the_next_lesson(cast):
    client = cast.client("trainee")
    completion = str(uuid.uuid4())
    for _ in range(2):
        response = read(client, completion=completion)
        assert response.status_code == 302
        assert response["Location"] == "/en/courses/lessons/M2.2.2/"
    assert read(client).status_code == 302
    assert LessonCompletion.objects.count() == 1
    assert read(client, "M2.2.2")["Location"] == "/en/courses/modules/M2.2/"
    assert "I have read this" not in page_of(client, LESSON)


def test_progress_is_the_same_in_every_language(cast):
    client = cast.client("trainee")
    read(client)
    for language in ("tg", "fa-af", "ru", "en"):
        page = page_of(client, f"/{language}/courses/lessons/M2.2.1/")
        assert 'name="completion"' not in page
        assert 'value="1" max="2"' in page_of(client, f"/{language}/courses/modules/M2.2/")


def test_the_form_of_the_page_works_as_it_is(cast):
    client = cast.client("trainee")
    page = page_of(client, LESSON)
    fields = dict(re.findall(r'name="(completion|edition)" value="([^"]+)"', page))
    assert client.post(DONE, fields).status_code == 302
    assert LessonCompletion.objects.get().pk == uuid.UUID(fields["completion"])


@pytest.mark.parametrize(
    "data", [{"completion": "x"}, {"completion": ""}, {"edition": "x"}, {"edition": "999999"}, {"edition": ""}]
)
def test_a_spoiled_form_is_answered_with_a_message(cast, data):
    client = cast.client("trainee")
    response = read(client, **data)
    assert response["Location"] == LESSON
    assert "could not be saved" in page_of(client, LESSON)
    assert not LessonCompletion.objects.exists()


def test_lessons_without_a_text_are_passed_over(cast):
    module = edition().lesson.module
    make_lesson(module, 3)
    without_text("M2.2.2", "en", "tg", "ru", "fa-af")
    client = cast.client("trainee")
    assert 'rel="next" href="/en/courses/lessons/M2.2.3/"' in page_of(client, LESSON)
    page = page_of(client, "/en/courses/lessons/M2.2.2/")
    assert "being prepared" in page
    assert 'name="completion"' not in page
    assert 'value="0" max="2"' in page_of(client, "/en/courses/modules/M2.2/")


def test_mine_says_what_to_do_next(cast):
    client = cast.client("trainee")
    assert 'href="/tg/courses/lessons/M2.2.1/"' in page_of(client, "/tg/courses/")
    read(client)
    page = page_of(client, "/tg/courses/")
    assert 'href="/tg/courses/lessons/M2.2.2/"' in page
    assert "M2.2.2 title tg" in page
    read(client, "M2.2.2")
    page = page_of(client, "/en/courses/")
    assert "You have read all lessons" in page
    assert 'value="2" max="2"' in page


def test_mine_without_a_course(cast):
    assert "registrar" in page_of(cast.client("stranger"), "/en/courses/")
    assert "/en/courses/manuals/" in page_of(cast.client("instructor"), "/en/courses/")


def test_mine_costs_the_same_for_one_and_three_modules_and_programmes(cast):
    client = cast.client("trainee")
    one = queries_of(client, "/en/courses/")
    modules = tuple(make_module(code) for code in ("M2.2", "M9.1", "M9.2"))
    for code in ("A", "B"):
        cohort = make_cohort(centre=cast.khorog, version=make_version(code=code, modules=modules))
        enrol(cohort, cast.trainee, by=cast.registrar)
    assert "M9.2" in page_of(client, "/en/courses/")
    assert queries_of(client, "/en/courses/") == one
    assert one <= 12


def test_module_costs_the_same_for_two_and_five_lessons(cast):
    client = cast.client("trainee")
    two = queries_of(client, "/en/courses/modules/M2.2/")
    module = edition().lesson.module
    for position in (3, 4, 5):
        make_lesson(module, position)
    assert queries_of(client, "/en/courses/modules/M2.2/") == two
    assert two <= 12


def test_manuals_count_texts_in_each_language_for_the_same_queries(cast):
    client = cast.client("editor")
    one = queries_of(client, "/en/courses/manuals/")
    without_text("M2.2.1", "ru")
    make_module("M9.1")
    make_module("GEN2")
    page = page_of(client, "/en/courses/manuals/")
    assert queries_of(client, "/en/courses/manuals/") == one
    assert '<span class="badge badge--warn">1</span>' in page
    assert '<span class="badge badge--ok">2</span>' in page
    assert "/en/courses/modules/GEN2/" in page
    assert "/en/courses/modules/GEN2/" not in page_of(cast.client("trainee"), "/en/courses/manuals/")
