"""The second factor at log-in: nobody above trainee reaches anything without it; set-up, passkeys, recovery."""

import datetime
import html
import json
import re
import uuid
from base64 import b32decode

import pytest
import time_machine
from django.conf import settings as all_settings
from django.core.checks import run_checks
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.access import BACKEND
from accounts.domain.factors import code_at
from accounts.enums import Act, FactorKind, Role
from accounts.models import AuditEntry, Authenticator, Passkey, PrintedCode, RoleAssignment
from accounts.services.recovery import print_card, reset_factor
from accounts.services.roles import give_role
from tests.factories.accounts import make_person, make_staff
from tests.factories.authenticators import SecurityKey
from tests.factories.factors import app_code, make_app

PASSWORD = "семь мостов Хорога"
FACTOR, SET_UP = "/en/account/factor/", "/en/account/factor/set-up/"


def log_in(person, target: str = "") -> Client:
    """Log in through the page: the password only."""
    person.set_password(PASSWORD)
    person.save()
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    data = {"username": person.service_number, "password": PASSWORD, "next": target}
    assert client.post("/en/account/login/", data).status_code == 302
    return client


def options_in(answer) -> dict:
    return json.loads(html.unescape(re.search(r'data-options="([^"]+)"', answer.content.decode())[1]))


@pytest.fixture
def english_staff(cast):
    for person in (cast.instructor, cast.head, cast.registrar, cast.editor, cast.administrator):
        person.language = "en"
        person.save()
    return cast


# Nothing without the factor


@pytest.mark.parametrize("role", ["instructor", "registrar", "head", "hr", "editor", "translator", "auditor"])
def test_a_session_with_the_password_only_is_a_strangers(cast, role: str) -> None:
    person = getattr(cast, role)
    make_app(person)
    client = log_in(person)
    for address in ("/en/home/", "/en/account/people/", "/en/account/preferences/", "/en/roll/", "/en/courses/"):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer.url.startswith("/en/account/factor/?next="), address
    for address in ("/cms/", "/cms/pages/", "/cms/images/", "/cms/reports/locked/"):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0].split("?")[0].endswith("/account/factor/"), address
        assert b"one-time-code" in answer.content


def test_what_devices_send_is_told_to_log_in_and_keep_everything(cast) -> None:
    make_app(cast.instructor)
    client = log_in(cast.instructor)
    body = {"person": str(cast.instructor.pk), "device": "4b4f2a0e-1111-4222-8333-444455556666", "items": []}
    answer = client.post(
        "/outbox/", json.dumps(body), content_type="application/json", headers={"Origin": "http://testserver"}
    )
    assert answer.status_code == 401
    assert answer.json() == {"error": "log in"}
    assert client.post("/en/roll/none/", {}).status_code in {302, 404}


def test_public_pages_stay_public(cast) -> None:
    make_app(cast.hr)
    client = log_in(cast.hr)
    assert client.get(reverse("certificates:check")).status_code == 200
    assert client.get("/healthy").status_code == 200
    assert client.get(reverse("device:offline")).status_code == 200
    page = client.get(FACTOR)
    assert page.status_code == 200
    assert "Omuzgoh-Person" not in page.headers  # kept pages of the person stay closed
    assert client.post("/en/account/logout/").status_code == 302
    assert client.get(FACTOR).url.startswith("/en/account/login/")


def test_trainees_and_people_without_a_role_need_none(cast) -> None:
    for person in (cast.trainee, cast.stranger):
        assert log_in(person).get("/en/home/").status_code == 200


def test_a_role_given_to_somebody_who_is_logged_in_asks_for_it_at_once(cast) -> None:
    client = log_in(cast.stranger)
    assert client.get("/en/home/").status_code == 200
    give_role(user=cast.stranger, role=Role.INSTRUCTOR, centre=cast.khorog, by=cast.administrator)
    assert client.get("/en/home/").url.startswith(FACTOR)


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/en/home/"),
        ("get", "/en/courses/"),
        ("post", "/en/assessments/attempts/{}/answer/"),
        ("post", "/outbox/"),
    ],
)
def test_trainees_pay_no_query_for_it(cast, method: str, address: str) -> None:
    """Pages read the roles anyway; what a page sends goes by what the page found."""
    counts = {}
    for without in (False, True):
        left = [one for one in all_settings.MIDDLEWARE if not (without and "SecondFactor" in one)]
        with override_settings(MIDDLEWARE=left):
            client = log_in(cast.trainee)  # each client builds its own chain of middleware
            client.get("/en/home/")
            with CaptureQueriesContext(connection) as asked:
                if method == "get":
                    assert client.get(address).status_code == 200
                else:
                    kind = {"content_type": "application/json", "headers": {"Origin": "http://testserver"}}
                    assert client.post(address.format(uuid.uuid4()), "{}", **kind).status_code == 400
        counts[without] = len(asked)
    assert counts[False] == counts[True]


