import datetime

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.enums import Act
from accounts.hashers import Argon2
from accounts.models import AuditEntry, User
from accounts.views import from_cms
from tests.factories.accounts import make_person

PASSWORD = "чор дарахти баланд"
LOGIN = "/tg/account/login/"


@pytest.fixture
def person(db):
    return make_person(number="TJ-123456", language="ru", password=PASSWORD)


def try_log_in(client, number="TJ-123456", password=PASSWORD, url=LOGIN, **extra):
    return client.post(url, {"username": number, "password": password}, **extra)


def is_logged_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("typed", ["TJ-123456", "tj-123456", " Tj-۱۲۳۴۵۶ ", "TJ–123456", "ТJ-123456"])
def test_the_number_may_be_typed_in_any_case_and_digits(person, client, typed):
    answer = try_log_in(client, typed)
    assert answer.status_code == 302
    assert answer["Location"] == "/ru/home/"
    assert is_logged_in(client)
    assert client.cookies["language"].value == "ru"


def test_a_wrong_password_says_neither_which_nor_why(person, client):
    known = try_log_in(client, password="wrong", url="/en/account/login/")
    unknown = try_log_in(client, number="TJ-000000", password="wrong", url="/en/account/login/")
    assert known.status_code == unknown.status_code == 422
    sentence = "The service number or the password is not right."
    assert sentence in known.content.decode()
    assert sentence in unknown.content.decode()
    assert 'value="TJ-123456"' in known.content.decode()
    assert b"wrong" not in known.content


def test_empty_fields_are_named_and_not_counted(person, client):
    answer = try_log_in(client, number="", password="", url="/en/account/login/")
    assert answer.status_code == 422
    assert answer.content.decode().count("Please fill in this field.") == 2
    assert not AccessAttempt.objects.exists()


def test_ten_wrong_tries_lock_for_five_minutes(person, client):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(9):
            assert try_log_in(client, password="wrong").status_code == 422
        locked = try_log_in(client, password="wrong", url="/en/account/login/")
        assert locked.status_code == 429
        assert "Too many wrong tries." in locked.content.decode()
        assert 'value="TJ-123456"' in locked.content.decode()
        assert locked["Retry-After"] == "300"
        assert try_log_in(client).status_code == 429
        clock.shift(datetime.timedelta(minutes=4))
        assert try_log_in(client, number="tj-123456").status_code == 429
        clock.shift(datetime.timedelta(minutes=1, seconds=1))
        assert try_log_in(client).status_code == 302


def test_a_lock_is_for_one_number_at_one_address(person, client):
    make_person(number="TJ-222222", password=PASSWORD)
    for _ in range(10):
        try_log_in(client, password="wrong")
    assert try_log_in(Client(), number="TJ-222222").status_code == 302
    assert try_log_in(Client(), REMOTE_ADDR="10.0.0.9").status_code == 302


def test_success_forgets_the_wrong_tries(person, client):
    for _ in range(9):
        try_log_in(client, password="wrong")
    assert try_log_in(client).status_code == 302
    for _ in range(9):
        assert try_log_in(Client(), password="wrong").status_code == 422


def test_thirty_people_behind_one_address(db):
    """Each mistypes four times, then logs in: nobody locks anybody out."""
    people = [make_person(number=f"TJ-3000{n:02}", password=PASSWORD) for n in range(30)]
    for _ in range(4):
        for person in people:
            assert try_log_in(Client(), person.service_number, "wrong").status_code == 422
    for person in people:
        assert try_log_in(Client(), person.service_number).status_code == 302


def test_log_ins_are_remembered_without_what_was_typed(person, client):
    for _ in range(12):
        try_log_in(client, number="Secret-Name-1", password="hidden")
    try_log_in(client)
    acts = list(AuditEntry.objects.order_by("at").values_list("act", flat=True))
    assert acts.count(Act.LOG_IN_FAILED) == 10
    assert acts.count(Act.LOCKED_OUT) == 1
    assert acts.count(Act.LOG_IN) == 1
    for entry in AuditEntry.objects.exclude(act=Act.LOG_IN):
        assert (entry.actor, entry.subject, entry.subject_id, entry.new) == (None, "", "", None)
        assert entry.address == "127.0.0.1"
    entry = AuditEntry.objects.get(act=Act.LOG_IN)
    assert (entry.actor, entry.subject_id) == (person, str(person.pk))


def test_nothing_typed_stands_in_the_tables_of_tries(person, client):
    try_log_in(client, number="Meine-Geheimnis-1", password="hidden")
    row = AccessAttempt.objects.get()
    for text in (row.username, row.get_data, row.post_data, row.path_info):
        assert "hidden" not in text
        assert "geheim" not in text.lower()


def test_next_is_followed_only_on_this_site(person, client):
    answer = client.post(LOGIN, {"username": "TJ-123456", "password": PASSWORD, "next": "/tg/courses/?a=1"})
    assert answer["Location"] == "/ru/courses/?a=1"
    for evil in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"):
        answer = Client().post(LOGIN, {"username": "TJ-123456", "password": PASSWORD, "next": evil})
        assert answer["Location"] == "/ru/home/", evil


def test_whoever_is_logged_in_goes_home(person, client):
    try_log_in(client)
    assert client.get(LOGIN)["Location"] == "/ru/home/"


def test_the_page_speaks_the_browsers_language(db, client):
    for header, language in (("tg", "tg"), ("prs-AF", "fa-af"), ("ru-RU", "ru"), ("fr", "en")):
        answer = client.get("/account/login/", headers={"accept-language": header}, follow=True)
        assert answer.redirect_chain[-1][0] == f"/{language}/account/login/"


def test_people_of_the_demonstration_are_nobody_in_production(person):
    User.objects.filter(pk=person.pk).update(demonstration=True)
    client = Client()
    assert try_log_in(client).status_code == 302
    assert client.get(reverse("accounts:preferences")).status_code == 200
    with override_settings(DEMONSTRATION=False):
        assert client.get(reverse("accounts:preferences")).status_code == 302
        assert try_log_in(Client()).status_code == 422
    assert client.get(reverse("accounts:preferences")).status_code == 200


def test_a_closed_account_cannot_log_in(person, client):
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert try_log_in(client).status_code == 422


def test_log_out_is_a_post(person, client):
    try_log_in(client)
    assert client.get(reverse("accounts:logout")).status_code == 405
    assert client.post(reverse("accounts:logout")).status_code == 302
    assert not is_logged_in(client)


def test_csrf_is_checked(person):
    assert try_log_in(Client(enforce_csrf_checks=True)).status_code == 403


def test_passwords_are_argon2_in_real_settings():
    encoded = Argon2().encode(PASSWORD, Argon2().salt())
    assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_wagtails_log_in_leads_to_ours_and_never_in_a_circle(cast):
    for start in ("/cms/", "/cms/login/", "/cms/login/?next=/cms/"):
        visitor = Client().get(start, follow=True)
        assert visitor.status_code == 200
        assert "/account/login/" in visitor.redirect_chain[-1][0]
        assert cast.client("instructor").get(start, follow=True).status_code == 403
        editor = cast.client("editor").get(start, follow=True)
        assert editor.status_code == 200
        assert editor.request["PATH_INFO"] == "/cms/"


def test_the_log_in_address_for_wagtail_keeps_where_one_was_going(rf, db):
    request = rf.get("/cms/login/", {"next": "/cms/pages/"})
    with override("ru"):
        assert from_cms(request)["Location"] == "/ru/account/login/?next=%2Fcms%2Fpages%2F"
