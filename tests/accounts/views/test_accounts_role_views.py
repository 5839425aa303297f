"""The screens on which an administrator registers staff, gives roles and ends them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import RoleAssignment, User
from accounts.services.reference import load_reference
from accounts.services.roles import give_role
from tests.factories.accounts import LONG_AGO, make_staff

TYPED = {
    "centre": "", "service_number": "tj-700", "surname": "Каримов", "given_name": "Далер", "sex": "m",
    "birth_date": "14.03.1979", "rank": "OR4", "service": "BFT", "language": "tg",
}  # fmt: skip


def text(answer):
    return answer.content.decode()


def page_of(person):
    return reverse("accounts:person", kwargs={"pk": person.pk})


def giving(person):
    return reverse("accounts:role_give", kwargs={"pk": person.pk})


def ending(assignment):
    return reverse("accounts:role_end", kwargs={"pk": assignment.pk})


def role_of(person):
    return RoleAssignment.objects.get(user=person)


def test_staff_are_registered_get_a_role_and_a_slip(cast):
    load_reference()
    client = cast.client("administrator")
    assert client.get(reverse("accounts:person_new")).status_code == 200
    created = client.post(reverse("accounts:person_new"), TYPED)
    person = User.objects.get(service_number="TJ-700")
    assert created["Location"] == page_of(person)
    assert (person.centre, list(person.roles())) == (None, [])
    assert "Give a role" in text(client.get(page_of(person)))
    given = client.post(giving(person), {"role": "head", "centre": "KHO", "since": "2026-01-01"})
    assert given["Location"] == page_of(person)
    assert User.objects.get(pk=person.pk).centre_ids(Role.HEAD) == [cast.khorog.pk]
    assert client.post(reverse("accounts:slip", kwargs={"pk": person.pk})).status_code == 200
    again = client.post(reverse("accounts:person_new"), TYPED)
    assert again["Location"] == created["Location"]


def test_an_administrator_registers_at_any_centre_and_a_registrar_trainees_of_the_own(cast):
    load_reference()
    cast.client("administrator").post(reverse("accounts:person_new"), TYPED | {"centre": "PAN"})
    person = User.objects.get(service_number="TJ-700")
    assert (person.centre.code, list(person.roles())) == ("PAN", [])
    data = TYPED | {"centre": "KHO", "service_number": "TJ-701"}
    assert cast.client("registrar").post(reverse("accounts:person_new"), data).status_code == 302
    assert role_of(User.objects.get(service_number="TJ-701")).role == Role.TRAINEE
    data = TYPED | {"service_number": "TJ-702"}
    assert cast.client("registrar").post(reverse("accounts:person_new"), data).status_code == 422


def test_an_administrator_finds_everybody(cast):
    client = cast.client("administrator")
    listed = text(client.get(reverse("accounts:people")))
    for number in ("TJ-100001", "PAN-I1", "HR-1", "TJ-999999"):
        assert number in listed
        assert number in text(client.get(reverse("accounts:people"), {"q": number}))
    assert reverse("accounts:person_new") in listed
    assert reverse("accounts:import") not in listed


def test_the_name_of_staff_without_a_centre_is_corrected_by_an_administrator(cast):
    data = {"surname": "Каримов", "given_name": "Далер", "father_name": "", "reason": "as in the passport"}
    client = cast.client("administrator")
    assert client.post(page_of(cast.hr), data).status_code == 302
    assert client.post(page_of(cast.administrator), data).status_code == 403
    assert client.post(page_of(cast.trainee), data).status_code == 403


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"role": "head"}, "This role is held at one centre"),
        ({"role": "hr", "centre": "KHO"}, "This role holds everywhere"),
        ({"role": "hr", "language": "tg"}, "Only translators"),
        ({"role": "hr", "until": "2026-01-01"}, "The last day is before the first one"),
        ({"role": "hr", "until": "31.02.2026"}, "This is not a day"),
        ({"role": "king"}, "Please choose one of the answers offered"),
        ({"role": "trainee", "centre": "KHO"}, "in these days already"),
        ({}, "Please fill in this field"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_given(cast, data, said):
    answer = cast.client("administrator").post(giving(cast.trainee), {"since": "2026-06-01"} | data)
    assert answer.status_code == 422
    assert said in text(answer)
    assert 'value="2026-06-01"' in text(answer)
    assert RoleAssignment.objects.filter(user=cast.trainee).count() == 1


def test_nobody_gives_roles_to_oneself(cast):
    client = cast.client("administrator")
    own = text(client.get(page_of(cast.administrator)))
    assert "Another administrator gives and ends yours" in own
    assert giving(cast.administrator) not in own
    answer = client.post(giving(cast.administrator), {"role": "head", "centre": "KHO", "since": "2026-06-01"})
    assert answer.status_code == 422
    assert "Nobody gives roles to oneself" in text(answer)
    answer = client.post(ending(role_of(cast.administrator)), {"last_day": "2026-06-01", "reason": "x"})
    assert answer.status_code == 422
    assert "Nobody gives roles to oneself" in text(answer)
    assert role_of(cast.administrator).valid_to is None


def test_a_role_is_ended_with_day_and_reason(cast):
    client = cast.client("administrator")
    url = ending(role_of(cast.head))
    assert url in text(client.get(page_of(cast.head)))
    for data, said in (
        ({"last_day": "", "reason": "left"}, "Please fill in this field"),
        ({"last_day": "2019-12-31", "reason": "left"}, "The last day is before the first one"),
        ({"last_day": "2026-06-01", "reason": ""}, "Please fill in this field"),
    ):
        answer = client.post(url, data)
        assert answer.status_code == 422
        assert said in text(answer)
    assert client.post(url, {"last_day": "2026-06-01", "reason": "left"})["Location"] == page_of(cast.head)
    assert str(role_of(cast.head).valid_to) == "2026-06-01"
    assert url not in text(client.get(page_of(cast.head)))
    late = client.post(url, {"last_day": "2026-05-01", "reason": "left"})
    assert "has ended already" in text(late)
    assert cast.client("head").get(reverse("accounts:audit")).status_code == 403


def test_a_role_of_a_protected_person_ends_without_the_name_in_the_reason(cast):
    url = ending(role_of(cast.afghan))
    answer = cast.client("administrator").post(url, {"last_day": "2099-01-01", "reason": "زهرا"})
    assert answer.status_code == 422
    assert "Do not write the name" in text(answer)


def test_a_reader_of_the_solar_calendar_types_solar_days(cast):
    User.objects.filter(pk=cast.administrator.pk).update(calendar="solar")
    client = cast.client("administrator")
    answer = client.post(giving(cast.stranger), {"role": "hr", "since": "۱۴۰۵/۰۹/۰۹"})
    assert answer.status_code == 302
    assert str(role_of(cast.stranger).valid_from) == "2026-11-30"


def test_others_see_no_forms_and_many_roles_cost_the_same(cast):
    assert giving(cast.trainee) not in text(cast.client("registrar").get(page_of(cast.trainee)))
    client, counts = cast.client("administrator"), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(page_of(cast.head))
        counts.append(len(queries))
        for role in (Role.HR, Role.AUDITOR):
            give_role(user=cast.head, role=role, centre=None, by=None, on=LONG_AGO)
        give_role(user=cast.head, role=Role.REGISTRAR, centre=cast.panj, by=None, on=timezone.localdate())
    assert counts[0] == counts[1]


def test_another_administrator_ends_the_role(cast):
    boss = make_staff(Role.ADMINISTRATOR, number="AD-2")
    answer = cast.client("administrator").post(ending(role_of(boss)), {"last_day": "2026-06-01", "reason": "left"})
    assert answer.status_code == 302
    boss.refresh_from_db()
    assert not boss.is_superuser