def test_what_a_page_sends_is_judged_again_when_a_role_is_given(cast) -> None:
    client = log_in(cast.stranger)
    kind = {"content_type": "application/json", "headers": {"Origin": "http://testserver"}}
    assert client.post("/outbox/", "{}", **kind).status_code == 400
    give_role(user=cast.stranger, role=Role.INSTRUCTOR, centre=cast.khorog, by=cast.administrator)
    assert client.post("/outbox/", "{}", **kind).status_code == 401


def test_the_note_that_somebody_needs_none_is_of_one_day(cast) -> None:
    client = log_in(cast.trainee)
    kind = {"content_type": "application/json", "headers": {"Origin": "http://testserver"}}
    RoleAssignment.objects.filter(user=cast.trainee).update(role=Role.INSTRUCTOR)  # by no service: nothing is told
    assert client.post("/outbox/", "{}", **kind).status_code == 400
    session = client.session
    session["factor"] = session["factor"] | {"day": "2020-01-01"}
    session.save()
    assert client.post("/outbox/", "{}", **kind).status_code == 401


# Log-in with a factor


def test_log_in_leads_through_the_factor_to_the_page_that_was_asked_for(english_staff) -> None:
    person = english_staff.instructor
    make_app(person)
    client = log_in(person, "/en/account/people/?q=1")
    before = client.session.session_key
    answer = client.get("/en/account/people/?q=1")
    assert answer.url == "/en/account/factor/?next=%2Fen%2Faccount%2Fpeople%2F%3Fq%3D1"
    page = client.get(answer.url)
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    answer = client.post(FACTOR, {"code": app_code(person), "next": "/en/account/people/?q=1"})
    assert answer.url == "/en/account/people/?q=1"
    assert client.get(answer.url).status_code == 200
    assert client.session.session_key != before
    assert client.post(FACTOR, {"code": "1"}).status_code == 302


def test_it_leads_to_this_site_only(english_staff) -> None:
    make_app(english_staff.instructor)
    client = log_in(english_staff.instructor)
    code = app_code(english_staff.instructor)
    answer = client.post(FACTOR, {"code": code, "next": "https://elsewhere.example/"})
    assert answer.url == "/en/home/"


def test_a_wrong_code_is_told_and_ten_end_the_session(english_staff) -> None:
    person = english_staff.instructor
    make_app(person)
    client = log_in(person)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(1, 11):
            clock.shift(301)
            answer = client.post(FACTOR, {"code": "0000 0000"})
            if number < 10:
                assert answer.status_code == 422
                assert "This code is not right." in answer.content.decode()
        assert answer.url == "/en/account/login/"
        assert "_auth_user_id" not in client.session


def test_codes_that_come_too_soon_wait(english_staff) -> None:
    make_app(english_staff.instructor)
    client = log_in(english_staff.instructor)
    with time_machine.travel(timezone.now(), tick=False):
        statuses = [client.post(FACTOR, {"code": "00000000"}).status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]


# Set up


