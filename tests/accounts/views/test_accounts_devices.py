"""Sessions: on which devices, how long, and how they end."""

import datetime
import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Act, Role
from accounts.models import AuditEntry, RoleAssignment, Session
from accounts.services.passwords import make_slip
from accounts.services.roles import end_role, give_role
from tests.factories.accounts import make_person, make_staff
from tests.factories.courses import enrol, make_cohort

PASSWORD = "чор дарахти баланд"
PAGE = "/en/account/preferences/"
DEVICES = "/en/account/devices/"
PHONE = (
    "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
)
COMPUTER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:121.0) Gecko/20100101 Firefox/121.0"
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def person(db):
    trainee = make_person(number="TJ-123456", password=PASSWORD)
    give_role(user=trainee, role=Role.TRAINEE, centre=None, by=None)
    return trainee


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def log_in(agent: str = COMPUTER, client: Client | None = None, **data: str) -> Client:
    client = client or Client()
    answer = client.post(
        "/en/account/login/", {"username": "TJ-123456", "password": PASSWORD, **data}, HTTP_USER_AGENT=agent
    )
    assert answer.status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(PAGE).status_code == 200


def test_the_devices_are_listed_in_simple_words(person) -> None:
    log_in(PHONE)
    here = log_in()
    text = here.get(DEVICES).content.decode()
    assert "Windows computer</strong>, " in text
    assert "Android phone or tablet" in text
    assert text.count("this device") == 1
    assert text.index("this device") < text.index("Android phone")
    assert "127.0.0.1" in text
    for key in Session.objects.values_list("session_key", flat=True):
        assert key not in text
    row = Session.objects.get(system="android")
    assert (row.browser, row.person, row.shared) == ("chrome", person, False)
    assert "SM-A135F" not in str(row.get_decoded())


def test_one_device_and_all_of_them_are_logged_out(person) -> None:
    phone, here = log_in(PHONE), log_in()
    device = Session.objects.get(system="android").device
    assert here.post(f"{DEVICES}{device}/end/")["Location"] == DEVICES
    assert not is_in(phone)
    assert is_in(here)
    assert here.post(f"{DEVICES}{device}/end/").status_code == 404
    phone = log_in(PHONE)
    assert here.post(f"{DEVICES}end/")["Location"] == "/en/account/login/"
    assert not is_in(phone)
    assert not is_in(here)
    entry = AuditEntry.objects.get(act=Act.SESSIONS_ENDED)
    assert (entry.actor, entry.new) == (person, {"sessions": 2})


def test_nobody_logs_out_anothers_device(person, cast) -> None:
    log_in(PHONE)
    device = Session.objects.get(system="android").device
    assert cast.client("registrar").post(f"{DEVICES}{device}/end/").status_code == 404
    assert Session.objects.filter(device=device).exists()


def test_the_head_ends_the_sessions_of_people_of_the_centre(cast) -> None:
    client = cast.client("trainee")
    assert is_in(client)
    head = cast.client("head")
    page = head.get(reverse("accounts:person", kwargs={"pk": cast.trainee.pk})).content.decode()
    assert "On 1 device now." in page
    url = reverse("accounts:sessions_end", kwargs={"pk": cast.trainee.pk})
    assert head.post(url, follow=True).status_code == 200
    assert not is_in(client)
    entry = AuditEntry.objects.get(act=Act.SESSIONS_ENDED)
    assert (entry.actor, entry.subject_id) == (cast.head, str(cast.trainee.pk))


def test_staff_are_logged_out_after_two_hours_and_trainees_after_twelve(cast, clock) -> None:
    head, trainee = cast.client("head"), cast.client("trainee")
    clock.shift(HOUR + HOUR)
    assert is_in(head)  # a roll may lie open so long
    clock.shift(HOUR + HOUR + datetime.timedelta(minutes=6))
    assert not is_in(head)
    assert is_in(trainee)
    clock.shift(8 * HOUR)
    assert not is_in(trainee)


def test_who_goes_on_working_stays_until_the_twelfth_hour(cast, clock) -> None:
    head = cast.client("head")
    for _ in range(11):
        clock.shift(HOUR)
        assert is_in(head)
    clock.shift(HOUR)
    assert not is_in(head)


def test_a_shared_computer_forgets_soon_and_with_the_browser(person, clock) -> None:
    client = log_in(shared="on")
    cookie = client.cookies["sessionid"]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")
    assert client.cookies["shared"].value == "1"
    assert not client.cookies["device"].value
    assert "Somebody else" in client.get(PAGE).content.decode()
    for _ in range(3):
        clock.shift(datetime.timedelta(minutes=14))
        assert is_in(client)
    clock.shift(datetime.timedelta(minutes=21))
    assert not is_in(client)
    assert "checked" in re.search(r"<input[^>]*shared[^>]*>", client.get("/en/account/login/").content.decode())[0]


