"""Waiting after wrong tries: it delays, it never locks, and a stranger keeps nobody out."""

import datetime

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from accounts.domain.waiting import (
    ACCOUNT_QUIET,
    ADDRESS_WAIT,
    ADDRESS_WINDOW,
    LONGEST_WAIT,
    MOST_OF_ACCOUNT,
    MOST_OF_ADDRESS,
    account_wait,
)
from accounts.models import TryCount
from accounts.services.passwords import make_slip
from accounts.services.tries import forget_tries, must_wait, note_failure
from tests.factories.accounts import make_person

PASSWORD = "чор дарахти баланд"
LOGIN = "/en/account/login/"
NOW = timezone.now()
NAT = "10.1.1.1"


def log_in(client: Client, number: str = "TJ-123456", password: str = PASSWORD, address: str = NAT, **data: str):
    return client.post(LOGIN, {"username": number, "password": password, **data}, REMOTE_ADDR=address)


def fail(times: int, number: str = "TJ-123456", address: str = "", at: datetime.datetime | None = None) -> None:
    for turn in range(times):
        note_failure(number=number, address=address or f"10.2.{turn % 250}.1", device="", at=at or timezone.now())


def asks(number: str = "TJ-123456", address: str = NAT, at: datetime.datetime = NOW, **more):
    return must_wait(number=number, address=address, at=at, **{"is_known": False, "ticket": "", **more})


@pytest.fixture
def person(db):
    return make_person(number="TJ-123456", password=PASSWORD)


def test_thirty_people_and_many_mistakes_behind_one_address_never_wait(db) -> None:
    people = [make_person(number=f"TJ-3000{n:02}", password=PASSWORD) for n in range(30)]
    for person in people:
        for _ in range(2):
            assert log_in(Client(), person.service_number, "wrong").status_code == 422
        fail(7, number=person.service_number, address=NAT)
    for person in people:
        assert log_in(Client(), person.service_number).status_code == 302


def test_above_the_rate_of_an_address_a_right_password_gets_in_after_a_short_wait(person, clock) -> None:
    for turn in range(MOST_OF_ADDRESS):
        note_failure(number=f"X-{turn}", address=NAT, device="", at=timezone.now())
    asked = log_in(Client())
    assert asked.status_code == 429
    assert asked["Retry-After"] == str(int(ADDRESS_WAIT.total_seconds()))
    text = asked.content.decode()
    assert 'value="TJ-123456"' in text
    assert PASSWORD not in text
    ticket = text.split('name="ticket" value="')[1].split('"')[0]
    assert log_in(Client(), ticket=ticket).status_code == 429  # too early
    clock.shift(ADDRESS_WAIT)
    assert log_in(Client(), number="TJ-999999", ticket=ticket).status_code == 429  # of another number
    assert log_in(Client(), address="10.9.9.9").status_code == 302  # from elsewhere nobody waits
    fail(50, number="Y-1", address=NAT)  # others go on trying
    assert log_in(Client(), ticket=ticket).status_code == 302


def test_an_address_is_free_again_after_its_window(db) -> None:
    fail(MOST_OF_ADDRESS, address=NAT, number="X-1", at=NOW)
    assert asks(at=NOW) is not None
    assert asks(at=NOW + ADDRESS_WINDOW) is None


def test_the_wait_of_an_account_doubles_and_is_never_long() -> None:
    assert account_wait(MOST_OF_ACCOUNT - 1) == datetime.timedelta()
    waits = [account_wait(MOST_OF_ACCOUNT + 10 * turn).total_seconds() for turn in range(7)]
    assert waits == [30, 60, 120, 240, 480, 900, 900]
    assert account_wait(10**9) == LONGEST_WAIT


def test_an_account_tried_from_many_addresses_waits_and_its_own_device_does_not(person, clock) -> None:
    own = Client()
    assert log_in(own, address="10.3.3.3").status_code == 302
    own.post("/en/account/logout/")
    fail(MOST_OF_ACCOUNT)
    stranger = log_in(Client(), password="wrong", address="10.4.4.4")
    assert stranger.status_code == 429
    assert stranger["Retry-After"] == "30"
    assert 'name="ticket"' not in stranger.content.decode()
    assert log_in(own, address="10.5.5.5").status_code == 302  # the known device, wherever it is
    assert log_in(Client(), address="10.3.3.3").status_code == 302  # an address of the last days
    clock.shift(datetime.timedelta(seconds=30))
    assert log_in(Client(), address="10.6.6.6").status_code == 302


def test_while_one_waits_nothing_is_counted_so_the_wait_ends(person, clock) -> None:
    fail(MOST_OF_ACCOUNT)
    before = TryCount.objects.values_list("count", flat=True).order_by("-count").first()
    for _ in range(5):
        log_in(Client(), password="wrong", address="10.4.4.4")
    assert TryCount.objects.values_list("count", flat=True).order_by("-count").first() == before
    assert asks(at=timezone.now() + LONGEST_WAIT) is None


def test_a_known_device_that_fails_often_is_judged_like_any_other(person) -> None:
    own = Client()
    assert log_in(own).status_code == 302
    own.post("/en/account/logout/")
    for _ in range(10):
        assert log_in(own, password="wrong").status_code == 422
    for _ in range(9):
        assert log_in(own, password="wrong").status_code == 422
    assert log_in(own, password="wrong").status_code == 429  # now django-axes counted ten too


def test_a_classmate_at_the_same_address_locks_nobody_out_of_the_own_device(person) -> None:
    own = Client()
    assert log_in(own).status_code == 302
    own.post("/en/account/logout/")
    for _ in range(10):
        log_in(Client(), password="wrong")
    assert log_in(Client()).status_code == 429
    assert log_in(own).status_code == 302


def test_a_forged_cookie_makes_no_device_known(person) -> None:
    visitor = Client()
    visitor.cookies["device"] = "WyJhIixbImIiXV0:1abc:xyz"
    for _ in range(10):
        log_in(visitor, password="wrong")
    assert log_in(visitor).status_code == 429


def test_a_new_slip_forgives(cast) -> None:
    fail(MOST_OF_ACCOUNT + 40, number=cast.trainee.service_number)
    slip = make_slip(person=cast.trainee, by=cast.registrar, at=timezone.now(), address=None)
    assert log_in(Client(), cast.trainee.service_number, slip).status_code == 302


def test_unknown_numbers_wait_like_known_ones_and_cost_as_much(person, monkeypatch) -> None:
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a: hashed.append("x") or encode(self, *a))
    work = []
    for number in ("TJ-123456", "TJ-000000"):
        hashed.clear()
        log_in(Client(), number, "wrong")
        work.append(len(hashed))
        fail(MOST_OF_ACCOUNT, number=number)
    assert work == [1, 1]
    answers = [log_in(Client(), number, "wrong", address="10.7.7.7") for number in ("TJ-123456", "TJ-000000")]
    assert [answer.status_code for answer in answers] == [429, 429]
    assert answers[0]["Retry-After"] == answers[1]["Retry-After"]


def test_counts_hold_no_number_and_are_forgotten(person) -> None:
    fail(3, at=NOW)
    assert not any("123456" in row.digest for row in TryCount.objects.all())
    assert forget_tries(at=NOW + ACCOUNT_QUIET) == 0
    assert forget_tries(at=NOW + datetime.timedelta(hours=2, seconds=1)) == 4
    assert not TryCount.objects.exists()


def test_one_query_before_a_password_is_judged(person, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert asks() is None


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock
