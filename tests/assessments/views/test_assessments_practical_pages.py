"""The pages of practical exercises: lists, checklist, confirmation."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.enums import AuthorisationKind, Role
from accounts.models import Authorisation
from assessments.enums import ResultState
from assessments.models import Observation, Result
from courses.enums import CohortState
from tests.conftest import BACKEND
from tests.factories.accounts import LONG_AGO, make_staff
from tests.factories.assessments import make_practical, observe

TELLTALE, COMMENT = (2, 1, 2, 0), "knees shaking"


@pytest.fixture
def exercise(cast):
    return make_practical()


def browser_of(person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def url(name: str, *args, language: str = "en") -> str:
    with override(language):
        return reverse(f"assessments:{name}", args=args)


def sheet_url(enrolment, name: str = "observe") -> str:
    return url(name, "PX-2.2", enrolment.pk)


def filled(scores=(2, 2, 2, 2), **fields) -> dict[str, str]:
    named = {f"score_{at}": str(score) for at, score in enumerate(scores) if score is not None}
    return {"submission": str(uuid.uuid4()), "comment": "", **named, **fields}


def test_the_list_leads_to_the_checklist(cast, exercise) -> None:
    page = cast.client("instructor").get(url("practicals"))
    assert page.status_code == 200
    for enrolment in (cast.enrolment, cast.classmate_enrolment, cast.afghan_enrolment):
        assert sheet_url(enrolment) in page.content.decode()
    page = cast.client("registrar").get(url("practicals")).content.decode()
    assert sheet_url(cast.enrolment) not in page


def test_the_checklist_marks_what_is_critical_and_keeps_codes_left_to_right(cast, exercise) -> None:
    html = cast.client("instructor").get(sheet_url(cast.enrolment)).content.decode()
    assert html.count('type="radio"') == 12
    assert html.count("criterion--critical") == 1
    assert '<bdi dir="ltr" class="code">UTO</bdi>' in html
    assert "criterion 4 en" in html
    assert len(re.findall("<h1", html)) == 1


def test_the_checklist_is_read_in_the_language_of_the_page_or_in_english(cast) -> None:
    make_practical(languages=("en", "fa-af"))
    client = cast.client("instructor")
    dari = client.get(url("observe", "PX-2.2", cast.enrolment.pk, language="fa-af")).content.decode()
    assert "criterion 1 fa-af" in dari
    tajik = client.get(url("observe", "PX-2.2", cast.enrolment.pk, language="tg")).content.decode()
    assert '<span lang="en" dir="ltr">1. criterion 1 en' in tajik


def test_a_checklist_is_stored_once_however_often_it_is_sent(cast, exercise) -> None:
    client, data = cast.client("instructor"), filled(TELLTALE, comment=COMMENT)
    for _ in range(2):
        answer = client.post(sheet_url(cast.enrolment), data)
        assert (answer.status_code, answer.url) == (302, sheet_url(cast.enrolment))
    kept = Observation.objects.get()
    assert (kept.scores, kept.comment, kept.assessor) == (list(TELLTALE), COMMENT, cast.instructor)
    html = client.get(sheet_url(cast.enrolment)).content.decode()
    assert "62.5" in html
    assert 'type="radio"' not in html


def test_what_was_chosen_is_kept_when_a_score_is_missing(cast, exercise) -> None:
    data = filled((2, None, 1, 0), comment=COMMENT)
    answer = cast.client("instructor").post(sheet_url(cast.enrolment), data)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count(" checked") == 3
    assert COMMENT in html
    assert data["submission"] in html
    assert html.count("criterion--bad") == 1
    assert not Observation.objects.exists()


@pytest.mark.parametrize("bad", ["3", "-1", "two", "۲۲", "", "\x00"])
def test_a_score_that_is_none_is_refused(cast, exercise, bad) -> None:
    answer = cast.client("instructor").post(sheet_url(cast.enrolment), filled(score_1=bad))
    assert answer.status_code == 422
    assert not Observation.objects.exists()


@pytest.mark.parametrize("bad", ["", "1", "not-an-id"])
def test_a_form_without_its_id_is_refused(cast, exercise, bad) -> None:
    answer = cast.client("instructor").post(sheet_url(cast.enrolment), filled(submission=bad))
    assert answer.status_code == 422
    assert not Observation.objects.exists()


def test_a_second_form_of_the_same_assessor_is_explained(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor)
    answer = cast.client("instructor").post(sheet_url(cast.enrolment), filled())
    assert answer.status_code == 422
    assert "You have already recorded this practical exercise." in answer.content.decode()


def test_nobody_sees_the_first_checklist_before_the_second_is_in(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor, TELLTALE, comment=COMMENT)
    for name, address in (
        ("second_assessor", sheet_url(cast.enrolment)),
        ("second_assessor", url("practicals")),
        ("second_assessor", url("results", cast.cohort.pk)),
        ("registrar", url("practicals")),
        ("registrar", sheet_url(cast.enrolment, "confirm")),
        ("head", sheet_url(cast.enrolment, "confirm")),
        ("head", url("results", cast.cohort.pk)),
        ("head", url("lock", cast.cohort.pk)),
        ("auditor", sheet_url(cast.enrolment, "confirm")),
        ("trainee", url("results", cast.cohort.pk)),
    ):
        page = cast.client(name).get(address)
        html = page.content.decode()
        assert page.status_code == 200, (name, address)
        assert "62.5" not in html, (name, address)
        assert COMMENT not in html, (name, address)
        assert "checked" not in html, (name, address)


def test_when_both_are_in_they_stand_side_by_side(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor, TELLTALE, comment=COMMENT)
    observe(cast.enrolment, cast.second_assessor)
    for name, address in (
        ("instructor", sheet_url(cast.enrolment)),
        ("second_assessor", sheet_url(cast.enrolment)),
        ("head", sheet_url(cast.enrolment, "confirm")),
    ):
        html = cast.client(name).get(address).content.decode()
        assert "62.5" in html, name
        assert COMMENT in html, name
    html = cast.client("head").get(sheet_url(cast.enrolment, "confirm")).content.decode()
    assert "A third assessor decides." in html
    assert 'name="try_number"' not in html


def test_the_third_assessor_gets_a_form_and_no_scores(cast, exercise) -> None:
    third = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3")
    Authorisation.objects.create(user=third, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    observe(cast.enrolment, cast.instructor, TELLTALE)
    observe(cast.enrolment, cast.second_assessor)
    client = browser_of(third)
    html = client.get(sheet_url(cast.enrolment)).content.decode()
    assert "62.5" not in html
    assert html.count('type="radio"') == 12
    assert client.post(sheet_url(cast.enrolment), filled()).status_code == 302
    assert "62.5" in client.get(sheet_url(cast.enrolment)).content.decode()
    page = cast.client("head").get(sheet_url(cast.enrolment, "confirm")).content.decode()
    assert "The majority says:" in page
    assert "All assessors teach this cohort." not in page


def test_confirming_twice_is_one_confirmation(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    client, address = cast.client("registrar"), sheet_url(cast.enrolment, "confirm")
    assert 'name="try_number" value="1"' in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(address, {"try_number": "1"}).status_code == 302
    assert Result.objects.get().state == ResultState.CONFIRMED
    assert "Confirmed: competent." in client.get(address).content.decode()


@pytest.mark.parametrize("typed", ["", "0", "2", "x", "9999999999", "²"])
def test_confirming_another_try_is_refused(cast, exercise, typed) -> None:
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    answer = cast.client("registrar").post(sheet_url(cast.enrolment, "confirm"), {"try_number": typed})
    assert answer.status_code == 422
    assert Result.objects.get().state == ResultState.SUBMITTED


def test_a_missing_woman_assessor_is_explained_and_blocks(cast) -> None:
    make_practical(woman_assessor=True)
    third = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I3")
    Authorisation.objects.create(user=third, kind=AuthorisationKind.ASSESS, course_code="M2", valid_from=LONG_AGO)
    html = cast.client("instructor").get(sheet_url(cast.enrolment)).content.decode()
    assert "At least one of the two assessors must be a woman." in html
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, third)
    client, address = cast.client("head"), sheet_url(cast.enrolment, "confirm")
    html = client.get(address).content.decode()
    assert "needs a woman among the assessors" in html
    assert 'name="try_number"' not in html
    answer = client.post(address, {"try_number": "1"})
    assert answer.status_code == 422
    assert "Ask a woman instructor" in answer.content.decode()
    observe(cast.enrolment, cast.second_assessor)
    assert client.post(address, {"try_number": "1"}).status_code == 302


def test_other_centres_and_unknown_codes_are_not_found(cast, exercise) -> None:
    unknown = uuid.uuid4()
    other = cast.client("other_instructor")
    assert other.get(sheet_url(cast.enrolment)).status_code == 404
    assert other.post(sheet_url(cast.enrolment), filled()).status_code == 404
    client = cast.client("instructor")
    assert client.get(url("observe", "PX-2.2", unknown)).status_code == 404
    assert client.get(url("observe", "PX-9.9", cast.enrolment.pk)).status_code == 404
    for call in (cast.client("other_registrar").get, cast.client("other_registrar").post):
        assert call(sheet_url(cast.enrolment, "confirm")).status_code == 404
    outsider = make_staff(Role.INSTRUCTOR, centre=cast.khorog, number="KHO-I4")
    assert browser_of(outsider).get(sheet_url(cast.enrolment)).status_code == 404
    assert not Observation.objects.exists()


def test_a_required_exercise_without_a_checklist_is_not_found(cast) -> None:
    assert cast.client("instructor").get(sheet_url(cast.enrolment)).status_code == 404
    assert cast.client("instructor").get(url("practicals")).status_code == 200


def test_a_closed_cohort_takes_nothing_more(cast, exercise) -> None:
    type(cast.cohort).objects.update(state=CohortState.LOCKED)
    client = cast.client("instructor")
    html = client.get(sheet_url(cast.enrolment)).content.decode()
    assert 'type="radio"' not in html
    assert client.post(sheet_url(cast.enrolment), filled()).status_code == 422
    assert sheet_url(cast.enrolment) not in client.get(url("practicals")).content.decode()


def test_pages_open_in_every_language(cast, exercise) -> None:
    observe(cast.enrolment, cast.instructor)
    observe(cast.enrolment, cast.second_assessor)
    for language in ("en", "tg", "ru", "fa-af"):
        for name, address in (
            ("instructor", url("practicals", language=language)),
            ("instructor", url("observe", "PX-2.2", cast.enrolment.pk, language=language)),
            ("instructor", url("observe", "PX-2.2", cast.afghan_enrolment.pk, language=language)),
            ("head", url("practicals", language=language)),
            ("head", url("confirm", "PX-2.2", cast.enrolment.pk, language=language)),
            ("head", url("results", cast.cohort.pk, language=language)),
            ("head", url("lock", cast.cohort.pk, language=language)),
        ):
            assert cast.client(name).get(address).status_code == 200, address