def test_an_own_device_is_remembered_and_keeps_its_cookie(person) -> None:
    client = log_in()
    assert int(client.cookies["sessionid"]["max-age"]) in range(12 * 3600 - 60, 12 * 3600 + 1)
    assert client.cookies["device"].value
    assert "123456" not in client.cookies["device"].value
    assert "Somebody else" not in client.get(PAGE).content.decode()


def test_somebody_else_logs_in_at_once_on_a_shared_computer(person) -> None:
    client = log_in(shared="on")
    answer = client.post("/en/account/logout/", {"to": "login"})
    assert answer["Location"] == "/en/account/login/"
    assert answer["Clear-Site-Data"] == '"cache"'  # never the storage: marks that are not sent are in it
    assert "Clear-Site-Data" not in log_in().post("/en/account/logout/")
    assert not Session.objects.filter(person=person).exists()


def test_pages_for_people_are_kept_by_no_browser(cast) -> None:
    for role, url in (("trainee", "/en/home/"), ("head", "/en/account/people/"), ("trainee", "/en/account/login/")):
        assert "no-store" in cast.client(role).get(url)["Cache-Control"]


def test_the_key_changes_with_each_log_in(person) -> None:
    client = log_in()
    first = client.session.session_key
    log_in(client=client)
    assert client.session.session_key != first
    assert not Session.objects.filter(session_key=first).exists()
    assert Session.objects.filter(person=person).count() == 1


def test_a_new_slip_a_new_password_and_the_end_of_a_role_end_sessions(cast) -> None:
    trainee, head, registrar = (cast.client(role) for role in ("trainee", "head", "registrar"))
    make_slip(person=cast.trainee, by=cast.registrar, at=timezone.now(), address=None)
    assert not Session.objects.filter(person=cast.trainee).exists()
    assert not is_in(trainee)
    role = RoleAssignment.objects.get(user=cast.head, role=Role.HEAD)
    end_role(assignment=role, by=cast.administrator, on=timezone.localdate(), reason="moved")
    assert not is_in(head)
    role = RoleAssignment.objects.get(user=cast.registrar, role=Role.REGISTRAR)
    end_role(assignment=role, by=cast.administrator, on=timezone.localdate() + datetime.timedelta(days=9), reason="-")
    assert is_in(registrar)


def test_a_page_costs_no_further_query_and_a_note_every_five_minutes(cast, clock, django_assert_num_queries) -> None:
    client = cast.client("trainee")
    client.get(PAGE)
    with django_assert_num_queries(3) as usual:  # session, person, roles
        client.get(PAGE)
    clock.shift(datetime.timedelta(minutes=4, seconds=59))
    with django_assert_num_queries(len(usual)):
        client.get(PAGE)
    clock.shift(datetime.timedelta(minutes=1))
    with django_assert_num_queries(len(usual) + 1):
        client.get(PAGE)
    assert Session.objects.get(person=cast.trainee).seen_at == timezone.now()
    with django_assert_num_queries(len(usual)):
        client.get(PAGE)


# A forgotten password: any of the trainee's instructors


@pytest.fixture
def guest(cast):
    """An instructor of the other centre who teaches a cohort in Khorog, where the trainee is enrolled."""
    guest = make_staff(Role.INSTRUCTOR, centre=cast.panj, number="PAN-I9")
    cohort = make_cohort(centre=cast.khorog, version=cast.cohort.programme_version, instructors=(guest,))
    enrol(cohort, cast.trainee, by=cast.registrar)
    return guest


def slip_by(client: Client, person) -> int:
    return client.post(reverse("accounts:slip", kwargs={"pk": person.pk})).status_code


def test_an_instructor_of_another_centre_who_teaches_her_prints_a_slip(cast, guest) -> None:
    client = Client()
    client.force_login(guest, backend="accounts.backends.PeopleBackend")
    assert slip_by(client, cast.trainee) == 200
    entry = AuditEntry.objects.get(act=Act.PASSWORD_SLIP)
    assert (entry.actor, entry.subject_id) == (guest, str(cast.trainee.pk))
    assert slip_by(client, cast.classmate) == 404  # not hers
    assert slip_by(client, cast.head) == 404
    assert slip_by(cast.client("other_instructor"), cast.trainee) == 404


def test_never_for_somebody_who_is_more_than_a_trainee(cast, guest) -> None:
    give_role(user=cast.trainee, role=Role.HR, centre=None, by=None)
    client = Client()
    client.force_login(guest, backend="accounts.backends.PeopleBackend")
    assert slip_by(client, cast.trainee) == 404
    assert slip_by(cast.client("instructor"), cast.trainee) == 403


def test_a_protected_name_stands_on_a_slip_only_for_who_may_read_it(cast) -> None:
    page = cast.client("instructor").post(reverse("accounts:slip", kwargs={"pk": cast.afghan.pk}))
    assert page.status_code == 200
    assert "زهرا" not in page.content.decode()


def test_the_log_in_page_says_whom_to_ask(client, db) -> None:
    assert "Ask any of your instructors for a new slip." in client.get("/en/account/login/").content.decode()
