"""The first administrator."""

import io

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command

from accounts.enums import Act, Role
from accounts.models import AuditEntry, Centre, User
from tests.factories.accounts import make_person, make_staff


def run(number):
    out = io.StringIO()
    call_command("first_administrator", number, stdout=out)
    return out.getvalue()


def password_in(said):
    return next(line.split()[-1] for line in said.splitlines() if line.startswith("First password"))


def test_the_first_administrator_is_made_with_centres_to_work_at(db, client):
    said = run("tj-100 234")
    person = User.objects.get(service_number="TJ-100234")
    password = password_in(said)
    assert check_password(password, person.password)
    assert (person.must_change_password, person.is_superuser) == (True, True)
    assert person.has_role(Role.ADMINISTRATOR)
    assert Centre.objects.exists()
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert acts == {Act.PERSON_ADDED, Act.ROLE_GIVEN, Act.PASSWORD_SLIP}
    assert not any(password in str((e.old, e.new, e.reason)) for e in AuditEntry.objects.all())
    logged_in = client.post("/en/account/login/", {"username": "TJ-100234", "password": password})
    assert logged_in.status_code == 302
    assert client.get("/en/account/people/")["Location"].endswith("/account/password/")


def test_somebody_registered_is_promoted(db):
    person = make_person(number="TJ-5", password="before")
    password = password_in(run("TJ-5"))
    person = User.objects.get(pk=person.pk)
    assert person.has_role(Role.ADMINISTRATOR)
    assert person.check_password(password)
    assert User.objects.count() == 1


def test_it_is_refused_where_there_is_an_administrator(db):
    make_staff(Role.ADMINISTRATOR, number="AD-9")
    with pytest.raises(CommandError, match="already"):
        run("TJ-5")
    assert User.objects.count() == 1


def test_people_of_the_demonstration_do_not_count_in_production_and_are_not_promoted(db, settings):
    settings.DEMONSTRATION = False
    User.objects.filter(pk=make_staff(Role.ADMINISTRATOR, number="AD-9").pk).update(demonstration=True)
    with pytest.raises(CommandError, match="demonstration"):
        run("AD-9")
    run("TJ-5")
    assert User.objects.get(service_number="TJ-5").has_role(Role.ADMINISTRATOR)


def test_a_closed_account_and_what_is_no_number_are_refused(db):
    User.objects.filter(pk=make_person(number="TJ-5").pk).update(is_active=False)
    for number in ("TJ-5", "nobody", ""):
        with pytest.raises(CommandError):
            run(number)
    assert not Centre.objects.exists()
