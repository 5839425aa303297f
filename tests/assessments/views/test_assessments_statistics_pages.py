"""The pages of statistics: who reads words of examinations, filters, charts, files, the question to a translator."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from accounts.enums import Act
from accounts.models import AuditEntry
from assessments.models import Question, QuestionVersion, Quiz
from cms.navigation import groups_for
from courses.models import Doubt, Module
from tests.conftest import Cast
from tests.factories.assessments import make_question, make_quiz
from tests.factories.courses import make_lesson
from tests.factories.statistics import sit


@pytest.fixture
def quiz(cast: Cast) -> Quiz:
    return make_quiz(Module.objects.get(code="M2.2"), questions=0)


@pytest.fixture
def versions(quiz: Quiz) -> list[QuestionVersion]:
    assert quiz.module is not None
    return [make_question(quiz.module, number) for number in range(1, 6)]


@pytest.fixture
def told(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> QuestionVersion:
    """Sixty people in Tajik, forty-two in Dari; nobody of these knows the third question, which is returned."""
    sit(quiz, cast.cohort, versions, 60, knows=lambda person, at: person % 6 > at)
    sit(
        quiz,
        cast.cohort,
        versions,
        42,
        knows=lambda person, at: at != 2 and person % 6 > at,
        language="fa-af",
    )
    return versions[2]


def url(name: str, *args: object, language: str = "en") -> str:
    with override(language):
        return reverse(f"assessments:{name}", args=args)


def question_url(version: QuestionVersion, name: str = "question_statistics", language: str = "en") -> str:
    return url(name, "M2.2", version.question.code, version.number, language=language)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub("[\u2066\u2069]", "", answer.content.decode()))


def test_one_quiz_in_plain_words(cast: Cast, told: QuestionVersion) -> None:
    page = text_of(cast.client("head"), url("quiz_statistics", "M2.2"))
    assert "50 % right in Tajik, 0 % in Dari, 42 people: read the Dari text." in page
    assert page.index(told.question.code) < page.index("m2.2-q1<")
    assert "1 text to read" in page
    assert page.count('<svg class="figures"') == 2


def test_charts_are_mirrored_in_dari(cast: Cast, told: QuestionVersion) -> None:
    plain = text_of(cast.client("head"), url("quiz_statistics", "M2.2"))
    mirrored = text_of(cast.client("head"), url("quiz_statistics", "M2.2", language="fa-af"))
    bars = re.compile(r'<rect class="figures__\w+" x="([\d.]+)"')
    assert {float(x) for x in bars.findall(plain)} == {0.0}
    assert all(float(x) > 0 for x in bars.findall(mirrored))
    assert "۱۰۲" in mirrored


def test_one_question_with_its_answers(cast: Cast, told: QuestionVersion) -> None:
    with_lesson(told)
    page = text_of(cast.client("instructor"), question_url(told) + "?words=ru")
    assert "stem 3 ru" in page
    assert "option 2 ru" in page
    assert "Right answer" in page
    assert "Ask the translator to look" in page
    assert ">C<" in page  # the class of ETS


@pytest.mark.parametrize("secret", ["entry", "exit", "exam", "exam_only"])
def test_words_and_answers_of_examinations_are_for_few(cast: Cast, told: QuestionVersion, secret: str) -> None:
    if secret == "exam_only":
        Question.objects.update(exam_only=True)
    else:
        Quiz.objects.update(purpose=secret)
    for name in ("head", "editor", "auditor", "administrator", "instructor", "registrar", "translator"):
        page = text_of(cast.client(name), question_url(told))
        seen = name not in {"instructor", "registrar", "translator"}
        for words in ("stem 3", "option 2", "Answers given"):
            assert (words in page) is seen, (name, words)
        assert "0 % in Dari" in page


def test_languages_of_fewer_than_three_people_have_no_shares(
    cast: Cast, quiz: Quiz, versions: list[QuestionVersion]
) -> None:
    sit(quiz, cast.cohort, versions, 20, knows=lambda person, at: person % 6 > at)
    sit(quiz, cast.cohort, versions, 2, knows=lambda *_: True, language="ru")
    for address in (url("quiz_statistics", "M2.2"), question_url(versions[0])):
        page = text_of(cast.client("editor"), address)
        assert "fewer than three people" in page
        assert not re.search(r"in Russian, 2 people", page)


def test_two_attempts_are_too_few(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    sit(quiz, cast.cohort, versions, 2, knows=lambda *_: True)
    page = text_of(cast.client("head"), url("quiz_statistics", "M2.2"))
    assert "Too few attempts to say anything (2)." in page
    assert "100 %" not in page
    assert cast.client("head").get(question_url(versions[0])).status_code == 404


def test_filters_that_make_no_sense_are_told(cast: Cast, told: QuestionVersion) -> None:
    client = cast.client("editor")
    for query in ("since=never", "cohort=1", "centre=XXX", "which=best", "since=2026-12-02&until=2026-12-01"):
        answer = client.get(url("quiz_statistics", "M2.2") + f"?{query}")
        assert answer.status_code == 422, query
        assert b'class="error"' in answer.content
    assert client.get(url("statistics") + "?which=all&centre=KHO").status_code == 200
    other = cast.client("other_instructor").get(url("quiz_statistics", "M2.2") + f"?cohort={cast.cohort.pk}")
    assert other.status_code == 422  # another centre's cohort is none that can be chosen


def test_files_are_remembered_and_name_nobody(cast: Cast, told: QuestionVersion) -> None:
    client = cast.client("head")
    answer = client.post(url("statistics_download", "M2.2"), {"kind": "csv"})
    table = answer.content.decode("utf-8-sig")
    assert answer["Content-Disposition"] == 'attachment; filename="M2.2-statistics.csv"'
    assert len(table.splitlines()) == 6
    assert "S-" not in table
    entry = AuditEntry.objects.get(act=Act.EXPORTED)
    assert entry.new == {"list": "quiz statistics", "kind": "csv", "rows": 5}
    assert client.post(url("statistics_download", "M2.2"), {"kind": "xlsx"}).content[:2] == b"PK"
    assert client.post(url("statistics_download", "M2.2"), {"kind": "exe"}).status_code == 404
    unread = client.post(url("statistics_download", "M2.2") + "?since=never", {"kind": "csv"})
    assert client.get(unread["Location"]).status_code == 422


def with_lesson(version: QuestionVersion) -> None:
    lesson = make_lesson(version.question.module, 9)
    Question.objects.filter(pk=version.question_id).update(lesson=lesson)


def test_the_translator_is_asked_once_about_the_same_words(cast: Cast, told: QuestionVersion) -> None:
    with_lesson(told)
    address = question_url(told, "ask_translator")
    assert cast.client("instructor").post(address, {"language": "fa-af"}).status_code == 302
    assert cast.client("instructor").post(address, {"language": "fa-af"}).status_code == 302
    assert cast.client("editor").post(address, {"language": "fa-af"}).status_code == 302
    doubt = Doubt.objects.get()
    assert (doubt.lesson.code, doubt.language, doubt.person) == ("M2.2.9", "fa-af", cast.instructor)
    assert told.question.code in doubt.text
    with override("en"):
        queue = reverse("cms:queue")
    assert "M2.2.9" in text_of(cast.client("translator"), queue)


def test_nobody_is_asked_about_what_does_not_stand_out(cast: Cast, told: QuestionVersion) -> None:
    with_lesson(told)
    client = cast.client("instructor")
    for language in ("ru", "tg", "xx"):
        assert client.post(question_url(told, "ask_translator"), {"language": language}).status_code == 404
    assert Doubt.objects.count() == 0


def test_without_a_text_of_the_lesson_it_is_said(cast: Cast, told: QuestionVersion) -> None:
    answer = cast.client("instructor").post(question_url(told, "ask_translator"), {"language": "fa-af"}, follow=True)
    assert b"Tell the editor." in answer.content
    assert Doubt.objects.count() == 0


def test_texts_to_look_at(cast: Cast, told: QuestionVersion) -> None:
    assert told.question.code in text_of(cast.client("translator"), url("statistics_texts", "fa-af"))
    assert "No text stands out" in text_of(cast.client("translator"), url("statistics_texts", "tg"))
    assert cast.client("translator").get(url("statistics_texts", "xx")).status_code == 404


def test_the_pages_stand_in_the_navigation(cast: Cast) -> None:
    def has(name: str) -> bool:
        pages = [entry.url for group in groups_for(getattr(cast, name)) for entry in group.entries]
        return any(page.endswith("/assessments/statistics/") for page in pages)

    assert has("instructor")
    assert has("translator")
    assert not has("trainee")
    assert not has("hr")


def test_the_number_of_queries_does_not_grow(cast: Cast, quiz: Quiz, versions: list[QuestionVersion]) -> None:
    """Roles and session are among them: 7 for a quiz, 8 with the words of a question."""
    client = cast.client("head")
    addresses = [url("statistics"), url("quiz_statistics", "M2.2"), question_url(versions[0])]

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    sit(quiz, cast.cohort, versions[:1], 3, knows=lambda *_: True)
    for address in addresses:
        client.get(address)
    before = [cost(address) for address in addresses]
    sit(quiz, cast.cohort, versions, 40, knows=lambda person, at: person % 6 > at, language="ru")
    other = make_quiz(Module.objects.get(code="M2.2"), questions=0, code="M2.2-B")
    sit(other, cast.cohort, versions, 20, knows=lambda person, at: person % 6 > at)
    assert [cost(address) for address in addresses] == before
    assert max(before) <= 10
