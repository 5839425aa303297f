"""The pages of single class sessions and the timetable on paper: said in words, kept when wrong, never another's."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Room
from courses.enums import SessionState
from courses.models import ClassSession
from courses.services.timetable import generate
from tests.factories.attendance import make_session
from tests.factories.courses import make_cohort


@pytest.fixture
def timetable(cast):
    generate(cohort=cast.cohort, by=cast.registrar, at=timezone.now())
    return list(ClassSession.objects.filter(cohort=cast.cohort))


def sent(session, **changes):
    return {
        "pk": str(uuid.uuid4()),
        "part": session.part_id,
        "date": session.date.isoformat(),
        "first_hour": session.first_hour,
        "hours": session.hours,
        "kind": session.kind,
        "room": session.room_id or "",
        "instructor": session.instructor_id or "",
        **changes,
    }


def url(name, row):
    return reverse(f"courses:{name}", kwargs={"pk": row.pk})


def test_a_session_is_moved_and_says_when_the_group_is_busy(cast, timetable):
    client = cast.client("registrar")
    session, other = timetable
    answer = client.post(url("session", session), sent(session, date="2026-11-07"))
    assert answer.status_code == 302
    session.refresh_from_db()
    assert session.date == datetime.date(2026, 11, 7)
    answer = client.post(
        url("session", session), sent(session, date=other.date.isoformat(), first_hour=other.first_hour, despite="1")
    )
    assert answer.status_code == 422
    assert "This cohort has another class session at that time." in answer.content.decode()


def test_a_room_that_is_taken_warns_and_is_saved_only_when_asked_again(cast, timetable):
    other = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version)
    taken = make_session(other, date=timetable[0].date, first_hour=5)
    ClassSession.objects.filter(pk=taken.pk).update(room=timetable[0].room)
    client = cast.client("registrar")
    data = sent(timetable[0], first_hour=5)
    answer = client.post(url("session", timetable[0]), data)
    assert answer.status_code == 422
    assert other.code in answer.content.decode()
    assert client.post(url("session", timetable[0]), {**data, "despite": "1"}).status_code == 302
    shown = client.get(url("timetable", cast.cohort)).content.decode()
    assert "Taken" in shown
    assert other.code in shown


def test_wrong_numbers_are_answered_with_words_not_with_an_error(cast, timetable):
    client = cast.client("registrar")
    for data in (
        {},
        sent(timetable[0], date="never"),
        sent(timetable[0], first_hour=6, hours=4),
        sent(timetable[0], room="x"),
        sent(timetable[0], instructor="x"),
        sent(timetable[0], more=["x"]),
    ):
        assert client.post(url("session", timetable[0]), data).status_code == 422
        assert client.post(url("session_new", cast.cohort), data).status_code == 422
    for first in ("", "0", "99", "x", "²"):
        assert client.post(url("session_split", timetable[0]), {"first": first}).status_code == 422
    assert client.post(url("session_cancel", timetable[0]), {"reason": " "}).status_code == 422
    assert client.post(url("session_taught", timetable[0]), {"delivered_hours": "1"}).status_code == 422
    wrong = url("session_new", cast.cohort) + "?makes_up=x"
    assert client.get(wrong).status_code == 404


def test_a_make_up_lesson_is_planned_from_the_session_that_was_held(cast, timetable):
    ClassSession.objects.filter(pk=timetable[0].pk).update(state=SessionState.HELD)
    client = cast.client("registrar")
    page = url("session_new", cast.cohort) + f"?makes_up={timetable[0].pk}"
    assert page.replace("&", "&amp;") in client.get(url("session", timetable[0])).content.decode()
    assert client.post(page, sent(timetable[0], date="2026-11-07")).status_code == 302
    added = ClassSession.objects.get(makes_up=timetable[0])
    assert (added.part, added.by_hand) == (timetable[0].part, True)
    assert "Make-up lesson" in client.get(url("timetable", cast.cohort)).content.decode()


@pytest.mark.parametrize("page", ["timetable", "timetable_paper"])
def test_the_timetable_costs_the_same_for_many_sessions(cast, timetable, page, django_assert_num_queries):
    client = cast.client("registrar")
    client.get(url(page, cast.cohort))
    with CaptureQueriesContext(connection) as few:
        client.get(url(page, cast.cohort))
    for day in range(10):
        make_session(cast.cohort, date=datetime.date(2026, 12, 1) + datetime.timedelta(days=day))
    with django_assert_num_queries(len(few)):
        client.get(url(page, cast.cohort))
    assert len(few) <= 16


def test_papers_of_one_week_of_rooms_and_of_instructors(cast, timetable):
    client = cast.client("registrar")
    week = client.get(url("timetable_paper", cast.cohort) + "?week=1").content.decode()
    assert week.count('class="wall"') == 1
    day = timetable[0].date.isoformat()
    room = reverse("courses:timetable_room", kwargs={"pk": timetable[0].room_id})
    person = reverse("courses:timetable_instructor", kwargs={"pk": cast.instructor.pk})
    for address in (room, person):
        assert cast.cohort.code in client.get(f"{address}?from={day}").content.decode()
        assert client.get(f"{address}?from=9999-99-99").status_code == 200
    assert client.get(reverse("courses:timetable_instructor", kwargs={"pk": cast.trainee.pk})).status_code == 404


def test_a_cancelled_session_is_planned_again_on_its_page(cast, timetable):
    client = cast.client("registrar")
    assert client.post(url("session_cancel", timetable[0]), {"reason": "no heating"}).status_code == 302
    assert url("session_restore", timetable[0]) in client.get(url("session", timetable[0])).content.decode()
    assert url("session_restore", timetable[0]) not in (
        cast.client("instructor").get(url("session", timetable[0])).content.decode()
    )
    assert client.post(url("session_restore", timetable[0]), {"reason": " "}).status_code == 422
    assert client.post(url("session_restore", timetable[0]), {"reason": "it is warm"}).status_code == 302
    timetable[0].refresh_from_db()
    assert timetable[0].state == SessionState.PLANNED


def test_a_retired_room_stays_chosen_where_it_stands_and_is_not_offered_elsewhere(cast, timetable):
    room = Room.objects.create(centre=cast.khorog, code="OLD", retired_at=timezone.now())
    ClassSession.objects.filter(pk=timetable[0].pk).update(room=room)
    client = cast.client("registrar")
    assert f'<option value="{room.pk}" selected>OLD<' in client.get(url("session", timetable[0])).content.decode()
    assert ">OLD<" not in client.get(url("session", timetable[1])).content.decode()
