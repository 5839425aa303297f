import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import Act
from accounts.models import AuditEntry, User
from accounts.services.passwords import make_slip
from tests.factories.accounts import make_person

PASSWORD = "чор дарахти баланд"


def test_the_language_is_remembered_with_the_person_and_in_the_browser(cast):
    client = cast.client("trainee")
    answer = client.post("/tg/account/language/", {"language": "fa-af", "next": "/tg/account/preferences/?a=1"})
    assert answer["Location"] == "/fa-af/account/preferences/?a=1"
    assert client.cookies["language"].value == "fa-af"
    cast.trainee.refresh_from_db()
    assert cast.trainee.language == "fa-af"


def test_a_visitor_changes_the_language_too(db, client):
    answer = client.post("/tg/account/language/", {"language": "ru", "next": "/tg/account/login/"})
    assert answer["Location"] == "/ru/account/login/"
    assert client.get("/account/login/")["Location"] == "/ru/account/login/"


@pytest.mark.parametrize("target", ["", "https://evil.example/", "//evil.example"])
def test_the_language_switch_leads_nowhere_else(cast, target):
    answer = cast.client("trainee").post("/tg/account/language/", {"language": "ru", "next": target})
    assert answer["Location"] == "/ru/home/"


def test_an_unknown_language_changes_nothing(cast):
    answer = cast.client("trainee").post("/tg/account/language/", {"language": "xx", "next": "/tg/home/"})
    assert answer["Location"] == "/tg/home/"


def test_preferences(cast):
    client = cast.client("trainee")
    answer = client.post("/tg/account/preferences/", {"language": "ru", "calendar": "solar"})
    assert answer["Location"] == "/ru/account/preferences/"
    cast.trainee.refresh_from_db()
    assert (cast.trainee.language, cast.trainee.calendar) == ("ru", "solar")
    assert client.post("/en/account/preferences/", {"language": "xx"}).status_code == 422


def test_a_first_password_must_be_changed_before_anything_else(cast):
    first = make_slip(person=cast.trainee, by=cast.registrar, at=timezone.now(), address=None)
    client = Client()
    client.post("/en/account/login/", {"username": "TJ-100001", "password": first})
    assert client.get("/en/account/preferences/")["Location"] == "/en/account/password/"
    page = client.get("/en/account/password/").content.decode()
    assert "Choose your own password" in page
    assert 'name="old"' not in page
    for new, again, sentence in (
        (first, first, "This is the password you have now."),
        ("short", "short", "at least 8 signs"),
        ("password1", "password1", "Too many people use this password."),
        ("tj-100001", "tj-100001", "The service number cannot be the password."),
        (PASSWORD, "another one", "The two new passwords are not the same."),
    ):
        answer = client.post("/en/account/password/", {"new": new, "again": again})
        assert answer.status_code == 422
        assert sentence in answer.content.decode().replace("&#x27;", "'")
    answer = client.post("/en/account/password/", {"new": PASSWORD, "again": PASSWORD})
    assert answer["Location"] == "/en/home/"
    assert client.get("/en/account/preferences/").status_code == 200
    assert AuditEntry.objects.filter(act=Act.PASSWORD_CHANGED, actor=cast.trainee).count() == 1


def test_a_later_change_asks_for_the_present_password_and_ends_other_sessions(db):
    person = make_person(number="TJ-123456", password=PASSWORD)
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/en/account/login/", {"username": "TJ-123456", "password": PASSWORD})
    new = "панҷ кӯҳи сафед"
    wrong = here.post("/en/account/password/", {"old": "x", "new": new, "again": new})
    assert wrong.status_code == 422
    assert "This is not your present password." in wrong.content.decode()
    assert here.post("/en/account/password/", {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert here.get("/en/account/preferences/").status_code == 200
    assert there.get("/en/account/preferences/").status_code == 302
    assert User.objects.get(pk=person.pk).check_password(new)
