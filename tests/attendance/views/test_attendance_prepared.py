"""The group senior prepares; only the instructor's save makes marks."""

import datetime
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from attendance.enums import Status
from attendance.models import Mark, PreparedRoll
from attendance.services.prepared import NotSeniorError, NotTodayError, prepare_roll
from attendance.services.rolls import Entry, RollRefusedError
from courses.models import Cohort
from courses.selectors.cohorts import enrolments_of
from courses.services.enrolments import withdraw
from tests.factories.attendance import call_roll, make_session

NUMBERS = ("TJ-100001", "TJ-100002", "AF-100003")


@pytest.fixture
def session(cast):
    Cohort.objects.filter(pk=cast.cohort.pk).update(senior=cast.trainee)
    cast.cohort.refresh_from_db()
    return make_session(cast.cohort, instructor=cast.instructor)


def address(name, session):
    return reverse(f"attendance:{name}", kwargs={"pk": session.pk})


def fields(**changes):
    sent = {"submission": str(uuid.uuid4()), **{f"s-{number}": "present" for number in NUMBERS}}
    return sent | {key.replace("_", "-"): value for key, value in changes.items()}


def checked(page, number):
    return re.findall(rf'name="s-{number}" value="(\w+)"[^>]* checked', page)


def test_the_instructors_roll_begins_with_what_the_senior_noted(cast, session) -> None:
    senior = cast.client("trainee")
    page = senior.get(address("prepare", session)).content.decode()
    assert "AF-100003" in page
    assert "ZAHRA" not in page  # a protected classmate by number
    sent = fields(s_TJ_100002="sick", d_TJ_100002="7", s_AF_100003="late", m_AF_100003="12")
    assert senior.post(address("prepare", session), sent).status_code == 302
    assert not Mark.objects.exists()
    page = cast.client("instructor").get(address("roll", session)).content.decode()
    assert "Prepared by the senior of the group:" in page
    assert "KARIMZODA" in page
    assert (checked(page, "TJ-100002"), checked(page, "AF-100003")) == (["sick"], ["late"])
    assert 'value="12"' in page
    assert cast.client("instructor").post(address("roll", session), fields(s_TJ_100002="sick")).status_code == 302
    assert sorted(Mark.objects.values_list("status", flat=True)) == ["present", "present", "sick"]
    assert senior.post(address("prepare", session), sent).status_code == 422  # called: nothing to prepare any more


def test_what_is_wrong_keeps_what_was_tapped(cast, session) -> None:
    answer = cast.client("trainee").post(address("prepare", session), fields(s_TJ_100002="late", m_TJ_100002="x"))
    assert answer.status_code == 422
    assert checked(answer.content.decode(), "TJ-100002") == ["late"]
    assert not PreparedRoll.objects.exists()


def test_only_the_senior_of_today(cast, session) -> None:
    assert cast.client("classmate").get(address("prepare", session)).status_code == 404
    everybody = {row.pk: Entry(Status.PRESENT) for row in enrolments_of(cast.cohort)}
    now = timezone.now()
    with pytest.raises(NotSeniorError):
        prepare_roll(session=session, marks=everybody, by=cast.classmate, at=now)
    tomorrow = make_session(cast.cohort, date=timezone.localdate() + datetime.timedelta(days=1))
    with pytest.raises(NotTodayError):
        prepare_roll(session=tomorrow, marks=everybody, by=cast.trainee, at=now)
    call_roll(session, cast.instructor)
    with pytest.raises(RollRefusedError):
        prepare_roll(session=session, marks=everybody, by=cast.trainee, at=now)


def test_a_senior_who_left_prepares_nothing(cast, session) -> None:
    withdraw(enrolment=cast.enrolment, reason="moved", by=cast.registrar, at=timezone.now())
    everybody = {row.pk: Entry(Status.PRESENT) for row in enrolments_of(cast.cohort)}
    with pytest.raises(NotSeniorError):
        prepare_roll(session=session, marks=everybody, by=cast.trainee, at=timezone.now())


def test_the_instructor_chooses_the_senior(cast) -> None:
    url = reverse("attendance:senior", kwargs={"pk": cast.cohort.pk})
    client = cast.client("instructor")
    assert client.post(url, {"senior": str(cast.stranger.pk)}).status_code == 422
    assert client.post(url, {"senior": str(cast.classmate.pk)}).status_code == 302
    cast.cohort.refresh_from_db()
    assert cast.cohort.senior == cast.classmate
    assert client.post(url, {"senior": ""}).status_code == 302
    cast.cohort.refresh_from_db()
    assert cast.cohort.senior is None


def test_the_senior_finds_it_at_home(cast, session) -> None:
    assert address("prepare", session) in cast.client("trainee").get(reverse("desk:home")).content.decode()
    assert "Prepare the roll" not in cast.client("classmate").get(reverse("desk:home")).content.decode()
