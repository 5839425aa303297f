"""Settings of a centre: kept by its head, refused in words, remembered; another centre's do not exist."""

import pytest
from django.urls import reverse

from accounts.enums import Act
from accounts.models import AuditEntry, Holiday, Room
from accounts.selectors.placements import rooms_at
from foundation.languages.text import persian_digits

GOOD = {"weekdays": ["0", "5"], "lesson_times": "09:25\n08:30\n", "networks": "10.20.0.1/16", "photos_on_rolls": ""}


def url(name="centre", code="KHO", **kwargs):
    return reverse(f"accounts:{name}", kwargs={"code": code, **kwargs})


def test_the_head_changes_days_times_and_networks(cast):
    client = cast.client("head")
    assert client.post(url(), GOOD).status_code == 302
    cast.khorog.refresh_from_db()
    assert (cast.khorog.weekdays, cast.khorog.lesson_times) == ([0, 5], ["08:30", "09:25"])
    assert cast.khorog.networks == ["10.20.0.0/16"]
    assert set(AuditEntry.objects.get(act=Act.CENTRE_CHANGED).new) == {"weekdays", "lesson_times", "networks"}
    assert client.post(url(), GOOD).status_code == 302
    assert AuditEntry.objects.filter(act=Act.CENTRE_CHANGED).count() == 1
    assert client.post(url(), {**GOOD, "lesson_times": persian_digits("08:40")}).status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekdays": []},
        {"weekdays": ["7"]},
        {"lesson_times": ""},
        {"lesson_times": "25:00"},
        {"lesson_times": "08:30\n08:50"},
        {"lesson_times": "23:30"},
        {"networks": "here"},
    ],
)
def test_wrong_settings_are_answered_in_words_and_change_nothing(cast, wrong):
    assert cast.client("head").post(url(), {**GOOD, **wrong}).status_code == 422
    cast.khorog.refresh_from_db()
    assert cast.khorog.networks == []


def test_rooms_and_days_without_lessons(cast):
    client = cast.client("head")
    assert client.post(url("room_new"), {"code": "2", "seats": "20"}).status_code == 302
    assert client.post(url("room_new"), {"code": "2", "seats": "20"}).status_code == 422
    assert client.post(url("room_new"), {"code": "3", "seats": "0"}).status_code == 422
    assert Room.objects.filter(centre=cast.khorog).count() == 2
    assert client.post(url("holiday_new"), {"date": "2099-12-31"}).status_code == 302
    assert client.post(url("holiday_new"), {"date": "2099-12-31"}).status_code == 422
    assert client.post(url("holiday_new"), {"date": "never"}).status_code == 422
    assert "2099" in client.get(url()).content.decode()
    assert client.post(url("holiday_drop", date="2099-12-31")).status_code == 302
    assert client.post(url("holiday_drop", date="x")).status_code == 404
    assert not Holiday.objects.exists()


def test_the_settings_of_another_centre_do_not_exist(cast):
    client = cast.client("head")
    assert client.get(url(code="PAN")).status_code == 404
    assert client.post(url(code="PAN"), GOOD).status_code == 404
    assert client.post(url("room_new", code="PAN"), {"code": "2", "seats": "20"}).status_code == 404


def test_a_room_is_retired_and_taken_into_use_again_and_never_deleted(cast):
    client, room = cast.client("head"), Room.objects.get(centre=cast.khorog)
    retire = url("room_retire", pk=room.pk)
    assert [client.post(retire).status_code for _ in range(2)] == [302, 302]
    assert rooms_at(cast.khorog) == []
    room.refresh_from_db()
    assert room.retired_at
    page = client.get(url()).content.decode()
    assert url("room_use", pk=room.pk) in page
    assert retire not in page
    assert client.post(url("room_use", pk=room.pk)).status_code == 302
    assert rooms_at(cast.khorog) == [room]
    new = AuditEntry.objects.filter(act=Act.CENTRE_CHANGED).order_by("at").values_list("new", flat=True)
    assert list(new) == [{"room": "1", "retired": True}, {"room": "1", "retired": False}]
    there = Room.objects.get(centre=cast.panj)
    assert client.post(url("room_retire", pk=there.pk)).status_code == 404
