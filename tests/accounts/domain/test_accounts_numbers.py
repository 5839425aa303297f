import string

from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.domain.first_password import ALPHABET, make_first_password
from accounts.domain.latin import latin_proposal
from accounts.domain.numbers import MAX_LENGTH, is_number, normal_number


@settings(deadline=None)
@given(st.text())
def test_normal_form_is_stable(text):
    assert normal_number(normal_number(text)) == normal_number(text)


@settings(deadline=None)
@given(st.from_regex(r"[A-Z]{1,3}-[0-9]{3,8}", fullmatch=True))
def test_case_digits_and_dashes_make_no_difference(number):
    persian = number.translate(str.maketrans(string.digits, "۰۱۲۳۴۵۶۷۸۹"))
    assert normal_number(f" {persian.lower()} ".replace("-", "–")) == number
    assert is_number(number)


def test_cyrillic_twins_are_latin():
    assert normal_number("ТJ-104233") == "TJ-104233"


def test_what_is_no_number():
    for text in ("", "ABC", "TJ_1", "TJ--1", "1" * (MAX_LENGTH + 1), "TJ 1 <b>", "'1"):
        assert not is_number(text), text


def test_first_passwords_are_readable_and_differ():
    made = {make_first_password() for _ in range(200)}
    assert len(made) == 200
    assert {sign for password in made for sign in password} <= set(ALPHABET) | {"-"}
    assert not set(ALPHABET) & set("aeiou01lI8O")
    assert all(len(password) == 14 for password in made)


def test_latin_proposal_follows_the_table():
    assert latin_proposal("Ҷӯраев", "Ғайратҷон") == "JURAEV GHAYRATJON"
    assert latin_proposal("", "Шоҳиён") == "SHOHIYON"
