import datetime

import pytest
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError
from django.utils import timezone

from accounts.access import may_open_name, may_print_slip
from accounts.enums import Act, Role
from accounts.models import AuditEntry, Centre, Holiday, PersonName, Rank, User
from accounts.selectors.names import names_of, search_people
from accounts.services.names import NameEmptyError
from accounts.services.passwords import SamePasswordError, SlipRefusedError, change_password, make_slip
from accounts.services.people import (
    NameInReasonError,
    ReasonMissingError,
    ScriptUnclearError,
    UnknownLanguageError,
    choose_language,
    correct_name,
)
from accounts.services.reference import load_reference
from accounts.services.roles import give_role
from tests.factories.accounts import make_person

AFGHAN = {"surname": "", "given_name": "زهره", "father_name": "غلام علی"}


def correct(person, by, **changes):
    values = {"surname": "Каримов", "given_name": "Далер", "father_name": "", "reason": "as in the passport"} | changes
    return correct_name(person=person, by=by, at=timezone.now(), **values)


def test_a_corrected_name_keeps_its_history(cast):
    correct(cast.trainee, cast.registrar)
    assert names_of([cast.trainee])[cast.trainee.pk]["cyrl"].full == "Каримов Далер"
    assert PersonName.objects.filter(person=cast.trainee, script="cyrl").count() == 2
    entry = AuditEntry.objects.get(act=Act.NAME_CHANGED)
    assert (entry.actor, entry.reason, entry.new) == (cast.registrar, "as in the passport", {"script": "cyrl"})
    correct(cast.trainee, cast.registrar)
    assert AuditEntry.objects.filter(act=Act.NAME_CHANGED).count() == 1
    assert search_people("Каримзода", by=cast.registrar).filter(pk=cast.trainee.pk).exists()


def test_what_a_correction_needs(cast):
    with pytest.raises(ReasonMissingError):
        correct(cast.trainee, cast.registrar, reason=" ")
    with pytest.raises(ScriptUnclearError):
        correct(cast.trainee, cast.registrar, given_name="Daler")
    with pytest.raises(NameEmptyError):
        correct(cast.trainee, cast.registrar, given_name=" ")


def test_a_protected_name_does_not_slip_into_the_reason(cast):
    for reason in ("it was زهرا", "must be زهره", "ZAHRA in the passport", "غلام"):
        with pytest.raises(NameInReasonError):
            correct(cast.afghan, cast.registrar, reason=reason, **AFGHAN)
    correct(cast.afghan, cast.registrar, **AFGHAN)
    assert not PersonName.objects.filter(person=cast.afghan).exclude(given_name="").exists()


def test_a_search_by_name_finds_protected_people_only_for_those_who_may_read_it(cast):
    for reader in (cast.registrar, cast.head, cast.hr):
        assert search_people("زهرا", by=reader).filter(pk=cast.afghan.pk).exists()
    for reader in (cast.auditor, cast.administrator, cast.instructor):
        assert not search_people("زهرا", by=reader).exists()
        assert search_people("af-1000۰3", by=reader).get() == cast.afghan


def test_who_may_read_a_protected_name(cast):
    readers = {"afghan", "registrar", "head", "hr"}
    for role in (
        "afghan",
        "registrar",
        "head",
        "hr",
        "instructor",
        "auditor",
        "administrator",
        "other_registrar",
        "trainee",
    ):
        person = getattr(cast, role)
        assert may_open_name(person, cast.afghan) == (role in readers), role
        assert User.objects.names_open_to(person).filter(pk=cast.afghan.pk).exists() == (role in readers), role
        assert may_open_name(person, cast.classmate)


def test_who_may_print_a_slip(cast):
    for role in ("registrar", "head", "instructor", "administrator"):
        assert may_print_slip(getattr(cast, role), cast.trainee), role
    for role in ("other_registrar", "hr", "auditor", "trainee", "classmate", "editor"):
        assert not may_print_slip(getattr(cast, role), cast.trainee), role
    for colleague in (cast.head, cast.instructor):
        assert not may_print_slip(cast.registrar, colleague)
        assert may_print_slip(cast.administrator, colleague)
    assert not may_print_slip(cast.administrator, cast.administrator)
    give_role(user=cast.trainee, role=Role.TRANSLATOR, centre=None, by=None)
    assert not may_print_slip(cast.registrar, User.objects.get(pk=cast.trainee.pk))


def test_a_slip_stores_only_the_hash(cast):
    first = make_slip(person=cast.trainee, by=cast.registrar, at=timezone.now(), address=None)
    password = make_slip(person=cast.trainee, by=cast.registrar, at=timezone.now(), address=None)
    cast.trainee.refresh_from_db()
    assert check_password(password, cast.trainee.password)
    assert not check_password(first, cast.trainee.password)
    assert cast.trainee.must_change_password
    assert not any(
        password in str((entry.old, entry.new, entry.reason))
        for entry in AuditEntry.objects.filter(act=Act.PASSWORD_SLIP)
    )
    with pytest.raises(SlipRefusedError):
        make_slip(person=cast.head, by=cast.registrar, at=timezone.now(), address=None)


def test_the_first_password_is_not_kept(cast):
    password = make_slip(person=cast.trainee, by=cast.registrar, at=timezone.now(), address=None)
    person = User.objects.get(pk=cast.trainee.pk)
    with pytest.raises(SamePasswordError):
        change_password(person=person, new=password, by=person, address=None)
    change_password(person=person, new="уч кабӯтари сафед", by=person, address=None)
    person.refresh_from_db()
    assert not person.must_change_password
    assert person.check_password("уч кабӯтари сафед")


def test_only_our_languages(cast):
    with pytest.raises(UnknownLanguageError):
        choose_language(person=cast.trainee, language="de")


def test_reference_rows_are_made_once_and_edits_stay(cast):
    today = datetime.date(2026, 11, 22)
    made = load_reference(today=today)
    assert made.ranks == 18
    Centre.objects.filter(code="DUS").update(weekdays=[1, 2])
    again = load_reference(today=today)
    assert (again.ranks, again.centres, again.rooms, again.holidays) == (0, 0, 0, 0)
    assert Centre.objects.get(code="DUS").weekdays == [1, 2]
    assert all(set(rank.titles) == {"en", "ru", "tg", "fa-af"} for rank in Rank.objects.all())
    days = set(Holiday.objects.filter(date__year=2027).values_list("date", flat=True))
    assert {datetime.date(2027, 3, day) for day in range(21, 25)} <= days
    assert datetime.date(2027, 5, 28) not in days


def test_a_service_number_exists_once_in_any_case(cast):
    make_person(number="TJ-77x")
    with pytest.raises(IntegrityError):
        make_person(number="tj-77X")
