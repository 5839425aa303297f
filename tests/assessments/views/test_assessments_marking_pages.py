"""The pages of marking by hand."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import PersonName
from assessments.models import Marking
from tests.conftest import Cast
from tests.factories.marking import essay_of, make_essay_quiz, sit_essay, third_marker


@pytest.fixture
def waiting(cast: Cast):
    make_essay_quiz(second_marker=True)
    return sit_essay(cast.trainee, at=timezone.now())


def post(cast: Cast, name: str, row, **fields):
    values = {"submission": str(uuid.uuid4()), "stage": "first", "line_0": "1", "line_1": "2", "comment": "", **fields}
    return cast.client(name).post(reverse("assessments:mark", args=[row.pk]), values)


def test_the_marker_sees_the_answer_and_nobodys_name(cast: Cast, waiting) -> None:
    client = cast.client("instructor")
    queue = client.get(reverse("assessments:marking")).content.decode()
    page = client.get(reverse("assessments:mark", args=[essay_of(waiting).pk])).content.decode()
    assert "Аввал ҳуҷҷатро мебинам." in page
    assert reverse("assessments:mark", args=[essay_of(waiting).pk]) in queue
    names = PersonName.objects.filter(person=cast.trainee).exclude(surname="").values_list("surname", flat=True)
    for text in (queue, page):
        assert cast.trainee.service_number not in text
        assert str(waiting.pk) not in text
        assert not any(name in text for name in names)


def test_a_marked_answer_leads_to_the_next(cast: Cast, waiting) -> None:
    other = sit_essay(cast.classmate, at=timezone.now())
    assert post(cast, "instructor", essay_of(waiting)).url == reverse("assessments:mark", args=[essay_of(other).pk])
    assert post(cast, "instructor", essay_of(other)).url == reverse("assessments:marking")
    assert Marking.objects.count() == 2


def test_bad_points_keep_what_was_typed(cast: Cast, waiting) -> None:
    answer = post(cast, "instructor", essay_of(waiting), line_0="7", comment="Three words kept")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Three words kept" in page
    assert 'name="line_1" value="2" required checked' in page
    assert not Marking.objects.exists()


def test_the_second_of_two_at_once_is_told_and_nothing_is_lost(cast: Cast, waiting) -> None:
    post(cast, "instructor", essay_of(waiting))
    late = post(cast, "second_assessor", essay_of(waiting), comment="Mine")
    assert late.status_code == 422
    assert "Somebody else has marked this answer meanwhile" in late.content.decode()
    assert "Mine" in late.content.decode()
    assert post(cast, "second_assessor", essay_of(waiting), stage="second").status_code == 302
    third_marker(cast)
    waiting.refresh_from_db()
    assert waiting.percent == 100


def test_the_same_form_twice_leads_on(cast: Cast, waiting) -> None:
    pk = str(uuid.uuid4())
    for _ in range(2):
        assert post(cast, "instructor", essay_of(waiting), submission=pk).status_code == 302
    assert Marking.objects.count() == 1


def test_points_page_keeps_what_was_typed_and_changes(cast: Cast, waiting) -> None:
    post(cast, "instructor", essay_of(waiting))
    post(cast, "second_assessor", essay_of(waiting), stage="second", comment="Read the law again")
    url = reverse("assessments:points", args=[waiting.pk, essay_of(waiting).position])
    values = {"submission": str(uuid.uuid4()), "points": "9", "reason": "Because"}
    bad = cast.client("head").post(url, values)
    assert bad.status_code == 422
    assert 'value="9"' in bad.content.decode()
    assert cast.client("head").post(url, {**values, "points": "۱٫۵"}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.percent == 75
    result = reverse("assessments:attempt_result", args=[waiting.pk])
    assert url in cast.client("head").get(result).content.decode()
    own = cast.client("trainee").get(result).content.decode()
    assert "Read the law again" in own
    assert url not in own


def test_the_result_says_that_it_waits(cast: Cast, waiting) -> None:
    page = cast.client("trainee").get(reverse("assessments:attempt_result", args=[waiting.pk])).content.decode()
    assert "Waiting to be marked" in page
    assert "the result comes when that is done" in page
