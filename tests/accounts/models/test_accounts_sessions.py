"""Reading a session and its person, written out, says what Django's own queries say."""

import datetime
import uuid

import pytest
from django.contrib.sessions.backends.db import SessionStore as DjangoStore
from django.utils import timezone

from accounts.backends import PeopleBackend
from accounts.models import Session, User
from accounts.sessions import SessionStore


@pytest.fixture
def key(db: None) -> str:
    store = SessionStore()
    store["seat"] = "trainee"
    store.create()
    return str(store.session_key)


def test_what_was_written_is_read(key: str) -> None:
    class Plain(SessionStore):
        __qualname__ = SessionStore.__qualname__  # the salt of what is stored
        load = DjangoStore.load

    assert dict(SessionStore(key).items()) == dict(Plain(key).items()) == {"seat": "trainee"}


def test_an_expired_session_is_nobodys(key: str) -> None:
    Session.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))
    store = SessionStore(key)
    assert dict(store.items()) == {}
    assert store.session_key is None


def test_a_session_lasts_until_its_last_second(key: str) -> None:
    Session.objects.update(expire_date=timezone.now() + datetime.timedelta(seconds=20))
    assert SessionStore(key)["seat"] == "trainee"


def test_an_unknown_key_is_not_taken_over(key: str) -> None:
    store = SessionStore("x" * 32)
    assert dict(store.items()) == {}
    assert store.session_key is None


def test_the_person_of_a_session_is_whole(cast, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        person = PeopleBackend().get_user(cast.afghan.pk)
        fields = [field.attname for field in User._meta.concrete_fields]
        assert person is not None
        assert [getattr(person, name) for name in fields] == [getattr(cast.afghan, name) for name in fields]
        assert person == cast.afghan


def test_who_is_gone_or_closed_is_nobody(cast) -> None:
    backend = PeopleBackend()
    assert backend.get_user(uuid.uuid4()) is None
    User.objects.filter(pk=cast.trainee.pk).update(is_active=False)
    assert backend.get_user(cast.trainee.pk) is None


def test_a_closed_account_ends_at_the_next_page(cast) -> None:
    client = cast.client("trainee")
    assert client.get("/en/home/").status_code == 200
    User.objects.filter(pk=cast.trainee.pk).update(is_active=False)
    assert client.get("/en/home/").status_code == 302