def test_the_first_log_in_sets_it_up(english_staff) -> None:
    person = english_staff.registrar
    client = log_in(person)
    assert client.get(FACTOR).url == SET_UP
    page = client.get(SET_UP).content.decode()
    assert "data:image/svg+xml" in page
    key = re.search(r'factor-key">.*?>([A-Z2-7 ]{39})<', page)[1]
    assert key in client.get(SET_UP).content.decode(), "the same key while it is being set up"
    assert client.post(SET_UP, {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()
    answer = client.post(SET_UP, {"code": code_at(b32decode(key.replace(" ", "")), timezone.now())})
    codes = re.findall(r"\b(\d{4} \d{4})\b", answer.content.decode())
    assert len(codes) == 10
    assert answer.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert client.get("/en/home/").status_code == 200
    assert "factor_key" not in client.session
    assert AuditEntry.objects.filter(act=Act.FACTOR_SET_UP, actor=person).count() == 1
    again = log_in(person)
    assert again.post(FACTOR, {"code": codes[0]}).url == "/en/home/"


def test_the_key_in_the_session_is_sealed(english_staff) -> None:
    client = log_in(english_staff.registrar)
    page = client.get(SET_UP).content.decode()
    key = re.search(r'factor-key">.*?>([A-Z2-7 ]{39})<', page)[1].replace(" ", "")
    assert key not in json.dumps(dict(client.session.items()))


def test_who_has_a_factor_sets_up_no_other_without_it(english_staff) -> None:
    make_app(english_staff.instructor)
    client = log_in(english_staff.instructor)
    assert client.get(SET_UP).url == FACTOR
    assert client.post(SET_UP, {"code": "123456"}).url == FACTOR
    assert client.post(reverse("accounts:passkey_add"), {"name": "x"}).url == FACTOR


def test_a_first_password_is_changed_before_the_first_factor_but_after_an_existing_one(english_staff) -> None:
    person = english_staff.registrar
    person.must_change_password = True
    person.save()
    client = log_in(person)
    assert client.get("/en/home/").url == "/en/account/password/"
    assert client.get("/en/account/password/").status_code == 200
    make_app(person)
    assert client.get("/en/account/password/").url.startswith(FACTOR)
    client.post(FACTOR, {"code": app_code(person)})
    assert client.get("/en/home/").url == "/en/account/password/"


# Recovery


def test_a_temporary_code_lets_in_and_offers_to_set_up_or_go_on(english_staff) -> None:
    person = english_staff.instructor
    make_app(person)
    head = english_staff.client("head")
    page = head.get(reverse("accounts:person", args=[person.pk])).content.decode()
    assert reverse("accounts:factor_reset", args=[person.pk]) in page
    answer = head.post(reverse("accounts:factor_reset", args=[person.pk]), {"why": "lost", "note": "in the river"})
    code = re.search(r"\b(\d{4} \d{4})\b", answer.content.decode())[1]
    assert AuditEntry.objects.get(act=Act.FACTOR_RESET).reason == "The device is lost: in the river"
    client = log_in(person)
    assert client.get(SET_UP).url == FACTOR, "nothing is set up without the code"
    answer = client.post(FACTOR, {"code": code, "next": "/en/roll/"})
    assert answer.url == SET_UP + "?next=%2Fen%2Froll%2F"
    assert 'href="/en/roll/"' in client.get(answer.url).content.decode()
    assert client.get("/en/home/").status_code == 200, "a lost device never stops a roll"


def test_an_ended_temporary_code_leads_to_the_head_again(english_staff) -> None:
    person = english_staff.instructor
    make_app(person)
    reset_factor(person=person, reason="lost", by=english_staff.head, at=timezone.now() - datetime.timedelta(days=2))
    client = log_in(person)
    assert client.get(SET_UP).url == FACTOR
    assert "Ask the head of your centre for a new one." in client.get(FACTOR).content.decode()


def test_a_code_card_is_enough(english_staff) -> None:
    person = english_staff.instructor
    answer = english_staff.client("registrar").post(reverse("accounts:code_card", args=[person.pk]))
    codes = re.findall(r"\b(\d{4} \d{4})\b", answer.content.decode())
    assert len(codes) == 40
    client = log_in(person)
    assert "Next unused code of your code card" in client.get(FACTOR).content.decode()
    assert client.post(FACTOR, {"code": codes[0]}).url == "/en/home/"
    assert "39" in client.get(reverse("accounts:factors")).content.decode()


# Passkeys


def test_a_passkey_is_made_proves_and_is_removed(english_staff) -> None:
    person, key = english_staff.instructor, SecurityKey()
    make_app(person)
    client = english_staff.client("instructor")
    asked = options_in(client.get(reverse("accounts:factors")))
    assert asked["rp"]["id"] == "testserver"
    add = reverse("accounts:passkey_add")
    made = key.make(asked)
    assert client.post(add, {"name": "Blue key", "passkey": made}).url == reverse("accounts:factors")
    row = Passkey.objects.get(person=person)
    assert (row.name, row.sign_count) == ("Blue key", 0)
    client.post(add, {"name": "Again", "passkey": made})  # its challenge was used
    assert Passkey.objects.count() == 1

    other = log_in(person)
    asked = options_in(other.get(FACTOR))
    assert [one["id"] for one in asked["allowCredentials"]] == [row.credential]
    proof = key.prove(asked)
    assert other.post(FACTOR, {"passkey": proof}).url == "/en/home/"
    row.refresh_from_db()
    assert row.sign_count == 1
    third = log_in(person)
    third.get(FACTOR)
    assert third.post(FACTOR, {"passkey": proof}).status_code == 422, "an answer to another challenge"

    remove = reverse("accounts:passkey_remove", args=[row.pk])
    assert english_staff.client("instructor").post(remove).status_code == 302
    assert not Passkey.objects.exists()
    assert AuditEntry.objects.filter(act=Act.FACTOR_REMOVED).count() == 1


def test_the_first_factor_can_be_a_passkey_and_then_it_stays(english_staff) -> None:
    person, key = english_staff.instructor, SecurityKey()
    client = log_in(person)
    asked = options_in(client.get(SET_UP))
    answer = client.post(reverse("accounts:passkey_add"), {"name": "Key", "passkey": key.make(asked)})
    assert len(re.findall(r"\b\d{4} \d{4}\b", answer.content.decode())) == 10
    assert client.get("/en/home/").status_code == 200
    row = Passkey.objects.get()
    client.post(reverse("accounts:passkey_remove", args=[row.pk]))
    assert Passkey.objects.exists(), "the only factor"


@pytest.mark.parametrize("change", ["origin", "host", "key", "count", "kind", "nothing", "text", "list"])
def test_a_passkey_that_is_not_right_proves_nothing(english_staff, change: str) -> None:
    person, key = english_staff.instructor, SecurityKey()
    client = english_staff.client("instructor")
    asked = options_in(client.get(reverse("accounts:factors")))
    client.post(reverse("accounts:passkey_add"), {"name": "Key", "passkey": key.make(asked)})
    Passkey.objects.update(sign_count=5)
    key.count = 5
    other = log_in(person)
    asked = options_in(other.get(FACTOR))
    if change == "origin":
        key.origin = "http://testserver.example"
    elif change == "host":
        key.host = "elsewhere"
    elif change == "key":
        key.pair = SecurityKey().pair
    elif change == "count":
        key.count = 3
    proof = key.prove(asked)
    if change == "kind":
        proof = key.make(asked)
    wrong = {"nothing": "{}", "text": "not JSON", "list": "[1]"}
    answer = other.post(FACTOR, {"passkey": wrong.get(change, proof)})
    assert answer.status_code == 422
    assert AuditEntry.objects.filter(act=Act.FACTOR_FAILED).exists()
    assert other.get("/en/home/").status_code == 302


def test_a_right_passkey_after_that_passes(english_staff) -> None:
    """The test above fails for its reasons: unchanged, the same answer passes."""
    person, key = english_staff.instructor, SecurityKey()
    client = english_staff.client("instructor")
    asked = options_in(client.get(reverse("accounts:factors")))
    client.post(reverse("accounts:passkey_add"), {"name": "Key", "passkey": key.make(asked)})
    other = log_in(person)
    assert other.post(FACTOR, {"passkey": key.prove(options_in(other.get(FACTOR)))}).status_code == 302


# The demonstration


def test_a_seat_of_the_demonstration_has_passed(db, settings) -> None:
    person = make_staff(Role.EDITOR, number="DEMO-E1")
    person.demonstration = True
    person.save()
    client = Client()
    client.post("/en/demonstration/seats/editor/")
    assert client.get("/en/home/").status_code == 200
    assert client.session["factor"]["kind"] == FactorKind.DEMONSTRATION
    settings.DEMONSTRATION = False
    assert client.get("/en/home/").status_code == 302


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, []),
        ({"DEMONSTRATION": False}, ["omuzgoh.F001"]),
        ({"SECURE_SSL_REDIRECT": True}, ["omuzgoh.F002"]),
        ({"SIGNING_DEVELOPMENT_ALLOWED": False}, ["omuzgoh.F002"]),
        ({"DEMONSTRATION": False, "DEMONSTRATION_FACTOR": ""}, []),
    ],
)
def test_production_refuses_the_factor_of_the_demonstration(settings, changes: dict, wrong: list[str]) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    assert [one.id for one in run_checks() if str(one.id).startswith("omuzgoh.F")] == wrong


def test_names_of_protected_colleagues_stand_on_cards_only_for_who_may_read_them(cast) -> None:
    person = make_person(number="AF-5", given="زهرا", surname="", father="", script="arab", protected=True)
    give_role(user=person, role=Role.TRANSLATOR, centre=None, by=None)
    page = cast.client("administrator").post(reverse("accounts:code_card", args=[person.pk]))
    assert page.status_code == 200
    assert "زهرا" not in page.content.decode()
    assert PrintedCode.objects.filter(person=person).count() == 40


def test_force_login_in_tests_is_a_whole_log_in_and_the_page_is_not(cast) -> None:
    client = Client()
    client.force_login(cast.head, backend=BACKEND)
    assert client.session["factor"]["kind"] == FactorKind.AUTHENTICATOR
    assert "factor" not in log_in(cast.head).session
    print_card(person=cast.instructor, by=cast.head, at=timezone.now())
