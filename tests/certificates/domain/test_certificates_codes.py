"""Codes: every single wrong character and every swap is found; what people type is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.domain.codes import ALPHABET, LENGTH, check_character, grouped, is_code, new_code, normalise

codes = st.text(alphabet=ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1).map(lambda t: t + check_character(t))
places = st.integers(0, LENGTH - 1)


@given(codes)
def test_a_code_with_its_check_character_is_a_code(code: str) -> None:
    assert is_code(code)
    assert len(code) == LENGTH


@given(codes, places, st.sampled_from(ALPHABET))
def test_a_single_wrong_character_is_found(code: str, place: int, char: str) -> None:
    changed = code[:place] + char + code[place + 1 :]
    assert is_code(changed) == (changed == code)


@given(codes, places, places)
def test_a_swap_of_two_characters_is_found(code: str, one: int, other: int) -> None:
    chars = list(code)
    chars[one], chars[other] = chars[other], chars[one]
    changed = "".join(chars)
    assert is_code(changed) == (changed == code)


@given(codes)
def test_what_is_shown_is_read_back(code: str) -> None:
    assert normalise(grouped(code)) == code
    assert normalise(f"  {grouped(code).lower()} ") == code


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("oil0-1234", "01101234"),
        ("АВСЕ НКМО РТХУ", "ABCEHKM0PTXY"),
        ("авсе нкмо ртху", "ABCEHKM0PTXY"),
        ("۱۲۳۴-۵۶۷۸", "12345678"),
        ("1234–5678‑9ABC", "123456789ABC"),
        ("", ""),
    ],
)
def test_look_alikes_and_other_digits_are_read(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_new_codes_differ_and_fit() -> None:
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert all(is_code(code) for code in made)


def test_a_code_with_foreign_signs_or_another_length_is_none() -> None:
    assert not is_code("")
    assert not is_code("U" * LENGTH)
    assert not is_code(new_code()[:-1])
