"""PINs: six digits, five wrong tries lock for ten minutes; claims that only the server opens."""

import datetime
import json
import os

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain.claim_box import seal_claim
from accounts.enums import Act
from accounts.models import AuditEntry, Pin
from accounts.selectors.pins import ClaimUnreadableError, claim_key, read_claim
from accounts.services.pins import PinFormError, PinLockedError, PinWeakError, PinWrongError, prove, set_pin

NOW = timezone.now()
PIN = "280194"


@pytest.fixture
def holder(cast):
    set_pin(person=cast.instructor, pin=PIN, by=cast.instructor, at=NOW)
    return cast.instructor


@pytest.mark.parametrize("bad", ["", "12345", "1234567", "12a456", "١٢"])
def test_a_pin_has_six_digits(cast, bad) -> None:
    with pytest.raises(PinFormError):
        set_pin(person=cast.instructor, pin=bad, by=cast.instructor, at=NOW)


@pytest.mark.parametrize("weak", ["000000", "123456", "987654", "567890", "۱۲۳۴۵۶"])
def test_a_pin_is_not_one_that_everybody_guesses(cast, weak) -> None:
    with pytest.raises(PinWeakError):
        set_pin(person=cast.instructor, pin=weak, by=cast.instructor, at=NOW)


def test_number_and_pin_prove_who_it_is_in_any_digits(holder) -> None:
    for number, pin in (("KHO-I1", PIN), ("kho-i1", "۲۸۰۱۹۴"), (" КНО-I1 ", " 280 194 ")):
        assert prove(number=number, pin=pin, at=NOW) == holder
    row = Pin.objects.get()
    assert PIN not in row.digest
    assert row.digest.startswith(("argon2", "md5"))  # tests hash fast
    assert AuditEntry.objects.filter(act=Act.PIN_SET, actor=holder).count() == 1


def test_five_wrong_tries_lock_for_ten_minutes(holder) -> None:
    for _ in range(4):
        with pytest.raises(PinWrongError):
            prove(number="KHO-I1", pin="111111", at=NOW)
    assert prove(number="KHO-I1", pin=PIN, at=NOW) == holder  # and the count begins anew
    for turn in range(5):
        with pytest.raises(PinWrongError if turn < 4 else PinLockedError):
            prove(number="KHO-I1", pin="111111", at=NOW)
    for minutes in (0, 9):
        with pytest.raises(PinLockedError):
            prove(number="KHO-I1", pin=PIN, at=NOW + datetime.timedelta(minutes=minutes))
    later = NOW + datetime.timedelta(minutes=10)
    with pytest.raises(PinWrongError):
        prove(number="KHO-I1", pin="111111", at=later)
    assert prove(number="KHO-I1", pin=PIN, at=later) == holder


def test_who_has_no_pin_proves_nothing(cast, holder) -> None:
    for number in ("KHO-I2", "nobody", ""):
        with pytest.raises(PinWrongError):
            prove(number=number, pin=PIN, at=NOW)
    type(holder).objects.filter(pk=holder.pk).update(is_active=False)
    with pytest.raises(PinWrongError):
        prove(number="KHO-I1", pin=PIN, at=NOW)


def test_a_claim_is_opened_for_its_subject_only(db) -> None:
    said = {"number": "KHO-I1", "pin": PIN, "scores": [2, 1]}
    sealed = seal_claim(claim_key(), json.dumps(said).encode(), os.urandom(12), "PX-2.2/1")
    assert PIN not in json.dumps(sealed)
    assert read_claim(sealed, "PX-2.2/1") == said
    for bad, subject in (
        (sealed, "PX-2.2/2"),
        ({**sealed, "data": "AAAA"}, "PX-2.2/1"),
        ({}, ""),
        (None, ""),
        ([], ""),
    ):
        with pytest.raises(ClaimUnreadableError):
            read_claim(bad, subject)


def test_the_page_sets_a_pin_with_the_password(cast) -> None:
    cast.instructor.set_password("three own words")
    cast.instructor.save()
    client, url = cast.client("instructor"), reverse("accounts:pin")
    for bad in (
        {"password": "wrong", "pin": PIN, "again": PIN},
        {"password": "three own words", "pin": PIN, "again": "280195"},
        {"password": "three own words", "pin": "111111", "again": "111111"},
        {"password": "three own words", "pin": "1", "again": "1"},
    ):
        assert client.post(url, bad).status_code == 422
    assert not Pin.objects.exists()
    assert client.post(url, {"password": "three own words", "pin": PIN, "again": PIN}).status_code == 302
    assert prove(number="KHO-I1", pin=PIN, at=NOW) == cast.instructor
    assert "You have a PIN." in client.get(url).content.decode()
