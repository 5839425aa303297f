"""The screen on which the instructors of a cohort are changed."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from courses.enums import CohortState
from courses.models import Cohort
from courses.selectors.cohorts import instructors_of
from tests.factories.accounts import make_staff


def url(cast, name="cohort_instructors"):
    with override("en"):
        return reverse(f"courses:{name}", kwargs={"pk": cast.cohort.pk})


def text(answer):
    return answer.content.decode()


def test_instructors_of_the_centre_are_offered_and_saved(cast):
    client = cast.client("registrar")
    assert url(cast) in text(client.get(url(cast, "cohort")))
    page = text(client.get(url(cast)))
    assert page.count("checked") == 2
    assert "PAN-I1" not in page
    answer = client.post(url(cast), {"instructors": [str(cast.second_assessor.pk)]})
    assert answer["Location"] == url(cast, "cohort")
    assert instructors_of(cast.cohort) == [cast.second_assessor]


@pytest.mark.parametrize("chosen", [[], ["nonsense"], ["other"]])
def test_nobody_and_strangers_are_refused(cast, chosen):
    ids = [str(cast.other_instructor.pk) if one == "other" else one for one in chosen]
    answer = cast.client("head").post(url(cast), {"instructors": ids})
    assert answer.status_code == 422
    assert 'class="error"' in text(answer)
    assert instructors_of(cast.cohort) == [cast.instructor, cast.second_assessor]


def test_a_closed_cohort_says_so(cast):
    Cohort.objects.filter(pk=cast.cohort.pk).update(state=CohortState.LOCKED)
    client = cast.client("registrar")
    assert url(cast) not in text(client.get(url(cast, "cohort")))
    page = client.get(url(cast))
    assert page.status_code == 200
    assert "closed by protocol" in text(page)
    answer = client.post(url(cast), {"instructors": [str(cast.instructor.pk)]})
    assert answer.status_code == 422
    assert "closed by protocol" in text(answer)
    assert len(instructors_of(cast.cohort)) == 2


def test_a_long_list_costs_the_same(cast, django_assert_num_queries, django_assert_max_num_queries):
    client = cast.client("registrar")
    with django_assert_max_num_queries(10) as few:
        client.get(url(cast))
    for _ in range(3):
        make_staff("instructor", centre=cast.khorog)
    with django_assert_num_queries(len(few)):
        client.get(url(cast))
