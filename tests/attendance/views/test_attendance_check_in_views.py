"""Self check-in as people meet it: the wall, the scanned link, the typed code, and why it was refused."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from attendance.enums import CheckInOutcome
from attendance.models import CheckIn, Mark
from attendance.selectors.check_ins import shown_now
from attendance.services.check_ins import MOST_TRIES
from courses.models import Cohort
from tests.factories.attendance import make_session

TOMORROW = timezone.localdate() + datetime.timedelta(days=1)
NINE = timezone.make_aware(datetime.datetime.combine(TOMORROW, datetime.time(9, 0, 7)))


@pytest.fixture
def session(cast):
    Cohort.objects.filter(pk=cast.cohort.pk).update(self_check_in=True)
    with time_machine.travel(NINE, tick=False):
        yield make_session(cast.cohort, hours=2, instructor=cast.instructor)


def url(name, session):
    return reverse(f"attendance:{name}", kwargs={"pk": session.pk})


def typed(session):
    return {"code": shown_now(session, timezone.now()).code, "form_id": str(uuid.uuid4())}


def test_the_wall_shows_a_picture_a_code_and_renews_itself_with_and_without_a_script(cast, session):
    client = cast.client("instructor")
    page = client.get(url("check_in_code", session))
    text = page.content.decode()
    code = shown_now(session, timezone.now()).code
    assert "<svg" in text
    assert f"{code[:3]} {code[3:]}" in text
    assert '<noscript><meta http-equiv="refresh" content="23"></noscript>' in text
    assert "style=" not in re.search(r"<svg.*?</svg>", text, re.S).group()
    part = client.get(url("check_in_code", session) + "?part=1").content.decode()
    assert "<html" not in part
    assert 'data-seconds="23"' in part


def test_the_scanned_link_finds_the_page_in_the_readers_language(cast, session):
    text = cast.client("instructor").get(url("check_in_code", session)).context["link"]
    path = text.removeprefix("http://testserver")
    assert not path.startswith(("/en/", "/tg/"))
    client = cast.client("trainee")
    page = client.get(path, headers={"accept-language": "ru"}, follow=True)
    assert page.status_code == 200
    assert page.request["PATH_INFO"].startswith(("/ru/", "/tg/"))
    assert shown_now(session, timezone.now()).code in page.content.decode()
    assert not CheckIn.objects.exists()  # looking at the page is not checking in


def test_a_trainee_checks_in_and_the_instructor_sees_it(cast, session):
    client = cast.client("trainee")
    client.get(url("check_in", session))
    answer = client.post(url("check_in", session), typed(session))
    assert answer.status_code == 200
    assert "You are checked in" in answer.content.decode()
    assert Mark.objects.get().enrolment == cast.enrolment
    listed = cast.client("instructor").get(url("check_ins", session)).content.decode()
    assert "TJ-100001" in listed
    assert "Checked in" in listed


def test_who_types_the_code_is_led_to_the_session_that_is_open_now(cast, session):
    client = cast.client("trainee")
    page = reverse("attendance:check_in_today")
    assert page in client.get(reverse("courses:mine")).content.decode()
    answer = client.get(page)
    assert (answer.status_code, answer.headers["Location"]) == (302, url("check_in", session))
    Cohort.objects.filter(pk=cast.cohort.pk).update(self_check_in=False)
    assert client.get(page).status_code == 200
    assert page not in client.get(reverse("courses:mine")).content.decode()


def test_digits_of_dari_and_a_space_between_are_read(cast, session):
    client = cast.client("trainee")
    client.get(url("check_in", session))
    code = shown_now(session, timezone.now()).code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    answer = client.post(url("check_in", session), {"code": f"{code[:3]} {code[3:]}"})
    assert "You are checked in" in answer.content.decode()


def test_a_second_person_on_the_same_device_reads_why_not(cast, session):
    client = cast.client("trainee")
    client.get(url("check_in", session))
    client.post(url("check_in", session), typed(session))
    cookie = client.cookies["check_in_device"].value
    other = cast.client("classmate")
    other.cookies["check_in_device"] = cookie
    answer = other.post(url("check_in", session), typed(session))
    assert answer.status_code == 422
    assert str(CheckInOutcome.OTHER_PERSON.label) in answer.content.decode()
    assert cookie.split(":")[0] not in set(CheckIn.objects.values_list("device", flat=True))


@pytest.mark.parametrize("forged", [None, "", "x", "abc:def:ghi"])
def test_without_a_cookie_of_ours_nobody_checks_in(cast, session, forged):
    client = cast.client("trainee")
    if forged is not None:
        client.cookies["check_in_device"] = forged
    assert client.post(url("check_in", session), typed(session)).status_code == 422
    assert not CheckIn.objects.exists()
    assert client.post(url("check_in", session), typed(session)).status_code == 200


def test_too_many_wrong_codes_are_answered_with_429(cast, session):
    client = cast.client("trainee")
    client.get(url("check_in", session))
    statuses = [
        client.post(url("check_in", session), {"code": "000", "form_id": "x"}).status_code
        for _ in range(MOST_TRIES + 1)
    ]
    assert statuses == [422] * MOST_TRIES + [429]


def test_a_cohort_that_did_not_switch_it_on_has_no_check_in(cast, session):
    Cohort.objects.filter(pk=cast.cohort.pk).update(self_check_in=False)
    assert cast.client("trainee").get(url("check_in", session)).status_code == 404
    client = cast.client("instructor")
    assert "data-code" not in client.get(url("check_in_code", session)).content.decode()
    switch = reverse("attendance:check_in_switch", kwargs={"pk": cast.cohort.pk})
    answer = client.post(switch, {"allowed": "yes", "session": str(session.pk)}, follow=True)
    assert "data-code" in answer.content.decode()
    assert cast.client("trainee").get(url("check_in", session)).status_code == 200


def test_the_list_costs_the_same_for_one_and_for_three(cast, session, django_assert_num_queries):
    instructor = cast.client("instructor")
    counts = []
    for name in ("trainee", "classmate", "afghan"):
        client = cast.client(name)
        client.get(url("check_in", session))
        client.post(url("check_in", session), typed(session))
        with django_assert_num_queries(counts[0]) if counts else CaptureQueriesContext(connection) as seen:
            instructor.get(url("check_ins", session))
        counts.append(len(seen))
    assert counts[0] <= 12
